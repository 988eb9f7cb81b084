import type { Forecast } from '@fireball/core'
import { moneyText, shortMoneyText } from '../money.ts'
import { numberText } from '../number.ts'
import { axisOf } from '../ui/axis.ts'
import { Chart } from '../ui/chart.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { monthText } from './trust.ts'

const HEIGHT = 180
const EDGE = 52
const WIDEST_BAR = 48

/** What is expected in each month, as bars with the interval over them, and as a table. */
export const Months = ({ months, currency }: Pick<Forecast, 'months' | 'currency'>) => {
  const axis = axisOf(Math.max(0, ...months.map(({ high }) => high)))
  const y = (value: number): number => 8 + (1 - value / axis.top) * HEIGHT
  const draw = (width: number) => {
    const step = (width - EDGE) / Math.max(1, months.length)
    const wide = Math.min(WIDEST_BAR, step * 0.5)
    return (
      <>
        {axis.ticks.map(value => (
          <g key={value} class="grid">
            <path d={`M${EDGE} ${y(value)}H${width}`} />
            <text x={EDGE - 8} y={y(value) + 4} text-anchor="end">
              {shortMoneyText(value, currency)}
            </text>
          </g>
        ))}
        {months.map(({ month, expected, low, high }, i) => {
          const x = EDGE + step * (i + 0.5)
          return (
            <g key={month}>
              <rect
                class="column"
                x={x - wide / 2}
                y={y(expected)}
                width={wide}
                height={Math.max(0, y(0) - y(expected))}
                rx="3"
              />
              <path
                class="whisker"
                d={`M${x} ${y(high)}V${y(low)}M${x - 5} ${y(high)}h10M${x - 5} ${y(low)}h10`}
              />
              <text x={x} y={HEIGHT + 28} text-anchor="middle">
                {monthText(month)}
              </text>
            </g>
          )
        })}
      </>
    )
  }
  // One month has nothing to be compared with.
  const isOne = months.length < 2
  return (
    <div class={isOne ? '' : 'columns'}>
      {!isOne && (
        <Chart
          label="What is expected to close in each month; the table beside it says the same."
          height={HEIGHT + 36}
          caption="Bars are what is expected; the line over each is where it lies with 80% probability."
        >
          {draw}
        </Chart>
      )}
      <Scroll class="wide" label="Months">
        <table class="tight months">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" class="number">
                Expected
              </th>
              <th scope="col" class="number">
                80% between
              </th>
              <th scope="col" class="number">
                Accounts
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, expected, low, high, accounts }) => (
              <tr key={month}>
                <th scope="row">{monthText(month)}</th>
                <td class="number strong">{moneyText(expected, currency)}</td>
                <td class="number muted">
                  {shortMoneyText(low, currency)}–{shortMoneyText(high, currency)}
                </td>
                <td class="number">{numberText(accounts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  )
}
