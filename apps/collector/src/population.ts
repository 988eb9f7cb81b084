import {
  type AccountRow,
  bandOf,
  complexityOf,
  cutsOf,
  type DealCuts,
  dealCuts,
  engagementScore,
  LEAD_TYPES,
  type LeadType,
  type LeadView,
  oddsByType,
  type Program,
  type TypeData,
  typeOdds,
} from '@fireball/core'
import { countList } from './leads/list-counts.ts'
import type { LiveProgram } from './program-store.ts'
import type { Space } from './store/akey.ts'
import type { Driver, Queries } from './store/driver.ts'
import { integer, json, text } from './store/row.ts'

/** What single accounts are judged against: figures over all accounts of a space, as of one instant. */
export interface Population {
  /** 90th percentile of raw engagement over accounts with any; undefined while there is none. */
  readonly p90: number | undefined
  readonly dealCuts: DealCuts | null
  /** Users whose trial is over, and those of them who reached first value without a person’s help. */
  readonly selfServed: { readonly users: number; readonly selfServed: number }
  /** Whether any message ever passed: without a source of them, silence says nothing. */
  readonly hasMessages: boolean
  /** Membership weights of ended trials. */
  readonly trials: TypeData
  readonly accounts: number
  /** Epoch ms; 0 while nothing was computed. */
  readonly at: number
}

type Judging = Omit<Population, 'p90' | 'accounts' | 'at'>

const NOTHING: Judging = {
  dealCuts: null,
  selfServed: { users: 0, selfServed: 0 },
  hasMessages: false,
  trials: {},
}

const READ = 'SELECT p90, accounts, computed_at, population FROM summaries WHERE space = $1'
const ENGAGED = 'SELECT COUNT(*) AS n FROM accounts WHERE space = $1 AND raw_engagement > 0'
const RANKS = `SELECT raw_engagement FROM accounts WHERE space = $1 AND raw_engagement > 0
  ORDER BY raw_engagement LIMIT 2 OFFSET $2`
const SUMS = `SELECT COUNT(*) AS n, SUM(trial_users) AS users, SUM(self_served) AS served, MAX(has_messages) AS messages
  FROM accounts WHERE space = $1`
const DEALS = 'SELECT deal FROM accounts WHERE space = $1 AND deal IS NOT NULL'
const TRIALS = `SELECT akey, won, body FROM trials WHERE akey > $1 AND akey < $2 ORDER BY akey, cycle LIMIT 1000`
const WRITE = `INSERT INTO summaries (space, p90, accounts, computed_at, population, counts)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (space) DO UPDATE SET p90 = excluded.p90, accounts = excluded.accounts,
    computed_at = excluded.computed_at, population = excluded.population, counts = excluded.counts`
const PAGE = `SELECT akey, raw_engagement, body FROM accounts
  WHERE space = $1 AND raw_engagement > 0 AND akey > $2 ORDER BY akey LIMIT 500`
const PATCH = `UPDATE accounts SET body = $2, version = CASE WHEN $4 = 1 THEN '' ELSE version END
  WHERE akey = $1 AND raw_engagement = $3`

/** Raw engagement is stored in thousandths, deals in hundredths. */
const SCALE = 1000
const CENTS = 100

/** A p90 that moved by less is as good as the old one. */
const DRIFT = 0.02
/** A score that moved by less is shown anew, and its account judged anew only when its turn comes. */
const POINTS = 2

/** A population that is no longer small is read again only so often: accounts may have to be judged anew then. */
const SMALL = 200
/** So few are all judged anew when the p90 moved. */
const FEW = 2000

const REST_MS = { perAccount: 5, most: 60_000 } as const

/** What accounts are judged against, as it was computed last. */
export const readPopulation = async (queries: Pick<Queries, 'all'>, space: Space): Promise<Population> => {
  const [row] = await queries.all(READ, [space])
  if (row === undefined) return { ...NOTHING, p90: undefined, accounts: 0, at: 0 }
  const p90 = integer(row, 'p90') / SCALE
  return {
    ...NOTHING,
    ...((json(row, 'population') as Judging | null) ?? {}),
    p90: p90 > 0 ? p90 : undefined,
    accounts: integer(row, 'accounts'),
    at: integer(row, 'computed_at'),
  }
}

/** The 90th percentile alone. */
export const readP90 = async (queries: Pick<Queries, 'all'>, space: Space): Promise<number | undefined> =>
  (await readPopulation(queries, space)).p90

/** By linear interpolation between order statistics, as `quantile`; only two rows are read. */
const p90Of = async (store: Driver, space: Space): Promise<number> => {
  const [counted] = await store.all(ENGAGED, [space])
  const position = ((counted === undefined ? 0 : integer(counted, 'n')) - 1) * 0.9
  if (position < 0) return 0
  const [low, high] = (await store.all(RANKS, [space, Math.floor(position)])).map(row =>
    integer(row, 'raw_engagement'),
  )
  return (low ?? 0) + ((high ?? low ?? 0) - (low ?? 0)) * (position - Math.floor(position))
}

