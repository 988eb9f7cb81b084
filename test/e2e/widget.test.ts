import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { HOSTILE } from '../gallery/hostile.ts'
import { part } from '../gallery/open.ts'
import { boxOf, launcher, NAMES, openSurface, SURFACE } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { inGallery } = useGallery()

describe('every surface, under a policy without styles and string code', () => {
  for (const mode of ['light', 'dark'] as const) {
    for (const dir of ['ltr', 'rtl']) {
      test(`breaks no accessibility rule: ${mode}, ${dir}`, async () => {
        await inGallery(
          `state=nothing&mode=${mode}&dir=${dir}`,
          async page => {
            await page.evaluate(AXE)
            for (const name of NAMES) {
              await page.evaluate(next => window.gallery.showNamed(next), 'nothing' as const)
              await page.evaluate(next => window.gallery.showNamed(next), name)
              await openSurface(page, name)
              await page
                .locator('[data-fireball]')
                .getByRole('button', { name: 'Why am I seeing this?' })
                .click()
              const isAsked = name === 'offer-learn-questions' || name === 'checklist-questions'
              if (isAsked) await page.getByRole('button', { name: 'Ask for help' }).click()
              // An answer that came since the checklist was last seen is what it opens with.
              if (isAsked || name === 'checklist-answered') await part(page, 'requests').waitFor()
              const broken = await page.evaluate(async () => {
                const axe = (
                  globalThis as {
                    axe?: {
                      run(where: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
                    }
                  }
                ).axe
                const { violations } = (await axe?.run({ include: [['[data-fireball]']] })) ?? {
                  violations: [],
                }
                return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
              })
              expect(broken, name).toEqual([])
              // A form that was opened stays until it is put away.
              if (isAsked) await page.getByRole('button', { name: 'Back' }).click()
              if (SURFACE[name] === 'panel') await launcher(page).click()
            }
          },
          { colorScheme: mode, reducedMotion: 'reduce' },
        )
      })
    }
  }

  test('stays inside a page 320 px wide, with targets that a thumb hits', async () => {
    await inGallery(
      'state=nothing',
      async page => {
        const fits = async (shown: string, name: string) => {
          const { x, width, y, height } = await boxOf(page, shown)
          expect(x, name).toBeGreaterThanOrEqual(0)
          expect(x + width, name).toBeLessThanOrEqual(320)
          // A list of resources stands in the page, and may be longer than what is in view.
          if (name !== 'resources') {
            expect(y, name).toBeGreaterThanOrEqual(0)
            expect(y + height, name).toBeLessThanOrEqual(640)
          }
          const small = await page
            .locator('[data-fireball] button')
            .evaluateAll(
              buttons =>
                buttons
                  .map(button => button.getBoundingClientRect())
                  .filter(({ width, height }) => width < 44 || height < 42).length,
            )
          expect(small, name).toBe(0)
        }
        for (const name of NAMES) {
          await page.evaluate(next => window.gallery.showNamed(next), 'nothing' as const)
          await page.evaluate(next => window.gallery.showNamed(next), name)
          if (name === 'hotspot') {
            await part(page, 'beacon').waitFor()
            await fits('beacon', `${name}, closed`)
          }
          await openSurface(page, name)
          // What stands in the page goes with it, and a page scrolls by whole pixels.
          if (name === 'inline')
            await part(page, name).evaluate(box => box.scrollIntoView({ block: 'center' }))
          await fits(name === 'hotspot' ? name : SURFACE[name], name)
          if (SURFACE[name] === 'panel') await launcher(page).click()
          await page.evaluate(() => scrollTo(0, 0))
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      },
      { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
    )
  })

  test('moves nothing for who asked for less motion', async () => {
    await inGallery(
      'state=offer-ready',
      async page => {
        await part(page, 'offer').waitFor()
        await launcher(page).click()
        expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
        const running = await page
          .locator('[data-fireball]')
          .evaluateAll(hosts => hosts.flatMap(host => host.shadowRoot?.getAnimations() ?? []).length)
        expect(running).toBe(0)
      },
      { reducedMotion: 'reduce' },
    )
  })

  test('shows markup as text', async () => {
    await inGallery('state=huge', async page => {
      await expect.poll(() => part(page, 'title').textContent()).toContain('<img src=x onerror=alert(1)>')
      expect(await page.locator('[data-fireball] img').count()).toBe(0)
    })
  })
})

describe('the accent', () => {
  const ACCENTS = ['000000', 'ffffff', 'ffd43b', '3b5bdb', '777777', '767676', 'ff0000', '00ff00', '0000ff']

  test('carries black or white, whichever reads better', async () => {
    for (const accent of ACCENTS) {
      await inGallery(`state=nudge&accent=${accent}`, async page => {
        await part(page, 'primary').waitFor()
        const contrast = await part(page, 'primary').evaluate(button => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d')
          const luminance = (color: string) => {
            if (!canvas) throw new Error('no canvas')
            canvas.fillStyle = color
            canvas.fillRect(0, 0, 1, 1)
            const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(each =>
              each <= 10 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4,
            )
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue
          }
          const { color, backgroundColor } = getComputedStyle(button)
          const [low = 0, high = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b)
          return (high + 0.05) / (low + 0.05)
        })
        expect(contrast, accent).toBeGreaterThanOrEqual(4.5)
      })
    }
  })
})

describe('at home in any page', () => {
  test('hostile style sheets of the page change no box', async () => {
    await inGallery(
      'state=nothing',
      async page => {
        for (const name of NAMES.filter(
          // What stands beside something of the page goes where that goes.
          name => !/nudge|tour|inline|beacon/.test(SURFACE[name]) || name === 'nudge-corner',
        )) {
          await page.evaluate(next => window.gallery.showNamed(next), 'nothing' as const)
          await page.evaluate(next => window.gallery.showNamed(next), name)
          await openSurface(page, name)
          const changed = await page.evaluate(sheets => {
            const hosts = [...document.querySelectorAll('[data-fireball]')]
            const elements = hosts.flatMap(host => [
              ...(host.shadowRoot?.querySelectorAll('.box *, .box') ?? []),
            ])
            const boxes = () =>
              elements.map(element => {
                const { x, y, width, height } = element.getBoundingClientRect()
                const { color, fontSize, visibility, opacity } = getComputedStyle(element)
                return [
                  element.outerHTML.slice(0, 80),
                  x,
                  y,
                  width,
                  height,
                  color,
                  fontSize,
                  visibility,
                  opacity,
                ].join(' ')
              })
            const before = boxes()
            return sheets.flatMap(text => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync(text)
              document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
              const now = boxes()
              document.adoptedStyleSheets = document.adoptedStyleSheets.filter(each => each !== sheet)
              return now
                .filter((box, at) => box !== before[at])
                .slice(0, 2)
                .map((box, at) => `${text}: ${before[at]} → ${box}`)
            })
          }, HOSTILE)
          expect(changed, name).toEqual([])
          if (SURFACE[name] === 'panel')
            await launcher(page).evaluate(button => (button as HTMLElement).click())
        }
      },
      { reducedMotion: 'reduce' },
    )
  })

  test('nothing of it touches the page', async () => {
    await inGallery('state=nothing', async page => {
      const look = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('body *:not([data-fireball])')].map(element => {
            const { x, y, width, height } = element.getBoundingClientRect()
            return [x, y, width, height, getComputedStyle(element).font, element.outerHTML.length].join(' ')
          }),
        )
      const before = await look()
      await page.evaluate(() => window.gallery.showNamed('nudge'))
      await part(page, 'nudge').waitFor()
      await launcher(page).click()
      expect(await look()).toEqual(before)
    })
  })

  test('a page that replaces its body gets the widget back with the next state', async () => {
    await inGallery('state=checklist', async page => {
      await launcher(page).waitFor()
      await page.evaluate(() => {
        document.body.replaceWith(document.createElement('body'))
        window.gallery.showNamed('checklist')
      })
      expect(await launcher(page).isVisible()).toBe(true)
    })
  })

  test('dispose leaves nothing', async () => {
    await inGallery('state=nothing', async page => {
      const listeners = await page.evaluate(async () => {
        window.gallery.dispose()
        const live = new Map<string, number>()
        const key = (type: string, capture: unknown) => `${type} ${!!capture}`
        for (const target of [document, window]) {
          const { addEventListener, removeEventListener } = target
          target.addEventListener = (type: string, ...rest: [never, never]) => {
            live.set(key(type, rest[1]), (live.get(key(type, rest[1])) ?? 0) + 1)
            addEventListener.call(target, type, ...rest)
          }
          target.removeEventListener = (type: string, ...rest: [never, never]) => {
            live.set(key(type, rest[1]), (live.get(key(type, rest[1])) ?? 0) - 1)
            removeEventListener.call(target, type, ...rest)
          }
        }
        const children = document.documentElement.querySelectorAll('*').length
        const names = Object.keys(window.gallery.states) as (keyof typeof window.gallery.states)[]
        for (const name of names) {
          window.gallery.mount()
          window.gallery.showNamed(name)
          await new Promise(done => setTimeout(done, 60))
          window.gallery.dispose()
        }
        return {
          left: [...live].filter(([, count]) => count !== 0),
          more: document.documentElement.querySelectorAll('*').length - children,
        }
      })
      expect(listeners).toEqual({ left: [], more: 0 })
    })
  })
})
