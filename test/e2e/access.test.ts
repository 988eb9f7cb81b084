import AxeBuilder from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInLink } from '../../apps/collector/src/console/sign-in-link.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { builtFolders, type RunningCollector, runCollector } from '../import/running-collector.ts'

let running: RunningCollector
let browser: Browser
beforeAll(async () => {
  running = await runCollector(builtFolders)
  await running.collector.projects.ensure({ id: 'app', name: 'Your app', isDemo: false })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  expect(running.errors).toEqual([])
  await running.stop()
})

const PASSWORD = 'a good long password'

const shot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.FIREBALL_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

/** Rules of accessibility that a page breaks. */
const broken = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AxeBuilder.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string }[] }> }
    }
    return (await axe.run()).violations.map(one => one.id)
  })
}

const newPage = async (): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  return context.newPage()
}

test('an admin invites, the invited one sets a password, comes back with it, and is let in no more', async () => {
  const complaints: string[] = []
  const admin = await newPage()
  admin.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  await admin.goto(signInLink(running.url, await running.collector.sessions.issue('admin')))
  await admin.getByRole('link', { name: 'Access' }).click()
  await admin.getByLabel('Invite by email').fill('growth@example.com')
  await admin.getByRole('button', { name: 'Make an invitation' }).click()
  const link = await admin.locator('.copy code').first().textContent()
  expect(link).toContain('/console/sign-in?token=')
  await admin.getByRole('cell', { name: 'invited, not here yet' }).waitFor()
  await shot(admin, 'access-admin')
  expect(await broken(admin)).toEqual([])

  const other = await newPage()
  await other.goto(link ?? '')
  await other.getByRole('link', { name: 'Access' }).click()
  await other.getByLabel('New password').fill(PASSWORD)
  await other.getByRole('button', { name: 'Set password' }).click()
  await other.getByText('Changed. Other browsers').waitFor()
  // An editor sees people and keys, and can change neither.
  expect(await other.getByRole('button', { name: /Rotate|Revoke|Remove|invitation/ }).count()).toBe(0)
  await shot(other, 'access-editor')
  await other.getByRole('button', { name: 'Sign out' }).click()

  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  await other.getByLabel('Email').fill('growth@example.com')
  await other.getByLabel('Password').fill('a wrong password')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByText('That address and password do not belong together.').waitFor()
  await shot(other, 'sign-in')
  expect(await broken(other)).toEqual([])
  await other.getByLabel('Password').fill(PASSWORD)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('banner').getByText('growth@example.com').waitFor()

  await admin.reload()
  await admin.getByRole('button', { name: 'Remove growth@example.com' }).click()
  await admin.getByRole('cell', { name: 'not let in' }).waitFor()
  await other.reload()
  await other.getByRole('heading', { name: 'Sign in with a link' }).waitFor()
  expect(complaints).toEqual([])
})

test('a key is made, shown once, rotated and revoked', async () => {
  const page = await newPage()
  await page.goto(signInLink(running.url, await running.collector.sessions.issue('admin')))
  await page.getByRole('link', { name: 'Access' }).click()
  await page.getByLabel('read accounts and the program').check()
  await page.getByRole('button', { name: 'Make a secret key' }).click()
  const key = (await page.locator('.copy code').first().textContent()) ?? ''
  expect(key).toMatch(/^sk_live_/)
  expect((await running.collector.projects.findKey(key))?.scopes).toEqual(['ingest', 'read'])
  const shown = `sk_live_…${key.slice(-4)}`
  await page.getByRole('button', { name: `Rotate ${shown}` }).click()
  await page.getByText(/^until /).waitFor()
  await page.getByRole('button', { name: `Revoke ${shown}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('revoked').first().waitFor()
  await shot(page, 'access-keys')
  await page.reload()
  expect(await page.content()).not.toContain(key)
})
