import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../../scripts/browser.ts'
import { type CollectorProcess, startCollector } from '../collector-process.ts'

let browser: Browser
let folder: string
let collector: CollectorProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireball-console-'))
  ;[browser, collector] = await Promise.all([launchChromium(), startCollector(folder)])
})
afterAll(async () => {
  await browser?.close()
  await collector?.stop('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

const linkIn = async (): Promise<string> => {
  for (;;) {
    const link = /Console\s+(\S+)/.exec(collector.output())?.[1]
    if (link !== undefined) return link
    await new Promise(done => setTimeout(done, 50))
  }
}

test('from the printed link to a first account, on a real collector', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })

  await page.goto(await linkIn())
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  expect(page.url()).not.toContain('token')

  await page.getByLabel('Project').selectOption({ label: 'Your app' })
  await page.getByRole('link', { name: 'Connect your app' }).click()
  const tag = (await page.getByRole('region', { name: 'the tag', exact: true }).textContent()) ?? ''
  expect(tag).toContain(`src="${collector.origin}/fireball.js"`)
  expect(tag).toContain('data-consent="full"')
  const key = /data-key="([^"]+)"/.exec(tag)?.[1]
  const event = (name: string, properties: object) => ({
    type: 'track',
    userId: 'user-42',
    event: name,
    properties,
    context: { groupId: 'account-7' },
  })
  const sent = await fetch(`${collector.origin}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({
      writeKey: key,
      batch: [
        { type: 'group', userId: 'user-42', groupId: 'account-7', traits: { name: 'Example Ltd' } },
        event('Data Imported', { outcome: 'success', context: 'file-1' }),
        event('Report Built', { outcome: 'success', context: 'report-318' }),
        { type: 'track', userId: 'user-42', event: '' },
      ],
    }),
  })
  expect(sent.status).toBe(200)
  const live = page.getByRole('region', { name: /^Last \d+ messages$/ })
  await live.getByText('Report Built').waitFor()
  await live.getByText('An event needs a name of 1–255 plain characters.').waitFor()
  await page.getByRole('button', { name: 'Make a signal of “Data Imported”' }).waitFor()

  await page.getByLabel('Event when someone has set up what they need').fill('Data Imported')
  await page.getByLabel('Event of the core action').fill('Report Built')
  await page.getByLabel('Event of a harder action that builds on it').fill('Report Shared')
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await page.getByLabel('Note for the team').fill('First program')
  await page.getByRole('button', { name: /^Publish \d+ changes$/ }).click()
  await page.getByText('The draft is what is live').waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByText('First program').waitFor()

  await page.getByRole('link', { name: 'Accounts', exact: true }).click()
  await page.getByText(/[1-5] of 5 steps done/).waitFor({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Example Ltd' }).click()
  await page.getByRole('heading', { level: 1, name: 'Example Ltd' }).waitFor()
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  expect(await page.locator('.timeline').first().textContent()).toContain('Report Built')

  await page.getByRole('link', { name: 'Program' }).click()
  await page.getByRole('button', { name: 'Pause all prompts' }).click()
  await page.getByRole('button', { name: 'Pause everything' }).click()
  await page.getByText('All prompts and nudges are paused.').waitFor()
  const program = await (await fetch(`${collector.origin}/v1/program?key=${key}`)).json()
  expect(program.paused).toEqual(['*'])

  await page.getByRole('link', { name: 'JSON' }).click()
  await page.locator('.cm-content').waitFor()
  expect(complaints).toEqual([])

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in with a link' }).waitFor()
})
