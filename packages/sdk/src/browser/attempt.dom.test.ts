// @vitest-environment happy-dom
import { type FireballEvent, interpret, publicProgram } from '@fireball/core'
import { afterEach, expect, test } from 'vitest'
import { watchAttempt } from './attempt.ts'

const program = publicProgram({
  format: 1,
  name: 'Kites',
  signals: [
    { key: 'opened', name: 'Opened', on: { event: 'Builder Opened' }, outcome: 'none' },
    { key: 'built', name: 'Built', on: { event: 'Report Built' } },
  ],
  checklists: [],
  skills: [{ key: 'build', name: 'Build', why: 'Figures.', shownBy: ['opened', 'built'] }],
  features: [],
  nudges: [],
  prompts: [],
})
const SECOND = 1000
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  see('visible')
})

const see = (state: 'visible' | 'hidden') => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

/** A visit of some pages, whose clock is moved by hand. */
const aVisit = () => {
  let time = 1_800_000_000_000
  const log: FireballEvent[] = []
  const acts = new Set<() => void>()
  const told: string[] = []
  const noted = new Map<string, string>()
  const open = () => {
    const stop = watchAttempt({
      notes: {
        read: name => noted.get(name) ?? null,
        write: (name, text) => noted.set(name, text).size > 0,
      },
      events: () => log,
      program: () => program,
      onEvent(act) {
        acts.add(act)
        return () => acts.delete(act)
      },
      stuck: ({ kind, skill }) => void told.push(`${skill} by ${kind}`),
      interpret,
      now: () => time,
    })
    stops.push(stop)
    return stop
  }
  const record = (name: string, properties: FireballEvent['properties'] = {}) => {
    log.push({ id: `${log.length}`, type: 'track', name, properties, context: {}, at: time, assisted: false })
    for (const act of acts) act()
  }
  /** Goes on for so many seconds with a sign of somebody every `every`. */
  const go = (seconds: number, every = 10, sign = 'keydown') => {
    for (let left = seconds; left > 0; left -= every) {
      time += Math.min(every, left) * SECOND
      window.dispatchEvent(new Event(sign))
    }
  }
  return { open, record, go, told, noted, log, wait: (seconds: number) => (time += seconds * SECOND) }
}

test('five active minutes after a start without an outcome', () => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(290)
  expect(visit.told).toEqual([])
  visit.go(10)
  expect(visit.told).toEqual(['build by no-outcome'])
  visit.go(600)
  expect(visit.told).toEqual(['build by no-outcome'])
})

test.each(['pointerdown', 'pointermove', 'keydown', 'scroll'])('%s is a sign of somebody', sign => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(300, 10, sign)
  expect(visit.told).toEqual(['build by no-outcome'])
})

test('a pause counts for half a minute at most', () => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(5 * 120, 120)
  expect(visit.told).toEqual([])
  visit.go(5 * 120, 120)
  expect(visit.told).toEqual(['build by no-outcome'])
})

test('time out of view does not count', () => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(200)
  see('hidden')
  visit.go(300)
  see('visible')
  expect(visit.told).toEqual([])
  visit.go(90)
  expect(visit.told).toEqual([])
  visit.go(10)
  expect(visit.told).toEqual(['build by no-outcome'])
})

test('an outcome ends it, one that only another tab heard too', () => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(200)
  visit.record('Report Built', { outcome: 'failure' })
  visit.go(400)
  expect(visit.told).toEqual([])
  visit.record('Builder Opened')
  visit.go(200)
  visit.log.push({ ...(visit.log[1] as FireballEvent), id: 'elsewhere', at: 1_800_000_700_000 })
  visit.go(200)
  expect(visit.told).toEqual([])
})

test('half an hour after the start it is over, however little was done', () => {
  const visit = aVisit()
  visit.open()
  visit.record('Builder Opened')
  visit.go(280)
  visit.wait(26 * 60)
  visit.go(100)
  expect(visit.told).toEqual([])
})

test('the next page of the visit goes on counting', () => {
  const visit = aVisit()
  const leave = visit.open()
  visit.record('Builder Opened')
  visit.go(200)
  see('hidden')
  leave()
  see('visible')
  visit.open()
  visit.go(90)
  expect(visit.told).toEqual([])
  visit.go(10)
  expect(visit.told).toEqual(['build by no-outcome'])
})

test('it listens only while something is begun, and not once it is stopped', () => {
  const visit = aVisit()
  const stop = visit.open()
  visit.go(400)
  visit.record('Builder Opened')
  visit.go(200)
  stop()
  visit.go(200)
  expect(visit.told).toEqual([])
})
