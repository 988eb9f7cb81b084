import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { createFakeApi, type FakeOptions } from './fake-api.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'
import { serveConsole } from './serve.ts'

/** The looks in which every room is held to what it must be. */
export const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
] as const

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** One browser for the tests of a file; pages and servers are closed after each. */
export const useConsole = () => {
  let browser: Browser
  const opened: (() => Promise<void>)[] = []
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterEach(async () => {
    for (const close of opened.splice(0)) await close()
  })
  afterAll(async () => {
    await browser.close()
  })
  return {
    /** A page of the built console over a fake collector; what the browser complained about is in `complaints`. */
    visit: async (path: string, options: FakeOptions = {}) => {
      const server = await serveConsole(createFakeApi(options))
      const page = await browser.newPage({
        baseURL: server.origin,
        viewport: { width: 1280, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const complaints: string[] = []
      page.on('pageerror', error => complaints.push(error.message))
      page.on('console', message => {
        // A refused call is no complaint: the page shows it.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(message.text())
      })
      await page.clock.setFixedTime(SAMPLE_NOW)
      await page.goto(path)
      opened.push(async () => {
        await page.close()
        server.close()
      })
      return { page, complaints }
    },
  }
}

/** What axe finds, each as its rule and first element. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(await readFile(AXE, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
}

/** By how much a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
