import { expect, test } from 'vitest'
import type { Entry } from './queue.ts'
import { type Answer, createSender, GATHER_MS, type SenderPorts } from './sender.ts'

const entry = (id: string, bytes = 100): Entry => ({
  event: {
    id,
    type: 'track',
    name: id,
    properties: {},
    context: {},
    at: 0,
    assisted: false,
    anonymousId: 'a',
  },
  state: 'queued',
  owner: 'a:a',
  seq: 1,
  bytes,
})
const ok: Answer = { status: 200, waitMs: 0, body: { success: true } }

const setUp = (answers: Answer[], names: readonly string[], more: Partial<SenderPorts> = {}) => {
  let pending = names.map(name => entry(name))
  let until = 0
  let time = 0
  const sent: string[][] = []
  const refused: string[] = []
  const halts: number[] = []
  const timers: { at: number; then: () => void }[] = []
  const drop = (batch: readonly Entry[]) => {
    pending = pending.filter(one => !batch.some(sent => sent.event.id === one.event.id))
  }
  const ports: SenderPorts = {
    maySend: () => true,
    waiting: () => pending,
    hasQuestion: () => false,
    bodyOf: batch => batch.map(one => one.event.id).join(),
    squeeze: async body => body,
    async post(body) {
      sent.push(`${body}`.split(','))
      return answers.shift() ?? ok
    },
    accepted: drop,
    refused(batch) {
      refused.push(...batch.map(one => one.event.id))
      drop(batch)
    },
    halted: ({ status }) => halts.push(status),
    blockedUntil: () => until,
    block(next) {
      until = next
    },
    now: () => time,
    random: () => 0.5,
    wait(ms, then) {
      const timer = { at: time + ms, then }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
    ...more,
  }
  return {
    sender: createSender(ports),
    sent,
    refused,
    halts,
    waits: () => timers.map(timer => timer.at - time),
    async pass(ms: number) {
      time += ms
      for (const timer of timers.splice(0)) timer.then()
      for (let i = 0; i < 20; i++) await Promise.resolve()
    },
    add: (name: string) => pending.push(entry(name)),
  }
}

test('events are gathered, then sent in one request', async () => {
  const { sender, sent, waits, pass } = setUp([], ['a', 'b'])
  sender.schedule()
  sender.schedule()
  expect(waits()).toEqual([GATHER_MS])
  await pass(GATHER_MS)
  expect(sent).toEqual([['a', 'b']])
})

test('no answer and 503 are tried again later, with growing delays', async () => {
  const { sender, sent, waits, pass } = setUp(
    [
      { status: 0, waitMs: 0 },
      { status: 503, waitMs: 0 },
    ],
    ['a'],
  )
  await sender.flush()
  expect(waits()).toEqual([500])
  await pass(500)
  expect(waits()).toEqual([1000])
  await pass(1000)
  expect(sent).toEqual([['a'], ['a'], ['a']])
})

test('Retry-After outranks the own delay, and flush does not break it', async () => {
  const { sender, sent, waits } = setUp([{ status: 429, waitMs: 60_000 }], ['a'])
  await sender.flush()
  expect(waits()).toEqual([60_000])
  await sender.flush()
  expect(sent).toHaveLength(1)
})

test('a refused batch is halved until the bad message stands alone', async () => {
  const bad = { status: 400, waitMs: 0 }
  const { sender, sent, refused } = setUp([bad, ok, bad, ok, bad], ['a', 'b', 'c', 'd'])
  await sender.flush()
  expect(sent).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']])
  expect(refused).toEqual(['d'])
})

test('a wrong key stops sending and keeps the queue', async () => {
  const { sender, sent, halts, refused } = setUp([{ status: 401, waitMs: 0 }], ['a'])
  await sender.flush()
  await sender.flush()
  expect([sent, halts, refused]).toEqual([[['a']], [401], []])
})

test('a 200 that is not the collector’s is no acknowledgement', async () => {
  const { sender, sent, pass } = setUp([{ status: 200, waitMs: 0, body: undefined }], ['a'])
  await sender.flush()
  await pass(1000)
  expect(sent).toEqual([['a'], ['a']])
})

test('what is handed off is not sent again while its answer is awaited', async () => {
  const { sender, sent } = setUp([], ['a'])
  sender.handOff([entry('a')])
  await sender.flush()
  expect(sent).toEqual([['a']])
})

test('what is armed is left to the browser when the page goes; what fits nowhere is counted', () => {
  const armed = new Set<string>()
  const { sender, sent } = setUp([], [], {
    postLater(body) {
      armed.add(body)
      return () => armed.delete(body)
    },
  })
  const all = ['a', 'b', 'c'].map(name => entry(name, 50_000))
  sender.arm(all)
  sender.handOff(all)
  expect([[...armed], sent, sender.uncovered(all)]).toEqual([['a'], [['b']], 1])
})

test('where the browser arms nothing all of it is handed off', () => {
  const { sender, sent } = setUp([], [], { postLater: () => undefined })
  sender.arm([entry('a')])
  expect(sender.uncovered([entry('a')])).toBe(1)
  sender.handOff([entry('a')])
  expect(sent).toEqual([['a']])
})

test('what was armed and is sent after all is called back', async () => {
  const armed = new Set<string>()
  const { sender, sent } = setUp([], ['a'], {
    postLater(body) {
      armed.add(body)
      return () => armed.delete(body)
    },
  })
  sender.arm([entry('a')])
  await sender.flush()
  expect([[...armed], sent]).toEqual([[], [['a']]])
})
