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

/** What the ranked list is narrowed to, and how it is ordered. */
export interface AccountsQuery {
  readonly stage?: Stage | undefined
  readonly quadrant?: Quadrant | undefined
  readonly type?: LeadType | undefined
  readonly life?: LifeStage | undefined
  /** Key of a segment. */
  readonly segment?: string | undefined
  readonly sort: 'rank' | 'chance' | 'value' | 'engagement'
  /** Part of a name or id. */
  readonly q?: string | undefined
  readonly hidesOfOne: boolean
  readonly offset: number
  readonly limit: number
}

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
  { stage, quadrant, type, life, segment, q, hidesOfOne }: AccountsQuery,
  isFewInSegment: boolean,
): { readonly from: string; readonly params: readonly Value[] } => {
  const params: Value[] = [space]
  const place = (value: Value): string => `$${params.push(value)}`
  const where = [
    ...(stage === undefined ? [] : [`a.stage = ${place(stage)}`]),
    ...(quadrant === undefined ? [] : [`a.quadrant = ${place(quadrant)}`]),
    ...(type === undefined ? [] : [`a.lead_type = ${place(type)}`]),
    ...(life === undefined ? [] : [`a.life = ${place(life)}`]),
    ...(hidesOfOne ? ['a.is_of_one = 0'] : []),
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
  query: AccountsQuery,
  apartFrom?: Facet,
): readonly CountCell[] => {
  const asked = FACETS.filter(facet => facet !== apartFrom && query[facet] !== undefined)
  return cells.filter(
    cell => !(query.hidesOfOne && cell.isOfOne) && asked.every(facet => cell[facet] === query[facet]),
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
  return Object.fromEntries(
    keys.map(key => [key, sizeOf(cells.filter(cell => cell[facet] === key))]),
  ) as Record<K, number>
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
  query: AccountsQuery,
  counts: ListCounts,
  { from, params }: ReturnType<typeof narrowed>,
): Promise<number> => {
  const isSearched = query.q !== undefined && query.q !== ''
  if (!isSearched && query.segment === undefined) return sizeOf(cellsWithin(counts, query))
  if (!isSearched && query.segment !== undefined && FACETS.every(facet => query[facet] === undefined))
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

/** The ranked list, from the rows and counts that the qualifier keeps. */
export const listAccounts = async (
  store: Pick<Queries, 'all'>,
  space: Space,
  query: AccountsQuery,
  live: Pick<LiveProgram, 'version' | 'program'> | undefined,
  now: number,
): Promise<AccountList> => {
  const counts = (await readListCounts(store, space)) ?? (await countList(store, space, now))
  const everyone = cellsWithin(counts, {
    ...query,
    stage: undefined,
    quadrant: undefined,
    type: undefined,
    life: undefined,
  })
  const accounts = sizeOf(everyone)
  const inSegment = query.segment === undefined ? 0 : sizeOfSegment(counts, query.segment, false)
  const isFew = inSegment <= Math.max(FEW, FEW_SHARE * accounts)
  const { from, params } = narrowed(space, query, isFew)
  const places = `LIMIT $${params.length + 1} OFFSET $${params.length + 2}`
  const order = query.sort === 'rank' && !isFew ? `a.space, ${ORDERS.rank}` : ORDERS[query.sort]
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
