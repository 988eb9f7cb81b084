import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { inGallery as open, part, twoFrames, WITHOUT_ANCHORS } from '../gallery/open.ts'
import { serveGallery } from '../gallery/serve.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof serveGallery>>

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  gallery?.close()
})

const inGallery = (
  query: string,
  use: (page: Page) => Promise<void>,
  options: Parameters<typeof open>[3] = {},
) => open({ browser, origin: gallery.origin }, query, use, { reducedMotion: 'reduce', ...options })

const events = (page: Page) => page.evaluate(() => window.gallery.events.map(({ kind }) => kind))

/** Shows the nudge for these selectors. */
const nudgeAt = (page: Page, ...anchor: readonly string[]) =>
  page.evaluate(selectors => {
    const { nudge } = window.gallery.states
    const { checklist: _, ...rest } = nudge
    window.gallery.show({ ...rest, prompt: { ...nudge.prompt, anchor: selectors } })
  }, anchor)

const nudge = (page: Page) => part(page, 'nudge')

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
const isAt = (page: Page, selector: string) =>
  expect.poll(() => gapTo(page, selector), { timeout: 5000 }).toBeCloseTo(10, 0)

/** Whether a press in the middle of the nudge's first button would reach it. */
const isOperable = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('[data-fireball]')?.shadowRoot
    const button = root?.querySelector('[part~=primary]')
    const { x = 0, y = 0, width = 0, height = 0 } = button?.getBoundingClientRect() ?? {}
    return !!button && root?.elementFromPoint(x + width / 2, y + height / 2) === button
  })

const addModal = (page: Page) =>
  page.evaluate(() => {
    const dialog = document.createElement('dialog')
    dialog.id = 'modal'
    const [button, text] = [document.createElement('button'), document.createElement('p')]
    button.id = 'inside'
    button.textContent = 'Inside'
    text.textContent = 'A modal of the page'
    dialog.append(text, button)
    document.body.append(dialog)
    dialog.showModal()
  })
const closeModal = (page: Page) => page.evaluate(() => document.querySelector('dialog')?.close())

describe('modals of the page', () => {
  test('a nudge for what is in a modal stands in it and can be used, opened before or after', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await nudgeAt(page, '#inside')
      await isAt(page, '#inside')
      expect(await isOperable(page)).toBe(true)
      await closeModal(page)
      await nudge(page).waitFor({ state: 'hidden' })
      await nudgeAt(page, '#inside', '[data-target]')
      await isAt(page, '[data-target]')
      await page.evaluate(() => document.querySelector('dialog')?.showModal())
      await isAt(page, '#inside')
      expect(await isOperable(page)).toBe(true)
      await nudge(page).getByRole('button', { name: 'Make a report' }).click()
      expect(await events(page)).toContain('clicked')
      // Esc closes what has the focus: the card, and not the modal around it.
      await page.keyboard.press('Escape')
      expect(await nudge(page).count()).toBe(0)
      expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(true)
    })
  })

  test('a nudge for the page beneath a modal is never above it, and comes back', async () => {
    await inGallery('state=nothing', async page => {
      await nudgeAt(page, '[data-target]')
      await isAt(page, '[data-target]')
      await addModal(page)
      await nudge(page).waitFor({ state: 'hidden' })
      await closeModal(page)
      await isAt(page, '[data-target]')
      expect(await isOperable(page)).toBe(true)
    })
  })

  test('one that comes while a modal is open waits, unseen and unreported', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await nudgeAt(page)
      await page.waitForTimeout(400)
      expect(await nudge(page).isVisible()).toBe(false)
      expect(await events(page)).toEqual([])
      await page.evaluate(() => document.querySelector('dialog')?.remove())
      await nudge(page).waitFor()
      await expect.poll(() => events(page)).toEqual(['shown'])
    })
  })

  test('an offer answers what is done in the modal, and outlives it; the launcher stays beneath', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await page.evaluate(() => window.gallery.showNamed('offer-ready'))
      await part(page, 'offer').waitFor()
      expect(await isOperable(page)).toBe(true)
      await part(page, 'launch').waitFor()
      const isLaunchOnTop = await part(page, 'launch').evaluate(button => {
        const { x, y, width, height } = button.getBoundingClientRect()
        const root = button.getRootNode() as ShadowRoot
        return root.elementFromPoint(x + width / 2, y + height / 2) !== root.host && !button.closest('dialog')
      })
      expect(isLaunchOnTop).toBe(true)
      await page.evaluate(() => document.querySelector('dialog')?.remove())
      await expect.poll(() => isOperable(page)).toBe(true)
      expect(await part(page, 'offer').isVisible()).toBe(true)
    })
  })

  test('an offer that was there before stays beneath', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => window.gallery.showNamed('offer-ready'))
      await part(page, 'offer').waitFor()
      await addModal(page)
      await page.evaluate(() => window.gallery.show({ ...window.gallery.states['offer-ready'], help: [] }))
      await twoFrames(page)
      expect(await page.evaluate(() => !!document.querySelector('dialog [data-fireball]'))).toBe(false)
      expect(await page.evaluate(() => document.elementFromPoint(150, 700)?.localName)).not.toBe('div')
    })
  })
})

