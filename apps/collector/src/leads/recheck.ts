import { dayOf, joinRegisterKey, type Register, type Row, splitRegisterKey } from '@fireball/core'
import type { LoadedRow } from '../count-row.ts'
import { type StandingInput, standingOf } from '../standing.ts'
import type { Written } from './history.ts'
import { type Seen, tellsOf } from './seen.ts'

/** An account, looked at again as of the moment of something that was written of it. */
export type RecheckInput = Pick<StandingInput, 'live' | 'loaded' | 'akey'>

const PRIME = 0x01000193

const mix = (seed: number, text: string): number => {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}

/** A row that had ended by then stands as it was: nothing but late evidence changes it. */
const isOver = (row: Row, at: number): boolean => row.last < at

/**
 * Says which evidence from before an instant is known: while it is the same, what was decided then need not be decided
 * again. Of what went on at that instant only its beginning counts.
 */
export const markOf = ({ loaded }: Pick<RecheckInput, 'loaded'>, own: readonly Row[], at: number): string => {
  let total = 0
  const day = dayOf(at)
  const users = new Map<string, number>()
  const hashOf = (user: string): number => {
    const hash = users.get(user) ?? mix(0, user)
    users.set(user, hash)
    return hash
  }
  for (const row of loaded.rows) {
    if (row.day > day || row.first > at) continue
    // Hardly two rows of one user begin at the same time.
    const key = hashOf(row.user) + (row.first % 1e9)
    total += isOver(row, at)
      ? ((key + 3 * row.success + 5 * row.failure + 7 * row.none + 11 * row.successAssisted + 13 * row.sum) %
          2 ** 40) +
        (row.last % 1e9)
      : key
  }
  let ours = 0
  for (const row of own) if (row.day <= day && row.first <= at) ours++
  for (const [key, register] of Object.entries(loaded.evidence.registers))
    if (register.at < at) total += mix(mix(register.at % 2 ** 31, key), register.id)
  return `${total.toString(36)}/${ours}`
}

const rowKey = ({ akey, signal, context }: LoadedRow): string => `${akey}\t${signal}\t${context}`

/**
 * Rows as they stood at an instant. What went on at that very time cannot be taken apart: of who carried it, it counts
 * whole, or as it was seen; of others whole.
 */
const rowsThen = (rows: readonly LoadedRow[], at: number, seen: Seen | undefined): readonly LoadedRow[] => {
  const day = dayOf(at)
  const pool = new Map<string, LoadedRow[]>()
  for (const row of seen?.rows ?? []) {
    const key = rowKey(row)
    pool.set(key, [...(pool.get(key) ?? []), row])
  }
  const then: LoadedRow[] = []
  for (const row of rows) {
    if (row.day > day || row.first > at) continue
    if (isOver(row, at)) then.push(row)
    else if (seen === undefined || row.user !== seen.user)
      then.push(row.last > at ? { ...row, last: at } : row)
    else {
      const was = pool.get(rowKey(row))?.shift()
      if (was !== undefined) then.push(was)
    }
  }
  return then
}

/** Registers as they stood at an instant: the newest value where it is older than that, else the one that was seen. */
const registersThen = (
  input: RecheckInput,
  at: number,
  seen: Seen,
  isAsSeen: boolean,
): Readonly<Record<string, Register>> => {
  const known = new Map(seen.registers.map(one => [joinRegisterKey(one), one]))
  const then: Record<string, Register> = {}
  for (const [key, register] of Object.entries(input.loaded.evidence.registers)) {
    const was = known.get(key)
    // Who is of the team is so for all time.
    if ((register.at < at && !isAsSeen) || splitRegisterKey(key).name === 'traits.email') then[key] = register
    else if (was?.value !== undefined) then[key] = { value: was.value, at: was.at, id: was.id }
    // What it said is not known, or it is of somebody else: it is taken as it is now.
    else if (was !== undefined || !tellsOf(input, seen.user, key)) then[key] = register
  }
  return then
}

const isVerdict = (
  input: RecheckInput,
  { kind, target, verdict, at }: Written,
  seen: Seen,
  { rows, isAsSeen }: { readonly rows: Seen | undefined; readonly isAsSeen: boolean },
): boolean => {
  const { loaded } = input
  const then = standingOf({
    ...input,
    loaded: {
      ...loaded,
      rows: rowsThen(loaded.rows, at, rows),
      evidence: {
        counts: {},
        registers: registersThen(input, at, seen, isAsSeen),
        links: loaded.evidence.links,
      },
    },
    p90: seen.p90 ?? undefined,
    now: at,
  })
  return (
    !then.isEmpty &&
    then.qualifications.some(one => one.kind === kind && one.target === target && one.verdict === verdict)
  )
}

/**
 * Whether the evidence proves a record wrong: by all that is known by now of its own moment, it was never so. What changed
 * after that moment proves nothing, nor does what another program, or what was learned since, makes of it.
 */
export const isUntrue = (input: RecheckInput, written: Written): boolean => {
  const { seen } = written
  if (seen === undefined) return false
  const current = { ...seen, user: input.loaded.who.userOf(seen.user) }
  const holds = (rows: Seen | undefined, isAsSeen: boolean): boolean =>
    isVerdict(input, written, current, { rows, isAsSeen })
  if (holds(current, false) || holds(undefined, false)) return false
  return current.basis === input.live.basis || holds(current, true)
}
