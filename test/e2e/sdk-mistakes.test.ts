import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { setStage } from '../sdk/stage.ts'

const { recorder, context, faults } = await setStage({ heeds: /error|info/ })

const visit = async (query: Record<string, string>): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ consent: 'full', ...query }))
  return page
}
const told = (words: string) =>
  vi.waitFor(() => expect(faults.filter(line => line.includes(words))).toHaveLength(1), { timeout: 8000 })

test.each([
  ['a secret key', 'sk_test_quiet', 'this is a secret key'],
  ['no key', '', 'there is no key'],
])('%s: told, and nothing is started, stored or asked for', async (_, key, words) => {
  const page = await visit({ key })
  await told(words)
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => [typeof window.fireball, Object.keys(localStorage).length])).toEqual([
    'undefined',
    0,
  ])
  expect(recorder.requests.filter(one => !one.endsWith('/fireball.js'))).toEqual([])
})

test('a key that the collector does not know: told in its words', async () => {
  recorder.reply({ status: 401, body: { success: false, error: { code: 'unknown-key' } } })
  const page = await visit({})
  await page.waitForFunction(() => window.fireball?.progress?.get().ready)
  await page.evaluate(() => window.fireball.track('Tried'))
  await told('Fireball: halted (unknown-key).')
})

test('a level that there is none of: told, and nothing is sent', async () => {
  const page = await visit({ consent: 'all' })
  await told('"all" is none of local, necessary, full')
  expect(await page.evaluate(() => window.fireball.consent())).toBe('local')
})
