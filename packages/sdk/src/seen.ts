import {
  type Caps,
  PROMPT_CLICKED,
  PROMPT_DISMISSED,
  PROMPT_SHOWN,
  type PublicProgram,
  type Seen,
} from '@fireball/core'
import type { Entry } from './queue.ts'

const KINDS: Readonly<Record<string, Seen['kind']>> = {
  [PROMPT_SHOWN]: 'shown',
  [PROMPT_CLICKED]: 'clicked',
  [PROMPT_DISMISSED]: 'dismissed',
}

/** What happened to prompts, read from the events that say so: one history, on every tab the same. */
export const seenIn = (entries: readonly Entry[]): readonly Seen[] =>
  entries.flatMap(({ event: { name, at, properties } }) => {
    const kind = KINDS[name]
    // What stands on the page itself takes no turn.
    return kind && !properties.beside && typeof properties.prompt === 'string'
      ? [{ key: properties.prompt, kind: properties.stopped === true ? 'stopped' : kind, at }]
      : []
  })

/** For how long a prompt that was on screen is still the open one after a change of pages. */
const OPEN_MS = 1_800_000

/** What happened last. */
export const lastOf = (seen: readonly Seen[]): Seen | undefined =>
  [...seen].sort((a, b) => a.at - b.at).at(-1)

/** The prompt that was on screen last and was not closed: the next page goes on with it. */
export const openIn = (seen: readonly Seen[], now: number): string | undefined => {
  const last = lastOf(seen)
  return last?.kind === 'shown' && now - last.at < OPEN_MS ? last.key : undefined
}

const HOUR_MS = 3_600_000

interface Scheduled extends Pick<PublicProgram, 'attention'> {
  readonly nudges: readonly { readonly caps?: Caps | undefined }[]
  readonly prompts: readonly { readonly caps?: Caps | undefined }[]
}

/**
 * The first instant after `now` at which time alone could change the decision: a cap, a pause or a moment ends, or one of
 * the given instants has come. A pause is twice as long with each refusal, of all that may rest together.
 */
export const nextChangeAt = (
  { nudges, prompts, attention }: Scheduled,
  seen: readonly Seen[],
  moments: readonly number[],
  now: number,
  instants: readonly number[] = [],
): number | undefined => {
  const hours = [24, attention?.coolDownHours ?? 0.25]
  for (const { caps } of [...nudges, ...prompts]) if (caps?.coolDownHours) hours.push(caps.coolDownHours)
  const most = 2 ** (seen.filter(({ kind }) => kind === 'dismissed').length - 1)
  const ends = [...instants]
  for (const { at } of seen)
    for (const count of hours) {
      let times = 1
      while (at + count * times * HOUR_MS <= now && times < most) times *= 2
      ends.push(at + count * times * HOUR_MS)
    }
  // A moment lasts to its very end.
  for (const at of moments) ends.push(at + OPEN_MS + 1)
  const next = Math.min(...ends.filter(at => at > now))
  return Number.isFinite(next) ? next : undefined
}
