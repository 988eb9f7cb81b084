import {
  type AccountList,
  type AccountRow,
  LEAD_TYPES,
  type LeadType,
  LIFE_STAGES,
  type LifeStage,
  type Quadrant,
  type Stage,
} from '@fireball/core'
import { type CountCell, countList, type ListCounts, readListCounts } from '../leads/list-counts.ts'
import type { LiveProgram } from '../program-store.ts'
import type { Space } from '../store/akey.ts'
import { inChunks, placesOf } from '../store/bulk.ts'
import type { Queries, Row, Value } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'

/** What lists are narrowed to, and how they are ordered. */
export interface AccountsFilter {
  readonly stage?: Stage | undefined
  readonly quadrant?: Quadrant | undefined
  readonly type?: LeadType | undefined
  readonly life?: LifeStage | undefined
  /** Key of a segment. */
  readonly segment?: string | undefined
  /** State of the touch, or `held`. */
  readonly touch?: TouchState | undefined
  /** Its touch is to be made, or is held, until then at the latest. */
  readonly dueBy?: number | undefined
  readonly sort: 'rank' | 'chance' | 'value' | 'engagement'
  /** Part of a name or id, or of a champion’s name. */
  readonly q?: string | undefined
  readonly hidesOfOne: boolean
}

/** A part of the ranked list. */
export interface AccountsQuery extends AccountsFilter {
  readonly offset: number
  readonly limit: number
}

/** What the playbook says of an account; `held`: somebody would be due, were attention not spent. */
export const TOUCH_STATES = ['due', 'held', 'wait', 'done', 'snoozed', 'disqualified'] as const
export type TouchState = (typeof TOUCH_STATES)[number]

/** Points of life at which there is nothing left to win: a PQL is open. */
const ENDED = ['won', 'lost', 'expanding', 'at-risk', 'churned'] as const satisfies readonly LifeStage[]
const isEnded = (life: string): boolean => ENDED.some(one => one === life)
/** Rows that were computed before lives were known have none. */
const IS_OPEN = `COALESCE(a.life, '') NOT IN (${ENDED.map(one => `'${one}'`).join(', ')})`

/** So many rows at most in one answer. */
export const MAX_ACCOUNTS = 200

/** A segment with so few accounts, or so small a share of all, is walked itself; else the list is, and asked who is in it. */
const FEW = 2000
const FEW_SHARE = 0.05

const ORDERS: Readonly<Record<AccountsQuery['sort'], string>> = {
  rank: 'a.urgency DESC, a.raw_engagement DESC, a.akey',
  chance: 'a.p_close DESC, a.raw_engagement DESC, a.akey',
  value: 'COALESCE(a.deal, 0) * a.p_close DESC, a.p_close DESC, a.akey',
  engagement: 'a.raw_engagement DESC, a.akey',
}

const BODIES = `SELECT akey, body, computed_at FROM accounts WHERE akey IN (${placesOf()})`
const PENDING = `SELECT COUNT(*) AS n FROM touched
  WHERE akey >= $1 AND akey < $2 AND touched > evaluated`

const pattern = (q: string): string => `%${q.toLowerCase().replace(/[!%_]/g, '!$&')}%`

/**
 * One of a fixed set of texts: only what narrows is in it, so that the index that holds every column can be used. Joined in
 * the order that is written: the planner of an engine without statistics cannot know which side is small.
 */
const narrowed = (
  space: Space,
  { stage, quadrant, type, life, segment, touch, dueBy, q, hidesOfOne }: AccountsFilter,
  isFewInSegment: boolean,
): { readonly from: string; readonly params: readonly Value[] } => {
  const params: Value[] = [space]
  const place = (value: Value): string => `$${params.push(value)}`
  const where = [
    ...(stage === undefined ? [] : [`a.stage = ${place(stage)}`]),
    ...(stage === 'pql' ? [IS_OPEN] : []),
    ...(quadrant === undefined ? [] : [`a.quadrant = ${place(quadrant)}`]),
    ...(type === undefined ? [] : [`a.lead_type = ${place(type)}`]),
    ...(life === undefined ? [] : [`a.life = ${place(life)}`]),
    ...(hidesOfOne ? ['a.is_of_one = 0'] : []),
    ...(touch === undefined && dueBy === undefined
      ? []
      : [
          `a.akey IN (SELECT akey FROM accounts WHERE ${[
            'space = $1',
            ...(touch === undefined ? [] : [`touch = ${place(touch)}`]),
            ...(dueBy === undefined ? [] : [`touch_by <= ${place(dueBy)}`]),
          ].join(' AND ')})`,
        ]),
    ...(q === undefined || q === ''
      ? []
      : [
          `a.akey IN (SELECT akey FROM accounts WHERE space = $1 AND search LIKE ${place(pattern(q))} ESCAPE '!')`,
        ]),
  ]
  if (segment === undefined)
    return { from: `accounts a WHERE ${['a.space = $1', ...where].join(' AND ')}`, params }
  const inSegment = place(segment)
  return {
    from: isFewInSegment
      ? `segment_accounts s CROSS JOIN accounts a
          WHERE ${[`s.space = $1 AND s.segment = ${inSegment} AND a.akey = s.akey`, ...where].join(' AND ')}`
      : `accounts a CROSS JOIN segment_accounts s
          WHERE ${[`a.space = $1 AND s.akey = a.akey AND s.segment = ${inSegment}`, ...where].join(' AND ')}`,
    params,
  }
}

