import { expect, test } from 'vitest'
import { FAKE_TOKEN } from '../console/fake-api.ts'
import { SAMPLE_TOO_LITTLE } from '../console/sample-learning.ts'
import { LOOKS, overflow, useConsole, violations } from '../console/visit.ts'

const { visit } = useConsole()

test('a one-time link signs in and leaves the address bar', async () => {
  const { page } = await visit(`/console/sign-in?token=${FAKE_TOKEN}`, { isSignedIn: false })
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/console/demo/accounts')
  expect(page.url()).not.toContain(FAKE_TOKEN)
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
})

test('without a session there is a plain page that says how to get a link', async () => {
  const { page } = await visit('/console/sign-in?token=used', { isSignedIn: false })
  await page.getByRole('heading', { name: 'Sign in with a link' }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('used before')
  expect(page.url()).not.toContain('used')
  expect(await violations(page)).toEqual([])
})

const ROOMS: readonly (readonly [path: string, heading: string])[] = [
  ['/console/demo/accounts', 'Accounts'],
  ['/console/app/accounts', 'Accounts'],
  ['/console/demo/accounts/g%3Asample-0', 'Northwind Bakery'],
  ['/console/demo/accounts/u%3Asample-4', '<img src=x onerror=alert(1)>'],
  ['/console/demo/accounts/g%3Asample-0?user=u%3A2&skill=segment', 'Northwind Bakery'],
  ['/console/demo/accounts/g%3Agone', 'No such account'],
  ['/console/demo/inbox', 'Inbox'],
  ['/console/app/inbox', 'Inbox'],
  ['/console/demo/program', 'Program'],
  ['/console/app/program', 'Program'],
  ['/console/demo/program/json', 'Program'],
  ['/console/demo/program/publish', 'Program'],
  ['/console/demo/program/history', 'Program'],
  ['/console/demo/learning', 'Learning'],
  ['/console/app/learning', 'Learning'],
  ['/console/demo/connect', 'Connect'],
  ['/console/app/connect', 'Connect'],
]

test.each(ROOMS)(
  '%s has no accessibility violation and fits, light and dark, wide and narrow',
  async (path, heading) => {
    const { page, complaints } = await visit(path)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.waitForLoadState('networkidle')
    if (path.endsWith('/json')) await page.locator('.cm-content').waitFor()
    for (const { width, colorScheme } of LOOKS) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    }
    expect(complaints).toEqual([])
  },
)

test('the list narrows by stage, by search and by accounts of one; the address bar keeps it', async () => {
  const { page } = await visit('/console/demo/accounts', { accounts: 20_400 })
  await page.getByText('1–50 of 20,400').waitFor()
  await page.getByRole('searchbox').fill('birch press')
  await page.getByText(/^1–50 of 850$/).waitFor()
  await page.getByRole('switch', { name: /accounts of one/ }).click()
  await page.getByText(/^1–50 of 680$/).waitFor()
  await page.reload()
  await page.getByText(/^1–50 of 680$/).waitFor()
  await page.getByRole('link', { name: 'Next' }).click()
  await page.getByText(/^51–100 of 680$/).waitFor()
  await page.getByRole('link', { name: /^PQL/ }).click()
  await page.getByText('Nothing fits “birch press”').waitFor()
  await page.goBack()
  await page.getByText(/^51–100 of 680$/).waitFor()
})

