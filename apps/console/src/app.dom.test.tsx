// @vitest-environment happy-dom
import { err } from '@fireball/core'
import { render } from 'preact'
import { afterEach, expect, test, vi } from 'vitest'
import { createFakeApi, FAKE_TOKEN } from '../../../test/console/fake-api.ts'
import { SAMPLE_NOW } from '../../../test/console/sample-accounts.ts'
import type { Api } from './api.ts'
import { App } from './app.tsx'
import { createPlace } from './place.ts'
import { createSession } from './session.ts'

let clean = (): void => {}
afterEach(() => clean())

const open = (path: string, api: Api = createFakeApi()) => {
  history.replaceState(null, '', path)
  const place = createPlace()
  const stop = place.listen(() => {})
  const root = document.createElement('div')
  document.body.append(root)
  const last = { read: () => undefined, write: () => {} }
  render(
    <App api={api} session={createSession(api)} place={place} last={last} now={() => SAMPLE_NOW} />,
    root,
  )
  clean = () => {
    render(null, root)
    root.remove()
    stop()
  }
  const text = (): string => root.textContent ?? ''
  return { root, text, shows: (words: string) => vi.waitFor(() => expect(text()).toContain(words)) }
}

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
