import { ATTEMPT, type Attempt, type AttemptPorts, attemptIn } from '../attempt.ts'
import { groundsOf, isTold, type Struggle } from '../struggle.ts'

/** Under this name other pages of the visit find how long was tried. */
const NOTE = 'attempt'

/** Signs that somebody is there. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'scroll'] as const

/**
 * Counts the time for which somebody is seen to try: from sign to sign, in view, and never more than half a minute for one
 * pause. It listens only while something is begun, and has no timer: who gives no sign is not asked. Returns how to stop.
 */
export const watchAttempt = (
  { notes, events, program, onEvent, stuck, interpret, now }: AttemptPorts,
  page: Window = window,
): (() => void) => {
  const { document } = page
  let attempt: Attempt | undefined
  let activeMs = 0
  let seenAt = 0
  let ears = new AbortController()

  const find = () => {
    const current = program()
    return current && attemptIn(events(), current, interpret, now())
  }
  const spend = () => {
    const at = now()
    activeMs += Math.min(at - seenAt, ATTEMPT.gapMs)
    seenAt = at
  }
  const tried = (skill: string) => {
    const current = program()
    for (const { feature, skills } of current ? groundsOf(current) : []) {
      const one: Struggle = { kind: 'no-outcome', ...(feature !== undefined && { feature }), skill }
      if (skills.includes(skill) && !isTold(one, events(), now())) stuck(one)
    }
  }
  const note = () => attempt && notes.write(NOTE, `${attempt.id} ${activeMs}`)
  const seen = () => {
    // Many signs come in one second, and one says enough.
    if (document.visibilityState !== 'visible' || now() - seenAt < 1000) return
    spend()
    if (activeMs < ATTEMPT.activeMs) return
    // Another tab may know how it came out.
    const still = find()
    if (attempt && still?.id === attempt.id) tried(attempt.skill)
    leave()
  }
  const turned = () => {
    if (document.visibilityState === 'visible') {
      recall()
      seenAt = now()
    } else {
      spend()
      note()
    }
  }
  /** What was tried on the page before, or in another tab. */
  const recall = () => {
    const [id, ms] = notes.read(NOTE)?.split(' ') ?? []
    if (attempt && id === attempt.id) activeMs = Math.max(activeMs, Number(ms) || 0)
  }
  const leave = () => {
    ears.abort()
    attempt = undefined
  }
  const look = () => {
    const found = find()
    if (found?.id === attempt?.id) return
    leave()
    attempt = found
    if (!found) return
    activeMs = 0
    seenAt = now()
    recall()
    ears = new AbortController()
    const options = { capture: true, passive: true, signal: ears.signal }
    for (const type of SIGNS) page.addEventListener(type, seen, options)
    document.addEventListener('visibilitychange', turned, options)
    page.addEventListener('pagehide', note, options)
  }
  look()
  const stop = onEvent(look)
  return () => {
    stop()
    leave()
  }
}
