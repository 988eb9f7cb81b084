import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { part } from './open.ts'

/** Shows the nudge for these selectors. */
export const nudgeAt = (page: Page, ...anchor: readonly string[]) =>
  page.evaluate(selectors => {
    const { nudge } = window.gallery.states
    const { checklist: _, ...rest } = nudge
    window.gallery.show({ ...rest, prompt: { ...nudge.prompt, anchor: selectors } })
  }, anchor)

/** The card itself. */
export const nudge = (page: Page) => part(page, 'nudge')

/** The vertical distance from what `selector` names to the card, and whether the card spans its middle. */
const gapTo = async (page: Page, selector: string): Promise<number> => {
  const [target, card] = await Promise.all([
    page.locator(selector).first().boundingBox(),
    nudge(page).boundingBox(),
  ])
  if (!target || !card) return Number.NaN
  const middle = target.x + target.width / 2
  if (card.x > middle || card.x + card.width < middle) return Number.NaN
  return card.y > target.y ? card.y - target.y - target.height : target.y - card.y - card.height
}

/** Waits until the card stands beside what `selector` names. */
export const isAt = (page: Page, selector: string) =>
  expect.poll(() => gapTo(page, selector), { timeout: 5000 }).toBeCloseTo(10, 0)

/** Whether a press in the middle of the nudge's first button would reach it. */
export const isOperable = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('[data-fireball]')?.shadowRoot
    const button = root?.querySelector('[part~=primary]')
    const { x = 0, y = 0, width = 0, height = 0 } = button?.getBoundingClientRect() ?? {}
    return !!button && root?.elementFromPoint(x + width / 2, y + height / 2) === button
  })
