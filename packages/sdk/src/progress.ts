import {
  addFacets,
  type CompiledSignal,
  type Facets,
  type Facts,
  facetsOf,
  type Json,
  type Known,
  type Offer,
  type Register,
  type Row,
  readPath,
  type Snapshot,
  splitCountKey,
  splitRegisterKey,
} from '@fireball/core'
import type { Entry } from './queue.ts'

/** What is kept of one owner beside the entries. */
export interface Pile {
  /** Evidence of acknowledged entries that were folded away, and that `snapshot` does not hold. */
  readonly acked: Facets
  /** Evidence of entries that were never sent, folded away. */
  readonly local: Facets
  readonly snapshot?: Snapshot
  /** Prompts that the collector offered last. */
  readonly offers?: readonly Offer[]
  /** Steps that were shown as done: `checklist/step`. They stay done. */
  readonly kept: readonly string[]
}

const NO_FACETS: Facets = { counts: {}, registers: {} }

export const NO_PILE: Pile = { acked: NO_FACETS, local: NO_FACETS, kept: [] }

/** A snapshot holds nothing about the account; the latest values are the same however often they are added. */
const countless = ({ registers }: Facets): Facets => ({ counts: {}, registers })

const uncovered = ({ covered }: Entry, facets: Facets): Facets => (covered ? countless(facets) : facets)

/** Snapshot ⊕ acknowledged since ⊕ queue ⊕ never sent: all that is known here of one owner. */
export const evidenceIn = (
  { acked, local, snapshot }: Pile,
  entries: readonly Entry[],
  evidence: (entry: Entry) => Facets,
): Facets =>
  addFacets(
    snapshot?.evidence ?? NO_FACETS,
    acked,
    local,
    ...entries.map(entry => uncovered(entry, evidence(entry))),
  )

/** The pile after entries have left the log: what the snapshot holds is not added again. */
export const foldAway = (pile: Pile, entries: readonly Entry[], signals: readonly CompiledSignal[]): Pile => {
  const sum = (state: Entry['state'], start: Facets): Facets =>
    addFacets(
      start,
      ...entries
        .filter(entry => entry.state === state)
        .map(entry => uncovered(entry, facetsOf(entry.event, signals))),
    )
  return {
    ...pile,
    acked: sum('acked', pile.acked),
    local: sum('local', pile.local),
  }
}

/** Whether a snapshot holds an entry: what was acknowledged before it was asked for, and what it says by number. */
export const isHeldBy = (
  { state, seq, event }: Entry,
  { through, gaps }: Snapshot,
  device: unknown,
): boolean =>
  state === 'acked' ||
  (state === 'queued' &&
    readPath(event.context, 'fireball.device') === device &&
    seq <= through &&
    !gaps.includes(seq))

/** The pile after a snapshot, which stands for all that was acknowledged before. */
export const withSnapshot = (pile: Pile, snapshot: Snapshot): Pile => ({
  ...pile,
  snapshot,
  acked: countless(pile.acked),
})

/** Two piles of one person: an anonymous one and that of the user it turned out to be. */
export const joinPiles = (a: Pile, b: Pile): Pile => ({
  ...a,
  ...b,
  acked: addFacets(a.acked, b.acked),
  local: addFacets(a.local, b.local),
  kept: [...new Set([...a.kept, ...b.kept])],
})

const latest = (
  { registers }: Facets,
  isMeant: (akey: string, subject: string) => boolean,
): Readonly<Record<string, Json>> => {
  const best: Record<string, Register> = {}
  for (const key of Object.keys(registers)) {
    const { akey, subject, name } = splitRegisterKey(key)
    const register = registers[key]
    const known = best[name]
    if (register && isMeant(akey, subject) && (!known || register.at >= known.at)) best[name] = register
  }
  return Object.fromEntries(Object.entries(best).map(([name, { value }]) => [name, value]))
}

/** What is known here of the user, and of the account as far as this user shows it. All rows are one person's. */
export const knownIn = (
  evidence: Facets,
  groupId: string | undefined,
): { readonly user: Known; readonly account: Known } => {
  const account = `g:${groupId}`
  const rows: Row[] = []
  const accountRows: Row[] = []
  for (const key of Object.keys(evidence.counts)) {
    const count = evidence.counts[key]
    if (!count) continue
    const { akey, subject: _, ...place } = splitCountKey(key)
    const row: Row = { ...count, user: '', ...place }
    rows.push(row)
    if (akey === account || akey[0] !== 'g') accountRows.push(row)
  }
  return {
    user: { rows, registers: latest(evidence, (_, subject) => subject !== '') },
    account: {
      rows: accountRows,
      registers: latest(evidence, (akey, subject) => subject === '' && akey === account),
    },
  }
}

/** The pile with the steps that are done by now; the same pile when none is new. */
export const withDone = (pile: Pile, { activations }: Facts): Pile => {
  const done = Object.values(activations).flatMap(({ checklist, steps }) =>
    steps.flatMap(({ key, isDone }) => (isDone ? [`${checklist}/${key}`] : [])),
  )
  const kept = [...new Set([...pile.kept, ...done])]
  return kept.length > pile.kept.length ? { ...pile, kept } : pile
}

/** The steps of one checklist that stay done. */
export const keptOf = ({ kept }: Pile, checklist: string | undefined): ReadonlySet<string> =>
  new Set(kept.flatMap(one => (one.startsWith(`${checklist}/`) ? [one.slice(one.indexOf('/') + 1)] : [])))
