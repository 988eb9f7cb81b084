import type { BrowserContext } from 'playwright-core'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { startRecorder } from './recorder.ts'

/** What a missing icon, and a collector that a test took down, make the browser say by itself. */
const OF_THE_BROWSER = /favicon|Failed to load resource|ERR_/

/**
 * For a file of tests: a collector that writes down, a host page, a browser, and for each test a fresh context. `faults`
 * is what pages said or threw, `noise` what of it is their own; `heeds` tells which kinds of console lines count.
 */
export const setStage = async ({
  heeds = /error/,
  ...launch
}: NonNullable<Parameters<typeof launchChromium>[0]> & { readonly heeds?: RegExp } = {}) => {
  const recorder = await startRecorder()
  const browser = await launchChromium(launch)
  const faults: string[] = []
  let context: BrowserContext
  afterAll(async () => {
    await browser.close()
    await recorder.close()
  })
  beforeEach(async () => {
    recorder.reset()
    faults.length = 0
    context = await browser.newContext()
    context.on('weberror', error => faults.push(error.error().message))
    context.on('console', message => heeds.test(message.type()) && faults.push(message.text()))
  })
  afterEach(() => context.close())
  return {
    recorder,
    browser,
    context: () => context,
    faults,
    noise: () => faults.filter(fault => !OF_THE_BROWSER.test(fault)),
  }
}
