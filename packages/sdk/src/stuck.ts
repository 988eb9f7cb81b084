import type { CompiledSignal, FireballEvent, PublicProgram } from '@fireball/core'
import type { Interpret } from './friction.ts'
import type { Entry } from './queue.ts'
import { groundsOf, isTold, type Struggle } from './struggle.ts'

/** Within what time how many failures add up to a struggle. */
const STRUGGLE = { ms: 1_800_000, failures: 3 } as const

/**
 * What the user has just got stuck on: three failures and no success with the skills of one feature (or with a skill
 * that none needs) within 30 minutes. The skill is the one that failed last. `read` is core's own: handed over, so that
 * this part need not bring it again.
 */
export const struggles = (
  event: FireballEvent,
  program: PublicProgram,
  entries: readonly Entry[],
  now: number,
  read: Interpret,
): readonly Struggle[] => {
  const { skills, signals } = program
  const failed = (one: FireballEvent, about: readonly CompiledSignal[]) => {
    const outcomes = read(one, about).map(({ outcome }) => outcome)
    return outcomes.includes('failure') ? 1 : outcomes.includes('success') ? -1 : 0
  }
  const signalsOf = (keys: readonly string[]) => {
    const shownBy = skills.flatMap(one => (keys.includes(one.key) ? one.shownBy : []))
    return signals.filter(({ key }) => shownBy.includes(key))
  }
  if (failed(event, signals) < 1) return []
  const events = entries.map(one => one.event)
  const recent = events.filter(({ at }) => at <= event.at && event.at - at <= STRUGGLE.ms)
  return groundsOf(program).flatMap((ground): readonly Struggle[] => {
    const about = signalsOf(ground.skills)
    if (failed(event, about) < 1) return []
    const results = recent.map(one => failed(one, about))
    const skill = ground.skills.find(key => failed(event, signalsOf([key])) > 0)
    const { feature } = ground
    const struggle: Struggle = { kind: 'failures', skill, ...(feature !== undefined && { feature }) }
    return results.filter(one => one > 0).length >= STRUGGLE.failures &&
      !results.some(one => one < 0) &&
      !isTold(struggle, events, now)
      ? [struggle]
      : []
  })
}
