import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aProgram, aRow, daysAgo, NOON } from '../../test/sample.ts'
import {
  DAY_MS,
  dayOf,
  inLifeOrder,
  type LifeInput,
  type LifeRecord,
  lifeFactsOf,
  lifeStages,
  lifeTransitions,
  presentStage,
  type Row,
  type Touch,
} from '../index.ts'

const program = aProgram()
const NOTHING = { firstEventAt: null, activatingAt: null, halfAt: null, firstValueAt: null }

const rowAt = (at: number): Row => aRow({ day: dayOf(at), first: at, last: at, none: 1 })
const aTouch = (kind: Touch['kind'], at: number, reason = ''): Touch => ({
  id: `${kind}-${at}`,
  at,
  by: 'Kim',
  kind,
  reason,
})

const input = (over: Partial<LifeInput> = {}): LifeInput => ({
  program,
  rowsOf: {},
  signedUpAt: daysAgo(40),
  milestones: NOTHING,
  pqls: [],
  touches: [],
  trial: null,
  risk: null,
  expansion: null,
  now: NOON,
  ...over,
})

const marks = (over: Partial<LifeInput> = {}) => lifeStages(lifeFactsOf(input(over)))
const said = (over: Partial<LifeInput> = {}) =>
  marks(over).map(({ cycle, stage, at }) => [cycle, stage, (NOON - at) / DAY_MS])

const WAY = {
  milestones: {
    firstEventAt: daysAgo(39),
    activatingAt: daysAgo(38),
    halfAt: daysAgo(36),
    firstValueAt: daysAgo(35),
  },
  pqls: [{ at: daysAgo(30), say: 'Ran into the lock.' }],
}
const bought = (days: number) => ({ $subscribed: [rowAt(daysAgo(days))] })

