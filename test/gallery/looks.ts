import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pixelmatch from 'pixelmatch'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { part, twoFrames } from './open.ts'
import { NAMES, openSurface, type Shown, SURFACE } from './surface.ts'

/** A picture of every state is kept in each of these looks. */
export const LOOKS = [
  { name: 'light', query: 'mode=light&dir=ltr', viewport: { width: 1280, height: 800 } },
  { name: 'dark-rtl-320', query: 'mode=dark&dir=rtl', viewport: { width: 320, height: 800 } },
] as const

/** One of the looks. */
export type Look = (typeof LOOKS)[number]

/** The states of which pictures are kept: all but the one that is nothing but text. */
export const PICTURED = NAMES.filter(name => name !== 'huge')

/** Where the pictures are kept, by name. */
export const REFERENCES = join(import.meta.dirname, 'reference')

/** The name of a picture. */
export const pictureName = (state: Shown, { name }: Look): string => `${state}.${name}.png`

const FONTS = join(
  dirname(createRequire(import.meta.url).resolve('@segment/facade/package.json')),
  'docs/assets/fonts/WOFF2/TTF',
)

const fontText = (weight: 'Regular' | 'Bold'): string =>
  readFileSync(join(FONTS, `SourceCodePro-${weight}.ttf.woff2`)).toString('base64')

/**
 * Has the widget use a font that every machine has, for the system's own differ. It is handed over as bytes, which no
 * policy forbids.
 */
export const SAME_FONT = `
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  for (const [weight, text] of [['400', '${fontText('Regular')}'], ['500 900', '${fontText('Bold')}']])
    document.fonts.add(new FontFace('Gallery', bytes(text), { weight }))
  addEventListener('DOMContentLoaded', () => {
    document.documentElement.style.setProperty('--fireball-font', 'Gallery')
    document.documentElement.style.setProperty('font-size', '16px')
  })
`

/** Shades of a channel that are kept: fewer make small files, and none that matters goes. */
const SHADE = 8

const quantised = (png: PNG): PNG => {
  for (let at = 0; at < png.data.length; at++)
    png.data[at] = at % 4 === 3 ? 255 : Math.min(255, Math.round((png.data[at] ?? 0) / SHADE) * SHADE)
  return png
}

/** The surface of a state as it is on screen now. */
export const takePicture = async (page: Page, state: Shown): Promise<PNG> => {
  await openSurface(page, state)
  await page.evaluate(() => document.fonts.ready)
  const surface = SURFACE[state] === 'beacon' ? 'hotspot' : SURFACE[state]
  const box = part(page, surface)
  await box.waitFor()
  await twoFrames(page)
  return quantised(PNG.sync.read(await box.screenshot({ animations: 'disabled', caret: 'hide' })))
}

/** The same, as a small file. */
export const pictureFile = (png: PNG): Buffer =>
  PNG.sync.write(png, { colorType: 2, deflateLevel: 9, inputHasAlpha: true })

/** How two pictures differ: in size, or in the share of pixels that an eye tells apart. */
export interface Difference {
  readonly share: number
  /** Before, after and what differs, side by side. */
  readonly beside: PNG
}

/** Smoothing of edges is not counted, and neither is a shade that no eye sees. */
export const differenceOf = (kept: PNG, now: PNG): Difference => {
  const [width, height] = [Math.max(kept.width, now.width), Math.max(kept.height, now.height)]
  const onto = (png: PNG): PNG => {
    const canvas = new PNG({ width, height, fill: true })
    PNG.bitblt(png, canvas, 0, 0, png.width, png.height, 0, 0)
    return canvas
  }
  const [before, after, marks] = [onto(kept), onto(now), new PNG({ width, height })]
  const count = pixelmatch(before.data, after.data, marks.data, width, height, { threshold: 0.04 })
  const isSameSize = kept.width === now.width && kept.height === now.height
  const beside = new PNG({ width: width * 3, height })
  ;[before, after, marks].forEach((png, at) => {
    PNG.bitblt(png, beside, 0, 0, width, height, at * width, 0)
  })
  return { share: isSameSize ? count / (width * height) : 1, beside }
}

/** More than that is a change: the smoothing of a few letters is less, a corner, a colour or a space is more. */
export const MOST_DIFFERENT = 0.0003
