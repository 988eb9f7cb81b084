import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/run.ts'
import { HOSTILE } from '../gallery/hostile.ts'
import { SHOWN, show, tidy } from '../gallery/measure.ts'
import { part, twoFrames, WITHOUT_ANCHORS } from '../gallery/open.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery({ reducedMotion: 'reduce' })

const README = readFileSync(join(root, 'packages/widget/README.md'), 'utf8')
const inTable = (heading: string): readonly string[] => {
  const [, table = ''] = README.split(`| ${heading} |`)
  const rows = table.split('\n\n')[0] ?? ''
  return [...rows.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
}

/** The light of a surface's background, 0 to 255. */
const lightOf = (page: Page, name: string) =>
  part(page, name).evaluate(box => {
    const [red = 0] = getComputedStyle(box).backgroundColor.match(/\d+/g) ?? []
    return Number(red)
  })

describe('brand', () => {
  test('the table of variables is the one of the style sheets, and each has its effect', async () => {
    const folder = join(root, 'packages/widget/src')
    const sheets = readdirSync(folder).filter(name => name.endsWith('.css'))
    const used = sheets.flatMap(name =>
      [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/var\((--fireball-(?!accent-default)[a-z]+)/g),
      ].map(([, variable = '']) => variable),
    )
    expect([...new Set(used)].sort()).toEqual([...inTable('variable')].sort())
    await inGallery('state=nudge-corner', async page => {
      await part(page, 'primary').waitFor()
      const look = () =>
        page.evaluate(() => {
          const shadow = document.querySelector('[data-fireball]')?.shadowRoot
          return [...(shadow?.querySelectorAll('*') ?? [])]
            .map(element => {
              const { color, backgroundColor, borderColor, borderRadius, fontFamily } =
                getComputedStyle(element)
              return [color, backgroundColor, borderColor, borderRadius, fontFamily].join()
            })
            .join('\n')
        })
      for (const variable of inTable('variable')) {
        const before = await look()
        await page.evaluate(name => {
          const value = { '--fireball-radius': '3px', '--fireball-font': 'monospace' }[name] ?? 'rgb(1, 2, 3)'
          document.documentElement.style.setProperty(name, value)
        }, variable)
        expect(await look(), variable).not.toBe(before)
        await page.evaluate(name => document.documentElement.style.removeProperty(name), variable)
      }
    })
  })

  test('the table of parts is what there is, and a page can style each', async () => {
    await inGallery(
      'state=nothing',
      async page => {
        await page.evaluate(names => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(
            names
              .map(
                name =>
                  `[data-fireball]::part(${name}), fireball-slot::part(${name}) { outline: 3px solid red }`,
              )
              .join('\n'),
          )
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
        }, inTable('parts'))
        const found = new Set<string>()
        const collect = async () => {
          const parts = await page.evaluate(() =>
            [
              document,
              ...[...document.querySelectorAll('fireball-slot')].flatMap(slot => slot.shadowRoot ?? []),
            ]
              .flatMap(root => [...root.querySelectorAll('[data-fireball]')])
              .flatMap(host => [...(host.shadowRoot?.querySelectorAll('[part]') ?? [])])
              .map(
                element =>
                  [element.getAttribute('part') ?? '', getComputedStyle(element).outlineColor] as const,
              ),
          )
          for (const [name, color] of parts) {
            expect(color, name).toBe('rgb(255, 0, 0)')
            found.add(name)
          }
        }
        for (const name of SHOWN) {
          await show(page, name)
          await collect()
          if (name === 'checklist') {
            await page.getByRole('button', { name: 'Hide checklist' }).click()
            await twoFrames(page)
            await collect()
          }
          if (name === 'hotspot') {
            await part(page, 'dot').click()
            await part(page, 'hotspot').waitFor()
            await collect()
          }
          await tidy(page)
        }
        expect([...found].sort()).toEqual([...inTable('parts')].sort())
      },
      { init: 'globalThis.__name = f => f' },
    )
  })

  test('dark and light follow the page’s own attribute, at once, and outrank the system', async () => {
    await inGallery(
      'state=nudge-corner',
      async page => {
        await part(page, 'nudge').waitFor()
        expect(await lightOf(page, 'nudge')).toBe(255)
        for (const [attribute, value] of [
          ['data-theme', 'dark'],
          ['data-bs-theme', 'dark'],
          ['class', 'theme-dark'],
          ['style', 'color-scheme: dark'],
        ] as const) {
          await page.evaluate(
            ([name, value]) => {
              if (name === 'style') document.documentElement.style.setProperty('color-scheme', 'dark')
              else document.documentElement.setAttribute(name, value)
            },
            [attribute, value] as const,
          )
          await expect.poll(() => lightOf(page, 'nudge'), { message: attribute }).toBe(28)
          await page.evaluate(name => document.documentElement.removeAttribute(name), attribute)
          await expect.poll(() => lightOf(page, 'nudge')).toBe(255)
        }
      },
      { colorScheme: 'light' },
    )
  })

  test('a page that says nothing is as the browser shows it: light, or as dark as what is behind it', async () => {
    await inGallery(
      'state=nudge-corner',
      async page => {
        await part(page, 'nudge').waitFor()
        expect(await lightOf(page, 'nudge')).toBe(28)
        const paint = (background: string) =>
          page.evaluate(color => {
            document.adoptedStyleSheets = []
            document.body.style.setProperty('background', color)
            // Any change of the root has the widget look again.
            document.documentElement.dataset.turn = color
          }, background)
        await paint('transparent')
        await expect.poll(() => lightOf(page, 'nudge')).toBe(255)
        await paint('rgb(20, 22, 26)')
        await expect.poll(() => lightOf(page, 'nudge')).toBe(28)
        await paint('rgb(250, 240, 230)')
        await expect.poll(() => lightOf(page, 'nudge')).toBe(255)
      },
      { colorScheme: 'dark' },
    )
  })
})

