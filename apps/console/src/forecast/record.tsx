import { DAY_MS, type Forecast } from '@fireball/core'
import { Reliability } from '../learning/reliability.tsx'
import { moneyText, shortMoneyText } from '../money.ts'
import { countText, numberText } from '../number.ts'
import { dateText } from '../time.ts'
import { axisOf } from '../ui/axis.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { Term } from '../ui/term.tsx'
import { peopleText } from './trust.ts'

interface RecordProps {
  readonly of: Forecast
  readonly now: number
}

/** So many forecasts are shown at most. One is taken each day: of many, some evenly apart tell as much. */
const SHOWN = 12

const thinned = (history: Forecast['history']): Forecast['history'] => {
  const newestFirst = [...history].sort((a, b) => b.day - a.day)
  const step = Math.ceil(newestFirst.length / SHOWN)
  return newestFirst.filter((_, i) => i % step === 0)
}

const Line = ({
  of,
  most,
  currency,
  now,
}: {
  of: Forecast['history'][number]
  most: number
  currency: string
  now: number
}) => {
  const at = (value: number): string => `${Math.min(100, (value / most) * 100)}%`
  const isWithin = of.won >= of.low && of.won <= of.high
  return (
    <tr>
      <th scope="row">{dateText(of.day * DAY_MS, now)}</th>
      <td class="record-lane">
        <span class="lane" aria-hidden="true">
          <i
            class="span"
            style={{ insetInlineStart: at(of.low), width: `${((of.high - of.low) / most) * 100}%` }}
          />
          <i class="said" style={{ insetInlineStart: at(of.expected) }} />
          <i
            class={`came ${of.isOver ? (isWithin ? 'within' : 'beside') : 'open'}`}
            style={{ insetInlineStart: at(of.won) }}
          />
        </span>
      </td>
      <td
        class="number"
        title={`80% between ${shortMoneyText(of.low, currency)} and ${shortMoneyText(of.high, currency)}`}
      >
        {moneyText(of.expected, currency)}
      </td>
      <td class="number strong">{moneyText(of.won, currency)}</td>
      <td>
        {of.isOver ? (
          <Badge look={isWithin ? 'good' : 'warning'}>
            {isWithin ? 'within' : of.won > of.high ? 'above' : 'below'}
          </Badge>
        ) : (
          <Badge>still open</Badge>
        )}
      </td>
    </tr>
  )
}

/** What was forecast before, and what came of it. */
export const Earlier = ({ of, now }: RecordProps) => {
  const shown = thinned(of.history)
  const { top } = axisOf(Math.max(0, ...shown.flatMap(({ high, won }) => [high, won])))
  return (
    <section class="block" aria-labelledby="earlier-title">
      <h2 id="earlier-title">Earlier forecasts, and what happened</h2>
      {shown.length === 0 ? (
        <Empty title="No forecast is kept yet">
          <p>One is kept each day. Come back, and see here what came of it.</p>
        </Empty>
      ) : (
        <Scroll class="wide" label="Earlier forecasts">
          <table class="tight record">
            <thead>
              <tr>
                <th scope="col">Made</th>
                <th scope="col">
                  <span class="key span">interval</span> <span class="key said">expected</span>{' '}
                  <span class="key came">won</span>
                </th>
                <th scope="col" class="number">
                  Expected
                </th>
                <th scope="col" class="number">
                  Won so far
                </th>
                <th scope="col">
                  <span class="hidden">How it came out</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(one => (
                <Line key={one.day} of={one} most={top} currency={of.currency} now={now} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}

/** Whether 60% meant 60%, over accounts whose horizon is over. */
export const Calibration = ({ of: { calibration } }: Pick<RecordProps, 'of'>) => {
  if (calibration === null) return null
  const people = peopleText(calibration.overrides)
  return (
    <section class="block" aria-labelledby="calibration-title">
      <h2 id="calibration-title">
        Were its chances true? <span class="muted">{countText(calibration.accounts, 'account')}</span>
      </h2>
      <div class="quality">
        <dl class="figures small-figures">
          <div>
            <dt>
              <Term meaning="The mean of (chance − what happened)². 0 is perfect, .25 is a coin; less is better.">
                Brier score
              </Term>
            </dt>
            <dd>{calibration.brier.toFixed(3)}</dd>
          </div>
          <div>
            <dt>Of always saying the average</dt>
            <dd>{calibration.baseBrier.toFixed(3)}</dd>
          </div>
          {calibration.overrides !== null && (
            <div>
              <dt>Of people, and of the model then</dt>
              <dd>
                {calibration.overrides.brier.toFixed(3)} <small>and</small>{' '}
                {calibration.overrides.modelBrier.toFixed(3)}
              </dd>
            </div>
          )}
        </dl>
        <Reliability
          used={calibration.bins.map(({ accounts, ...bin }) => ({ ...bin, count: accounts }))}
          starting={null}
          what="accounts"
        />
      </div>
      {people !== undefined && <p class="muted">{people}</p>}
    </section>
  )
}

/** What people’s own chances would make of it, beside the model’s of the same accounts. */
export const Overrides = ({ of: { overrides, currency } }: Pick<RecordProps, 'of'>) => (
  <p class="muted small">
    {numberText(overrides.items.filter(({ outcome }) => outcome === null).length)} open: people say{' '}
    <strong>{moneyText(overrides.expected, currency)}</strong>, the model says{' '}
    <strong>{moneyText(overrides.modelExpected, currency)}</strong> of the same accounts. Only the model’s is
    in the total.
  </p>
)
