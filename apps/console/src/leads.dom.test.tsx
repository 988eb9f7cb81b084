// @vitest-environment happy-dom
import { err, ok } from '@fireball/core'
import { expect, test, vi } from 'vitest'
import { createFakeApi } from '../../../test/console/fake-api.ts'
import { button, eventually, type, useOpenConsole } from '../../../test/console/open-console.tsx'
import { SAMPLE_TYPES_ONLY } from '../../../test/console/sample-outlook.ts'
import type { Api, ProjectApi } from './api.ts'

const open = useOpenConsole()

const withProject = (parts: (project: ProjectApi) => Partial<ProjectApi>, fake = createFakeApi()): Api => ({
  ...fake,
  project: id => ({ ...fake.project(id), ...parts(fake.project(id)) }),
})

const submit = (root: Element): void => {
  const form = root.querySelector('.touch-form')
  form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

test('a type is named only where it was observed; else its bands stand there', async () => {
  const { root, shows } = open('/console/demo/accounts')
  await shows('Golden Lead')
  const types = [...root.querySelectorAll('tbody td.type')].map(cell => cell.firstElementChild?.textContent)
  expect(types.slice(0, 3)).toEqual(['Golden Lead', 'Contrary Converter', 'medium · medium · unknown'])
  expect(root.querySelectorAll('tbody td.chance')[2]?.textContent).toContain('types’ odds')
})

test('a pick made before the last one is drawn does not undo it', async () => {
  const { root, shows } = open('/console/demo/accounts')
  await shows('Golden Lead')
  const pick = (value: string): void => {
    const select = [...root.querySelectorAll('select')].find(one =>
      [...one.options].some(option => option.value === value),
    )
    if (select === undefined) throw new Error(`Nothing offers “${value}”`)
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }
  pick('golden-lead')
  pick('value')
  expect(location.search).toBe('?type=golden-lead&sort=value')
})

test('what was done is noted with its reason, and the account moves on', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0')
  await shows('Nobody has noted one yet.')
  button(root, 'Lost')?.click()
  await shows('Why was it lost?')
  submit(root)
  await shows('Say why in a few words')
  type(root, 'Why was it lost?', 'Built it themselves')
  await eventually(() => expect(root.querySelector('.field-error')).toBeNull())
  submit(root)
  await shows('Built it themselves')
  expect(root.querySelector('.room-title .badge')?.textContent).toBe('Lost')
  await eventually(() => expect(button(root, 'Begin a new cycle')).toBeDefined())
})

test('a refusal is said where it happened', async () => {
  const refusal = err({ code: 'too-late', message: 'Somebody else marked it as won.' })
  const api = withProject(() => ({ touch: async () => refusal }))
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0', api)
  await shows('Note a touch')
  button(root, 'Note a touch')?.click()
  await shows('What was done?')
  submit(root)
  await shows('Somebody else marked it as won.')
})

test('638% never leaves the browser; a chance with its reason stands beside the model’s', async () => {
  const override = vi.fn(createFakeApi().project('demo').override)
  const { root, shows } = open(
    '/console/demo/accounts/g%3Asample-0',
    withProject(() => ({ override })),
  )
  await shows('I know better')
  button(root, 'I know better')?.click()
  await shows('Your chance, in percent')
  type(root, 'Your chance, in percent', '638')
  type(root, 'What do you know', 'They like us')
  await shows('638% is none')
  submit(root)
  expect(override).not.toHaveBeenCalled()
  type(root, 'Your chance, in percent', '60')
  await eventually(() => expect(root.textContent).not.toContain('638% is none'))
  submit(root)
  await eventually(() => expect(override).toHaveBeenCalledWith('g:sample-0', 0.6, 'They like us'))
})

test('what is frozen stays as it was, and what was withdrawn says so', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0')
  await shows('Life cycle')
  expect(root.querySelector('.life .withdrawn')?.textContent).toContain('Used 2,000 of 2,000 contacts.')
})

test('a viewer sees what to do and can note nothing', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0', createFakeApi({ role: 'viewer' }))
  await shows('Due today · Sales')
  expect(button(root, 'Note a touch')).toBeUndefined()
  expect(button(root, 'I know better')).toBeUndefined()
})

test('what to do can fail alone; the rest of the account stands', async () => {
  const failure = err({ code: 'unreachable', message: 'The collector cannot be reached.' })
  const { shows } = open(
    '/console/demo/accounts/g%3Asample-0',
    withProject(() => ({ lead: async () => failure })),
  )
  await shows('Could not load what to do.')
  await shows('Talk to Account owner about API')
  await shows('Timeline')
})

test('the forecast says its interval, its record, and keeps people’s chances apart', async () => {
  const { text, shows } = open('/console/demo/forecast')
  await shows('$84,300')
  expect(text()).toContain('between $61,200 and $108,900')
  expect(text()).toContain('6 of 7 earlier forecasts came out within their interval')
  expect(text()).toContain('people say $19,200, the model says $2,240 of the same accounts')
})

test('leaks are named; without a model it says how many outcomes are missing', async () => {
  const { text, shows } = open('/console/demo/learning/converting')
  await shows('traits.plan')
  expect(text()).toContain('types’ odds: 74.9%')
  const few = withProject(() => ({ propensity: async () => ok(SAMPLE_TYPES_ONLY) }))
  const missing = open('/console/demo/learning/converting', few)
  await missing.shows('9 of 20 conversions')
  expect(missing.text()).toContain('Later span0 of 10 conversions')
  expect(missing.text()).toContain('At the pace so far there will be enough on 16 Mar 2027')
})

test('“Learn now” tells of a run only once there is one', async () => {
  let ran = SAMPLE_TYPES_ONLY
  const api = withProject(() => ({
    propensity: async () => ok(ran),
    learnPropensity: async () => ok(SAMPLE_TYPES_ONLY),
  }))
  const { root, text, shows } = open('/console/demo/learning/converting', api)
  await shows('9 of 20 conversions')
  button(root, 'Learn now')?.click()
  await shows('Learning …')
  expect(text()).not.toContain('It has just run')
  ran = { ...SAMPLE_TYPES_ONLY, ranAt: 1, say: 'Read anew.' }
  await shows('It has just run: Read anew.')
})

test('a playbook that is later for a bigger deal is pointed out at its cell and cannot be published', async () => {
  const { root, shows } = open('/console/demo/program/leads')
  await shows('When a person steps in')
  const cell = root.querySelector<HTMLSelectElement>('[aria-label="Simple product, large deal"]')
  if (cell === null) throw new Error('There is no such cell')
  cell.value = 'hand-raise'
  cell.dispatchEvent(new Event('change', { bubbles: true }))
  await shows('“Only on a hand-raise” is later than “PQL”')
  history.pushState(null, '', '/console/demo/program/publish')
  dispatchEvent(new PopStateEvent('popstate'))
  await shows('problem to mend first')
  await shows('when a person steps in')
})
