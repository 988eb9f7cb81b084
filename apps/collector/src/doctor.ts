import { joinLinkKey, type Link, linksOf, type Register } from '@fireball/core'
import { addReadings, type CountTable, countRows } from './evidence-rows.ts'
import { linkRows } from './fold.ts'
import type { LiveProgram, ProgramStore } from './program-store.ts'
import { readingsOf } from './readings.ts'
import { eventKeys, readKept } from './retention.ts'
import { type Space, spaceOf, withoutSpace } from './store/akey.ts'
import type { Driver, Queries, Row, Value } from './store/driver.ts'
import { integer, text } from './store/row.ts'
import { addCounts, setLinks, setRegisters, TOUCH_KNOWN } from './store/write.ts'
import { toEvent, trustIn, wellFormed } from './stored-event.ts'
import { storedRegistersOf } from './vouched.ts'

/** What one key’s evidence lacks, or has too much of. */
export interface Ailment {
  readonly akey: string
  readonly kind: 'counts' | 'registers' | 'links'
  /** Rows that say something else than the events do. */
  readonly rows: number
}

/** What the doctor found in a project. */
export interface Diagnosis {
  readonly keys: number
  readonly events: number
  readonly ailments: readonly Ailment[]
  /** Days up to this one are closed: nothing tells any more whether their evidence is right. -1 for none. */
  readonly closedThrough: number
  /** Signals that were passed over, because they are just being counted anew. */
  readonly filling: number
}

export interface DoctorPorts {
  readonly store: Driver
  readonly programs: Pick<ProgramStore, 'live' | 'refresh'>
}

const EVENTS = `SELECT id, type, name, subject, at, day, trust, is_excluded, body FROM events
  WHERE akey = $1 AND id > $2 ORDER BY id LIMIT 500`
const COUNTS = `SELECT akey, subject, signal, context, day, success, success_assisted, failure, failure_assisted,
  other, other_assisted, amount, first_at, last_at FROM counts WHERE akey = $1 AND day > $2`
const COUNT_KEYS = 'SELECT akey FROM counts WHERE akey > $1 AND akey < $2 ORDER BY akey LIMIT 1'
const DROP_COUNT = `DELETE FROM counts
  WHERE akey = $1 AND subject = $2 AND signal = $3 AND context = $4 AND day = $5`
const DROP_REGISTER = 'DELETE FROM registers WHERE akey = $1 AND subject = $2 AND name = $3'
const REGISTERS = 'SELECT subject, name, value, at, id FROM registers WHERE akey = $1'
const LINKS = 'SELECT kind, source, target, day, at, id, has_left FROM links WHERE akey = $1'

/** What the events of one key add up to, read anew. */
interface Sum {
  readonly events: number
  readonly counts: readonly (readonly Value[])[]
  /** By subject and name. */
  readonly registers: ReadonlyMap<string, Register>
  /** By kind, ends and day. */
  readonly links: ReadonlyMap<string, Link>
}

const isLater = (a: { at: number; id: string }, b: { at: number; id: string }): boolean =>
  a.at > b.at || (a.at === b.at && a.id > b.id)

const sumOf = async (
  queries: Queries,
  akey: string,
  live: LiveProgram,
  closedThrough: number,
): Promise<Sum> => {
  const isFilling = new Set(live.filling.map(one => one.signal))
  const signals = live.counted.filter(one => !isFilling.has(one.hash))
  const counts: CountTable = new Map()
  const registers = new Map<string, Register>()
  const links = new Map<string, Link>()
  let events = 0
  for (let last = ''; ; ) {
    const rows = await queries.all(EVENTS, [akey, last])
    for (const row of rows) {
      events++
      // Why it adds nothing is not stored, and with it whether it says who the team’s own people are.
      if (integer(row, 'is_excluded') === 1) continue
      const { event } = toEvent(row)
      if (integer(row, 'day') > closedThrough)
        addReadings(counts, akey, text(row, 'subject'), event, readingsOf(event, trustIn(row), signals))
      for (const [key, register] of Object.entries(
        storedRegistersOf(event, withoutSpace(akey), trustIn(row)),
      )) {
        const name = wellFormed(key.slice(key.indexOf('\t') + 1))
        const known = registers.get(name)
        if (known === undefined || isLater(register, known)) registers.set(name, register)
      }
      for (const link of linksOf(event)) {
        const key = joinLinkKey(link)
        const known = links.get(key)
        if (known === undefined || isLater(link, known) === (link.kind === 'member')) links.set(key, link)
      }
    }
    const end = rows.at(-1)
    if (end === undefined) break
    last = text(end, 'id')
  }
  return { events, counts: countRows(counts), registers, links }
}

const COUNT_COLUMNS = [
  'akey',
  'subject',
  'signal',
  'context',
  'day',
  'success',
  'success_assisted',
  'failure',
  'failure_assisted',
  'other',
  'other_assisted',
  'amount',
  'first_at',
  'last_at',
] as const
const KEY_WIDTH = 5

const cellsOf = (row: Row): readonly Value[] => COUNT_COLUMNS.map(column => row[column] ?? null)
const keyOf = (cells: readonly Value[]): string => cells.slice(0, KEY_WIDTH).join('\t')

/** Rows of `counts` that are there and should not be so, and rows that should be there. */
const compareCounts = (stored: readonly (readonly Value[])[], right: readonly (readonly Value[])[]) => {
  const wanted = new Map(right.map(cells => [keyOf(cells), cells]))
  const isRight = (cells: readonly Value[]): boolean =>
    cells.join('\t') === wanted.get(keyOf(cells))?.join('\t')
  const good = new Set(stored.filter(isRight).map(keyOf))
  return {
    wrong: stored.filter(cells => !isRight(cells)),
    missing: right.filter(cells => !good.has(keyOf(cells))),
  }
}

