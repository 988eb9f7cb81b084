import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { inGallery } from './open.ts'
import { serveGallery } from './serve.ts'

type Options = NonNullable<Parameters<typeof inGallery>[3]>

/** The gallery in a browser, for the tests of one file. */
export interface UsedGallery {
  /** Opens the gallery, closes it after `use`, and fails on anything that the page complained about. */
  inGallery(query: string, use: (page: Page) => Promise<void>, options?: Options): Promise<void>
  browser(): Browser
  origin(): string
}

/** Serves the gallery and starts a browser before the file's tests, and ends both after them. */
export const useGallery = (defaults: Options = {}): UsedGallery => {
  let browser: Browser | undefined
  let gallery: Awaited<ReturnType<typeof serveGallery>> | undefined
  beforeAll(async () => {
    gallery = await serveGallery()
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    gallery?.close()
  })
  const used = () => {
    if (browser === undefined || gallery === undefined)
      throw new Error('The gallery is there within tests only')
    return { browser, origin: gallery.origin }
  }
  return {
    inGallery: (query, use, options) => inGallery(used(), query, use, { ...defaults, ...options }),
    browser: () => used().browser,
    origin: () => used().origin,
  }
}
