import { expect, test, vi } from 'vitest'
import { setStage } from '../sdk/stage.ts'

const { recorder, context, noise } = await setStage()

test('who asks what is stored is told, may stop sending, allow it again, and delete it all', async () => {
  const page = await context().newPage()
  await page.goto(recorder.page({ consent: 'full', key: 'pk_test_kites' }))
  await page.waitForFunction(() => window.fireball?.progress?.get().ready)
  await page.evaluate(() => {
    window.fireball.identify('ann')
    for (const context of ['r1', 'r2', 'r3'])
      window.fireball.track('Report Built', { outcome: 'success', context })
  })
  await page.getByRole('button', { name: 'Why am I seeing this?' }).click()
  await page.getByRole('button', { name: 'What is stored' }).click()
  const stored = page.getByRole('dialog', { name: 'What is stored here' })
  await stored.getByText('Report Built 3 times').waitFor()
  await stored.getByText('ann', { exact: true }).waitFor()
  const level = () => page.evaluate(() => window.fireball.consent())

  await stored.getByRole('button', { name: 'Send nothing' }).click()
  await stored.getByText('You chose this.').waitFor()
  expect(await level()).toBe('local')
  await stored.getByRole('button', { name: 'Allow sending' }).click()
  await stored.getByRole('button', { name: 'Send nothing' }).waitFor()
  expect(await level()).toBe('full')

  await stored.getByRole('button', { name: 'Delete everything' }).click()
  await stored.getByRole('button', { name: 'Delete and stop' }).click()
  const left = () =>
    page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...(await indexedDB.databases()).map(one => one.name),
    ])
  await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 5000 })
  await page.evaluate(() => window.fireball.track('Afterwards'))
  await page.waitForTimeout(400)
  expect(recorder.names()).not.toContain('Afterwards')
  expect(await left()).toEqual([])
  expect(noise()).toEqual([])
})