test('a form writes the draft, saving keeps it, publishing makes it live', async () => {
  const { page } = await visit('/console/demo/program')
  await page.getByRole('button', { name: 'Edit “Write to the people who care”' }).click()
  const title = page.getByLabel('Title').first()
  await title.fill('')
  await page.getByText('must not be empty').waitFor()
  await title.fill('Write to fewer people')
  await page.getByLabel('Times a day, at most').fill('2')
  await page.getByRole('link', { name: 'Connect' }).click()
  await page.getByRole('heading', { name: 'Connect' }).waitFor()
  await page.getByRole('link', { name: /Program.*unsaved changes/ }).click()
  await page.getByRole('heading', { name: /Write to fewer people/ }).waitFor()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  await page.getByRole('button', { name: 'Save the draft' }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /^Publish/ }).click()
  await page.getByText(/its text and how often|how often and its text/).waitFor()
  await page.getByLabel('Note for the team').fill('Fewer, better')
  await page.getByRole('button', { name: 'Publish 1 change' }).click()
  await page.getByText('The draft is what is live').waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByText('Fewer, better').waitFor()
  await page.getByRole('button', { name: 'Roll back to “Shorter words for the list limit”' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await page.getByText(/is live again/).waitFor()
})

test('the JSON editor shows errors at their line, undoes, and keeps what is typed', async () => {
  const { page, complaints } = await visit('/console/demo/program/json')
  const content = page.locator('.cm-content')
  await content.click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.press('Backspace')
  await page.getByRole('button', { name: 'Line 3 A comma is missing before this.' }).waitFor()
  expect(await page.getByRole('button', { name: 'Save the draft' }).isDisabled()).toBe(true)
  await page.getByRole('link', { name: 'Prompts & nudges' }).click()
  await page.getByText(/Line 3 of the JSON has a mistake/).waitFor()
  await page.getByRole('link', { name: 'Open the JSON' }).click()
  await page.getByRole('button', { name: 'Line 3 A comma is missing before this.' }).click()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('End')
  await page.keyboard.type(',')
  await page.getByText('No problems').waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('heading', { name: '1 problem' }).waitFor()
  await page.keyboard.press('Control+y')
  await page.getByText('No problems').waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('"nonsense": 1,')
  await page.getByRole('heading', { name: '1 problem' }).waitFor()
  expect(complaints).toEqual([])
})

test('pausing one or all shows at once, without publishing', async () => {
  const { page } = await visit('/console/demo/program')
  await page.getByRole('button', { name: 'Pause “Stuck with the API?”' }).click()
  await page.getByRole('button', { name: 'Resume “Stuck with the API?”' }).waitFor()
  await page.getByRole('button', { name: 'Pause all prompts' }).click()
  await page.getByText('goes from everybody’s page at once').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Pause all prompts' }).click()
  await page.getByRole('button', { name: 'Pause everything' }).click()
  await page.getByText('All prompts and nudges are paused.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.reload()
  await page.getByText('All prompts and nudges are paused.').waitFor()
  await page.getByRole('button', { name: 'Show prompts again' }).click()
  await page.getByRole('button', { name: 'Pause all prompts' }).waitFor()
})

test('a question is seen and answered', async () => {
  const { page } = await visit('/console/demo/inbox')
  await page.getByRole('button', { name: 'Mark as seen' }).click()
  await page.getByRole('button', { name: 'Mark as seen' }).waitFor({ state: 'detached' })
  await page.getByLabel('Your answer').first().fill('Your key lacks the right to send.')
  await page.getByRole('button', { name: 'Send the answer' }).first().click()
  await page.getByText('Your key lacks the right to send.').waitFor()
  await page.getByRole('status').getByText('1 open').waitFor()
})

test('Connect gives the tag, shows what arrives and why not, and makes a signal of an event', async () => {
  const { page } = await visit('/console/demo/connect')
  await page.getByLabel(/^Necessary/).check()
  await page.getByRole('button', { name: 'Copy the tag' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^<script>[\s\S]+<\/script>\n<script async src="https:\/\/collector\.example\.com\/fireball\.js" data-key="pk_test_demo" data-consent="necessary"><\/script>$/,
  )
  await page.getByText('An event needs a name of 1–255 plain characters.').first().waitFor()
  const tally = (title: string) => page.getByRole('table').filter({ hasText: title })
  await tally('Refused')
    .getByRole('row', { name: 'The key belongs to no project here. unknown-key 3' })
    .waitFor()
  await tally('Taken with a warning')
    .getByRole('row', { name: 'The sender’s clock was wrong; corrected. clock-corrected 41' })
    .waitFor()
  await page.getByRole('button', { name: 'Make a signal of “Invoice Exported”' }).click()
  await page
    .getByText('“Invoice Exported” is a signal of the draft now. Publish it, and it counts: what has already')
    .waitFor()
  await page.getByRole('link', { name: 'Publish', exact: true }).click()
  await page.getByRole('link', { name: 'Signal “Invoice Exported”' }).waitFor()
})

test('Connect has no table of refusals while nothing was refused', async () => {
  const { page } = await visit('/console/app/connect')
  await page.getByText('Nothing has arrived yet').waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
})

test('a new project is led from the tag to a starter program', async () => {
  const { page } = await visit('/console/app/accounts')
  await page.getByRole('link', { name: 'Connect your app' }).click()
  await page.getByLabel('Event when someone has set up what they need').fill('Data Imported')
  await page.getByLabel('Event of the core action').fill('Report Built')
  await page.getByLabel('Event of a harder action that builds on it').fill('Report Shared')
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await page.getByRole('button', { name: /^Publish \d+ changes$/ }).waitFor()
})

test('a viewer sees everything and can change nothing', async () => {
  const { page } = await visit('/console/demo/program', { role: 'viewer' })
  await page.getByRole('heading', { name: /Stuck with the API/ }).waitFor()
  expect(await page.getByRole('button', { name: /^(Pause|Edit)/ }).count()).toBe(0)
})

test('the rooms can be walked by keyboard alone', async () => {
  const { page } = await visit('/console/demo/accounts')
  await page.getByRole('link', { name: 'Northwind Bakery' }).waitFor()
  await page.getByRole('link', { name: 'Skip to the content' }).focus()
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('room')
  await page.getByRole('link', { name: 'Northwind Bakery' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Northwind Bakery' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.textContent === 'Northwind Bakery')
})

test('the list narrows by ability and activity', async () => {
  const { page } = await visit('/console/demo/accounts')
  await page.getByLabel('Ability and activity').selectOption('spinning-wheels')
  await page.getByText('1–24 of 24').waitFor()
  expect(new URL(page.url()).search).toBe('?quadrant=spinning-wheels')
  await page.getByRole('row', { name: /Harbour Books.*Spinning wheels 0 of 3 users able/ }).waitFor()
  await page.getByRole('link', { name: /^PQL 1$/ }).click()
  await page.getByText('1–1 of 1').waitFor()
})

test('the matrix is walked with the arrow keys and explains any ability beside the page', async () => {
  const { page, complaints } = await visit('/console/demo/accounts/g%3Asample-0')
  const first = page.getByRole('button', { name: 'Account owner, Send a campaign: able' })
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  const name = () => page.evaluate(() => document.activeElement?.textContent)
  expect(await name()).toBe('Shop manager, Read a report: only with help')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  expect(await name()).toBe('Account owner, Send a campaign: able')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Send a campaign' })
  await panel.getByText('What it adds up to').waitFor()
  expect(await violations(page)).toEqual([])
  const figures = await panel.locator('.waterfall .figure').allTextContents()
  const numbers = figures.map(text => Math.round(Number(text.replace('−', '-')) * 100))
  expect(numbers.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(numbers.at(-1))
  expect(new URL(page.url()).search).toContain('skill=send')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('')
  expect(complaints).toEqual([])
})

test('Learning says what is in use and how well it tells; an editor goes back and lets it go on', async () => {
  const { page } = await visit('/console/demo/learning')
  await page.getByRole('row', { name: /Tells success from failure.*78\.4% 70\.2%/ }).waitFor()
  await page.getByText('No failures are reported: send “Automation Run”').waitFor()
  await page.getByRole('button', { name: 'Go back to the starting values' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Put in use' }).click()
  await page.getByRole('heading', { name: 'Starting values in use' }).waitFor()
  await page.getByRole('button', { name: 'Let better fits go live' }).click()
  await page.getByRole('button', { name: 'Let better fits go live' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Learn now' }).click()
  await page.getByText('Reading evidence …').waitFor()
  expect(await violations(page)).toEqual([])
})

test('with too little to learn from, Learning says how much and what is missing', async () => {
  const { page } = await visit('/console/demo/learning', { learning: SAMPLE_TOO_LITTLE, role: 'viewer' })
  await page.getByText('124 of 300 outcomes', { exact: true }).waitFor()
  await page.getByText('No failures are reported: send “Read a report”').waitFor()
  expect(await page.getByRole('button', { name: 'Learn now' }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
})
