import { type Akey, type Amount, type ChanceScore, DAY_MS, type OpenAccount } from '@fireball/core'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import { createBulk, inChunks, placesOf } from '../store/bulk.ts'
import type { Driver } from '../store/driver.ts'
import { integer, json, maybeInteger, text } from '../store/row.ts'
import { HUNDRED, MILLION } from './open-accounts.ts'

/** A forecast as it was taken on a day; once its horizon is over, with what came of it. */
export interface TakenForecast extends Amount {
  /** UTC day number. */
  readonly day: number
  readonly at: number
  readonly horizonDays: number
  /** How its chances came true, and what was won of it; absent while its horizon lasts. */
  readonly over?: { readonly won: number; readonly score: ChanceScore }
}

/** What was said of one account on a day. */
export interface Prediction {
  readonly akey: Akey
  readonly day: number
  readonly p: number
  readonly deal: number | null
}

/** Forecasts as they were taken. */
export interface ForecastStore {
  /** Of the latest days first. */
  taken(space: Space, days: number): Promise<readonly TakenForecast[]>
  has(space: Space, day: number): Promise<boolean>
  /** Keeps a day's forecast with every chance in it; a day is kept once. */
  keep(space: Space, forecast: TakenForecast, accounts: readonly OpenAccount[]): Promise<void>
  predictions(space: Space, day: number): Promise<readonly Prediction[]>
  /** What was said of these accounts, on any day. */
  predictionsOf(space: Space, akeys: readonly Akey[]): Promise<readonly Prediction[]>
  /** Writes down what came of a forecast; the single chances are no longer needed. */
  settle(space: Space, forecast: TakenForecast): Promise<void>
  /** Accounts won after an instant, by the first time. */
  wonSince(space: Space, since: number): Promise<ReadonlyMap<Akey, readonly number[]>>
}

const TAKEN = 'SELECT day, at, horizon_days, body FROM forecasts WHERE space = $1 ORDER BY day DESC LIMIT $2'
const HAS = 'SELECT day FROM forecasts WHERE space = $1 AND day = $2'
const KEEP = `INSERT INTO forecasts (space, day, at, horizon_days, body) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (space, day) DO NOTHING`
const SETTLE = 'UPDATE forecasts SET body = $3 WHERE space = $1 AND day = $2'
const FORGET = 'DELETE FROM predictions WHERE space = $1 AND day = $2'
const OF_DAY = `SELECT akey, day, p, deal FROM predictions WHERE space = $1 AND day = $2 AND akey > $3
  ORDER BY akey LIMIT 2000`
const OF_KEYS = `SELECT akey, day, p, deal FROM predictions WHERE akey IN (${placesOf()})`
const WON = `SELECT akey, at FROM lives
  WHERE space = $1 AND stage = 'won' AND at > $2 AND withdrawn_at IS NULL ORDER BY at`

const putPredictions = createBulk({
  head: 'INSERT INTO predictions (akey, day, space, p, deal) VALUES',
  width: 5,
  key: ['akey', 'day'],
  tail: 'ON CONFLICT (akey, day) DO NOTHING',
})
const SLICE = 1000

type Body = Omit<TakenForecast, 'day' | 'at' | 'horizonDays'>

const toPrediction = (row: Parameters<typeof text>[0]): Prediction => {
  const deal = maybeInteger(row, 'deal')
  return {
    akey: withoutSpace(text(row, 'akey')),
    day: integer(row, 'day'),
    p: integer(row, 'p') / MILLION,
    deal: deal === null ? null : deal / HUNDRED,
  }
}

const bodyOf = ({ expected, low, high, over }: TakenForecast): string =>
  JSON.stringify({ expected, low, high, ...(over === undefined ? {} : { over }) })

/** The instant at which a forecast can be judged. */
export const overAt = ({ at, horizonDays }: Pick<TakenForecast, 'at' | 'horizonDays'>): number =>
  at + horizonDays * DAY_MS

/** Keeps forecasts in the collector's store. */
export const createForecastStore = (store: Driver): ForecastStore => ({
  taken: async (space, days) =>
    (await store.all(TAKEN, [space, days])).map(row => ({
      day: integer(row, 'day'),
      at: integer(row, 'at'),
      horizonDays: integer(row, 'horizon_days'),
      ...(json(row, 'body') as Body),
    })),
  has: async (space, day) => (await store.all(HAS, [space, day])).length > 0,
  keep: async (space, forecast, accounts) => {
    const { day, at, horizonDays } = forecast
    const rows = accounts
      .map(
        ({ akey, p, deal }) =>
          [
            inSpace(space, akey),
            day,
            space,
            Math.round(p * MILLION),
            deal === null ? null : Math.round(deal * HUNDRED),
          ] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1))
    for (let from = 0; from < rows.length; from += SLICE)
      await putPredictions.run(store, rows.slice(from, from + SLICE))
    // Last: what was interrupted is taken again.
    await store.run(KEEP, [space, day, at, horizonDays, bodyOf(forecast)])
  },
  predictions: async (space, day) => {
    const found: Prediction[] = []
    for (let last = ''; ; ) {
      const rows = await store.all(OF_DAY, [space, day, last])
      const end = rows.at(-1)
      if (end === undefined) return found
      last = text(end, 'akey')
      for (const row of rows) found.push(toPrediction(row))
    }
  },
  predictionsOf: async (space, akeys) => {
    const found: Prediction[] = []
    for (const chunk of inChunks(akeys.map(akey => inSpace(space, akey))))
      for (const row of await store.all(OF_KEYS, chunk)) found.push(toPrediction(row))
    return found
  },
  settle: (space, forecast) =>
    store.transaction(async queries => {
      await queries.run(SETTLE, [space, forecast.day, bodyOf(forecast)])
      await queries.run(FORGET, [space, forecast.day])
    }),
  wonSince: async (space, since) => {
    const won = new Map<Akey, number[]>()
    for (const row of await store.all(WON, [space, since])) {
      const akey = withoutSpace(text(row, 'akey'))
      const at = integer(row, 'at')
      const known = won.get(akey)
      if (known === undefined) won.set(akey, [at])
      else known.push(at)
    }
    return won
  },
})