describe('the life of an account', () => {
  test('[L13] from sign-up to a purchase, each dated by its evidence', () => {
    expect(
      said({
        ...WAY,
        rowsOf: { ...bought(20), '$message-out': [rowAt(daysAgo(29)), rowAt(daysAgo(25))] },
      }),
    ).toEqual([
      [1, 'signed-up', 40],
      [1, 'activating', 38],
      [1, 'first-value', 35],
      [1, 'pql', 30],
      [1, 'touched', 29],
      [1, 'won', 20],
    ])
  })

  test('[L13] where it stands is the furthest point of the present cycle', () => {
    expect(presentStage([])).toEqual({ stage: 'signed-up', cycle: 1, since: null, reopenedAt: null })
    expect(presentStage(marks())).toMatchObject({ stage: 'signed-up', cycle: 1, since: daysAgo(40) })
    const early = { ...WAY, touches: [aTouch('touched', daysAgo(39))] }
    expect(presentStage(marks(early))).toMatchObject({ stage: 'touched', cycle: 1, since: daysAgo(39) })
    expect(presentStage(marks({ touches: [aTouch('recycled', daysAgo(3))] }))).toMatchObject({
      stage: 'recycled',
      cycle: 2,
    })
  })

  test('[L13] a declared trial that ends without a purchase is lost; one that nobody declared is not', () => {
    const trial = { startsAt: daysAgo(40), endsAt: daysAgo(26), isDeclared: true }
    expect(presentStage(marks({ trial })).stage).toBe('lost')
    expect(presentStage(marks({ trial: { ...trial, isDeclared: false } })).stage).toBe('signed-up')
    expect(presentStage(marks({ trial: { ...trial, endsAt: NOON + 1 } })).stage).toBe('signed-up')
    expect(presentStage(marks({ trial, rowsOf: bought(27) })).stage).toBe('won')
  })

  test('[L13] who buys, or qualifies, after a loss begins the next cycle', () => {
    const trial = { startsAt: daysAgo(40), endsAt: daysAgo(26), isDeclared: true }
    expect(said({ trial, rowsOf: bought(20) })).toEqual([
      [1, 'signed-up', 40],
      [1, 'lost', 26],
      [2, 'recycled', 20],
      [2, 'won', 20],
    ])
    expect(said({ trial, pqls: [{ at: daysAgo(5), say: 'Asked.' }] }).slice(2)).toEqual([
      [2, 'recycled', 5],
      [2, 'pql', 5],
    ])
  })

  test('[L13] a cancellation ends it, a change of plan does not, and a return is a new cycle', () => {
    const life = (cancelled: number, again?: number) =>
      said({
        rowsOf: {
          $subscribed: [rowAt(daysAgo(20)), ...(again === undefined ? [] : [rowAt(daysAgo(again))])],
          $cancelled: [rowAt(daysAgo(cancelled))],
        },
      }).slice(2)
    expect(life(10)).toEqual([[1, 'churned', 10]])
    expect(life(10, 9)).toEqual([])
    expect(life(10, 8)).toEqual([
      [1, 'churned', 10],
      [2, 'recycled', 8],
      [2, 'won', 8],
    ])
  })

  test('[L13] signals that mean conversion and cancellation count like the reserved events', () => {
    const own = aProgram({
      signals: [
        { key: 'paid', name: 'Paid', on: { event: 'Paid' }, means: ['conversion'] },
        { key: 'quit', name: 'Quit', on: { event: 'Quit' }, means: ['cancellation'] },
      ],
    })
    const rowsOf = { paid: [rowAt(daysAgo(9))], quit: [rowAt(daysAgo(2))] }
    expect(said({ program: own, rowsOf }).slice(1)).toEqual([
      [1, 'won', 9],
      [1, 'churned', 2],
    ])
  })

  test('[L13] a person’s later word corrects an earlier one, but no purchase', () => {
    const won = aTouch('won', daysAgo(9))
    const lost = aTouch('lost', daysAgo(8), 'Went elsewhere')
    expect(said({ touches: [won, lost] }).slice(1)).toEqual([[1, 'lost', 8]])
    expect(marks({ touches: [won, lost] }).at(-1)?.reasons).toEqual(['Marked as lost: Went elsewhere'])
    expect(said({ touches: [won, lost], rowsOf: bought(9) }).slice(1)).toEqual([[1, 'won', 9]])
  })

  test('[L23] a customer may be at risk and expanding; nobody else is', () => {
    const both = { risk: 'Use is falling.', expansion: 'Able on what API builds on, without having it.' }
    expect(presentStage(marks({ ...both, rowsOf: bought(9) })).stage).toBe('at-risk')
    expect(presentStage(marks({ ...both, risk: null, rowsOf: bought(9) })).stage).toBe('expanding')
    expect(presentStage(marks(both)).stage).toBe('signed-up')
  })

  test('[L14] a state that lasts keeps the date at which it was noticed first', () => {
    const noticed = {
      id: 'x',
      cycle: 1,
      stage: 'at-risk',
      at: daysAgo(3),
      reasons: [],
      version: 'v1',
    } as const
    const found = marks({ risk: 'It fell.', rowsOf: bought(9) })
    expect(presentStage(found, [noticed])).toMatchObject({ stage: 'at-risk', since: daysAgo(3) })
    expect(presentStage(found, [{ ...noticed, withdrawnAt: daysAgo(2) }]).since).toBe(NOON)
    expect(presentStage(found).since).toBe(NOON)
  })

  test('[L14] a state that lasts for another reason is written anew, as old as it was noticed first', () => {
    const noticed = {
      id: 'x',
      cycle: 1,
      stage: 'at-risk',
      at: daysAgo(3),
      reasons: ['Nobody used it for a week.'],
      version: 'v1',
    } as const
    const found = marks({ risk: 'It fell.', rowsOf: bought(9) }).filter(one => one.isState)
    expect(lifeTransitions([noticed], found)).toMatchObject({
      write: [{ stage: 'at-risk', at: daysAgo(3), reasons: ['It fell.'], isNew: false }],
      withdraw: [noticed],
    })
    expect(lifeTransitions([{ ...noticed, reasons: ['It fell.'] }], found)).toEqual({
      write: [],
      withdraw: [],
    })
  })

  test('[L13] a cycle begins when the account was taken up again, the first with nothing', () => {
    expect(presentStage(marks()).reopenedAt).toBeNull()
    const pqls = [{ at: daysAgo(2), say: 'Asked.' }]
    const found = marks({ touches: [aTouch('recycled', daysAgo(3))], pqls })
    expect(presentStage(found)).toMatchObject({ stage: 'pql', cycle: 2, reopenedAt: daysAgo(3) })
  })
})

/** Keeps records as a store would. */
const write = (written: readonly LifeRecord[], over: Partial<LifeInput>): readonly LifeRecord[] => {
  const { write: added, withdraw } = lifeTransitions(written, marks(over))
  return [
    ...written.map(one => (withdraw.includes(one) ? { ...one, withdrawnAt: NOON } : one)),
    ...added.map(({ cycle, stage, at, reasons }, i) => ({
      id: `${written.length + i}`,
      cycle,
      stage,
      at,
      reasons,
      version: 'v',
    })),
  ]
}
const standing = (written: readonly LifeRecord[]) =>
  written
    .filter(one => one.withdrawnAt === undefined)
    .map(({ cycle, stage, at }) => `${cycle} ${stage} ${at}`)
    .sort()

