import type { ProductMetrics } from '@fireball/core'
import { numberText, percentText } from '../number.ts'
import { dateText } from '../time.ts'
import { Empty } from '../ui/empty.tsx'
import { Scroll } from '../ui/scroll.tsx'

const WEEK_MS = 7 * 86_400_000

/** Of those who came in one week, how many were seen again in each week since. */
export const Cohorts = ({ cohorts, now }: Pick<ProductMetrics, 'cohorts'> & { readonly now: number }) => {
  const weeks = Math.max(0, ...cohorts.map(({ seen }) => seen.length))
  if (cohorts.length === 0)
    return (
      <Empty title="No week of sign-ups in this range">
        <p>Choose a longer range, or wait for the first users.</p>
      </Empty>
    )
  return (
    <Scroll class="wide" label="Retention by week of sign-up">
      <table class="cohorts">
        <thead>
          <tr>
            <th scope="col">Came in the week of</th>
            <th scope="col" class="number">
              Users
            </th>
            {Array.from({ length: weeks }, (_, week) => (
              <th key={week} scope="col">
                {week === 0 ? 'Week 0' : `+${week}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ week, users, seen }) => (
            <tr key={week}>
              <th scope="row">{dateText(Date.parse(week), now)}</th>
              <td class="number">{numberText(users)}</td>
              {seen.map((count, i) => {
                const share = users === 0 ? 0 : count / users
                const isRunning = Date.parse(week) + (i + 1) * WEEK_MS > now
                return (
                  <td
                    key={i}
                    class={`heat ${isRunning ? 'running' : ''}`}
                    style={{ '--heat': `${Math.round(share * 46)}%` }}
                    title={`${numberText(count)} users${isRunning ? ' so far: the week still runs' : ''}`}
                  >
                    {percentText(share)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
