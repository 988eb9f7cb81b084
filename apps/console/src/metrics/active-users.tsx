import type { ProductMetrics } from '@fireball/core'
import { numberText } from '../number.ts'
import { dateText } from '../time.ts'
import { axisOf } from '../ui/axis.ts'
import { Chart } from '../ui/chart.tsx'

const HEIGHT = 180
const EDGE = 44

const LINES = [
  { key: 'mau', label: '30 days' },
  { key: 'wau', label: '7 days' },
  { key: 'dau', label: 'Day' },
] as const

/** Distinct users of each day, and of the 7 and 30 days up to it. */
export const ActiveUsers = ({ active, now }: Pick<ProductMetrics, 'active'> & { readonly now: number }) => {
  const axis = axisOf(Math.max(0, ...active.flatMap(({ dau, wau, mau }) => [dau, wau, mau])))
  const y = (value: number): number => 8 + (1 - value / axis.top) * HEIGHT
  const first = active[0]
  const last = active.at(-1)
  const isToday = last !== undefined && last.day === new Date(now).toISOString().slice(0, 10)
  const draw = (width: number) => {
    const x = (i: number): number => EDGE + (i / Math.max(1, active.length - 1)) * (width - EDGE - 2)
    return (
      <>
        {axis.ticks.map(value => (
          <g key={value} class="grid">
            <path d={`M${EDGE} ${y(value)}H${width}`} />
            <text x={EDGE - 8} y={y(value) + 4} text-anchor="end">
              {numberText(value)}
            </text>
          </g>
        ))}
        {LINES.map(({ key }) => (
          <path
            key={key}
            class={`line ${key}`}
            d={`M${active.map((one, i) => `${x(i)} ${y(one[key])}`).join('L')}`}
          />
        ))}
        {first !== undefined && (
          <text x={EDGE} y={HEIGHT + 28}>
            {dateText(Date.parse(first.day), now)}
          </text>
        )}
        {last !== undefined && active.length > 1 && (
          <text x={width} y={HEIGHT + 28} text-anchor="end">
            {dateText(Date.parse(last.day), now)}
          </text>
        )}
      </>
    )
  }
  return (
    <Chart
      height={HEIGHT + 34}
      label={
        last === undefined
          ? 'No days'
          : `On the last day ${numberText(last.dau)} users, ${numberText(last.wau)} within 7 days, ${numberText(last.mau)} within 30 days.`
      }
      caption={
        <>
          Distinct users after merges; on the last day{isToday ? ', which still runs,' : ''}{' '}
          {LINES.map(({ key, label }) => (
            <span key={key} class={`key line-key ${key}`}>
              {label}
              {last !== undefined && <strong> {numberText(last[key])}</strong>}
            </span>
          ))}
        </>
      }
    >
      {draw}
    </Chart>
  )
}