describe('words', () => {
  test('come in the page’s language, with its plural forms; what is missing stays English', async () => {
    await inGallery('state=checklist&words=de&open', async page => {
      const panel = part(page, 'panel')
      await panel.getByText('2 Schritte erledigt').waitFor()
      await panel.getByText('2 von 7').waitFor()
      expect(await panel.getByRole('button', { name: 'Collapse' }).count()).toBe(1)
      expect(await panel.evaluate(box => box.parentElement?.lang)).toBe('de')
    })
    await inGallery('state=checklist&words=ar&dir=rtl&open', async page => {
      await part(page, 'panel').getByText('خطوتان').waitFor()
      await part(page, 'launch').getByText('٢ من ٧').waitFor()
    })
  })

  test('a rich text has its links and marks as elements', async () => {
    await inGallery('state=nudge-rich', async page => {
      await part(page, 'nudge').locator('strong').waitFor()
      expect(await part(page, 'nudge').locator('strong, em, code').allTextContents()).toEqual([
        'two campaigns',
        'which',
        'R',
      ])
      expect(await page.getByRole('link', { name: 'how reports count' }).getAttribute('href')).toBe(
        'https://example.com/reports',
      )
    })
  })
})

describe('the page about what is stored', () => {
  test('lists in plain words, by keyboard, and gives the focus back', async () => {
    await inGallery('state=nudge-corner', async page => {
      await page.getByRole('button', { name: 'Why am I seeing this?' }).press('Enter')
      const link = page.getByRole('button', { name: 'What is stored' })
      await link.press('Enter')
      const stored = part(page, 'stored')
      await stored.getByText('Campaign Sent').waitFor()
      expect(await stored.evaluate(box => box.matches(':focus'))).toBe(true)
      expect(await part(page, 'events').locator('li').allTextContents()).toEqual([
        'Report Builtwaits to be sent',
        'Campaign Sent 2 timessent',
        'Page viewed 14 timessent',
        'Contact Importedstays here',
        'and 41 older ones, kept as sums only',
      ])
      expect(await stored.getByRole('link', { name: 'Privacy policy' }).getAttribute('href')).toBe('/privacy')
      await page.keyboard.press('Escape')
      expect(await stored.count()).toBe(0)
      expect(await link.evaluate(button => button.matches(':focus'))).toBe(true)
    })
  })

  test('turns sending off and on, and deletes when told twice', async () => {
    await inGallery('state=stored&open', async page => {
      const stored = part(page, 'stored')
      await stored.getByRole('button', { name: 'Send nothing' }).click()
      await stored.getByText('Everything stays in this browser.').waitFor()
      await stored.getByRole('button', { name: 'Allow sending' }).click()
      await stored.getByText('also sent to the people who make this product').waitFor()
      await stored.getByRole('button', { name: 'Delete everything' }).click()
      expect(await page.evaluate(() => window.gallery.acted)).toEqual([])
      await stored.getByRole('button', { name: 'Delete and stop' }).click()
      await stored.getByText('Nothing of it is left in this browser.').waitFor()
      expect(await page.evaluate(() => window.gallery.acted)).toEqual(['purge'])
    })
  })
})

