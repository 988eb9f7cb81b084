import {
  type CompiledSignal,
  type FireballEvent,
  interpret,
  type PublicProgram,
  STRUGGLE_NOTICED,
} from '@fireball/core'
import type { Entry } from './queue.ts'

/** Within what time how many failures add up to a struggle. */
const STRUGGLE = { ms: 1_800_000, failures: 3 } as const

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
  const within = (at: number, end: number) => at <= end && end - at <= STRUGGLE.ms
  const recent = entries.filter(one => within(one.event.at, event.at))
  return features
    .filter(feature => {
      const keys = skills.flatMap(one => (feature.skills?.includes(one.key) ? one.shownBy : []))
      const about = signals.filter(({ key }) => keys.includes(key))
      if (failed(event, about) < 1) return false
      const results = recent.map(one => failed(one.event, about))
      return (
        results.filter(one => one > 0).length >= STRUGGLE.failures &&
        !results.some(one => one < 0) &&
        !entries.some(
          ({ event: { name, at, properties } }) =>
            name === STRUGGLE_NOTICED && properties.feature === feature.key && within(at, now),
        )
      )
    })
    .map(({ key }) => key)
}
