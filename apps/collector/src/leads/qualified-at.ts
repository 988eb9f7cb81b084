import { hash53, type Milestones, type Program, type Row, SKILL_DEFAULTS } from '@fireball/core'
import type { MemberStanding } from '../standing.ts'

const CALLS: Readonly<Record<string, string>> = {
  upgrade: '$locked',
  usage: '$at-limit',
  'hand-raise': '$asked-help',
}

const WEEK_MS = 7 * 86_400_000

const latest = (instants: readonly (number | null)[]): number | null =>
  instants.reduce<number | null>((last, at) => (at === null ? last : Math.max(last ?? at, at)), null)

/** When somebody had succeeded unassisted in as many distinct contexts as a skill asks for. */
const shownAt = (
  rowsOf: MemberStanding['rowsOf'],
  shownBy: readonly string[],
  needed: number,
): number | null => {
  const firsts = new Map<string, number>()
  for (const row of shownBy.flatMap(key => rowsOf[key] ?? []))
    if (row.success > 0 && row.context !== '')
      firsts.set(row.context, Math.min(firsts.get(row.context) ?? row.first, row.first))
  return [...firsts.values()].sort((a, b) => a - b)[needed - 1] ?? null
}

const skillsAt = (
  { features, skills }: Program,
  target: string,
  rowsOf: MemberStanding['rowsOf'],
): readonly (number | null)[] => {
  const seen = new Set<string>()
  const dates: (number | null)[] = []
  const visit = (key: string): void => {
    const skill = skills.find(one => one.key === key)
    if (skill === undefined || seen.has(key)) return
    seen.add(key)
    skill.requires?.forEach(visit)
    dates.push(shownAt(rowsOf, skill.shownBy, skill.contexts ?? SKILL_DEFAULTS.contexts))
  }
  features.find(one => one.key === target)?.skills?.forEach(visit)
  return dates
}

const firstCall = (rows: readonly Row[], target: string): number | null => {
  const context = hash53(target)
  return rows.reduce<number | null>(
    (first, row) => (row.context === context ? Math.min(first ?? row.first, row.first) : first),
    null,
  )
}

/**
 * The instant at which everything that a qualification stands on was there, by the evidence alone: who called for it and
 * first value, and, except for a question, the skills. Null where the evidence does not date the call.
 */
export const qualifiedAt = (
  program: Program,
  { kind, target }: { readonly kind: string; readonly target: string },
  member: Pick<MemberStanding, 'rowsOf' | 'facts'> | undefined,
  { firstValueAt }: Pick<Milestones, 'firstValueAt'>,
): number | null => {
  if (member === undefined) return null
  const call = firstCall(member.rowsOf[CALLS[kind] ?? ''] ?? [], target)
  if (call === null) return null
  const isHeld = kind === 'usage' && member.facts.features[target]?.quota?.shape !== 'growth'
  return latest([
    call,
    firstValueAt,
    ...(kind === 'hand-raise' ? [] : skillsAt(program, target, member.rowsOf)),
    isHeld ? call + WEEK_MS : null,
  ])
}
