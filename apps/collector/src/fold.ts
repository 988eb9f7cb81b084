import {
  addLink,
  type CompiledSignal,
  dayOf,
  type FireballEvent,
  joinLinkKey,
  type Link,
  linksOf,
  RESERVED,
  type Register,
  splitRegisterKey,
} from '@fireball/core'
import { addReadings, type CountTable, countRows, put, sorted } from './evidence-rows.ts'
import type { LiveProgram } from './program-store.ts'
import { readingsOf } from './readings.ts'
import { inSpace, type Space, withoutSpace } from './store/akey.ts'
import type { Value } from './store/driver.ts'
import { type Exclusion, wellFormed } from './stored-event.ts'
import type { Accepted } from './submission.ts'
import { storedRegistersOf } from './vouched.ts'

/** An accepted message on its way into the store. */
export interface Arrived extends Accepted {
  /** With its space in front. */
  readonly akey: string
  readonly subject: string
  readonly space: Space
  readonly live: LiveProgram | undefined
  readonly exclusion: Exclusion | undefined
  /** Place of its submission in the group. */
  readonly of: number
}

/** What a fold needs to know. */
export interface FoldPorts {
  /** The signals that may read an event, of those that are counted. */
  readonly signalsFor: (live: LiveProgram, event: FireballEvent) => readonly CompiledSignal[]
  /** Whether a link is known to be stored as it is. */
  readonly isKnownLink: (key: string, link: Link) => boolean
}

type Rows = readonly (readonly Value[])[]

/** What distinct new events add up to, as rows sorted by primary key. */
export interface Folded {
  readonly counts: Rows
  readonly registers: Rows
  readonly links: ReadonlyMap<string, { readonly space: Space; readonly link: Link }>
  readonly touched: ReadonlyMap<string, Space>
  /** Keys of the people who did something in an account that their message named. */
  readonly inAccounts: ReadonlySet<string>
  readonly unmatched: Rows
  readonly help: Rows
}

const laterRegister = (a: Register, b: Register): Register =>
  b.at > a.at || (b.at === a.at && b.id > a.id) ? b : a

const registerRows = (registers: ReadonlyMap<string, Register>): Rows =>
  sorted(registers).map(([key, { value, at, id }]) => {
    const { akey, subject, name } = splitRegisterKey(key)
    return [akey, subject, name, JSON.stringify(value), at, id]
  })