const missingRegisters = (stored: readonly Row[], { registers }: Sum) => {
  const known = new Map(
    stored.map(row => [
      `${text(row, 'subject')}\t${text(row, 'name')}`,
      { value: text(row, 'value'), at: integer(row, 'at'), id: text(row, 'id') },
    ]),
  )
  return [...registers].filter(([key, right]) => {
    const has = known.get(key)
    // One that is later comes from an event that is gone, or that was kept out of all else.
    return (
      has === undefined ||
      isLater(right, has) ||
      (has.at === right.at && has.id === right.id && has.value !== JSON.stringify(right.value))
    )
  })
}

/** Rows of `links` that should say otherwise or be there: each link stands under both of its ends. */
const missingLinks = async (
  queries: Queries,
  space: Space,
  { links }: Sum,
): Promise<readonly (readonly Value[])[]> => {
  const rows = linkRows(new Map([...links].map(([key, link]) => [key, { space, link }])))
  const missing: (readonly Value[])[] = []
  const known = new Map<string, { readonly at: number; readonly id: string }>()
  const read = new Set<Value>()
  for (const row of rows) {
    const [akey = '', kind, , , , at, id] = row
    if (!read.has(akey)) {
      read.add(akey)
      for (const has of await queries.all(LINKS, [akey]))
        known.set([akey, has.kind, has.source, has.target, has.day].join('\t'), {
          at: integer(has, 'at'),
          id: text(has, 'id'),
        })
    }
    const has = known.get(keyOf(row))
    const right = { at: Number(at), id: String(id) }
    if (has === undefined || (kind === 'member' ? isLater(right, has) : isLater(has, right)))
      missing.push(row)
  }
  return missing
}

const examine = async (
  queries: Queries,
  akey: string,
  live: LiveProgram,
  isRepairing: boolean,
): Promise<{ readonly events: number; readonly ailments: readonly Ailment[] }> => {
  const { closedThrough } = await readKept(queries, live.project)
  const sum = await sumOf(queries, akey, live, closedThrough)
  const isFilling = new Set(live.filling.map(one => one.signal))
  const isCounted = new Set(live.counted.map(one => one.hash).filter(hash => !isFilling.has(hash)))
  const stored = (await queries.all(COUNTS, [akey, closedThrough]))
    .map(cellsOf)
    .filter(cells => isCounted.has(String(cells[2])))
  const { wrong, missing } = compareCounts(stored, sum.counts)
  const registers = missingRegisters(await queries.all(REGISTERS, [akey]), sum)
  const links = await missingLinks(queries, spaceOf(akey), sum)
  const counts = new Set([...wrong, ...missing].map(keyOf)).size
  const ailments = (
    [
      ['counts', counts],
      ['registers', registers.length],
      ['links', links.length],
    ] as const
  ).flatMap(([kind, rows]) => (rows > 0 ? [{ akey, kind, rows }] : []))
  if (!isRepairing || ailments.length === 0) return { events: sum.events, ailments }
  for (const cells of wrong) await queries.run(DROP_COUNT, cells.slice(0, KEY_WIDTH))
  await addCounts.run(queries, missing)
  const byKey = (a: readonly Value[], b: readonly Value[]): number =>
    a.slice(0, KEY_WIDTH).join('\t') < b.slice(0, KEY_WIDTH).join('\t') ? -1 : 1
  // Of one instant and message the stored one would stay.
  for (const [key] of registers) await queries.run(DROP_REGISTER, [akey, ...key.split('\t')])
  await setRegisters.run(
    queries,
    registers
      .map(([key, { value, at, id }]) => {
        const [subject = '', name = ''] = key.split('\t')
        return [akey, subject, name, JSON.stringify(value), at, id]
      })
      .sort(byKey),
  )
  await setLinks.run(queries, links)
  for (const [end] of links) await queries.run(TOUCH_KNOWN, [end ?? akey])
  await queries.run(TOUCH_KNOWN, [akey])
  return { events: sum.events, ailments }
}

/** Keys that have evidence or events, each once: what has counts and no events has too much. */
async function* allKeys(store: Driver, project: string): AsyncGenerator<string> {
  const seen = new Set<string>()
  for await (const akey of eventKeys(store, project)) {
    seen.add(akey)
    yield akey
  }
  for (const space of [project, `${project}:test`])
    for (let last = `${space}/`; ; ) {
      const [row] = await store.all(COUNT_KEYS, [last, `${space}0`])
      if (row === undefined) break
      last = text(row, 'akey')
      if (!seen.has(last)) yield last
    }
}

/**
 * Holds every key’s evidence of open days against what its events add up to, each in a transaction that sees one state
 * of the store, so that a collector may go on meanwhile; and puts it right where asked to. Undefined for a project
 * without a program.
 */
export const examineProject = async (
  { store, programs }: DoctorPorts,
  project: string,
  isRepairing: boolean,
): Promise<Diagnosis | undefined> => {
  programs.refresh(project)
  const live = await programs.live(project)
  if (live === undefined) return undefined
  const ailments: Ailment[] = []
  let keys = 0
  let events = 0
  for await (const akey of allKeys(store, project)) {
    const found = await store.transaction(queries => examine(queries, akey, live, isRepairing), {
      isSnapshot: true,
    })
    keys++
    events += found.events
    ailments.push(...found.ailments)
  }
  const { closedThrough } = await readKept(store, project)
  return { keys, events, ailments, closedThrough, filling: live.filling.length }
}