const readTrials = async (store: Driver, space: Space): Promise<TypeData> => {
  const sums = new Map<LeadType, { won: number; lost: number }>(
    LEAD_TYPES.map(type => [type, { won: 0, lost: 0 }]),
  )
  for (let last = `${space}/`; ; ) {
    const rows = await store.all(TRIALS, [last, `${space}0`])
    for (const row of rows) {
      const { membership } = json(row, 'body') as { readonly membership: Record<LeadType, number> }
      for (const [type, sum] of sums) sum[integer(row, 'won') === 1 ? 'won' : 'lost'] += membership[type] ?? 0
    }
    const end = rows.at(-1)
    if (end === undefined) return Object.fromEntries(sums)
    last = text(end, 'akey')
  }
}

const readJudging = async (store: Driver, space: Space, program: Program): Promise<Judging> => {
  const [sums] = await store.all(SUMS, [space])
  const deals = (await store.all(DEALS, [space])).map(row => integer(row, 'deal') / CENTS)
  return {
    dealCuts: dealCuts(program, deals),
    selfServed: {
      users: sums === undefined ? 0 : integer(sums, 'users'),
      selfServed: sums === undefined ? 0 : integer(sums, 'served'),
    },
    hasMessages: sums !== undefined && integer(sums, 'messages') === 1,
    trials: await readTrials(store, space),
  }
}

/** All of it that changes how any account is judged; odds count in whole percents. */
const judgementOf = (
  program: Program,
  { dealCuts: cuts, selfServed, hasMessages, trials }: Judging,
): string =>
  JSON.stringify([
    cuts,
    complexityOf(program, selfServed).complexity,
    hasMessages,
    Object.values(oddsByType(typeOdds(program, trials))).map(odds => Math.round(odds * 100)),
  ])

const rescored = (row: AccountRow, lead: LeadView | null | undefined, engagement: number): AccountRow => ({
  ...row,
  engagement,
  lead: lead ? { ...lead, engagement: { ...lead.engagement, score: engagement } } : null,
})

/** Writes the scores of all rows anew; their raw figures stand. Who changed a band is to be judged anew. */
const rescore = async (store: Driver, space: Space, p90: number, program: Program): Promise<void> => {
  const cuts = cutsOf(program, 'engagement')
  for (let last = ''; ; ) {
    const rows = await store.all(PAGE, [space, last])
    const end = rows.at(-1)
    if (end === undefined) return
    await store.transaction(queries =>
      Promise.all(
        rows.map(row => {
          const raw = integer(row, 'raw_engagement')
          const body = json(row, 'body') as AccountRow
          const engagement = engagementScore(raw / SCALE, p90)
          const isOther =
            Math.abs(engagement - body.engagement) >= POINTS ||
            bandOf(engagement, cuts) !== bandOf(body.engagement, cuts)
          const patched = JSON.stringify(rescored(body, body.lead, engagement))
          return queries.run(PATCH, [text(row, 'akey'), patched, raw, Number(isOther)])
        }),
      ),
    )
    last = text(end, 'akey')
  }
}

/** What became of it. */
export interface Refreshed {
  /** Too soon after the last time: nothing was computed. */
  readonly isRested: boolean
  /** The p90 moved, and rows show it. */
  readonly hasMoved: boolean
  /** Every account is judged otherwise now. */
  readonly isJudgedOtherwise: boolean
}

/** Computes a population and the counts of its lists anew, and rescores the list where the p90 moved. */
export const refreshPopulation = async (
  store: Driver,
  space: Space,
  now: number,
  { program }: Pick<LiveProgram, 'program'>,
): Promise<Refreshed> => {
  const known = await readPopulation(store, space)
  const restMs = known.accounts <= SMALL ? 0 : Math.min(REST_MS.most, known.accounts * REST_MS.perAccount)
  if (now - known.at < restMs) return { isRested: true, hasMoved: false, isJudgedOtherwise: false }
  const counts = await countList(store, space, now)
  const accounts = counts.cells.reduce((sum, cell) => sum + cell.accounts, 0)
  if (accounts === 0 && known.at === 0) return { isRested: false, hasMoved: false, isJudgedOtherwise: false }
  const before = (known.p90 ?? 0) * SCALE
  const p90 = await p90Of(store, space)
  const hasMoved = p90 > 0 && Math.abs(p90 - before) > before * DRIFT
  const judging = await readJudging(store, space, program)
  // What an ended trial was like is told by the score that its middle has today; many accounts move that little.
  const isJudgedOtherwise =
    (hasMoved && accounts <= FEW) || judgementOf(program, judging) !== judgementOf(program, known)
  await store.run(WRITE, [
    space,
    Math.round(hasMoved ? p90 : before),
    accounts,
    now,
    JSON.stringify(judging),
    JSON.stringify(counts),
  ])
  if (hasMoved) await rescore(store, space, p90 / SCALE, program)
  return { isRested: false, hasMoved, isJudgedOtherwise }
}
