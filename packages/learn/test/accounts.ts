import { type CompiledSignal, compileSignals, type Program, type Row } from '@fireball/core'
import type { AccountHistory } from '../src/propensity/history.ts'

/** A program that counts reports (which can fail), logins, invoices, and plans bought. */
export const PROGRAM = {
  signals: [
    { key: 'report', name: 'Ran a report', on: { event: 'Report Run' } },
    { key: 'login', name: 'Logged in', on: { event: 'Logged In' }, outcome: 'none' },
    { key: 'invoice', name: 'Got an invoice', on: { event: 'Invoice Sent' }, outcome: 'none' },
    {
      key: 'plans',
      name: 'Looked at plans',
      on: { event: 'Plans Seen' },
      outcome: 'none',
      means: ['intent'],
    },
    { key: 'bought', name: 'Bought', on: { event: 'Bought' }, outcome: 'none', means: ['conversion'] },
  ],
  skills: [{ key: 'reports', name: 'Run reports', why: 'You see it.', shownBy: ['report'] }],
} as const satisfies Pick<Program, 'signals' | 'skills'>

export const SIGNALS: readonly CompiledSignal[] = compileSignals(PROGRAM.signals)

const DAY_MS = 86_400_000

/** One row of evidence: so many events of a signal on a day. */
export const aRow = (key: string, day: number, more: Partial<Row> = {}): Row => ({
  user: 'u:ann',
  signal: SIGNALS.find(one => one.key === key)?.hash ?? '',
  context: '',
  day,
  success: 0,
  successAssisted: 0,
  failure: 0,
  failureAssisted: 0,
  none: key === 'report' ? 0 : 1,
  noneAssisted: 0,
  sum: 0,
  first: day * DAY_MS,
  last: day * DAY_MS + 1,
  ...more,
})

/** The same numbers in every run. */
export const dice = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** What hides in a made-up population. */
export interface Hidden {
  /** Who has bought gets an invoice, and hardly anybody else. */
  readonly hasInvoices?: boolean
  /** Nobody's use says anything. */
  readonly isNoise?: boolean
}

/**
 * Accounts that begin one after the other; those that are used daily and look at plans mostly convert within the month.
 * The odds of the types say of all of them what the busiest would deserve.
 */
export const aPopulation = (count: number, seed: number, hidden: Hidden = {}): readonly AccountHistory[] => {
  const random = dice(seed)
  return Array.from({ length: count }, (_, i): AccountHistory => {
    const beganOn = 20_000 + Math.floor((i * 200) / count)
    const drive = random()
    const rows: Row[] = []
    for (let age = 0; age < 30; age++) {
      if (random() < 0.15 + 0.75 * drive)
        rows.push(aRow('login', beganOn + age, { none: 1 + Math.floor(3 * random()) }))
      if (random() < 0.3 * drive)
        rows.push(
          aRow('report', beganOn + age, {
            context: `c${age % 4}`,
            success: 1,
            failure: random() < 0.3 ? 1 : 0,
          }),
        )
      if (random() < 0.1 * drive) rows.push(aRow('plans', beganOn + age))
    }
    const chance = hidden.isNoise === true ? 0.3 : 1 / (1 + Math.exp(-(9 * drive - 6)))
    const convertedOn = random() < chance ? beganOn + 4 + Math.floor(random() * 24) : undefined
    if (convertedOn !== undefined) {
      rows.push(aRow('bought', convertedOn))
      if (hidden.hasInvoices === true) rows.push(aRow('invoice', convertedOn, { none: 2 }))
    } else if (hidden.hasInvoices === true && random() < 0.02) rows.push(aRow('invoice', beganOn + 5))
    return {
      account: `g:${String(i).padStart(5, '0')}`,
      rows: rows.length === 0 ? [aRow('login', beganOn)] : rows,
      beganOn,
      convertedOn,
      traitsOn: () => ({}),
      oddsOn: () => 0.75,
    }
  })
}
