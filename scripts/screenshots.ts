import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import gifenc from 'gifenc'
import type { Browser, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { startCollector } from '../test/collector-process.ts'
import { launchChromium } from './browser.ts'
import { build } from './build.ts'
import { root } from './run.ts'

const DOCS = join(root, 'docs')
const SIZE = { width: 1280, height: 800 }
/** The recording: frames a second, seconds, and the part of the page that it shows. */
const FILM = { perSecond: 8, seconds: 5, clip: { x: 240, y: 136, width: 880, height: 520 }, colors: 64 }

const openDemo = async (
  browser: Browser,
  origin: string,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Page> => {
  const context = await browser.newContext({ viewport: SIZE, colorScheme })
  const page = await context.newPage()
  await page.goto(`${origin}/demo/`)
  await page.getByRole('button', { name: 'Your first newsletter: 0 of 7' }).waitFor()
  return page
}

const go = (page: Page, route: string) =>
  page.evaluate(hash => {
    location.hash = hash
  }, route)

const play = async (page: Page, key: string): Promise<void> => {
  await page.locator(`[data-case=${key}]`).click()
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await page.getByRole('button', { name: 'Reset' }).waitFor({ timeout: 120_000 })
  await page.waitForTimeout(1500)
}

const shoot = (page: Page, name: string) => page.screenshot({ path: join(DOCS, `${name}.png`) })

/** Takes frames while `act` runs and writes them as a looping GIF. */
const film = async (page: Page, name: string, act: () => Promise<void>): Promise<void> => {
  const gif = gifenc.GIFEncoder()
  const { perSecond, seconds, clip, colors } = FILM
  const acting = act()
  let last: Buffer | undefined
  let delay = 0
  const write = () => {
    if (last === undefined) return
    const { data, width, height } = PNG.sync.read(last)
    const pixels = new Uint8Array(data)
    const palette = gifenc.quantize(pixels, colors)
    gif.writeFrame(gifenc.applyPalette(pixels, palette), width, height, { palette, delay })
  }
  for (let i = 0; i < perSecond * seconds; i++) {
    const from = Date.now()
    const frame = await page.screenshot({ clip })
    // What does not change is one frame that stays longer.
    if (last === undefined || !frame.equals(last)) {
      write()
      last = frame
      delay = 0
    }
    delay += 1000 / perSecond
    await page.waitForTimeout(Math.max(0, 1000 / perSecond - (Date.now() - from)))
  }
  write()
  await acting
  gif.finish()
  writeFileSync(join(DOCS, `${name}.gif`), gif.bytes())
}

const takeAll = async (browser: Browser, origin: string, token: string): Promise<void> => {
  const page = await openDemo(browser, origin)
  await go(page, '/settings')
  await page.getByLabel('Address').fill('4 Mill Lane')
  await page.getByRole('button', { name: 'Save' }).click()
  await go(page, '/contacts')
  await page.getByRole('button', { name: 'Add to the list' }).click()
  await page.waitForTimeout(600)
  await go(page, '/templates')
  await page.waitForTimeout(800)
  await film(page, 'nudge', async () => {
    await page.waitForTimeout(900)
    await page.getByRole('button', { name: 'Choose' }).first().click()
    await page.locator('[part=nudge]').waitFor()
    await page.waitForTimeout(1200)
    await page.locator('[part=nudge]').getByRole('button', { name: 'Why am I seeing this?' }).click()
  })
  await page.locator('[part=nudge]').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Your first newsletter: 3 of 7' }).click()
  await page.waitForTimeout(500)
  await shoot(page, 'demo')
  await go(page, '/reports/advanced')
  await page.locator('[part=offer]').waitFor()
  await page.waitForTimeout(500)
  await shoot(page, 'lock')
  await page.context().close()

  for (const key of ['spike', 'paywall', 'onboarded', 'ready']) {
    const shop = await openDemo(browser, origin, key === 'ready' ? 'dark' : 'light')
    await play(shop, key)
    if (key === 'spike') await shoot(shop, 'limit')
    if (key === 'ready') await shoot(shop, 'upgrade')
    await shop.context().close()
  }

  const context = await browser.newContext({ viewport: SIZE })
  const team = await context.newPage()
  await team.goto(`${origin}/console/sign-in?token=${token}`)
  await team.waitForURL(/\/console\/demo/)
  await team.locator('table tbody tr, [role=row]').first().waitFor()
  await team.waitForTimeout(1000)
  await shoot(team, 'console')
  await team.locator('table tbody tr a, [role=row] a').first().click()
  await team.waitForTimeout(1200)
  await shoot(team, 'account')
  await team.goto(`${origin}/console/demo/program`)
  await team.waitForTimeout(1200)
  await shoot(team, 'program')
  await team.goto(`${origin}/console/app/connect`)
  await team.waitForTimeout(1200)
  await shoot(team, 'connect')
  await context.close()
}

mkdirSync(DOCS, { recursive: true })
await build()
const dataDir = await mkdtemp(join(tmpdir(), 'fireball-screenshots-'))
const collector = await startCollector(dataDir, 'apps/collector/dist/main.js')
const browser = await launchChromium()
// The link is printed a moment after the address.
const token = /sign-in\?token=(\S+)/.exec(collector.output())?.[1] ?? ''
try {
  await takeAll(browser, collector.origin, token)
} finally {
  await browser.close()
  await collector.stop('SIGTERM')
  await rm(dataDir, { recursive: true, force: true })
}
