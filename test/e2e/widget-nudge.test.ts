import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { part, twoFrames } from '../gallery/open.ts'
import { boxOf, events, targetBox } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery()

describe('a nudge', () => {
  const isBeside = async (page: Page, x: number, y: number, width: number, height: number) => {
    const card = await boxOf(page, 'nudge')
    const middle = x + width / 2
    return (
      card.x <= middle &&
      card.x + card.width >= middle &&
      (Math.abs(card.y - (y + height) - 10) < 2 || Math.abs(y - (card.y + card.height) - 10) < 2)
    )
  }
  const isAtTarget = async (page: Page) => {
    const { x, y, width, height } = await targetBox(page)
    return isBeside(page, x, y, width, height)
  }

  test('is reported once, when it has been painted, and takes no focus', async () => {
    await inGallery('state=nothing', async page => {
      await page.locator('#field').focus()
      const tooEarly = await page.evaluate(() => {
        window.gallery.showNamed('nudge')
        return [...window.gallery.events]
      })
      expect(tooEarly).toEqual([])
      await part(page, 'nudge').waitFor()
      await twoFrames(page)
      await page.evaluate(() => window.gallery.show({ ...window.gallery.states.nudge, help: [] }))
      await twoFrames(page)
      expect(await events(page)).toEqual([{ kind: 'shown', key: 'first-report' }])
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('field')
      expect(await isAtTarget(page)).toBe(true)
      expect(await page.locator('[data-fireball] [role=status]').first().textContent()).toBe(
        'Turn this campaign into a report',
      )
    })
  })

  test('closes on Esc from the page’s body, not from a field of the page', async () => {
    await inGallery('state=nudge', async page => {
      await part(page, 'nudge').waitFor()
      await page.locator('#field').focus()
      await page.keyboard.press('Escape')
      expect(await part(page, 'nudge').count()).toBe(1)
      await page.evaluate(() => (document.activeElement as HTMLElement).blur())
      await page.keyboard.press('Escape')
      expect(await part(page, 'nudge').count()).toBe(0)
      expect((await events(page)).at(-1)).toEqual({ kind: 'dismissed', key: 'first-report' })
    })
  })

  test('gives the focus back to where it was', async () => {
    await inGallery('state=nudge', async page => {
      await part(page, 'nudge').waitFor()
      await page.locator('#field').focus()
      await part(page, 'nudge').getByRole('button', { name: 'Close' }).focus()
      await page.keyboard.press('Enter')
      expect(await part(page, 'nudge').count()).toBe(0)
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('field')
    })
  })

  test('says why, and stops on request', async () => {
    await inGallery('state=nudge', async page => {
      await page.getByRole('button', { name: 'Why am I seeing this?' }).click()
      expect(await part(page, 'nudge').textContent()).toContain('You have sent campaigns twice')
      expect(await page.getByRole('button', { name: 'What is stored' }).count()).toBe(1)
      await page.getByRole('button', { name: 'Make a report' }).click()
      await page.getByRole('button', { name: 'Stop tips like this' }).click()
      expect(await part(page, 'nudge').count()).toBe(0)
      expect((await events(page)).slice(-2)).toEqual([
        { kind: 'clicked', key: 'first-report', target: 'action' },
        { kind: 'stopped', key: 'first-report' },
      ])
    })
  })

  test('follows a target that moves, without a pixel of drift', async () => {
    await inGallery('state=nudge', async page => {
      await part(page, 'nudge').waitFor()
      await page.waitForTimeout(250)
      const before = await boxOf(page, 'nudge')
      await page.evaluate(() => {
        const spacer = document.createElement('div')
        spacer.style.setProperty('height', '150px')
        document.querySelector('main')?.prepend(spacer)
      })
      await twoFrames(page)
      expect((await boxOf(page, 'nudge')).y - before.y).toBe(150)
      await page.evaluate(() => scrollBy(0, 100))
      await twoFrames(page)
      expect((await boxOf(page, 'nudge')).y - before.y).toBe(50)
      expect(await isAtTarget(page)).toBe(true)
    })
  })

  test('comes with a late target, leaves with it, and goes to its replacement', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        document.querySelector('[data-target]')?.remove()
        window.gallery.showNamed('nudge')
      })
      await page.waitForTimeout(150)
      expect(await part(page, 'nudge').count()).toBe(0)

      /** Frames from the change to the one in which the card is as it should be; a slow machine's are longer. */
      const framesUntil = (change: 'add' | 'remove' | 'replace') =>
        page.evaluate(async kind => {
          const host = document.querySelector('[data-fireball]')?.shadowRoot
          const card = () => host?.querySelector('[part=nudge]')
          const make = (left: string) => {
            const button = document.createElement('button')
            button.textContent = 'New report'
            button.dataset.target = 'new-report'
            button.style.setProperty('position', 'absolute')
            button.style.setProperty('left', left)
            return button
          }
          const old = document.querySelector('[data-target]')
          if (kind === 'add') document.querySelector('main')?.append(make('100px'))
          if (kind === 'remove') old?.remove()
          if (kind === 'replace') old?.replaceWith(make('500px'))
          const isThere = () => {
            const [target, box] = [document.querySelector('[data-target]'), card()]
            if (kind === 'remove') return !box
            if (!target || !box) return false
            const [{ left, width }, { left: from, right: to }] = [
              target.getBoundingClientRect(),
              box.getBoundingClientRect(),
            ]
            return Math.abs((from + to) / 2 - (left + width / 2)) < 20
          }
          let frames = 0
          for (; !isThere() && frames < 180; frames++) await new Promise(requestAnimationFrame)
          return frames
        }, change)

      const most = 3 // 50 ms at sixty a second
      expect(await framesUntil('add')).toBeLessThanOrEqual(most)
      expect(await framesUntil('replace')).toBeLessThanOrEqual(most)
      expect(await framesUntil('remove')).toBeLessThanOrEqual(most)
      expect(await framesUntil('add')).toBeLessThanOrEqual(most)
      await twoFrames(page)
      expect(await events(page)).toEqual([{ kind: 'shown', key: 'first-report' }])
    })
  })

  test('stands in the corner while its target is missing or out of sight', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        document.querySelector<HTMLElement>('[data-target]')?.style.setProperty('visibility', 'hidden')
        window.gallery.showNamed('nudge')
      })
      await part(page, 'nudge').waitFor()
      expect(await isAtTarget(page)).toBe(false)
      await page.evaluate(() =>
        document.querySelector<HTMLElement>('[data-target]')?.style.removeProperty('visibility'),
      )
      await twoFrames(page)
      await twoFrames(page)
      expect(await isAtTarget(page)).toBe(true)
    })
  })

  test('stands in the corner while its target is below the fold, then goes to it', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const spacer = document.createElement('div')
        spacer.style.setProperty('height', '900px')
        document.querySelector('main')?.prepend(spacer)
        window.gallery.showNamed('nudge')
      })
      await part(page, 'nudge').waitFor()
      expect(await isAtTarget(page)).toBe(false)
      await page.evaluate(() => scrollTo(0, 600))
      await twoFrames(page)
      await twoFrames(page)
      expect(await isAtTarget(page)).toBe(true)
    })
  })

  test('is usable again after the page scrolled it out of sight', async () => {
    await inGallery('state=nudge', async page => {
      await part(page, 'nudge').waitFor()
      await page.evaluate(() => scrollTo(0, 400))
      await twoFrames(page)
      expect((await boxOf(page, 'nudge')).y).toBeLessThan(0)
      await page.evaluate(() => scrollTo(0, 0))
      await twoFrames(page)
      expect(await isAtTarget(page)).toBe(true)
    })
  })

  test('flips above a target at the bottom edge, its arrow with it', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const style = document.querySelector<HTMLElement>('[data-target]')?.style
        for (const [name, value] of [
          ['position', 'fixed'],
          ['bottom', '8px'],
          ['left', '300px'],
        ] as const)
          style?.setProperty(name, value)
        window.gallery.showNamed('nudge')
      })
      await part(page, 'nudge').waitFor()
      await twoFrames(page)
      const [card, target] = [await boxOf(page, 'nudge'), await targetBox(page)]
      expect(card.y + card.height).toBeLessThanOrEqual(target.top)
      // Half of the arrow's square stands out, towards the target's middle.
      const arrow = await boxOf(page, 'arrow')
      expect(arrow.y + arrow.height - (card.y + card.height)).toBeCloseTo(8, -0.5)
      expect(arrow.x + arrow.width / 2).toBeCloseTo(target.left + target.width / 2, -0.5)
    })
  })

  test('reads past a selector that the browser cannot read', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const { nudge } = window.gallery.states
        window.gallery.show({ ...nudge, prompt: { ...nudge.prompt, anchor: ['[[[', '#field'] } })
      })
      await part(page, 'nudge').waitFor()
      const { x, y, width, height } = await page.evaluate(() =>
        document.querySelector('#field')?.getBoundingClientRect().toJSON(),
      )
      expect(await isBeside(page, x, y, width, height)).toBe(true)
    })
  })

  test('costs no frame while the page is quiet', async () => {
    await inGallery('state=nudge', async page => {
      await part(page, 'nudge').waitFor()
      await page.waitForTimeout(500)
      const frames = await page.evaluate(async () => {
        let count = 0
        const original = window.requestAnimationFrame
        window.requestAnimationFrame = callback => {
          count++
          return original(callback)
        }
        await new Promise(done => setTimeout(done, 600))
        window.requestAnimationFrame = original
        return count
      })
      expect(frames).toBe(0)
    })
  })
})
