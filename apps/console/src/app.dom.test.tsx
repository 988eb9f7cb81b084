// @vitest-environment happy-dom
import { err, ok } from '@fireball/core'
import { expect, test, vi } from 'vitest'
import { createFakeApi, FAKE_TOKEN } from '../../../test/console/fake-api.ts'
import { button, eventually, useOpenConsole } from '../../../test/console/open-console.tsx'
import { SAMPLE_TOO_LITTLE } from '../../../test/console/sample-learning.ts'
import { SAMPLE_NOW } from '../../../test/console/sample-profiles.ts'
import type { Api, ProjectApi } from './api.ts'

const open = useOpenConsole()

test('the token leaves the address bar and the demo opens first', async () => {
  const { shows } = open(`/console/sign-in?token=${FAKE_TOKEN}`, createFakeApi({ isSignedIn: false }))
  await shows('Northwind Bakery')
  expect(location.href).not.toContain(FAKE_TOKEN)
  expect(location.pathname).toBe('/console/demo/accounts')
})

test('each row has a stage, one reason and one action; names are text, never markup', async () => {
  const { root, shows } = open('/console/demo/accounts')
  await shows('Talk to Account owner about API')
  const row = root.querySelector('tbody tr')
  expect(row?.querySelector('.badge')?.textContent).toBe('PQL')
  expect(row?.querySelectorAll('.reason')).toHaveLength(1)
  expect(row?.querySelectorAll('.action')).toHaveLength(1)
  expect(root.querySelector('tbody img')).toBeNull()
  expect(root.textContent).toContain('<img src=x onerror=alert(1)>')
})

test('the trace tells which guard passed and which held', async () => {
  const { root, shows } = open('/console/demo/accounts/g%3Asample-0')
  await shows('Ready to buy?')
  expect([...root.querySelectorAll('.trace .held')].map(line => line.textContent)).toEqual([
    'Held by: Not yet able to “Read a report”, which More contacts builds on.',
    'Held by: A spike: most of the usage fell on two days; it counts once the level has held for 7 days.',
  ])
  expect(root.querySelectorAll('.trace .passed').length).toBeGreaterThan(0)
})

test('an audience is said in words', async () => {
  const { shows } = open('/console/demo/program')
  await shows('The account’s plan is “trial” or “free” and “Campaign sent” happened at least 2 times.')
})

test('what cannot be loaded says so and offers to try again', async () => {
  const fake = createFakeApi()
  const failure = err({ code: 'unreachable', message: 'The collector cannot be reached.' })
  const api: Api = { ...fake, project: id => ({ ...fake.project(id), help: async () => failure }) }
  const { shows, root } = open('/console/demo/inbox', api)
  await shows('Could not load the inbox.')
  expect(root.querySelector('[role=alert] button')?.textContent).toBe('Try again')
})

test('an empty project leads on to Connect', async () => {
  const { shows, root } = open('/console/app/accounts')
  await shows('No accounts yet')
  expect(root.querySelector('.empty a')?.getAttribute('href')).toBe('/console/app/connect')
})

test('a project that does not exist is no dead end', async () => {
  const { shows } = open('/console/nope/accounts')
  await shows('There is no such project')
})

/** The fake collector with parts of the demo project of its own. */
const withProject = (parts: (project: ProjectApi) => Partial<ProjectApi>): Api => {
  const fake = createFakeApi()
  return { ...fake, project: id => ({ ...fake.project(id), ...parts(fake.project(id)) }) }
}

const SECRET = {
  at: SAMPLE_NOW,
  user: 'u:1',
  type: 'track',
  name: 'Feature Locked',
  properties: { feature: 'secret-thing' },
  signals: ['$locked'],
} as const

test('a lock on a feature that the program lacks shows where it arrives, and a click adds it to the draft', async () => {
  const arrived = { ...SECRET, kind: 'accepted', receivedAt: SAMPLE_NOW, warnings: [] } as const
  const api = withProject(() => ({
    recentEvents: async () =>
      ok({ events: [arrived], cursor: '1', counts: { accepted: 1, refused: {}, warnings: {} } }),
  }))
  const { root, shows } = open('/console/demo/connect', api)
  await shows('no feature “secret-thing” in the program')
  button(root, 'Add it to the draft')?.click()
  await eventually(() => expect(location.pathname).toBe('/console/demo/program/json'))
  await shows('Unsaved changes.')
})

