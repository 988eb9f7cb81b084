import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { root } from '../../scripts/run.ts'
import {
  differenceOf,
  LOOKS,
  type Look,
  MOST_DIFFERENT,
  PICTURED,
  pictureName,
  REFERENCES,
  SAME_FONT,
  takePicture,
} from '../gallery/looks.ts'
import type { Shown } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const FAILED = join(root, '.cache/gallery')
const { inGallery } = useGallery({ reducedMotion: 'reduce', init: SAME_FONT })

const kept = (state: Shown, look: Look): PNG =>
  PNG.sync.read(readFileSync(join(REFERENCES, pictureName(state, look))))

/** The share of pixels that differ from the kept picture, after `change` of the page. */
const shareOf = async (state: Shown, look: Look, change?: (page: Page) => Promise<unknown>) => {
  let share = Number.NaN
  await inGallery(
    `state=${state}&${look.query}`,
    async page => {
      await change?.(page)
      const difference = differenceOf(kept(state, look), await takePicture(page, state))
      share = difference.share
      if (share <= MOST_DIFFERENT || change) return
      mkdirSync(FAILED, { recursive: true })
      writeFileSync(join(FAILED, pictureName(state, look)), PNG.sync.write(difference.beside))
    },
    { viewport: look.viewport },
  )
  return share
}

test.each(PICTURED)(
  '%s looks as it is kept, light and dark, wide and narrow, either way round',
  async state => {
    for (const look of LOOKS) {
      const said = `${state} differs: kept, now and the difference are in .cache/gallery/${pictureName(state, look)}; if it is meant, \`npm run gallery -- renew\``
      expect(await shareOf(state, look), said).toBeLessThanOrEqual(MOST_DIFFERENT)
    }
  },
)

test('no picture is kept of what is no state any more', () => {
  const names = PICTURED.flatMap(state => LOOKS.map(look => pictureName(state, look)))
  expect(existsSync(REFERENCES) && readdirSync(REFERENCES).sort()).toEqual(names.sort())
})

const styled = (css: string) => (page: Page) =>
  page.evaluate(text => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, css)

test.each([
  ['a space', '[data-fireball]::part(primary) { padding-inline: 15px }'],
  ['a colour', ':root { --fireball-accent: #5269e0 }'],
  ['a corner', '[data-fireball]::part(primary) { border-radius: 0 }'],
  ['a word’s weight', '[data-fireball]::part(title) { font-weight: 400 }'],
])('a change of %s is noticed', async (_, css) => {
  const [look] = LOOKS
  expect(await shareOf('toast', look, styled(css))).toBeGreaterThan(MOST_DIFFERENT)
})