describe('writing a life down', () => {
  test('[L14] a stage is written once a cycle, and nothing more while nothing changes', () => {
    const once = write([], WAY)
    expect(once.map(one => one.stage)).toEqual(['signed-up', 'activating', 'first-value', 'pql'])
    expect(write(once, WAY)).toEqual(once)
  })

  test('[L14] a correction withdraws what was written, and writes the right date beside it', () => {
    const before = write([], WAY)
    const earlier = { ...WAY, milestones: { ...WAY.milestones, firstValueAt: daysAgo(37) } }
    const after = write(before, earlier)
    expect(after.slice(0, before.length).map(one => one.at)).toEqual(before.map(one => one.at))
    expect(after.find(one => one.stage === 'first-value')?.withdrawnAt).toBe(NOON)
    expect(after.at(-1)).toMatchObject({ stage: 'first-value', at: daysAgo(37) })
    expect(lifeTransitions(before, marks(earlier)).write.map(one => one.isNew)).toEqual([false])
    expect(lifeTransitions([], marks(earlier)).write.every(one => one.isNew)).toBe(true)
  })

  test('[L14] evidence that is gone withdraws what stood on it', () => {
    const before = write([], WAY)
    expect(standing(write(before, { ...WAY, pqls: [] }))).toEqual(standing(write([], { ...WAY, pqls: [] })))
  })

  test('[L14] a state keeps the date at which it was noticed, until it is over', () => {
    const risky = { risk: 'Use is falling.', rowsOf: bought(9) }
    const first = write([], { ...risky, now: daysAgo(2) })
    const later = write(first, { ...risky, now: NOON })
    expect(later).toEqual(first)
    expect(standing(write(later, { rowsOf: bought(9) }))).toEqual(standing(write([], { rowsOf: bought(9) })))
  })

  test('[L13] facts in any order, and in any portions, leave the same standing', () => {
    const day = fc.integer({ min: 0, max: 45 })
    const fact = fc.oneof(
      fc.record({ kind: fc.constantFrom('$subscribed', '$cancelled', '$message-out'), day }),
      fc.record({ kind: fc.constantFrom('touched', 'won', 'lost', 'recycled'), day }),
      fc.record({ kind: fc.constantFrom('pql', 'activatingAt', 'firstValueAt', 'trial'), day }),
    )
    const gather = (
      facts: readonly { readonly kind: string; readonly day: number }[],
    ): Partial<LifeInput> => {
      const days = (kind: string) => facts.filter(one => one.kind === kind).map(one => daysAgo(one.day))
      const first = (kind: string) => (days(kind).length === 0 ? null : Math.min(...days(kind)))
      const end = first('trial')
      return {
        rowsOf: Object.fromEntries(
          ['$subscribed', '$cancelled', '$message-out'].map(kind => [kind, days(kind).map(rowAt)]),
        ),
        touches: (['touched', 'won', 'lost', 'recycled'] as const).flatMap(kind =>
          days(kind).map(at => aTouch(kind, at)),
        ),
        pqls: days('pql').map(at => ({ at, say: 'Asked.' })),
        milestones: { ...NOTHING, activatingAt: first('activatingAt'), firstValueAt: first('firstValueAt') },
        trial: end === null ? null : { startsAt: daysAgo(45), endsAt: end, isDeclared: true },
      }
    }
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 10 }), fc.nat(), (facts, seed) => {
        const turned = [
          ...facts.slice(seed % (facts.length + 1)),
          ...facts.slice(0, seed % (facts.length + 1)),
        ]
        const inPortions = turned.reduce<readonly LifeRecord[]>(
          (written, _, i) => write(written, gather(turned.slice(0, i + 1))),
          [],
        )
        const atOnce = write([], gather(facts))
        expect(standing(facts.length === 0 ? atOnce : inPortions)).toEqual(standing(atOnce))
        const keys = standing(atOnce).map(one => one.split(' ').slice(0, 2).join(' '))
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 50 },
    )
  })
})

test('[L13] of one instant the stages stand in the order of a life', () => {
  const record = (stage: LifeRecord['stage'], at: number, cycle = 1): LifeRecord => ({
    id: stage,
    cycle,
    stage,
    at,
    version: 'v',
    reasons: [],
  })
  const said = inLifeOrder([
    record('recycled', NOON, 2),
    record('lost', NOON),
    record('pql', daysAgo(2)),
    record('first-value', daysAgo(2)),
    record('activating', daysAgo(2)),
    record('signed-up', daysAgo(2)),
  ]).map(one => one.stage)
  expect(said).toEqual(['signed-up', 'activating', 'first-value', 'pql', 'lost', 'recycled'])
})
