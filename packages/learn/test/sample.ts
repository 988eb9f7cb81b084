import { type CompiledSignal, compileSignals, DAY_MS, hash53, type Row, userKey } from '@fireball/core'
import type { Evidence, UserEvidence } from '../src/training-set.ts'

/** Numbers in [0, 1), the same for the same seed. Source: mulberry32 by Tommy Ettinger, public domain. */
export const createDice = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const signals: readonly CompiledSignal[] = compileSignals(
  ['built', 'shared', 'sent'].map(key => ({ key, name: key, on: { event: key } })),
)
/** The last skill is shown by two signals, one of which shows another skill too. */
export const skills = [
  { key: 'build', shownBy: ['built'] },
  { key: 'share', shownBy: ['shared'] },
  { key: 'tell', shownBy: ['shared', 'sent'] },
]

export const aRow = (over: Partial<Row> = {}): Row => ({
  user: userKey('ann'),
  signal: signals[0]?.hash ?? '',
  context: hash53('a'),
  day: 0,
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: 0,
  noneAssisted: 0,
  sum: 0,
  first: (over.day ?? 0) * DAY_MS,
  last: (over.day ?? 0) * DAY_MS,
  ...over,
})

export const evidenceOf = (users: readonly UserEvidence[]): Evidence => ({ users, skills, signals })

export const aUser = (name: string, rows: readonly Row[]): UserEvidence => ({
  user: name,
  account: name,
  rows,
})

/**
 * People whose ability varies, on contexts of known difficulty: `hard-0` … `hard-4` and `easy-0` … `easy-4`, a try a day
 * for `days` days.
 */
export const aCrowd = (size: number, days: number, seed: number): readonly UserEvidence[] => {
  const dice = createDice(seed)
  const bell = (): number => 2 * (dice() + dice() + dice() - 1.5)
  return Array.from({ length: size }, (_, n) => {
    const level = 1.2 * bell()
    const rows = Array.from({ length: days }, (_, day) => {
      const isHard = dice() < 0.5
      const signal = signals[Math.floor(dice() * signals.length)]
      const context = hash53(`${isHard ? 'hard' : 'easy'}-${Math.floor(dice() * 5)}`)
      const isRight = dice() < 1 / (1 + Math.exp(-(level + (isHard ? -1.5 : 1.5))))
      return aRow({
        signal: signal?.hash ?? '',
        context,
        day,
        success: Number(isRight),
        failure: Number(!isRight),
      })
    })
    return aUser(`user-${n}`, rows)
  })
}
