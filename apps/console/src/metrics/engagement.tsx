import type { ProductMetrics } from '@fireball/core'
import { useState } from 'preact/hooks'
import { TrendMark } from '../leads/marks.tsx'
import { numberText } from '../number.ts'
import { dateText } from '../time.ts'
import { Scroll } from '../ui/scroll.tsx'
import { Term } from '../ui/term.tsx'
import { DayLines } from './day-lines.tsx'

/** So many weeks stand in the table, the newest first. */
const WEEKS = 8

const SIDES = {
  total: { label: 'Total', say: 'of all users together' },
  average: { label: 'Per user', say: 'of one active user on the mean' },
} as const
type Side = keyof typeof SIDES

/** Small figures with one decimal, large ones without. */
const pointsText = (points: number): string =>
  points > 0 && points < 100 ? points.toFixed(1) : numberText(Math.round(points))

interface EngagementProps {
  readonly of: Pick<ProductMetrics, 'engagement' | 'unfinishedFrom'>
  readonly now: number
}

/** How much the whole product is used, weighed as the score weighs it, and where that goes. */
export const Engagement = ({ of: { engagement, unfinishedFrom }, now }: EngagementProps) => {
  const [side, setSide] = useState<Side>('total')
  const { days, trend, windowDays } = engagement
  const last = days.at(-1)
  return (
    <>
      <div class="engagement-head">
        <dl class="figures small-figures">
          <div>
            <dt>
              <Term meaning="Weighted actions of the last seven whole days, not aged, against the seven before.">
                Points in 7 days
              </Term>
            </dt>
            <dd>
              {pointsText(trend.last7)} <TrendMark trend={trend.total} />
            </dd>
            <dd class="aside">
              {pointsText(trend.before7)} before; through {dateText(Date.parse(trend.through), now)}
            </dd>
          </div>
          <div>
            <dt>Of one active user</dt>
            <dd>
              {last === undefined ? '–' : pointsText(last.average)} <TrendMark trend={trend.average} />
            </dd>
            <dd class="aside">
              {last === undefined ? '' : `${numberText(last.users)} in ${windowDays} days`}
            </dd>
          </div>
        </dl>
        <fieldset class="segmented">
          <legend class="hidden">What the line shows</legend>
          {(Object.keys(SIDES) as readonly Side[]).map(one => (
            <button key={one} type="button" aria-pressed={side === one} onClick={() => setSide(one)}>
              {SIDES[one].label}
            </button>
          ))}
        </fieldset>
      </div>
      <DayLines
        days={days.map(({ day }) => day)}
        lines={[{ key: 'dau', values: days.map(one => one[side]) }]}
        unfinishedFrom={unfinishedFrom}
        now={now}
        label={
          last === undefined
            ? 'No days'
            : `Engagement ${SIDES[side].say}: ${pointsText(days[0]?.[side] ?? 0)} on the first day, ${pointsText(last[side])} on the last.`
        }
        caption={
          <>
            Engagement {SIDES[side].say}, as the score counts it: weighted actions of {windowDays} days, the
            older the less.
          </>
        }
      />
      <Weeks of={engagement} now={now} />
    </>
  )
}

const Weeks = ({
  of: { weeks },
  now,
}: {
  readonly of: ProductMetrics['engagement']
  readonly now: number
}) => (
  <Scroll class="wide" label="Engagement by week">
    <table class="tight engagement-weeks">
      <thead>
        <tr>
          <th scope="col">Week of</th>
          <th scope="col" class="number">
            Points
          </th>
          <th scope="col" class="number">
            Users
          </th>
          <th scope="col" class="number">
            Per user
          </th>
          <th scope="col">Against the week before</th>
        </tr>
      </thead>
      <tbody>
        {weeks
          .slice(-WEEKS)
          .reverse()
          .map(({ week, points, users, average, trend }) => (
            <tr key={week} class={trend === null ? 'running' : undefined}>
              <th scope="row">{dateText(Date.parse(week), now)}</th>
              <td class="number">{pointsText(points)}</td>
              <td class="number">{numberText(users)}</td>
              <td class="number">{pointsText(average)}</td>
              <td>{trend === null ? 'not over: so far' : <TrendMark trend={trend} />}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </Scroll>
)