describe('pixels', () => {
  const picture = async (page: Page, name: string) => PNG.sync.read(await part(page, name).screenshot())

  /** The share of pixels that differ by more than a shade; smoothing of letters may. */
  const difference = (a: PNG, b: PNG): number => {
    if (a.width !== b.width || a.height !== b.height) return 1
    let count = 0
    for (let at = 0; at < a.data.length; at += 4)
      if ([0, 1, 2].some(of => Math.abs((a.data[at + of] ?? 0) - (b.data[at + of] ?? 0)) > 24)) count++
    return count / (a.width * a.height)
  }

  test('are the same in a page that does everything wrong', async () => {
    for (const [state, name] of [
      ['nudge-corner', 'nudge'],
      ['offer-learn', 'offer'],
      ['help-off', 'help'],
    ] as const)
      await inGallery(`state=${state}`, async page => {
        await part(page, name).waitFor()
        await twoFrames(page)
        const before = await picture(page, name)
        await page.evaluate(
          sheets => {
            document.adoptedStyleSheets = sheets.map(text => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync(text)
              return sheet
            })
          },
          HOSTILE.slice(0, -1),
        )
        await twoFrames(page)
        expect(difference(before, await picture(page, name)), state).toBeLessThan(0.001)
      })
  })

  test('are the same wherever the browser or we place the card', async () => {
    const pictures: PNG[] = []
    const boxes: unknown[] = []
    for (const init of ['', WITHOUT_ANCHORS])
      await inGallery(
        'state=nudge',
        async page => {
          await part(page, 'nudge').waitFor()
          await page.waitForTimeout(300)
          boxes.push(await part(page, 'nudge').boundingBox())
          pictures.push(await picture(page, 'nudge'))
        },
        { init },
      )
    expect(boxes[0]).toEqual(boxes[1])
    const [native, ours] = pictures
    expect(native && ours && difference(native, ours)).toBeLessThan(0.001)
  })
})

describe('for everyone', () => {
  test('at 400 % zoom everything can be reached by scrolling one box, upright', async () => {
    await inGallery(
      'state=nothing',
      async page => {
        for (const name of SHOWN) {
          await show(page, name)
          const out = await page.evaluate(() => {
            const boxes = [...document.querySelectorAll('[data-fireball]')].flatMap(host => [
              ...(host.shadowRoot?.querySelectorAll('.box') ?? []),
            ])
            const isOut = (box: Element) => {
              const { left, right } = box.getBoundingClientRect()
              return left < 0 || right > innerWidth
            }
            return boxes
              .filter(
                box =>
                  isOut(box) ||
                  [...box.querySelectorAll('.body')].some(body => body.scrollWidth > body.clientWidth),
              )
              .map(box => box.getAttribute('part'))
          })
          expect(out, name).toEqual([])
          await tidy(page)
        }
      },
      { viewport: { width: 320, height: 200 }, init: 'globalThis.__name = f => f' },
    )
  })

  test('buttons and borders can be told apart in forced colours', async () => {
    await inGallery(
      'state=nudge-corner',
      async page => {
        await part(page, 'primary').waitFor()
        const borders = await page.evaluate(() =>
          ['nudge', 'primary'].map(name => {
            const box = document.querySelector('[data-fireball]')?.shadowRoot?.querySelector(`[part=${name}]`)
            return box && getComputedStyle(box).borderTopWidth
          }),
        )
        expect(borders).toEqual(['1px', '1px'])
      },
      { forcedColors: 'active' },
    )
  })

  test('progress is said, politely, when it comes by itself', async () => {
    await inGallery('state=checklist', async page => {
      await part(page, 'launch').waitFor()
      await page.evaluate(() => window.gallery.showNamed('offer-ready'))
      await page
        .locator('[data-fireball=checklist] [role=status]', { hasText: 'Get set up: 5 of 7' })
        .waitFor({ state: 'attached' })
    })
  })
})
