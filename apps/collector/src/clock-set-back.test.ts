import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { examineProject } from './doctor.ts'
import { createTestCollector, type Message, NOON, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { createKeys } from './keys.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** UUIDs of version 7 made of the clock of the test, as the real ones are of the real one. */
const uuids = (now: () => number) => {
  let made = 0
  return () => {
    const hex = now().toString(16).padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${`${++made}`.padStart(12, '0')}`
  }
}

const done = (id: string, at: number): Message => ({
  type: 'track',
  event: 'Report Run',
  userId: 'ann',
  messageId: id,
  timestamp: new Date(at).toISOString(),
  properties: { outcome: 'success', context: 'c' },
  context: { groupId: 'acme' },
})

describe.each([
  ['an hour', HOUR],
  ['a day', DAY],
])('the clock is set back by %s', (_, back) => {
  let c: TestCollector
  beforeEach(async () => {
    let now = () => NOON
    c = await createTestCollector(aProgram(), { newId: uuids(() => now()) })
    now = c.now
  })
  afterEach(async () => {
    expect(c.errors).toEqual([])
    await c.close()
  })

  test('messages count once, on the day they are of, and the evidence is their sum', async () => {
    await c.send([done('before', NOON)])
    c.later(-back)
    const again = await c.send([done('before', NOON), done('after', NOON - back)])
    expect([again.accepted, again.duplicates, again.refused]).toEqual([2, 1, []])
    expect(await c.store.all('SELECT id, day FROM events ORDER BY id')).toEqual([
      { id: 'after', day: Math.floor((NOON - back) / DAY) },
      { id: 'before', day: Math.floor(NOON / DAY) },
    ])
    const received = await c.store.all('SELECT id FROM events ORDER BY received')
    expect(received).toEqual([{ id: 'before' }, { id: 'after' }])
    expect((await examineProject(c, 'app', false))?.ailments).toEqual([])
  })

  test('an account under a lease that a collector left is evaluated as soon as that is noticed', async () => {
    c.wake()
    await c.settled()
    await c.send([done('one', NOON)])
    await c.settled()
    await c.store.run('UPDATE touched SET touched = touched + 1, leased_until = $1', [c.now() + 30_000])
    c.later(-back)
    c.wake()
    await c.settled()
    expect(await c.store.all('SELECT akey FROM touched WHERE touched > evaluated')).toEqual([])
  })

  test('a message that waits to be sent again does not wait longer', async () => {
    c.wake()
    await c.settled()
    await c.store.run(
      `INSERT INTO deliveries (akey, id, destination, project, topic, payload, at, due_at, attempts, leased_until)
        VALUES ('app/g:acme', 'm', 'none', 'app', 'lead.stage', '{}', $1, $2, 3, $3)`,
      [c.now(), c.now() + 60_000, c.now() + 30_000],
    )
    c.later(-back)
    c.wake()
    await c.settled()
    expect(await c.store.all('SELECT due_at FROM deliveries')).toEqual([{ due_at: c.now() + 60_000 }])
  })

  test('what is published then is in force, and a version before can be put back', async () => {
    const first = await c.programs.live('app')
    c.later(-back)
    const second = await c.programs.publish('app', aProgram({ name: 'Second' }), { author: 'a', note: '' })
    c.programs.refresh('app')
    expect((await c.programs.live('app'))?.program.name).toBe('Second')
    expect(second.ok && second.value.id > (first?.id ?? '')).toBe(true)
    await c.programs.rollback('app', first?.id ?? '', 'a')
    c.programs.refresh('app')
    expect((await c.programs.live('app'))?.program.name).toBe(first?.program.name)
  })

  test('a key that is revoked opens nothing, though it was remembered', async () => {
    await c.send([done('one', NOON)])
    const keys = createKeys({ store: c.store, now: c.now, secret: () => 'new' })
    for (const key of await keys.list('app')) await keys.revoke('app', key.id)
    c.later(-back)
    const answer = await c.post('/v1/batch', { writeKey: c.secret, batch: [done('two', NOON)] })
    expect(answer.status).toBe(401)
  })

  test('who was let in stays in; retention closes nothing new', async () => {
    const session = await c.sessions.exchange(await c.sessions.issue('viewer'))
    c.later(-back)
    expect(await c.sessions.find(session ?? '')).toMatchObject({ role: 'viewer' })
    c.wake()
    await c.settled()
    expect(await c.store.all('SELECT * FROM retention WHERE closed_through >= 0')).toEqual([])
  })
})
