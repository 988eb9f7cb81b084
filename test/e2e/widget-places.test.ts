import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isAt, isOperable, nudge, nudgeAt } from '../gallery/nudge.ts'
import { twoFrames, WITHOUT_ANCHORS } from '../gallery/open.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery({ reducedMotion: 'reduce' })

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
    /**
     * The largest change of the distance to the target while `move` runs, frame by frame, beyond what the
     * target itself went by between two frames: a slow machine's frame is a longer way.
     */
    const driftDuring = (page: Page, move: 'scroll' | 'inner-scroll' | 'glide' | 'grow') =>
      page.evaluate(async kind => {
        const card = document.querySelector('[data-fireball]')?.shadowRoot?.querySelector('[part=nudge]')
        const target = document.querySelector<HTMLElement>('[data-target]')
        if (!card || !target) return Number.NaN
        const distance = () => card.getBoundingClientRect().top - target.getBoundingClientRect().bottom
        const bar = target.parentElement
        const first = distance()
        let most = 0
        let wasAt = target.getBoundingClientRect().bottom
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
          const isNowAt = target.getBoundingClientRect().bottom
          // Only what moves by itself has gone on since the browser last asked where to place the card.
          const behind = kind === 'glide' ? Math.abs(isNowAt - wasAt) : 0
          wasAt = isNowAt
          most = Math.max(most, Math.abs(distance() - first) - behind)
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
          expect(await driftDuring(page, 'glide')).toBeLessThan(1)
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

    test('is whole at 390 px, whichever side its target reaches over', async () => {
      await inGallery(
        'state=nothing',
        async page => {
          for (const [side, px] of [
            ['left', -58],
            ['left', 2],
            ['right', -58],
            ['right', 2],
          ] as const)
            for (const dir of ['ltr', 'rtl']) {
              await page.evaluate(
                ([side, px, dir]) => {
                  document.documentElement.dir = dir
                  document.body.style.setProperty('overflow-x', 'hidden')
                  const { style } = document.querySelector<HTMLElement>('[data-target]') ?? document.body
                  style.removeProperty('left')
                  style.removeProperty('right')
                  style.setProperty('position', 'absolute')
                  style.setProperty(side, `${px}px`)
                },
                [side, px, dir] as const,
              )
              await nudgeAt(page, '[data-target]')
              await expect
                .poll(async () => {
                  const { x = -1, width = 0 } = (await nudge(page).boundingBox()) ?? {}
                  return x >= 10 && x + width <= 380
                })
                .toBe(true)
              expect(await isOperable(page)).toBe(true)
            }
        },
        { init, viewport: { width: 390, height: 760 } },
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
