import { DAY_MS, dayOf } from '../day.ts'
import { type SkillsInput, type SkillView, skillViews } from './skill.ts'

/** Farther ahead nothing is foretold. */
const HORIZON_DAYS = 366

/**
 * The first UTC midnight from which on a skill that is `able` now is no longer so, if nothing more happens; null when none
 * fades within a year. Evidence ages by the day, and may dip and come back, so each day is looked at.
 */
export const fadesAt = (input: SkillsInput, views: Readonly<Record<string, SkillView>>): number | null => {
  const able = Object.values(views).flatMap(view => (view.able ? view.key : []))
  if (able.length === 0) return null
  const today = dayOf(input.now)
  for (let day = today + 1; day <= today + HORIZON_DAYS; day++) {
    const then = skillViews({ ...input, now: day * DAY_MS })
    if (able.some(key => then[key]?.able !== true)) return day * DAY_MS
  }
  return null
}
