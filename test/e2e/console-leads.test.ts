import { expect, test } from 'vitest'
import { LOOKS, overflow, useConsole, violations } from '../console/visit.ts'

const { visit } = useConsole()

const ROOMS: readonly (readonly [path: string, words: string])[] = [
  ['/console/demo/forecast', 'You can plan with it'],
  ['/console/app/forecast', 'No open account to forecast'],
  ['/console/demo/metrics', 'Tipping points'],
  ['/console/app/metrics', 'Nobody was active in this range'],
  ['/console/demo/connect/destinations', 'Sales channel'],
  ['/console/app/connect/destinations', 'Leads stay here so far'],
  ['/console/demo/learning/converting', 'Left out as leaks'],
  ['/console/app/learning/converting', 'It has not run yet.'],
  ['/console/demo/program/leads', 'When a person steps in'],
  ['/console/demo/accounts/g%3Asample-2', 'types’ odds'],
]

test.each(ROOMS)('%s has no accessibility violation and fits, in every look', async (path, words) => {
  const { page, complaints } = await visit(path)
  await page.getByText(words).first().waitFor()
  await page.waitForLoadState('networkidle')
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  }
  expect(complaints).toEqual([])
})

test('the list says who does what by when, and narrows and orders; the address bar keeps it', async () => {
  const { page } = await visit('/console/demo/accounts')
  await page
    .getByRole('row', {
      name: /Northwind Bakery.*Due today · Sales.*Talk to Account owner.*82%.*Golden Lead.*88.*Rising.*\$18,000/,
    })
    .waitFor()
  await page.getByRole('row', { name: /Harbour Books.*Overdue since yesterday · Support/ }).waitFor()
  await page.getByLabel('Type', { exact: true }).selectOption('golden-lead')
  await page.getByLabel('Order by').selectOption('value')
  await page.getByRole('row', { name: /Harbour Books/ }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?type=golden-lead&sort=value')
  await page.getByLabel('Segment').selectOption('teams')
  expect(await page.getByRole('link', { name: 'Export this list as CSV' }).getAttribute('href')).toBe(
    '/api/projects/demo/export/accounts?type=golden-lead&segment=teams&sort=value&format=csv',
  )
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('row', { name: /Harbour Books/ }).waitFor()
})

test('a person notes, snoozes and wakes by keyboard, and is told what is missing', async () => {
  const { page, complaints } = await visit('/console/demo/accounts/g%3Asample-0')
  await page.getByRole('button', { name: 'Disqualify' }).press('Enter')
  await page.getByLabel('Why does it not fit?').press('Enter')
  await page.getByText('Say why in a few words').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Snooze', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Tomorrow' }).click()
  await page.getByLabel('Why wait?').fill('On holiday')
  await page.getByLabel('Why wait?').press('Enter')
  await page.getByRole('region', { name: 'What to do' }).getByText('Snoozed until 19 Nov').waitFor()
  await page.getByRole('region', { name: 'Touches so far' }).getByText('On holiday').waitFor()
  await page.getByRole('button', { name: 'Wake it now' }).click()
  await page.getByRole('region', { name: 'What to do' }).getByText('Due').waitFor()
  await page.getByRole('button', { name: 'I know better' }).click()
  await page.getByLabel('Your chance, in percent').fill('638')
  await page.getByText('A chance lies between 0 and 100%; 638% is none.').waitFor()
  expect(complaints).toEqual([])
})

test('on a narrow page the rest of the rooms is a menu that closes behind one', async () => {
  const { page } = await visit('/console/demo/forecast')
  await page.setViewportSize({ width: 390, height: 800 })
  const connect = page.getByRole('link', { name: 'Connect' })
  expect(await connect.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'More' }).click()
  await connect.click()
  await page.getByRole('heading', { name: 'Connect' }).waitFor()
  await connect.waitFor({ state: 'hidden' })
})

test('an admin adds a webhook and sees its key once; a viewer can change nothing', async () => {
  const { page } = await visit('/console/app/connect/destinations')
  await page.getByRole('button', { name: 'Add a destination' }).first().click()
  await page.getByLabel(/^Webhook/).check()
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('An address is needed.').waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example.com/leads')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('whsec_shown-this-once').waitFor()
  expect(await violations(page)).toEqual([])
  const viewer = await visit('/console/demo/connect/destinations', { role: 'viewer' })
  await viewer.page.getByText('3 messages could not be delivered').waitFor()
  expect(await viewer.page.getByRole('button', { name: /Add|Test|Change|Remove|again/ }).count()).toBe(0)
})
