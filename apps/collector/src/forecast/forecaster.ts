import {
  type Akey,
  addScores,
  type ChanceScore,
  calibrationOf,
  DAY_MS,
  dayOf,
  FORECAST_DEFAULTS,
  type Forecast,
  forecastOf,
  NO_SCORE,
  overridesSum,
  scoreChances,
} from '@fireball/core'
import type { PropensitySource } from '../leads/propensity-port.ts'
import type { LiveProgram, ProgramStore } from '../program-store.ts'
import { projectOf, type Space } from '../store/akey.ts'
import type { Driver } from '../store/driver.ts'
import { integer } from '../store/row.ts'
import { type ForecastStore, overAt, type Prediction, type TakenForecast } from './forecast-store.ts'
import { readOpenAccounts } from './open-accounts.ts'
import type { Overrides } from './overrides.ts'

export interface ForecasterPorts {
  readonly store: Driver
  readonly taken: ForecastStore
  readonly overrides: Overrides
  readonly programs: Pick<ProgramStore, 'live'>
  readonly propensities: Pick<PropensitySource, 'basis'>
  readonly now: () => number
}

/** What is expected to close, and what came of what was expected. */
export interface Forecaster {
  read(space: Space, live: LiveProgram): Promise<Forecast>
  /** Takes the day's forecast if it was not taken yet, and judges those whose horizon is over. */
  tick(space: Space): Promise<void>
}

/** So many days of forecasts are shown beside what happened. */
const HISTORY_DAYS = 90
/** And so many are judged together. */
const JUDGED_DAYS = 730

/** With more than this share of the accounts waiting to be evaluated, a forecast would be of half of them. */
const MOST_PENDING = 0.05

const PENDING = 'SELECT COUNT(*) AS n FROM touched WHERE space = $1 AND touched > evaluated'

type Won = ReadonlyMap<Akey, readonly number[]>

const isWithin = (ends: readonly number[] | undefined, forecast: TakenForecast): boolean =>
  ends?.some(at => at > forecast.at && at <= overAt(forecast)) === true

const wonOf = (predictions: readonly Prediction[], won: Won, forecast: TakenForecast): number =>
  predictions.reduce((sum, { akey, deal }) => sum + (isWithin(won.get(akey), forecast) ? (deal ?? 0) : 0), 0)

/** Days within which a chance has to come true, by the program. */
export const horizonOf = ({ program }: Pick<LiveProgram, 'program'>): number =>
  program.forecast?.horizonDays ?? FORECAST_DEFAULTS.horizonDays

export const createForecaster = (ports: ForecasterPorts): Forecaster => {
  const { store, taken, overrides, programs, propensities, now } = ports

  /** What was won so far of forecasts whose horizon lasts, by day. */
  const wonSoFar = async (
    space: Space,
    lasting: readonly TakenForecast[],
  ): Promise<ReadonlyMap<number, number>> => {
    const since = Math.min(...lasting.map(one => one.at))
    const won: Won = lasting.length === 0 ? new Map() : await taken.wonSince(space, since)
    const said = await taken.predictionsOf(space, [...won.keys()])
    return new Map(
      lasting.map(one => [
        one.day,
        wonOf(
          said.filter(({ day }) => day === one.day),
          won,
          one,
        ),
      ]),
    )
  }

  const judge = async (space: Space, forecast: TakenForecast): Promise<void> => {
    const won = await taken.wonSince(space, forecast.at)
    const predictions = await taken.predictions(space, forecast.day)
    const score = scoreChances(
      predictions.map(({ akey, p }) => ({ p, isHit: isWithin(won.get(akey), forecast) })),
    )
    await taken.settle(space, { ...forecast, over: { won: wonOf(predictions, won, forecast), score } })
  }

  return {
    read: async (space, live) => {
      const at = now()
      const horizonDays = horizonOf(live)
      const accounts = await readOpenAccounts(store, space)
      const all = await taken.taken(space, JUDGED_DAYS)
      const shown = all.slice(0, HISTORY_DAYS)
      const soFar = await wonSoFar(
        space,
        shown.filter(one => one.over === undefined),
      )
      const total = all.reduce<ChanceScore>(
        (sum, { over }) => (over === undefined ? sum : addScores(sum, over.score)),
        NO_SCORE,
      )
      const { items, ended } = await overrides.of(space, { horizonDays, now: at })
      const scored = (pOf: (one: (typeof ended)[number]) => number) =>
        calibrationOf(scoreChances(ended.map(one => ({ p: pOf(one), isHit: one.outcome === 'won' }))))
      const people = scored(one => one.p)
      const model = scored(one => one.modelP)
      const calibration = calibrationOf(total)
      return {
        ...forecastOf(accounts, at),
        currency: live.program.forecast?.currency ?? FORECAST_DEFAULTS.currency,
        at,
        horizonDays,
        source: (await propensities.basis(live.project)) === '' ? 'types' : 'fit',
        overrides: overridesSum(items, accounts),
        history: [...shown].reverse().map(one => ({
          day: one.day,
          expected: one.expected,
          low: one.low,
          high: one.high,
          won: one.over?.won ?? soFar.get(one.day) ?? 0,
          isOver: one.over !== undefined,
        })),
        calibration: calibration && {
          ...calibration,
          overrides:
            people === null || model === null
              ? null
              : { count: people.accounts, brier: people.brier, modelBrier: model.brier },
        },
      }
    },
    tick: async space => {
      const live = await programs.live(projectOf(space))
      if (live === undefined) return
      const at = now()
      const day = dayOf(at)
      // What is won late in the horizon may be told a little later.
      const due = (await taken.taken(space, JUDGED_DAYS)).filter(
        one => one.over === undefined && overAt(one) + DAY_MS <= at,
      )
      for (const one of due) await judge(space, one)
      if (await taken.has(space, day)) return
      const accounts = await readOpenAccounts(store, space)
      const [pending] = await store.all(PENDING, [space])
      const waiting = pending === undefined ? 0 : integer(pending, 'n')
      // Looked at again within the hour.
      if (accounts.length === 0 || waiting > MOST_PENDING * accounts.length) return
      const { total } = forecastOf(accounts, at)
      await taken.keep(space, { day, at, horizonDays: horizonOf(live), ...total }, accounts)
    },
  }
}
