import { contextName, hash53, type Program } from '@fireball/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, NOON, type TestCollector } from '../fixture.ts'
import { aProgram } from '../fixture-program.ts'

const DAY_MS = 86_400_000

let t: TestCollector
const open = async (program: Program = aProgram()): Promise<void> => {
  t = await createTestCollector(program)
}
beforeEach(() => open())
afterEach(() => t.close())

/** The same numbers in every run. */
const dice = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** How hard reports of each kind are, on the logit scale. */
const REPORTS = Array.from({ length: 8 }, (_, i) => ({ name: `kind-${i}`, easier: (i - 3.5) * 0.7 }))

/** People who are able or not, on reports that are easy or hard: each user meets some of them, day after day. */
const school = (users: number, days: number): { messages: Message[]; able: ReadonlySet<string> } => {
  const random = dice(7)
  const able = new Set<string>()
  const messages: Message[] = []
  for (let user = 0; user < users; user++) {
    const level = user % 2 === 0 ? 1.6 : -1
    if (level > 0) able.add(`user-${user}`)
    for (let day = 0; day < days; day++) {
      const report = REPORTS[Math.floor(random() * REPORTS.length)]
      if (report === undefined) continue
      const p = 1 / (1 + Math.exp(-(level + report.easier)))
      messages.push({
        type: 'track',
        event: 'Report Run',
        userId: `user-${user}`,
        messageId: `${user}-${day}`,
        properties: { outcome: random() < p ? 'success' : 'failure', context: report.name },
        timestamp: new Date(NOON - (days - day) * DAY_MS + user * 1000).toISOString(),
      })
    }
  }
  return { messages, able }
}

const sendAll = async (messages: readonly Message[]): Promise<void> => {
  for (let from = 0; from < messages.length; from += 500) await t.send(messages.slice(from, from + 500))
}

const served = async () => {
  const response = await t.app.request(`/v1/program?key=${t.publishable}`)
  return { etag: response.headers.get('etag'), text: await response.text() }
}

test('who is able comes out of a synthetic project, better than by counting, and the fit goes live', async () => {
  const { messages, able } = school(80, 14)
  await sendAll(messages)
  const end = await t.learner.run('app')
  if (typeof end === 'string') throw new Error(end)
  expect(end.report.result).toBe('live')
  const figures = end.made?.figures
  expect(figures?.comparison?.low).toBeGreaterThan(0)
  expect(figures?.candidate?.auc).toBeGreaterThan((figures?.starting?.auc ?? 1) - 0.001)
  expect(figures?.candidate?.logLoss).toBeLessThan(figures?.starting?.logLoss ?? 0)
  expect(figures?.candidate?.ece).toBeLessThan(0.1)
  expect(end.report.skills[0]).toMatchObject({ key: 'reports', users: 80, contexts: 8 })
  const { difficulty } = end.report.skills[0] ?? {}
  expect(difficulty?.hard).toBeLessThan((difficulty?.easy ?? 0) - 0.15)

  t.wake()
  await t.settled()
  const rows = await t.store.all(`SELECT akey, body FROM accounts WHERE space = 'app'`)
  const told = rows.map(row => {
    const body = JSON.parse(String(row.body)) as { akey: string; ability: { able: number } }
    return { isAble: able.has(body.akey.slice(2)), isTold: body.ability.able > 0 }
  })
  const right = told.filter(one => one.isAble === one.isTold).length
  expect(right / told.length).toBeGreaterThan(0.8)
  expect(told.filter(one => !one.isAble && one.isTold).length).toBeLessThan(6)
  expect(t.errors).toEqual([])
}, 30_000)

test('a context seen in nine accounts is told to nobody, one seen in ten is', async () => {
  const { messages } = school(80, 14)
  const extra = (context: string, users: number): Message[] =>
    Array.from({ length: users * 4 }, (_, i) => ({
      type: 'track',
      event: 'Report Run',
      userId: `user-${i % users}`,
      messageId: `${context}-${i}`,
      properties: { outcome: 'failure', context },
      timestamp: new Date(NOON - (6 + Math.floor(i / users)) * DAY_MS).toISOString(),
    }))
  await sendAll([...messages, ...extra('secret-merger', 9), ...extra('common-report', 10)])
  const before = await served()
  expect(await t.learner.run('app')).toMatchObject({ report: { result: 'live' } })
  const after = await served()
  expect(after.etag).not.toBe(before.etag)
  expect(after.text).toContain(`"${contextName(hash53('common-report'))}"`)
  expect(after.text).not.toContain(contextName(hash53('secret-merger')))
  expect(after.text).not.toContain('common-report')
  expect(Buffer.byteLength(after.text) - Buffer.byteLength(before.text)).toBeLessThan(4000)
}, 30_000)

test('a context that the program declares is told, however few have met it', async () => {
  await t.close()
  const declared = aProgram()
  await open({
    ...declared,
    signals: declared.signals.map(one =>
      one.key === 'report'
        ? { ...one, where: { 'properties.context': { $in: [...REPORTS.map(({ name }) => name), 'rare'] } } }
        : one,
    ),
  })
  const { messages } = school(80, 14)
  const rare = Array.from({ length: 20 }, (_, i) => ({
    type: 'track',
    event: 'Report Run',
    userId: `user-${i % 5}`,
    messageId: `rare-${i}`,
    properties: { outcome: 'failure', context: 'rare' },
    timestamp: new Date(NOON - (6 + Math.floor(i / 5)) * DAY_MS).toISOString(),
  }))
  await sendAll([...messages, ...rare])
  expect(await t.learner.run('app')).toMatchObject({ report: { result: 'live' } })
  expect((await served()).text).toContain(`"${contextName(hash53('rare'))}"`)
}, 30_000)
