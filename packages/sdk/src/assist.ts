import {
  type CompiledSignal,
  type FireballEvent,
  interpret,
  type PublicProgram,
  type Seen,
  STRUGGLE_NOTICED,
} from '@fireball/core'
import type { Entry } from './queue.ts'

/** How long a click on a nudge counts as help, and within what time failures add up to a struggle. */
export const ASSIST_MS = 1_800_000
const STRUGGLE_FAILURES = 3

/**
 * The nudge that helped with what an event shows: one for the same skill that is on screen, or was clicked within the
 * last 30 minutes and has not since handed over to “now on your own”.
 */
export const assistedBy = (
  event: FireballEvent,
  program: PublicProgram,
  {
    seen,
    open,
    now,
  }: { readonly seen: readonly Seen[]; readonly open: string | undefined; readonly now: number },
): string | undefined => {
  const read = interpret(event, program.signals).map(({ signal }) => signal)
  const keys = program.signals.filter(({ hash }) => read.includes(hash)).map(({ key }) => key)
  const skills = program.skills.filter(({ shownBy }) => shownBy.some(key => keys.includes(key)))
  const steps = program.checklists.flatMap(one => one.steps)
  const lastOf = (key: string, kind: Seen['kind']) =>
    Math.max(0, ...seen.filter(one => one.key === key && one.kind === kind).map(one => one.at))
  return program.nudges.find(({ key, serves }) => {
    const skill = 'skill' in serves ? serves.skill : steps.find(one => one.key === serves.step)?.skill
    if (!skills.some(one => one.key === skill)) return false
    const clickedAt = lastOf(key, 'clicked')
    return open === key || (now - clickedAt <= ASSIST_MS && lastOf(`${key}/alone`, 'shown') < clickedAt)
  })?.key
}

const failed = (event: FireballEvent, signals: readonly CompiledSignal[]) => {
  const outcomes = interpret(event, signals).map(({ outcome }) => outcome)
  return outcomes.includes('failure') ? 1 : outcomes.includes('success') ? -1 : 0
}

/** The features that the user has just got stuck on: three failures and no success with their skills in 30 minutes. */
export const struggles = (
  event: FireballEvent,
  { features, skills, signals }: PublicProgram,
  entries: readonly Entry[],
  now: number,
): readonly string[] => {
  if (failed(event, signals) < 1) return []
  const within = (at: number, end: number) => at <= end && end - at <= ASSIST_MS
  const recent = entries.filter(one => within(one.event.at, event.at))
  return features
    .filter(feature => {
      const keys = skills.flatMap(one => (feature.skills?.includes(one.key) ? one.shownBy : []))
      const about = signals.filter(({ key }) => keys.includes(key))
      if (failed(event, about) < 1) return false
      const results = recent.map(one => failed(one.event, about))
      return (
        results.filter(one => one > 0).length >= STRUGGLE_FAILURES &&
        !results.some(one => one < 0) &&
        !entries.some(
          ({ event: { name, at, properties } }) =>
            name === STRUGGLE_NOTICED && properties.feature === feature.key && within(at, now),
        )
      )
    })
    .map(({ key }) => key)
}