type Facet = 'stage' | 'quadrant' | 'type' | 'life'

const FACETS: readonly Facet[] = ['stage', 'quadrant', 'type', 'life']

/** Cells within everything that the list is narrowed to, but one. */
const cellsWithin = (
  { cells }: ListCounts,
  query: AccountsFilter,
  apartFrom?: Facet,
): readonly CountCell[] => {
  const asked = FACETS.filter(facet => facet !== apartFrom && query[facet] !== undefined)
  return cells.filter(
    cell =>
      !(query.hidesOfOne && cell.isOfOne) &&
      asked.every(facet => cell[facet] === query[facet]) &&
      !(query.stage === 'pql' && apartFrom !== 'stage' && isEnded(cell.life)),
  )
}

const sumOf = (cells: readonly CountCell[], of: (cell: CountCell) => number): number =>
  cells.reduce((sum, cell) => sum + of(cell), 0)

const sizeOf = (cells: readonly CountCell[]): number => sumOf(cells, cell => cell.accounts)

const byFacet = <K extends string>(
  counts: ListCounts,
  query: AccountsQuery,
  facet: Facet,
  keys: readonly K[],
): Readonly<Record<K, number>> => {
  const cells = cellsWithin(counts, query, facet)
  const isOf = (cell: CountCell, key: K): boolean =>
    cell[facet] === key && !(facet === 'stage' && key === 'pql' && isEnded(cell.life))
  return Object.fromEntries(keys.map(key => [key, sizeOf(cells.filter(cell => isOf(cell, key)))])) as Record<
    K,
    number
  >
}

const present = <K extends string>(
  counts: Readonly<Record<K, number>>,
): Readonly<Partial<Record<K, number>>> =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0)) as Partial<Record<K, number>>

const STAGES = ['signed-up', 'activating', 'first-value', 'pql'] as const
const QUADRANTS = ['throwing-fireballs', 'silent-win', 'spinning-wheels', 'not-started'] as const

const sizeOfSegment = ({ segments }: ListCounts, key: string, hidesOfOne: boolean): number =>
  segments
    .filter(one => one.key === key && !(hidesOfOne && one.isOfOne))
    .reduce((sum, one) => sum + one.accounts, 0)

/** How many accounts the list has: from the counts that are kept, where they tell. */
const totalOf = async (
  store: Pick<Queries, 'all'>,
  query: AccountsFilter,
  counts: ListCounts,
  { from, params }: ReturnType<typeof narrowed>,
): Promise<number> => {
  const isRead =
    (query.q !== undefined && query.q !== '') || query.touch !== undefined || query.dueBy !== undefined
  if (!isRead && query.segment === undefined) return sizeOf(cellsWithin(counts, query))
  if (!isRead && query.segment !== undefined && FACETS.every(facet => query[facet] === undefined))
    return sizeOfSegment(counts, query.segment, query.hidesOfOne)
  const [row] = await store.all(`SELECT COUNT(*) AS n FROM ${from}`, params)
  return row === undefined ? 0 : integer(row, 'n')
}

/** Rows by key, in the order of the keys. */
const readRows = async (store: Pick<Queries, 'all'>, akeys: readonly string[]): Promise<readonly Row[]> => {
  const rows = new Map<string, Row>()
  for (const chunk of inChunks(akeys))
    for (const row of await store.all(BODIES, chunk)) rows.set(text(row, 'akey'), row)
  return akeys.map(akey => rows.get(akey)).filter(row => row !== undefined)
}

/** A row as lists show it; what was not known yet when it was computed is null. */
export const toAccountRow = (row: Row): AccountRow => ({
  ability: null,
  lead: null,
  ...(json(row, 'body') as Omit<AccountRow, 'ability' | 'lead'>),
})

