// @vitest-environment happy-dom
import { ok } from '@fireball/core'
import { expect, test, vi } from 'vitest'
import { createFakeApi } from '../../../test/console/fake-api.ts'
import { button, eventually, type, useOpenConsole } from '../../../test/console/open-console.tsx'
import type { Api } from './api.ts'

const open = useOpenConsole()

const submit = (root: Element, form: string): void => {
  root.querySelector(form)?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

test('what was noted can be undone at once; it stays to be seen as taken back', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0')
  await shows('Nobody has noted one yet.')
  const stage = (): string | null | undefined => root.querySelector('.room-title .badge')?.textContent
  const before = stage()
  button(root, 'Won')?.click()
  await shows('What made it?')
  submit(root, '.touch-form')
  await shows('Noted: Won.')
  await eventually(() => expect(stage()).toBe('Won'))
  button(root, 'Undo')?.click()
  await shows('Undone at once.')
  await eventually(() => expect(stage()).toBe(before))
  expect(root.querySelector('.toast')).toBeNull()
})

test('later it is taken back with a reason, and not without one', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0')
  await shows('Nobody has noted one yet.')
  button(root, 'Note a touch')?.click()
  await shows('What was done?')
  submit(root, '.touch-form')
  await eventually(() => expect(button(root, 'Take back')).toBeDefined())
  button(root, 'Take back')?.click()
  await shows('Why is it taken back?')
  submit(root, '.life .touch-form')
  await shows('Say why in a few words')
  type(root, 'Why is it taken back?', 'Wrong account')
  await eventually(() => expect(root.querySelector('.field-error')).toBeNull())
  submit(root, '.life .touch-form')
  await shows('Taken back')
  await shows('Wrong account')
})

test('a narrowed list is kept under a name, opened by it, and forgotten', async () => {
  const { root, shows } = open('/console/demo/accounts?stage=pql&sort=value')
  await shows('Save as view')
  button(root, 'Save as view')?.click()
  await shows('Name of the view')
  type(root, 'Name of the view', 'PQLs by deal')
  await eventually(() => expect(button(root, 'Save')?.disabled).toBe(false))
  submit(root, '.save-view')
  await shows('Forget this view')
  button(root, 'Forget this view')?.click()
  await eventually(() => expect(button(root, 'Save as view')).toBeDefined())
})

test('an empty project offers made-up accounts, and goes there once they are begun', async () => {
  const fake = createFakeApi({ isEmpty: true })
  const fillSimulation = vi.fn(fake.fillSimulation)
  const api: Api = { ...fake, fillSimulation }
  const { root, shows } = open('/console/demo/accounts', api)
  await shows('Fill a simulated project')
  button(root, 'Fill a simulated project')?.click()
  await eventually(() => expect(location.pathname).toBe('/console/simulated/accounts'))
  expect(fillSimulation).toHaveBeenCalledTimes(1)
})

test('where none is offered nothing is said of it', async () => {
  const fake = createFakeApi({ isEmpty: true })
  const none = await fake.simulation()
  const api: Api = {
    ...fake,
    simulation: async () => (none.ok ? ok({ ...none.value, isOffered: false }) : none),
  }
  const { shows, text } = open('/console/demo/accounts', api)
  await shows('No accounts yet')
  expect(text()).not.toContain('simulated')
})

test('a segment is made of lines, counted while it is made, and stays JSON where lines cannot show it', async () => {
  const { root, shows } = open('/console/demo/program/leads')
  await shows('Segments')
  button(root, 'Add a segment')?.click()
  await shows('New segment')
  root.querySelector<HTMLButtonElement>('button[aria-label="Edit “New segment”"]')?.click()
  await shows('14 accounts')
  const picks = (): readonly HTMLSelectElement[] => [
    ...root.querySelectorAll<HTMLSelectElement>('.condition-line select'),
  ]
  expect(picks()[0]?.value).toBe('account.users')
  button(root, 'Show as JSON')?.click()
  await shows('Condition, as JSON')
  const area = root.querySelector<HTMLTextAreaElement>('.condition-editor textarea')
  if (area === null) throw new Error('There is no field for JSON')
  area.value = '{ "$nor": [{ "account.plan": "pro" }] }'
  area.dispatchEvent(new Event('input', { bubbles: true }))
  await shows('so it stays JSON')
  expect(picks()).toEqual([])
})
