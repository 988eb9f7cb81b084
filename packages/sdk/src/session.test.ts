import { expect, test } from 'vitest'
import { createSessions, parseSession, SESSION, sessionAt } from './session.ts'

const T = 1_800_000_000_000
const notesIn = (kept: Map<string, string>) => {
  let writes = 0
  return {
    writes: () => writes,
    notes: {
      read: (name: string) => kept.get(name) ?? null,
      write(name: string, text: string) {
        writes++
        kept.set(name, text)
      },
    },
  }
}

test('a session goes on while events come, and ends after 30 minutes without one', () => {
  const sessions = createSessions(notesIn(new Map()))
  expect(sessions.contextAt(T)).toEqual({ sessionId: T / 1000, sessionStart: true })
  expect(sessions.contextAt(T + 1_000_000)).toEqual({ sessionId: T / 1000 })
  expect(sessions.contextAt(T + 2_000_000)).toEqual({ sessionId: T / 1000 })
  const later = T + 2_000_000 + SESSION.idleMs
  expect(sessions.contextAt(later)).toEqual({ sessionId: later / 1000, sessionStart: true })
})

test('midnight does not end it, a day does', () => {
  const begun = { id: T / 1000, at: T + SESSION.mostMs - 1000 }
  expect(sessionAt(begun, T + SESSION.mostMs - 1).isNew).toBe(false)
  expect(sessionAt(begun, T + SESSION.mostMs).isNew).toBe(true)
})

test('tabs share it, and a burst writes once', () => {
  const kept = new Map<string, string>()
  const [one, two] = [notesIn(kept), notesIn(kept)]
  const [first, second] = [createSessions(one), createSessions(two)]
  for (let i = 0; i < 100; i++) first.contextAt(T + i)
  expect(second.contextAt(T + 200)).toEqual({ sessionId: T / 1000 })
  expect([one.writes(), two.writes()]).toEqual([1, 0])
})

test('a clock set back ends nothing, and two sessions never share a number', () => {
  expect(sessionAt({ id: T / 1000, at: T }, T - 5_000_000).isNew).toBe(false)
  const { session } = sessionAt({ id: T / 1000 + 9_999_999, at: T - SESSION.idleMs }, T)
  expect(session.id).toBe(T / 1000 + 10_000_000)
})

test('what is no session is none', () => {
  for (const text of [null, '', 'x', '1', '1 2 3', '-1 5', '{"id":1}'])
    expect(parseSession(text)).toBeUndefined()
})
