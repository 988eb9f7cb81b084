import type { FireballEvent, interpret, PublicProgram } from '@fireball/core'
import { FRICTION_NOTICED } from './friction-name.ts'
import { groundsOf, isTold, type Struggle, type StruggleKind } from './struggle.ts'

export type FrictionKind = 'rage-click' | 'dead-click' | 'error' | 'retry' | 'abandoned-form'

/** What a fact is about, as the page declares it or as its running action says. */
export interface About {
  readonly feature?: string | undefined
  readonly skill?: string | undefined
  readonly context?: string | undefined
}

/** A place and an instant of the page. */
export interface Click {
  readonly x: number
  readonly y: number
  readonly at: number
}

/**
 * So many clicks in one place within so long. Source: PostHog's published defaults,
 * https://posthog.com/docs/references/posthog-js-1.292.0/types/RageclickConfig (Datadog's are close: more than three in
 * a second, https://docs.datadoghq.com/real_user_monitoring/application_monitoring/browser/frustration_signals/).
 */
export const RAGE = { clicks: 3, withinMs: 1000, withinPx: 30 } as const

/** Tells at each click whether it makes a burst; one burst tells once. */
export const createRage = () => {
  let burst: readonly Click[] = []
  return (click: Click): boolean => {
    const last = burst.at(-1)
    const isNear = (one: Click) => Math.abs(one.x - click.x) + Math.abs(one.y - click.y) <= RAGE.withinPx
    burst = last && click.at - last.at <= RAGE.withinMs && isNear(last) ? [...burst, click] : [click]
    const first = burst.at(-RAGE.clicks)
    const isRage = first !== undefined && click.at - first.at <= RAGE.withinMs
    // What goes on of the same burst says nothing new, until it has ended.
    if (isRage) burst = [{ ...click, x: Number.NaN }]
    else if (last && Number.isNaN(last.x) && click.at - last.at <= RAGE.withinMs)
      burst = [{ ...click, x: Number.NaN }]
    return isRage
  }
}

/** How long failures, facts and “noticed before” reach back; the running action shorter. Ours: no source gives one. */
export const FRICTION = {
  windowMs: 1_800_000,
  runningMs: 300_000,
  retries: 3,
  retryMs: 120_000,
  perHour: 20,
} as const

/**
 * What a fact is told as, and how much it weighs: a dead click half, so that a page which a fact misjudges does not look
 * like a person in trouble. Ours. Friction is what is never being stuck by itself.
 */
const TOLD_AS: Readonly<
  Record<FrictionKind, readonly [kind: StruggleKind, weight: number, isFriction?: true]>
> = {
  retry: ['failures', 1],
  'rage-click': ['rage', 1],
  error: ['error', 1, true],
  'abandoned-form': ['form', 1, true],
  'dead-click': ['dead', 0.5, true],
}
const STUCK_FROM = 2

const isOurs = ({ name }: FireballEvent) => /^(Prompt|Help|Friction|Struggle) /.test(name)

/** How signals read events: core's own; handed over, so that a part of the client need not bring it again. */
export type Interpret = typeof interpret

const skillsOf = (
  event: FireballEvent,
  { signals, skills }: PublicProgram,
  read: Interpret,
): readonly string[] => {
  const hashes = read(event, signals).map(({ signal }) => signal)
  const keys = signals.filter(({ hash }) => hashes.includes(hash)).map(({ key }) => key)
  return skills.filter(({ shownBy }) => shownBy.some(key => keys.includes(key))).map(({ key }) => key)
}

/** What an event is about by the program: its first skill, and the first feature that needs that. */
export const aboutEvent = (event: FireballEvent, program: PublicProgram, read: Interpret): About => {
  const [skill] = skillsOf(event, program, read)
  const feature = program.features.find(one => skill !== undefined && one.skills?.includes(skill))?.key
  const { context } = event.properties
  return { feature, skill, ...(typeof context === 'string' ? { context } : {}) }
}

/** The action that the page is in the middle of: the last one that happened, unless it has come out well. */
export const runningAction = (events: readonly FireballEvent[], now: number): FireballEvent | undefined => {
  const last = events.filter(one => one.type === 'track' && !isOurs(one)).at(-1)
  return last && now - last.at <= FRICTION.runningMs && last.properties.outcome !== 'success'
    ? last
    : undefined
}

/** Whether an action was tried again and again: so many times in so long, with a failure and without a success. */
export const isRetried = (event: FireballEvent, events: readonly FireballEvent[]): boolean => {
  if (event.type !== 'track' || isOurs(event)) return false
  const same = events.filter(
    ({ name, at, properties }) =>
      name === event.name &&
      properties.context === event.properties.context &&
      event.at - at <= FRICTION.retryMs,
  )
  const has = (outcome: string) => same.some(one => one.properties.outcome === outcome)
  return same.length === FRICTION.retries && has('failure') && !has('success')
}

/**
 * What the person is stuck on by what went against them: facts that add up to 2 (a dead click is half a one) within 30
 * minutes, after the last success with a skill of it, and not told in that time already. Its kind is the one that adds
 * up to 2 by itself; several together are named only when none of them could be being stuck.
 */
export const stuckOn = (
  events: readonly FireballEvent[],
  program: PublicProgram,
  read: Interpret,
  now: number,
): readonly Struggle[] => {
  const recent = events.filter(({ at }) => now - at <= FRICTION.windowMs)
  return groundsOf(program).flatMap(({ feature, skills }): readonly Struggle[] => {
    const successes = recent.filter(
      one =>
        one.properties.outcome === 'success' &&
        skillsOf(one, program, read).some(skill => skills.includes(skill)),
    )
    const since = Math.max(0, ...successes.map(({ at }) => at))
    const about = recent.filter(({ name, at, properties }) => {
      const isAbout =
        properties.feature === undefined
          ? skills.some(one => one === properties.skill)
          : properties.feature === feature
      return name === FRICTION_NOTICED && at > since && isAbout
    })
    const weigh = (kind?: StruggleKind) =>
      about.reduce((sum, { properties }) => {
        const [told, weight] = TOLD_AS[properties.kind as FrictionKind] ?? []
        return sum + (weight && (!kind || kind === told) ? weight : 0)
      }, 0)
    const found = Object.values(TOLD_AS).filter(([kind]) => weigh(kind) > 0)
    const isFriction = found.every(one => one[2])
    const [kind] =
      found.find(one => weigh(one[0]) >= STUCK_FROM && (isFriction || !one[2])) ??
      (isFriction ? (found[0] ?? []) : [])
    const skill =
      skills.find(key => about.some(one => one.properties.skill === key)) ??
      (skills.length === 1 ? skills[0] : undefined)
    const struggle: Struggle = {
      ...(kind && { kind }),
      ...(feature !== undefined && { feature }),
      ...(skill !== undefined && { skill }),
    }
    return weigh() >= STUCK_FROM && !isTold(struggle, recent, now) ? [struggle] : []
  })
}
