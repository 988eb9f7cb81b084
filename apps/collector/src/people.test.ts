import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCollector, type Message, type TestCollector } from './fixture.ts'
import { aProgram } from './fixture-program.ts'
import { createPeople, type Loaded } from './people.ts'

let collector: TestCollector
beforeEach(async () => {
  collector = await createTestCollector(aProgram())
})
afterEach(async () => {
  await collector.close()
})

const DAY_MS = 86_400_000

const ran = (userId: string, groupId: string, i: number): Message => ({
  type: 'track',
  event: 'Report Run',
  userId,
  messageId: `${userId} ${groupId} ${i}`,
  timestamp: collector.now() - (i % 3) * DAY_MS,
  context: { groupId },
  properties: { outcome: 'success', context: `report ${i}` },
})

const sorted = ({ rows }: Loaded): readonly string[] => rows.map(row => JSON.stringify(row)).sort()

test('an account is read whole in parts: never more rows at once than may be', async () => {
  const people = ['ann', 'bob', 'zoë', '\u{10fffd}']
  await collector.send(
    people.flatMap(user => Array.from({ length: 7 }, (_, i) => ran(user, i < 5 ? 'acme' : 'other', i))),
  )
  const answers: number[] = []
  const { store } = collector
  const all: typeof store.all = async (sql, params) => {
    const rows = await store.all(sql, params)
    if (sql.includes('FROM counts')) answers.push(rows.length)
    return rows
  }
  const space = String((await store.all('SELECT space FROM touched LIMIT 1'))[0]?.space)
  const [whole, inParts] = [createPeople(store), createPeople({ all }, 3)]
  const account = await inParts.ofAccount(space, 'g:acme')
  expect(account.rows).toHaveLength(people.length * 7)
  expect(sorted(account)).toEqual(sorted(await whole.ofAccount(space, 'g:acme')))
  expect(sorted(await inParts.ofUser(space, 'u:zoë'))).toEqual(sorted(await whole.ofUser(space, 'u:zoë')))
  expect(Math.max(...answers)).toBe(4)
})
