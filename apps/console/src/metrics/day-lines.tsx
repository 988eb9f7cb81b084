import type { ComponentChildren } from 'preact'
import { numberText } from '../number.ts'
import { dateText } from '../time.ts'
import { axisOf } from '../ui/axis.ts'
import { Chart } from '../ui/chart.tsx'

const HEIGHT = 180
/** Room for the widest figure of the axis. */
const edgeFor = (labels: readonly string[]): number =>
  14 + 7.5 * Math.max(4, ...labels.map(label => label.length))

/** Where an axis is short, its parts are no whole numbers. */
const tickText = (value: number): string => (Number.isInteger(value) ? numberText(value) : value.toFixed(1))

interface DayLinesProps {
  readonly days: readonly string[]
  /** Each drawn by its name in the style sheet; one value a day. */
  readonly lines: readonly { readonly key: string; readonly values: readonly number[] }[]
  /** First day that still runs: what leads there is drawn as not yet sure. */
  readonly unfinishedFrom: string | null
  readonly label: string
  readonly caption: ComponentChildren
  readonly now: number
}

/** Figures day by day, as lines over one axis. */
export const DayLines = ({ days, lines, unfinishedFrom, label, caption, now }: DayLinesProps) => {
  const axis = axisOf(Math.max(0, ...lines.flatMap(({ values }) => values)))
  const y = (value: number): number => 8 + (1 - value / axis.top) * HEIGHT
  const edge = edgeFor(axis.ticks.map(tickText))
  const found = unfinishedFrom === null ? -1 : days.indexOf(unfinishedFrom)
  const sure = found === -1 ? days.length : found
  const [first, last] = [days[0], days.at(-1)]
  const draw = (width: number) => {
    const x = (i: number): number => edge + (i / Math.max(1, days.length - 1)) * (width - edge - 2)
    const path = (values: readonly number[], from: number, to: number): string =>
      values
        .slice(from, to)
        .map((value, i) => `${i === 0 ? 'M' : 'L'}${x(from + i)} ${y(value)}`)
        .join('')
    return (
      <>
        {axis.ticks.map(value => (
          <g key={value} class="grid">
            <path d={`M${edge} ${y(value)}H${width}`} />
            <text x={edge - 8} y={y(value) + 4} text-anchor="end">
              {tickText(value)}
            </text>
          </g>
        ))}
        {sure < days.length && (
          <rect
            class="unfinished"
            x={x(Math.max(0, sure - 1))}
            y={8}
            width={Math.max(2, width - x(Math.max(0, sure - 1)))}
            height={HEIGHT}
          />
        )}
        {lines.map(({ key, values }) => (
          <g key={key}>
            <path class={`line ${key}`} d={path(values, 0, sure)} />
            {sure < days.length && (
              <path class={`line ${key} not-sure`} d={path(values, Math.max(0, sure - 1), days.length)} />
            )}
          </g>
        ))}
        {first !== undefined && (
          <text x={edge} y={HEIGHT + 28}>
            {dateText(Date.parse(first), now)}
          </text>
        )}
        {last !== undefined && days.length > 1 && (
          <text x={width} y={HEIGHT + 28} text-anchor="end">
            {dateText(Date.parse(last), now)}
            {sure < days.length ? ', so far' : ''}
          </text>
        )}
      </>
    )
  }
  return (
    <Chart height={HEIGHT + 34} label={label} caption={caption}>
      {draw}
    </Chart>
  )
}