describe('menus of the page', () => {
  test('a nudge for an item of a popover can be pressed without closing it', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const menu = document.createElement('div')
        menu.popover = 'auto'
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        menu.append(item)
        document.body.append(menu)
        menu.showPopover()
      })
      await nudgeAt(page, '#item')
      await isAt(page, '#item')
      await nudge(page).getByRole('button', { name: 'Why am I seeing this?' }).click()
      expect(await nudge(page).textContent()).toContain('You have sent campaigns twice')
      await isAt(page, '#item')
      await page.evaluate(() => document.querySelector<HTMLElement>('[popover]')?.hidePopover())
      await nudge(page).waitFor({ state: 'hidden' })
    })
  })

  test('a menu that closes at any press outside does not swallow the press on the card', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        document.querySelector('main')?.prepend(item)
        document.addEventListener('pointerdown', ({ target }) => target !== item && item.remove(), true)
      })
      await nudgeAt(page, '#item')
      await isAt(page, '#item')
      const { x, y, width, height } = (await part(page, 'primary').boundingBox()) ?? {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
      }
      await page.mouse.move(x + width / 2, y + height / 2)
      await page.mouse.down()
      await page.waitForTimeout(120)
      await page.mouse.up()
      expect(await events(page)).toContain('clicked')
      await nudge(page).waitFor({ state: 'detached' })
    })
  })

  test('the item is pointed at while its menu is open, else the button that opens it', async () => {
    await inGallery('state=nothing', async page => {
      await nudgeAt(page, '#item', '[data-target]')
      await isAt(page, '[data-target]')
      await page.evaluate(() => {
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        document.querySelector('main')?.prepend(item)
      })
      await isAt(page, '#item')
      await page.evaluate(() => document.querySelector('#item')?.remove())
      await isAt(page, '[data-target]')
      expect(await events(page)).toEqual(['shown'])
    })
  })
})

describe('targets inside', () => {
  const addShadow = (page: Page) =>
    page.evaluate(() => {
      const outer = document.createElement('app-shell')
      const inner = document.createElement('app-bar')
      outer.attachShadow({ mode: 'open' }).append(inner)
      const button = document.createElement('button')
      button.textContent = 'Deep'
      button.className = 'deep'
      inner.attachShadow({ mode: 'open' }).append(button)
      document.querySelector('main')?.prepend(outer)
    })

  test('an open shadow root is stepped into with >>>, also when it comes late', async () => {
    await inGallery('state=nothing', async page => {
      await nudgeAt(page, 'app-shell >>> app-bar >>> .deep')
      await page.waitForTimeout(150)
      expect(await nudge(page).count()).toBe(0)
      await addShadow(page)
      await isAt(page, '.deep')
      await page.evaluate(() => {
        const bar = document.querySelector('app-shell')?.shadowRoot?.querySelector('app-bar')
        bar?.shadowRoot?.querySelector('button')?.remove()
      })
      await nudge(page).waitFor({ state: 'detached' })
    })
  })

  test('so is a frame of the same origin; the card follows what scrolls in it', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const frame = document.createElement('iframe')
        frame.id = 'frame'
        frame.height = '240'
        document.querySelector('main')?.prepend(frame)
        const inside = frame.contentDocument
        if (!inside) throw new Error('no document')
        const button = inside.createElement('button')
        button.id = 'framed'
        button.textContent = 'Framed'
        const tall = inside.createElement('div')
        tall.style.setProperty('height', '900px')
        inside.body.append(button, tall)
      })
      await nudgeAt(page, '#frame >>> #framed')
      await nudge(page).waitFor()
      const gap = async () => {
        const target = await page.frameLocator('#frame').locator('#framed').boundingBox()
        const card = await nudge(page).boundingBox()
        return target && card ? card.y - target.y - target.height : Number.NaN
      }
      await expect.poll(gap).toBeCloseTo(10, 0)
      await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.scrollTo(0, 12))
      await twoFrames(page)
      expect(await gap()).toBeCloseTo(10, 0)
      await page.evaluate(() => scrollTo(0, 40))
      await twoFrames(page)
      expect(await gap()).toBeCloseTo(10, 0)
      expect(await isOperable(page)).toBe(true)
    })
  })
})