test('an account whose lock the program does not know is told so, not that nothing calls for a talk', async () => {
  const api = withProject(project => ({
    account: async akey => {
      const page = await project.account(akey)
      const missed = { ...SECRET, isAssisted: false, trust: 'claimed' } as const
      return page.ok ? ok({ ...page.value, now: [], timeline: [missed, ...page.value.timeline] }) : page
    },
  }))
  const { root, text, shows } = open('/console/demo/accounts/g%3Asample-0', api)
  await shows('no feature “secret-thing” in the program')
  expect(text()).not.toContain('Nothing calls for a talk yet')
  expect(root.querySelector('.badge bdi')?.textContent).toBe('secret-thing')
})

test('an outcome that is neither word is told where it arrives and where it could become a signal', async () => {
  const odd = {
    ...SECRET,
    kind: 'accepted',
    receivedAt: SAMPLE_NOW,
    name: 'Theme Changed',
    properties: { outcome: 'succes', context: 5 },
    signals: [],
    warnings: [],
  } as const
  const api = withProject(() => ({
    recentEvents: async () =>
      ok({ events: [odd], cursor: '1', counts: { accepted: 1, refused: {}, warnings: {} } }),
  }))
  const { root, shows } = open('/console/demo/connect', api)
  await shows('“succes” is not success or failure: it says nothing about ability.')
  await eventually(() =>
    expect(root.querySelector('.unmatched li:nth-child(2)')?.textContent).toContain(
      '“succes” is not success or failure',
    ),
  )
  expect(root.querySelector('.unmatched li:nth-child(2) .good')).toBeNull()
})

test('“Learn now” shows the end of a run that began only after the answer', async () => {
  const before = ok(SAMPLE_TOO_LITTLE)
  const after = ok({
    ...SAMPLE_TOO_LITTLE,
    report: SAMPLE_TOO_LITTLE.report && { ...SAMPLE_TOO_LITTLE.report, at: SAMPLE_NOW, say: 'Read anew.' },
  })
  let hasRun = false
  const api = withProject(() => ({
    learning: async () => (hasRun ? after : before),
    learnNow: async () => {
      hasRun = true
      return before
    },
  }))
  const { root, shows } = open('/console/demo/learning', api)
  await shows('as of the last run')
  button(root, 'Learn now')?.click()
  await shows('Learning …')
  await eventually(() => expect(root.textContent).toContain('It has just run: Read anew.'))
  expect(button(root, 'Learn now')?.getAttribute('aria-busy')).not.toBe('true')
})

test('pausing everything is asked first, and an empty program offers it not at all', async () => {
  const pause = vi.fn<ProjectApi['pause']>(async () => ok([]))
  const { root, shows } = open(
    '/console/demo/program',
    withProject(() => ({ pause })),
  )
  await shows('Pause all prompts')
  button(root, 'Pause all prompts')?.click()
  await shows('goes from everybody’s page at once')
  expect(pause).not.toHaveBeenCalled()
  button(root, 'Pause everything')?.click()
  await eventually(() => expect(pause).toHaveBeenCalledWith('*', true))
  const empty = open('/console/app/program')
  await empty.shows('No prompts or nudges yet')
  expect(empty.text()).not.toContain('Pause all')
})

test('a badge counts mistakes alone, never advice', async () => {
  const { root, shows } = open('/console/demo/program')
  await shows('Prompts & nudges')
  const json = [...root.querySelectorAll('.tabs a')].find(one => one.textContent?.startsWith('JSON'))
  expect(json?.textContent).toBe('JSON')
})

test('names of users stand apart from the text around them', async () => {
  const { root, shows } = open('/console/demo/inbox')
  await shows('Shop manager')
  expect(root.querySelector('.help h2 bdi')?.textContent).toBe('Shop manager')
  expect(root.querySelector('.help h2')?.textContent).toContain('of Harbour Books')
  // What bears on it is one sentence: no list of one.
  const single = [...root.querySelectorAll('.help')].find(one => one.textContent?.includes('pay by invoice'))
  expect(single?.querySelector('ul')).toBeNull()
})

test('rows of the same name have their id beside it; no switch for accounts of one where there are none', async () => {
  const api = withProject(project => ({
    accounts: async query => {
      const list = await project.accounts(query)
      return list.ok
        ? ok({
            ...list.value,
            ofOne: 0,
            accounts: list.value.accounts.map(row => ({ ...row, name: 'Corner' })),
          })
        : list
    },
  }))
  const { root, text, shows } = open('/console/demo/accounts', api)
  await shows('Corner')
  expect(root.querySelector('tbody .row-id')?.textContent).toBe('sample-0')
  expect(text()).not.toContain('accounts of one')
})
