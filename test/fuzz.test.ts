import { afterAll, beforeAll, expect, test } from 'vitest'
import { aProgram } from '../packages/core/test/sample.ts'
import { type ClientsCollector, runClientsCollector } from './clients/received.ts'
import { fuzz } from './fuzz/fuzz.ts'

let collector: ClientsCollector
beforeAll(async () => {
  collector = await runClientsCollector()
}, 60_000)
afterAll(() => collector.stop())

test('2,000 odd requests over every route: no 5xx, no crash, every good message kept', async () => {
  const { projects, programs, sessions } = collector.collector
  const secrets = await projects.ensure({
    id: 'app',
    name: 'App',
    isDemo: false,
    publishableKey: 'pk_live_app',
  })
  await programs.publish('app', aProgram(), { author: 'test', note: '' })
  const cookie = async (role: 'viewer' | 'editor' | 'admin') =>
    `fireball_session=${await sessions.exchange(await sessions.issue(role))}`
  const report = await fuzz(
    collector.url,
    {
      publishable: 'pk_live_app',
      secret: secrets?.live ?? '',
      cookies: [await cookie('admin'), await cookie('editor'), await cookie('viewer')],
      program: aProgram(),
    },
    { seed: 20_261_122, requests: 2000 },
  )
  await collector.collector.settled()
  expect(report.samples).toEqual([])
  expect(report).toMatchObject({ serverErrors: 0, unanswered: 0, goodRefused: 0 })
  expect(collector.errors).toEqual([])
  expect(report.good).toBeGreaterThan(500)
  const [kept] = await collector.store.all("SELECT COUNT(*) AS n FROM events WHERE id LIKE 'good-%'")
  expect(Number(kept?.n)).toBeGreaterThanOrEqual(report.good)
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200)
}, 60_000)
