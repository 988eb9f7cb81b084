import { type Condition, type Program, type Row, splitRegisterKey } from '@fireball/core'
import { calledAt } from '../called-at.ts'
import type { MemberStanding } from '../standing.ts'
import type { AssessInput } from './assess-input.ts'

const PATH = /"(events|skill|account|user|quota|survey)\.([^."]+)/g
const REGISTERS: Readonly<Record<string, string>> = {
  account: 'traits.',
  user: 'traits.',
  quota: 'quota.',
  survey: 'survey.',
}

const lastOf = (rows: readonly Row[] = []): number => rows.reduce((last, row) => Math.max(last, row.last), 0)

/** When something that a condition reads was last done or told. */
const lastReadBy = (
  when: Condition,
  { program, registers }: { readonly program: Program; readonly registers: ReadonlyMap<string, number> },
  { rowsOf }: Pick<MemberStanding, 'rowsOf'>,
): number => {
  const paths = [...JSON.stringify(when).matchAll(PATH)]
  const shownBy = (key: string): readonly string[] =>
    program.skills.find(one => one.key === key)?.shownBy ?? []
  const instants = paths.map(([, part = '', key = '']) =>
    part === 'events'
      ? lastOf(rowsOf[key])
      : part === 'skill'
        ? Math.max(0, ...shownBy(key).map(signal => lastOf(rowsOf[signal])))
        : (registers.get(`${REGISTERS[part]}${key}`) ?? 0),
  )
  // What reads nothing of that kind is called for by whatever they do.
  return paths.length > 0
    ? Math.max(...instants)
    : Math.max(0, ...program.signals.map(({ key }) => lastOf(rowsOf[key])))
}

/**
 * When an account was last called to qualify for something: by a lock, a limit or a question, or by what the prompt’s own
 * condition reads. 0 when never.
 */
export const lastCallOf = (
  { live, loaded, standing }: Pick<AssessInput, 'live' | 'loaded' | 'standing'>,
  { kind, target }: { readonly kind: string; readonly target: string },
): number => {
  const { program } = live
  const { members, akey } = standing
  const called = members.map(({ facts }) => calledAt(kind, facts.features[target]) ?? 0)
  const conditions = program.prompts.flatMap(one =>
    one.kind === kind && one.feature === target && one.when !== undefined ? one.when : [],
  )
  if (conditions.length === 0) return Math.max(0, ...called)
  const registers = new Map<string, number>()
  for (const [joined, { at }] of Object.entries(loaded.evidence.registers)) {
    const { akey: under, subject, name } = splitRegisterKey(joined)
    if (subject !== '' || under === akey) registers.set(name, Math.max(registers.get(name) ?? 0, at))
  }
  return Math.max(
    0,
    ...called,
    ...conditions.flatMap(when => members.map(member => lastReadBy(when, { program, registers }, member))),
  )
}
