import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountPage, HelpInbox } from '@fireball/core'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ROUTES } from '../../apps/demo/src/route.ts'
import { launchChromium } from '../../scripts/browser.ts'
import { root } from '../../scripts/run.ts'

/** A case takes at most a minute; this is for a busy machine. */
const CASE_MS = 60_000
const TEST_MS = 120_000

let collector: ChildProcess
let dataDir: string
let origin: string
let cookie: string
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

/** Reads what the collector prints until it has said where it is and how to sign in. */
const startCollector = (): Promise<{ origin: string; token: string }> =>
  new Promise((resolve, reject) => {
    collector = spawn(process.execPath, ['apps/collector/dist/main.js'], {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    collector.stdout?.on('data', chunk => {
      printed += chunk
      const [, address, token] = /(http:\/\/[^/\s]+)\/console\/sign-in\?token=(\S+)/.exec(printed) ?? []
      if (address !== undefined && token !== undefined) resolve({ origin: address, token })
    })
    collector.on('exit', code => reject(new Error(`The collector ended with ${code}:\n${printed}`)))
  })

const api = async <T>(path: string): Promise<T> => {
  const response = await fetch(`${origin}/api/projects/demo${path}`, { headers: { cookie } })
  expect(response.status).toBe(200)
  return response.json() as Promise<T>
}

/** The account of the shop in the page, once the collector has evaluated what the page has sent. */
const account = async (isThere: (account: AccountPage) => boolean): Promise<AccountPage> => {
  const shop = await page.evaluate(() => JSON.parse(localStorage.getItem('plume') ?? '{}').shop.id)
  const path = `/accounts/${encodeURIComponent(`g:${shop}`)}`
  const read = async () => {
    const response = await fetch(`${origin}/api/projects/demo${path}`, { headers: { cookie } })
    return response.ok ? ((await response.json()) as AccountPage) : undefined
  }
  await expect
    .poll(
      async () => {
        const found = await read()
        return found !== undefined && isThere(found)
      },
      { timeout: 10_000 },
    )
    .toBe(true)
  return api(path)
}

const barHeight = () => page.locator('.presenter').evaluate(bar => bar.getBoundingClientRect().height)

const playCase = async (key: string): Promise<void> => {
  const button = page.locator(`[data-case=${key}]`)
  const startedAt = Date.now()
  await button.click()
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await page.getByRole('button', { name: 'Reset' }).waitFor({ timeout: TEST_MS })
  expect(Date.now() - startedAt).toBeLessThan(CASE_MS)
}

const offer = () => page.locator('[part=offer]')
const nudge = () => page.locator('[part=nudge]')
const sides = () => page.locator('.sides')

const why = async (box: ReturnType<typeof offer>): Promise<string> => {
  await box.getByRole('button', { name: 'Why am I seeing this?' }).click()
  return (await box.locator('.why').textContent()) ?? ''
}

const standing = (found: AccountPage): readonly string[] =>
  found.now.map(one => `${one.verdict} ${one.kind} ${one.target}`)

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fireball-demo-'))
  const started = await startCollector()
  origin = started.origin
  const signedIn = await fetch(`${origin}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: started.token }),
  })
  expect(signedIn.status).toBe(200)
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  collector?.removeAllListeners('exit')
  collector?.kill()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  complaints = []
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', line => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text())
  })
  await page.goto(`${origin}/demo/`)
  await page.getByRole('button', { name: 'Your first newsletter: 0 of 7' }).waitFor()
})

afterEach(async () => {
  await context.close()
  // No exception, no refused script or style: the page runs under the collector's strict policy.
  expect(complaints).toEqual([])
})

test('a limit hit by a spike: the way to lift it, an optional lesson, no pitch, no PQL', {
  timeout: TEST_MS,
}, async () => {
  const before = await barHeight()
  await playCase('spike')
  await offer().waitFor()
  // The product stays put, and what the offer is compared with stays in sight.
  expect(await barHeight()).toBe(before)
  expect((await offer().boundingBox())?.y).toBeGreaterThanOrEqual(before)
  const text = (await offer().textContent()) ?? ''
  expect(text).toContain('Your list is full: 2,000 of 2,000 contacts')
  expect(text).toContain('$29 a month')
  expect(text).toContain('Read a report')
  expect(text).not.toMatch(/advanced reports/i)
  expect(await why(offer())).toContain('most of them within two days')
  await offer().getByRole('button', { name: 'Skip the lesson' }).click()
  expect(await offer().locator('[part=lesson]').count()).toBe(0)
  expect(await offer().getByRole('button', { name: 'Lift the limit' }).isVisible()).toBe(true)
  expect(await sides().textContent()).toContain('Advanced reports and API access')
  const found = await account(one => one.now.length > 0)
  expect(standing(found)).toEqual(['held usage contacts'])
  expect(found.row.stage).toBe('activating')
  expect(found.history).toEqual([])
})

test('a paywall hit early: the missing skill leads, and the console says active, not ready', {
  timeout: TEST_MS,
}, async () => {
  await playCase('paywall')
  await offer().waitFor()
  const buttons = await offer().locator('[part=primary], [part=secondary]').allTextContents()
  expect(await offer().textContent()).toContain('Advanced reports start with “Read a report”')
  expect(buttons).toEqual(['Open a report', 'Go to Pro', 'Ask for help'])
  expect(await sides().textContent()).toContain('Unlock Advanced reports!')
  const found = await account(one => one.now.length > 0)
  expect(standing(found)).toEqual(['held upgrade advanced-reports'])
  expect(found.now[0]).toMatchObject({ ready: false, missing: ['Read a report', 'Compare reports'] })
  expect(found.row).toMatchObject({ stage: 'activating', action: 'Let the app teach “Read a report” first' })
})

test('one path completed: the missing prerequisite is offered, and says why', {
  timeout: TEST_MS,
}, async () => {
  await playCase('onboarded')
  await nudge().waitFor()
  expect(await nudge().textContent()).toContain('First: choose who hears from you')
  expect(await why(nudge())).toMatch(
    /You can already do “Send a campaign”; “Segment an audience” comes next\./,
  )
  expect(await sides().textContent()).toContain('Explore Automations and the API, and go Pro.')
  const found = await account(one => one.activation?.isComplete === true)
  expect(standing(found)).toEqual([])
  expect(found.row.stage).toBe('first-value')
  await nudge().getByRole('button', { name: 'Build a segment' }).click()
  await page.getByRole('heading', { name: 'Segments', exact: true }).waitFor()
})

test('value plus intent, and the limit with the skills: the upgrade prompt, and a PQL', {
  timeout: TEST_MS,
}, async () => {
  await page.locator('[data-case=ready]').click()
  // On the plan page already, before any limit.
  const interest = page.locator('[part=offer]', { hasText: 'You are getting the most out of Free' })
  await interest.waitFor({ timeout: CASE_MS })
  expect(await interest.textContent()).toContain(
    '3 campaigns sent with 3 templates, and 2 reports read right',
  )
  expect(await sides().textContent()).toContain('the threshold is not reached')
  await page.getByRole('button', { name: 'Reset' }).waitFor({ timeout: CASE_MS })
  const limit = page.locator('[part=offer]', { hasText: 'Your list has grown to 2,000 people' })
  await limit.waitFor()
  expect(await limit.textContent()).toContain('3 campaigns, 2 ways to choose who gets them')
  expect(await limit.textContent()).toContain('Segment an audience')
  expect(await limit.getByRole('button', { name: 'Make room with Pro' }).isVisible()).toBe(true)
  const found = await account(one => one.history.length === 2)
  expect(standing(found)).toEqual(['qualified usage contacts', 'qualified upgrade pro'])
  expect(found.row.stage).toBe('pql')
  await page.locator('.known').getByRole('link', { name: 'This account in the console' }).waitFor()
  await limit.getByRole('button', { name: 'Make room with Pro' }).click()
  await page.getByRole('button', { name: 'Upgrade to Pro' }).click()
  await page.getByText('You are on Pro now.').waitFor()
  await limit.waitFor({ state: 'detached' })
})

const go = (route: string) =>
  page.evaluate(hash => {
    location.hash = hash
  }, route)

test('a newcomer: three steps, the nudge, the lock, and a question that reaches the team', {
  timeout: TEST_MS,
}, async () => {
  await go('/settings')
  await page.getByLabel('Address').fill('4 Mill Lane')
  await page.getByRole('button', { name: 'Save' }).click()
  await go('/contacts')
  await page.getByRole('button', { name: 'Add to the list' }).click()
  await go('/templates')
  await page.getByRole('button', { name: 'Choose' }).first().click()
  await page.getByRole('button', { name: 'Your first newsletter: 3 of 7' }).waitFor()
  await nudge().waitFor()
  expect(await nudge().textContent()).toContain('Everything is ready for your first campaign')
  await page.locator('.strip', { hasText: 'first-campaign · next-step' }).waitFor()
  await go('/reports/advanced')
  await offer().waitFor()
  expect(await offer().textContent()).toContain('Advanced reports start with “Send a campaign”')
  await offer().getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Your first newsletter: 3 of 7' }).click()
  await page.getByRole('button', { name: 'Ask for help' }).click()
  await page.getByLabel('Your question').fill('Can I try these reports for a week?')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Can I try these reports for a week?').waitFor()
  await expect
    .poll(async () => (await api<HelpInbox>('/help')).items.map(one => one.message))
    .toContain('Can I try these reports for a week?')
  const found = await account(one => one.now.length > 0)
  expect(found.activation?.done).toBe(3)
  expect(standing(found)).toEqual(['held upgrade advanced-reports'])
})

test('three refused automations: help is offered, and the question brings the evidence along', {
  timeout: TEST_MS,
}, async () => {
  await go('/automations')
  for (const message of ['gift', 'thanks', 'miss-you']) {
    await page.getByLabel('Send').selectOption(message)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.locator('.notice.bad').waitFor()
  }
  const help = page.locator('[part=help]')
  await help.waitFor()
  expect(await help.textContent()).toContain('Stuck on this automation?')
  await help.getByLabel('Your question').fill('I want to thank people for their first order.')
  await help.getByRole('button', { name: 'Send', exact: true }).click()
  await expect
    .poll(
      async () => (await api<HelpInbox>('/help')).items.find(one => one.feature === 'automations')?.missing,
    )
    .toEqual(['Send a campaign', 'Segment an audience', 'Automate a message'])
  const found = await account(one => one.now.length > 0)
  expect(standing(found)).toEqual(['help hand-raise automations'])
})

test('the calendar turns a day, and a reset starts over with somebody else', {
  timeout: TEST_MS,
}, async () => {
  const saved = () => page.evaluate(() => JSON.parse(localStorage.getItem('plume') ?? '{}'))
  await go('/contacts')
  await page.getByRole('button', { name: 'Add to the list' }).click()
  await page.getByRole('button', { name: 'Next day' }).click()
  const before = await saved()
  expect(before).toMatchObject({ daysAgo: 12 })
  expect(before.shop.contacts).toBeGreaterThan(120)
  const found = await account(one => one.timeline.filter(item => item.name === 'Contacts Added').length === 2)
  const days = found.timeline.filter(item => item.name === 'Contacts Added').map(item => item.at)
  expect(Math.round((Math.max(...days) - Math.min(...days)) / 86_400_000)).toBe(1)
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reset' }).click()])
  await page.getByRole('button', { name: 'Your first newsletter: 0 of 7' }).waitFor()
  const after = await saved()
  expect(after.shop.contacts).toBe(0)
  expect(after.shop.owner).not.toBe(before.shop.owner)
})

test('every page fits 360 px and is free of accessibility faults, light and dark', {
  timeout: TEST_MS,
}, async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    // The checker is put into the page as a script, which the collector's policy rightly refuses.
    const small = await browser.newContext({
      viewport: { width: 360, height: 800 },
      colorScheme,
      bypassCSP: true,
    })
    const shop = await small.newPage()
    await shop.goto(`${origin}/demo/`)
    await shop.addScriptTag({ content: axe.source })
    for (const { path } of ROUTES) {
      await shop.evaluate(hash => {
        location.hash = hash
      }, path)
      await shop.waitForTimeout(80)
      const found = await shop.evaluate(async () => {
        const checker: typeof axe = Reflect.get(window, 'axe')
        const { violations } = await checker.run({ include: ['#app'] })
        return {
          overflow: document.documentElement.scrollWidth - innerWidth,
          faults: violations.map(one => one.id),
        }
      })
      expect({ path, ...found }).toEqual({ path, overflow: 0, faults: [] })
    }
    await small.close()
  }
})
