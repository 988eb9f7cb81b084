import { hash53 } from '@fireball/core'
import type { Dice } from './dice.ts'

/** A message of the tracking API. */
export interface Message {
  readonly type: 'track' | 'identify' | 'group' | 'page'
  readonly messageId: string
  readonly timestamp: string
  readonly userId?: string
  readonly anonymousId?: string
  readonly [field: string]: unknown
}

/** Who acts, and on which device. */
export interface Actor {
  readonly userId?: string
  readonly anonymousId?: string
  /** The account that the messages name; none while nobody knows it. */
  readonly groupId?: string
  /** Somebody of the team acts under this name. */
  readonly isImpersonated?: boolean
  /** A tour or nudge for the same thing was in view. */
  readonly isAssisted?: boolean
}

/** Writes down what happens in one account, as messages. */
export interface Diary {
  track(who: Actor, at: number, event: string, properties?: object): void
  page(who: Actor, at: number, name: string): void
  identify(who: Actor, at: number, traits: object): void
  group(who: Actor, at: number, traits: object): void
  /** What was written, in the order of time. */
  messages(): readonly Message[]
}

const contextOf = ({ groupId, isImpersonated, isAssisted }: Actor): object => ({
  context: {
    ...(groupId === undefined ? {} : { groupId }),
    ...(isImpersonated === true ? { impersonated: true } : {}),
    ...(isAssisted === true ? { fireball: { assisted: 'tour' } } : {}),
  },
})

const byTime = (a: Message, b: Message): number =>
  a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : a.messageId < b.messageId ? -1 : 1

/** `run` names the simulation, so that sending it twice counts nothing twice. Nothing happens after `now`. */
export const createDiary = (run: string, account: string, now: number): Diary => {
  const written: Message[] = []
  const write = (type: Message['type'], who: Actor, at: number, rest: object): void => {
    if (at > now) return
    const { userId, anonymousId } = who
    written.push({
      type,
      messageId: `${hash53(`${run}/${account}`)}-${written.length}`,
      timestamp: new Date(Math.floor(at)).toISOString(),
      ...(userId === undefined ? {} : { userId }),
      ...(anonymousId === undefined ? {} : { anonymousId }),
      ...contextOf(who),
      ...rest,
    })
  }
  return {
    track: (who, at, event, properties = {}) => write('track', who, at, { event, properties }),
    page: (who, at, name) => write('page', who, at, { name, properties: {} }),
    identify: (who, at, traits) => write('identify', who, at, { traits }),
    group: (who, at, traits) => write('group', who, at, { groupId: who.groupId, traits }),
    messages: () => [...written].sort(byTime),
  }
}

/** All messages of several diaries: as they happened, or in any other order. */
export const interleave = (parts: readonly (readonly Message[])[], dice?: Dice): readonly Message[] =>
  dice === undefined ? parts.flat().sort(byTime) : dice.shuffle(parts.flat())
