import { type FireballEvent, interpret, type PublicProgram, type Seen } from '@fireball/core'

/** How long a click on a nudge counts as help. */
export const ASSIST_MS = 1_800_000

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
  const lastOf = (key: string, kind: Seen['kind']) =>
    Math.max(0, ...seen.filter(one => one.key === key && one.kind === kind).map(one => one.at))
  const helping = program.nudges.filter(({ key }) => {
    const clickedAt = lastOf(key, 'clicked')
    return open === key || (now - clickedAt <= ASSIST_MS && lastOf(`${key}/alone`, 'shown') < clickedAt)
  })
  // Mostly none: then no signal has to be read.
  if (helping.length === 0) return
  const read = interpret(event, program.signals).map(({ signal }) => signal)
  const keys = program.signals.filter(({ hash }) => read.includes(hash)).map(({ key }) => key)
  const skills = program.skills.filter(({ shownBy }) => shownBy.some(key => keys.includes(key)))
  const steps = program.checklists.flatMap(one => one.steps)
  return helping.find(({ serves }) => {
    const skill = 'skill' in serves ? serves.skill : steps.find(one => one.key === serves.step)?.skill
    return skills.some(one => one.key === skill)
  })?.key
}