/** Rows of `links`: each stands under both of its ends. */
export const linkRows = (links: Folded['links']): Rows =>
  [...links.values()]
    .flatMap(({ space, link: { kind, from, to, at, id, left } }) =>
      [from, to].map(end => [
        inSpace(space, end),
        kind,
        from,
        to,
        kind === 'member' ? dayOf(at) : -1,
        at,
        id,
        Number(left),
      ]),
    )
    .map(row => ({ row, key: row.slice(0, 5).join('\t') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row)

const MAX_HELP = { id: 64, message: 2000, feature: 100 } as const

const helpRow = ({ event, space, akey, subject }: Arrived): readonly Value[] => {
  const { help, message, feature } = event.properties
  const cut = (value: unknown, length: number): string =>
    typeof value === 'string' ? wellFormed(value.slice(0, length)) : ''
  return [
    akey,
    cut(help, MAX_HELP.id) || event.id,
    space,
    subject,
    cut(feature, MAX_HELP.feature) || null,
    cut(message, MAX_HELP.message),
    event.at,
    'sent',
  ]
}

const RESERVED_NAMES: ReadonlySet<string> = new Set(Object.values(RESERVED))

interface Unmatched {
  readonly n: number
  readonly at: number
  readonly outcome: number
  readonly context: number
}

const addUnmatched = (a: Unmatched, b: Unmatched): Unmatched => ({
  n: a.n + b.n,
  at: Math.max(a.at, b.at),
  outcome: Math.max(a.outcome, b.outcome),
  context: Math.max(a.context, b.context),
})

/** Whether a signal that is made of an event would read an outcome, and what it was done on, as it stands. */
const toUnmatched = ({ at, properties: { outcome, context } }: FireballEvent): Unmatched => ({
  n: 1,
  at,
  outcome: Number(outcome === 'success' || outcome === 'failure'),
  context: Number(context !== undefined && context !== null && context !== ''),
})

/** Of what adds no evidence, this says who the team’s own people are, so that the rest of theirs is left out as well. */
const tellsWho = ({ event: { type }, exclusion }: Arrived): boolean =>
  exclusion === 'internal' && (type === 'identify' || type === 'group')

/**
 * Whether a message links nobody whom an earlier one did not link: what one person does in a row says the same again.
 * Links of these kinds are known once they are known since an earlier time.
 */
const saysNoMore = ({ event, akey, subject }: Arrived, before: Arrived): boolean =>
  akey === before.akey &&
  subject === before.subject &&
  event.type !== 'group' &&
  event.type !== 'alias' &&
  event.at >= before.event.at &&
  event.anonymousId === before.event.anonymousId &&
  event.context.impersonated === before.event.context.impersonated

const byKey = (a: readonly Value[], b: readonly Value[]): number =>
  `${a[0]}\t${a[1]}` < `${b[0]}\t${b[1]}` ? -1 : 1

const NONE: readonly CompiledSignal[] = []

/** Adds up what events bring, none of which has been counted before. */
export const fold = (events: readonly Arrived[], { signalsFor, isKnownLink }: FoldPorts): Folded => {
  const counts: CountTable = new Map()
  const registers = new Map<string, Register>()
  const links = new Map<string, { readonly space: Space; readonly link: Link }>()
  const touched = new Map<string, Space>()
  const inAccounts = new Set<string>()
  const unmatched = new Map<string, Unmatched>()
  const help: (readonly Value[])[] = []
  /** The last one all of whose links were known. */
  let before: Arrived | undefined
  for (const one of events) {
    const { event, akey, subject, space, live, exclusion } = one
    if (exclusion !== undefined && !tellsWho(one)) continue
    touched.set(akey, space)
    const isTrack = event.type === 'track'
    const signals = live === undefined ? NONE : signalsFor(live, event)
    const readings = exclusion === undefined ? readingsOf(event, one.trust, signals) : []
    addReadings(counts, akey, subject, event, readings)
    let hasFacets = readings.length > 0
    const facts = storedRegistersOf(event, withoutSpace(akey), one.trust)
    for (const key in facts) {
      const register = facts[key]
      if (register === undefined) continue
      put(registers, wellFormed(inSpace(space, key)), register, laterRegister)
      hasFacets = true
    }
    if (hasFacets && event.groupId !== undefined) inAccounts.add(inSpace(space, subject))
    if (before === undefined || !saysNoMore(one, before)) {
      let isKnown = true
      for (const link of linksOf(event)) {
        const key = inSpace(space, joinLinkKey(link))
        if (isKnownLink(key, link)) continue
        isKnown = false
        put(links, key, { space, link }, (a, b) => ({ space, link: addLink(a.link, b.link) }))
      }
      before = isKnown ? one : undefined
    }
    if (!isTrack) continue
    if (event.name === RESERVED.helpAsked) help.push(helpRow(one))
    if (signals.length === 0 && !RESERVED_NAMES.has(event.name))
      put(unmatched, `${space}\t${event.name}`, toUnmatched(event), addUnmatched)
  }
  return {
    counts: countRows(counts),
    registers: registerRows(registers),
    links,
    touched,
    inAccounts,
    unmatched: sorted(unmatched).map(([key, { n, at, outcome, context }]) => {
      const [space = '', name = ''] = key.split('\t')
      return [space, name, n, at, outcome, context]
    }),
    help: help.sort(byKey),
  }
}
