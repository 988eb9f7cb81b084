import { allSignals, factsOf, hash53, type Program, progressOf, type Row } from '@fireball/core'

const NOW = Date.parse('2026-03-10T12:00:00Z')
const DAY_MS = 86_400_000

const program: Program = {
  format: 1,
  name: 'Million',
  signals: [{ key: 'read', name: 'Read a report', on: { event: 'Report Read' } }],
  checklists: [],
  skills: [{ key: 'read', name: 'Read a report', why: 'It says what worked.', shownBy: ['read'] }],
  features: [{ key: 'reports', name: 'Reports', skills: ['read'] }],
  nudges: [],
  prompts: [],
}

const rowsOf = (count: number, signal: string): readonly Row[] =>
  Array.from({ length: count }, (_, i) => {
    const at = NOW - (i % 400) * DAY_MS
    const isRight = i % 10 > 0
    return {
      user: 'u:ann' as Row['user'],
      signal,
      context: hash53(`report ${i}`),
      day: Math.floor(at / DAY_MS),
      success: isRight ? 1 : 0,
      successAssisted: 0,
      failure: isRight ? 0 : 1,
      failureAssisted: 0,
      none: 0,
      noneAssisted: 0,
      sum: 0,
      first: at,
      last: at,
    }
  })

/**
 * What a million contexts of one skill cost: CPU ms of all views of the user (facts and progress), and of a bare loop that
 * adds up the same rows once; the best of `rounds`, each.
 */
export const measureMillion = (count = 1_000_000, rounds = 3): { viewMs: number; bareMs: number } => {
  const signals = allSignals(program)
  const rows = rowsOf(count, signals.find(({ key }) => key === 'read')?.hash ?? '')
  const known = { rows, registers: {} }
  const best = (run: () => void): number =>
    Math.min(
      ...Array.from({ length: rounds }, () => {
        const before = process.cpuUsage()
        run()
        return process.cpuUsage(before).user / 1000
      }),
    )
  let kept = 0
  const bareMs = best(() => {
    for (const { success, failure } of rows) kept += success - failure
  })
  const viewMs = best(() => {
    const { skills } = factsOf({ program, signals, user: known, userId: 'ann', account: known, now: NOW })
    kept += progressOf({ program, signals, rows, skills, now: NOW }).able
  })
  if (!Number.isFinite(kept)) throw new Error('nothing was added up')
  return { viewMs, bareMs }
}