/** Whether a segment is walked itself, or the list is, and asked who is in it. */
const isFewOf = (counts: ListCounts, query: AccountsFilter): boolean => {
  const inSegment = query.segment === undefined ? 0 : sizeOfSegment(counts, query.segment, false)
  return inSegment <= Math.max(FEW, FEW_SHARE * sizeOf(everyoneIn(counts, query)))
}

/** Every account, apart from those of one where they are hidden. */
const everyoneIn = ({ cells }: ListCounts, { hidesOfOne }: AccountsFilter): readonly CountCell[] =>
  cells.filter(cell => !(hidesOfOne && cell.isOfOne))

const orderOf = (query: AccountsFilter, isFew: boolean): string =>
  query.sort === 'rank' && !isFew ? `a.space, ${ORDERS.rank}` : ORDERS[query.sort]

const countsOf = async (store: Pick<Queries, 'all'>, space: Space, now: number): Promise<ListCounts> =>
  (await readListCounts(store, space)) ?? (await countList(store, space, now))

/** Stored keys of a list from its first to its last, as it stands this instant. */
export const listedKeys = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  filter: AccountsFilter,
  now: number,
): Promise<readonly string[]> => {
  const isFew = isFewOf(await countsOf(store, space, now), filter)
  const { from, params } = narrowed(space, filter, isFew)
  const rows = await store.all(`SELECT a.akey FROM ${from} ORDER BY ${orderOf(filter, isFew)}`, params)
  return rows.map(row => text(row, 'akey'))
}

/** Accounts by their stored keys, in the order of the keys; those that are gone are left out. */
export const readAccounts = async (
  store: Pick<Queries, 'all'>,
  keys: readonly string[],
): Promise<readonly AccountRow[]> => (await readRows(store, keys)).map(toAccountRow)

const touchesIn = ({ touches = [] }: ListCounts): Pick<AccountList, 'touches' | 'heldPqls'> => {
  const sum = (cells: typeof touches): number => cells.reduce((all, cell) => all + cell.accounts, 0)
  return {
    touches: present(
      Object.fromEntries(TOUCH_STATES.map(key => [key, sum(touches.filter(one => one.touch === key))])),
    ),
    heldPqls: sum(touches.filter(one => one.touch === 'held' && one.stage === 'pql' && !isEnded(one.life))),
  }
}

/** The ranked list, from the rows and counts that the qualifier keeps. */
export const listAccounts = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  query: AccountsQuery,
  live: Pick<LiveProgram, 'version' | 'program'> | undefined,
  now: number,
): Promise<AccountList> => {
  const counts = await countsOf(store, space, now)
  const everyone = everyoneIn(counts, query)
  const accounts = sizeOf(everyone)
  const isFew = isFewOf(counts, query)
  const { from, params } = narrowed(space, query, isFew)
  const places = `LIMIT $${params.length + 1} OFFSET $${params.length + 2}`
  const order = orderOf(query, isFew)
  const keys = await store.all(`SELECT a.akey FROM ${from} ORDER BY ${order} ${places}`, [
    ...params,
    query.limit,
    query.offset,
  ])
  const page = await readRows(
    store,
    keys.map(row => text(row, 'akey')),
  )
  const computedAt = page.map(row => maybeInteger(row, 'computed_at')).filter(at => at !== null)
  const [pending] = await store.all(PENDING, [`${space}/`, `${space}0`])
  const share = (total: number) => (accounts === 0 ? 0 : total / accounts)
  return {
    accounts: page.map(toAccountRow),
    total: await totalOf(store, query, counts, { from, params }),
    stages: byFacet(counts, query, 'stage', STAGES),
    quadrants: byFacet(counts, query, 'quadrant', QUADRANTS),
    types: present(byFacet(counts, query, 'type', LEAD_TYPES)),
    lives: present(byFacet(counts, query, 'life', LIFE_STAGES)),
    segments: (live?.program.segments ?? []).map(({ key, name }) => ({
      key,
      name,
      accounts: sizeOfSegment(counts, key, query.hidesOfOne),
    })),
    ofOne: sizeOf(counts.cells.filter(cell => cell.isOfOne)),
    ...touchesIn(counts),
    computedAt: computedAt.length === 0 ? null : Math.min(...computedAt),
    countedAt: counts.at,
    pending: pending === undefined ? 0 : integer(pending, 'n'),
    product: {
      rate: share(sumOf(everyone, cell => cell.rate)),
      complete: share(sumOf(everyone, cell => cell.complete)),
      firstValue: share(sumOf(everyone, cell => cell.firstValue)),
      accounts,
    },
    version: live?.version ?? '',
  }
}