for (const way of ['by the browser', 'by hand, where the browser cannot'] as const) {
  const init = way === 'by the browser' ? '' : WITHOUT_ANCHORS

  describe(`placed ${way}`, () => {
    /** The largest change of the distance to the target while `move` runs, frame by frame. */
    const driftDuring = (page: Page, move: 'scroll' | 'inner-scroll' | 'glide' | 'grow') =>
      page.evaluate(async kind => {
        const card = document.querySelector('[data-fireball]')?.shadowRoot?.querySelector('[part=nudge]')
        const target = document.querySelector<HTMLElement>('[data-target]')
        if (!card || !target) return Number.NaN
        const distance = () => card.getBoundingClientRect().top - target.getBoundingClientRect().bottom
        const bar = target.parentElement
        const first = distance()
        let most = 0
        if (kind === 'glide')
          target.animate({ translate: ['0 0', '0 60px'] }, { duration: 200, fill: 'forwards' })
        for (let at = 1; at <= 20; at++) {
          if (kind === 'scroll') scrollTo(0, at * 3)
          if (kind === 'inner-scroll' && bar) bar.scrollTop = at
          if (kind === 'grow')
            document.querySelector('main')?.style.setProperty('padding-top', `${16 + at}px`)
          await new Promise(requestAnimationFrame)
          // A message posted in a frame arrives after all that happens in it.
          await new Promise<void>(done => {
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => done()
            port2.postMessage(0)
          })
          most = Math.max(most, Math.abs(distance() - first))
        }
        return most
      }, move)

    for (const dir of ['ltr', 'rtl'])
      for (const move of ['scroll', 'inner-scroll', 'grow'] as const)
        test(`drifts by nothing: ${move}, ${dir}`, async () => {
          await inGallery(
            `state=nothing&dir=${dir}`,
            async page => {
              await page.evaluate(() => {
                const bar = document.querySelector<HTMLElement>('.bar')
                bar?.style.setProperty('overflow', 'auto')
                bar?.style.setProperty('height', '130px')
                bar?.style.setProperty('align-items', 'flex-start')
                const tall = document.createElement('div')
                tall.style.setProperty('height', '400px')
                bar?.append(tall)
              })
              await nudgeAt(page, '[data-target]')
              await isAt(page, '[data-target]')
              expect(await driftDuring(page, move)).toBeLessThan(0.01)
            },
            { init },
          )
        })

    test('goes along with what moves by itself, within a frame', async () => {
      await inGallery(
        'state=nothing',
        async page => {
          await nudgeAt(page, '[data-target]')
          await isAt(page, '[data-target]')
          // A frame of 200 ms for 60 px is 5 px.
          expect(await driftDuring(page, 'glide')).toBeLessThan(12)
          await isAt(page, '[data-target]')
        },
        { init },
      )
    })

    test('is hidden with a target that its scroller has hidden', async () => {
      await inGallery(
        'state=nothing',
        async page => {
          await page.evaluate(() => {
            const main = document.querySelector('main')
            main?.style.setProperty('overflow', 'auto')
            main?.style.setProperty('height', '300px')
            main?.style.setProperty('min-height', '0')
            const tall = document.createElement('div')
            tall.style.setProperty('height', '900px')
            main?.append(tall)
          })
          await nudgeAt(page, '[data-target]')
          await isAt(page, '[data-target]')
          await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 140))
          await expect.poll(() => isOperable(page)).toBe(false)
          await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0))
          await isAt(page, '[data-target]')
          await expect.poll(() => isOperable(page)).toBe(true)
        },
        { init },
      )
    })

    test('stands above at the lower edge, and is never cut off', async () => {
      await inGallery(
        'state=nothing',
        async page => {
          for (const [left, top] of [
            ['4px', '700px'],
            ['900px', '20px'],
            ['4px', '340px'],
            ['900px', '700px'],
          ] as const) {
            await page.evaluate(
              ([left, top]) => {
                const style = document.querySelector<HTMLElement>('[data-target]')?.style
                for (const [name, value] of Object.entries({ position: 'fixed', left, top }))
                  style?.setProperty(name, value)
              },
              [left, top] as const,
            )
            await nudgeAt(page, '[data-target]')
            await isAt(page, '[data-target]')
            const { x, y, width, height } = (await nudge(page).boundingBox()) ?? {
              x: -1,
              y: -1,
              width: 0,
              height: 0,
            }
            expect([x >= 0, y >= 0, x + width <= 1000, y + height <= 760]).toEqual([true, true, true, true])
          }
        },
        { init },
      )
    })

    test('costs no frame, timer or callback while the page is quiet', async () => {
      await inGallery(
        'state=nothing',
        async page => {
          await nudgeAt(page, '[data-target]')
          await isAt(page, '[data-target]')
          await page.waitForTimeout(300)
          const calls = await page.evaluate(async () => {
            let count = 0
            const { requestAnimationFrame, setTimeout, setInterval } = window
            window.requestAnimationFrame = call => requestAnimationFrame(call) + 0 * ++count
            window.setTimeout = ((call: () => void, ms: number) => {
              count++
              return setTimeout(call, ms)
            }) as typeof window.setTimeout
            window.setInterval = ((call: () => void, ms: number) => {
              count++
              return setInterval(call, ms)
            }) as typeof window.setInterval
            await new Promise(done => setTimeout(done, 800))
            return count
          })
          expect(calls).toBe(0)
        },
        { init },
      )
    })
  })
}
