import { type Program, publicProgram } from '@fireball/core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { part } from '../gallery/open.ts'
import { setStage } from '../sdk/stage.ts'

const { recorder, context, noise } = await setStage()

const base: Program = {
  format: 1,
  name: 'Kites',
  signals: [{ key: 'flown', name: 'Flown', on: { event: 'Kite Flown' } }],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
  attention: { perDay: 20, coolDownHours: 0 },
}

/** Has every page of this test be served these messages, by the script and the widget as they are shipped. */
const serve = (messages: NonNullable<Program['messages']>) =>
  context().route('**/v1/program?*', route =>
    route.fulfill({
      json: publicProgram({ ...base, messages }),
      headers: { 'access-control-allow-origin': '*', etag: '"messages"' },
    }),
  )

const addressOf = (path: string, query: Record<string, string> = {}): string => {
  const url = new URL(recorder.page({ consent: 'local', key: 'pk_test_messages', ...query }))
  url.pathname = path
  return url.href
}
const open = async (path = '/', query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(addressOf(path, query))
  return page
}
const heldBy = (page: Page, key: string) =>
  page.evaluate(name => {
    const { fireball } = globalThis as unknown as {
      fireball: { explain(key: string): { held: readonly { code: string }[] } }
    }
    return fireball.explain(name).held[0]?.code
  }, key)

test('an answer to a survey becomes a fact that brings the next message, also after a reload', async () => {
  await serve([
    {
      key: 'ask',
      surface: 'survey',
      metric: 'm',
      questions: [{ key: 'mood', kind: 'csat', title: 'How was it?' }],
    },
    {
      key: 'glad',
      surface: 'banner',
      metric: 'm',
      audience: { 'survey.mood': { $gte: 4 } },
      text: { title: 'Good to hear' },
    },
  ])
  const page = await open()
  await part(page, 'survey').waitFor()
  expect(await heldBy(page, 'glad')).toBe('audience')
  await part(page, 'survey').getByRole('radio', { name: '5' }).check({ force: true })
  await part(page, 'survey').getByRole('button', { name: 'Send' }).click()
  await part(page, 'survey').getByRole('button', { name: 'Close' }).first().click()
  await part(page, 'banner').getByText('Good to hear').waitFor()
  await page.reload()
  await part(page, 'banner').getByText('Good to hear').waitFor()
  expect(await heldBy(page, 'ask')).toBe('finished')
  expect(noise()).toEqual([])
})

test('a tour goes on over two pages and a reload, and is over when it is done', async () => {
  await serve([
    {
      key: 'round',
      surface: 'tour',
      metric: 'm',
      steps: [
        { key: 'a', title: 'Here it begins', page: '/' },
        { key: 'b', title: 'Here it goes on', page: '/reports' },
        { key: 'c', title: 'Here it ends', page: '/reports' },
      ],
    },
  ])
  const page = await open()
  await part(page, 'tour').getByText('Here it begins').waitFor()
  await part(page, 'tour').getByRole('button', { name: 'Next' }).click()
  await part(page, 'tour').waitFor({ state: 'detached' })
  expect(await heldBy(page, 'round')).toBe('other-page')
  await page.goto(addressOf('/reports'))
  await part(page, 'tour').getByText('Here it goes on').waitFor()
  await page.reload()
  await part(page, 'tour').getByText('Here it goes on').waitFor()
  await part(page, 'tour').getByRole('button', { name: 'Next' }).click()
  await part(page, 'tour').getByText('Here it ends').waitFor()
  await part(page, 'tour').getByRole('button', { name: 'Done' }).click()
  await part(page, 'tour').waitFor({ state: 'detached' })
  await page.reload()
  await expect.poll(() => heldBy(page, 'round')).toBe('finished')
  expect(noise()).toEqual([])
})

test('of two messages one is shown at a time; closed in one tab it is closed in the other', async () => {
  await serve([
    { key: 'hello', surface: 'modal', metric: 'm', priority: 1, text: { title: 'Hello' } },
    { key: 'news', surface: 'banner', metric: 'm', text: { title: 'News' } },
  ])
  const page = await open()
  await part(page, 'modal').waitFor()
  expect(await part(page, 'banner').count()).toBe(0)
  expect(await heldBy(page, 'news')).toBe('outranked')
  const other = await open()
  await part(other, 'modal').waitFor()
  await part(other, 'modal').getByRole('button', { name: 'Close' }).first().click()
  await part(other, 'banner').waitFor()
  await part(page, 'modal').waitFor({ state: 'detached' })
  expect(await heldBy(page, 'hello')).toBe('capped')
  expect(noise()).toEqual([])
})

test('nothing comes while the person types; what they stop never comes again', async () => {
  await serve([
    {
      key: 'tip',
      surface: 'toast',
      metric: 'm',
      audience: { 'events.flown.count': { $gte: 1 } },
      caps: { perDay: 9, total: 9, coolDownHours: 0 },
      text: { title: 'Higher still' },
    },
  ])
  const page = await open('/', { body: '<label>Name <input id="name"></label>' })
  await expect.poll(() => heldBy(page, 'tip')).toBe('audience')
  await page.getByLabel('Name').pressSequentially('Kit')
  await page.evaluate(() => {
    const { fireball } = globalThis as unknown as { fireball: { track(name: string): void } }
    fireball.track('Kite Flown')
  })
  await expect.poll(() => heldBy(page, 'tip')).toBe('typing')
  expect(await part(page, 'toast').count()).toBe(0)
  await page.getByLabel('Name').blur()
  await part(page, 'toast').getByRole('button', { name: 'Stop tips like this' }).click()
  await part(page, 'toast').waitFor({ state: 'detached' })
  await page.reload()
  await expect.poll(() => heldBy(page, 'tip')).toBe('stopped')
  expect(noise()).toEqual([])
})

test('the debug panel names what is shown and what is held, and why', async () => {
  await serve([
    { key: 'news', surface: 'banner', metric: 'm', text: { title: 'News' } },
    {
      key: 'later',
      surface: 'toast',
      metric: 'm',
      schedule: { from: '2999-01-01' },
      text: { title: 'Later' },
    },
  ])
  const page = await open('/', { fireball_debug: '' })
  await part(page, 'banner').waitFor()
  const panel = page.locator('aside').filter({ hasText: 'news' })
  await panel.first().waitFor()
  await expect.poll(() => panel.first().textContent()).toMatch(/later/)
})
