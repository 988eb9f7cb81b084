import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Opens the gallery, closes it after `use`, and fails on anything that the page complained about. */
export const inGallery = async (
  { browser, origin }: { readonly browser: Browser; readonly origin: string },
  query: string,
  use: (page: Page) => Promise<void>,
  { init, ...options }: Parameters<Browser['newPage']>[0] & { readonly init?: string } = {},
): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1000, height: 760 }, ...options })
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  try {
    if (init !== undefined) await page.addInitScript({ content: init })
    await page.goto(`${origin}/?${query}`)
    await use(page)
    expect(faults.filter(fault => !fault.includes('favicon'))).toEqual([])
  } finally {
    await page.close()
  }
}

/** What carries that part name in any of the widget's hosts. */
export const part = (page: Page, name: string): Locator => page.locator(`[data-fireball] [part~="${name}"]`)

/** Two frames later: what was just asked for has been drawn. */
export const twoFrames = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))

/** Has the browser say that it cannot place a popover beside its source, as all did before 2025. */
export const WITHOUT_ANCHORS = `
  const supports = CSS.supports
  CSS.supports = (...asked) => !asked.join().includes('position-area') && supports.apply(CSS, asked)
`
