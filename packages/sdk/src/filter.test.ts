import type { FireballEvent } from '@fireball/core'
import { expect, test } from 'vitest'
import { asPlugged, type Before } from './before.ts'
import { filterBy } from './filter.ts'

const event: FireballEvent = {
  id: '1',
  anonymousId: 'a',
  type: 'track',
  name: 'Report Built',
  properties: { email: 'a@example.com', context: 'r1' },
  context: {},
  at: 5,
  assisted: false,
}
const after = (hook: Before, one = event) => asPlugged(hook)(one)

test('a hook changes name and properties, and nothing else; what it gives is cleaned', () => {
  expect(after(one => one)).toEqual(event)
  const cycle: Record<string, unknown> = { n: 10n }
  cycle.self = cycle
  expect(after(() => ({ name: 'Other', properties: cycle, id: 'x', at: 0 }))).toEqual({
    ...event,
    name: 'Other',
    properties: { n: '10' },
  })
  expect(after(() => ({ name: '\u0000', properties: 'none' }))).toEqual({ ...event, properties: {} })
  expect(after(() => null)).toBeUndefined()
  expect(after(() => undefined)).toBeUndefined()
})

test('lists: what is denied goes, and where something is allowed all else; deny wins', () => {
  const properties = { context: 'r1' }
  expect(after(filterBy({ deny: { properties: ['email'] } }))).toEqual({ ...event, properties })
  expect(after(filterBy({ allow: { properties: ['context', 'outcome'] } }))).toEqual({ ...event, properties })
  expect(after(filterBy({ deny: { events: ['Report Built'] } }))).toBeUndefined()
  expect(after(filterBy({ allow: { events: ['Other'] } }))).toBeUndefined()
  const both = { allow: { events: ['Report Built'] }, deny: { events: ['Report Built'] } }
  expect(after(filterBy(both))).toBeUndefined()
  const own = { ...event, name: 'Prompt Shown' }
  expect(after(filterBy({ allow: { events: [], properties: [] } }), own)).toEqual(own)
})
