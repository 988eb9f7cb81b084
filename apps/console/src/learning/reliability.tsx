import type { Prediction } from '@fireball/core'
import { numberText, percentText } from '../number.ts'

const SIZE = 200
const EDGE = 28

const x = (share: number): number => EDGE + share * SIZE
const y = (share: number): number => 8 + (1 - share) * SIZE

/** The area of a point tells how many outcomes it stands for. */
const radius = (outcomes: number, most: number): number => 2.5 + 5.5 * Math.sqrt(outcomes / Math.max(1, most))

const mostOf = ({ bins }: Prediction): number => Math.max(1, ...bins.map(bin => bin.outcomes))

interface ReliabilityProps {
  readonly used: Prediction
  readonly starting: Prediction | null
}

/** Chances that were given against how often it happened: on the line, 80% means 80%. */
export const Reliability = ({ used, starting }: ReliabilityProps) => (
  <figure class="reliability">
    <svg viewBox={`0 0 ${SIZE + EDGE + 12} ${SIZE + 46}`} role="img" aria-labelledby="reliability-title">
      <title id="reliability-title">
        Chances given against how often it happened, as points; the table below says the same.
      </title>
      {[0, 0.25, 0.5, 0.75, 1].map(share => (
        <g key={share} class="grid">
          <path d={`M${x(share)} ${y(0)}V${y(1)}M${x(0)} ${y(share)}H${x(1)}`} />
          <text x={x(share)} y={y(0) + 16} text-anchor="middle">
            {share * 100}
          </text>
          {share > 0 && (
            <text x={x(0) - 6} y={y(share) + 4} text-anchor="end">
              {share * 100}
            </text>
          )}
        </g>
      ))}
      <path class="ideal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
      {starting?.bins.map(({ p, share, outcomes }) => (
        <circle key={p} class="starting" cx={x(p)} cy={y(share)} r={radius(outcomes, mostOf(starting))} />
      ))}
      <path class="line" d={`M${used.bins.map(({ p, share }) => `${x(p)} ${y(share)}`).join('L')}`} />
      {used.bins.map(({ p, share, outcomes }) => (
        <circle key={p} class="used" cx={x(p)} cy={y(share)} r={radius(outcomes, mostOf(used))}>
          <title>
            Said {percentText(p)}, happened {percentText(share)}, {numberText(outcomes)} outcomes
          </title>
        </circle>
      ))}
      <text class="axis" x={x(0.5)} y={y(0) + 34} text-anchor="middle">
        chance it gave, %
      </text>
    </svg>
    <figcaption class="muted small">
      How often it happened, by the chance it gave. On the line, 80% means 80%.
      {starting !== null && (
        <>
          {' '}
          <span class="key used">in use</span> <span class="key starting">counting alone</span>
        </>
      )}
    </figcaption>
    <details>
      <summary>As a table</summary>
      <table class="tight">
        <thead>
          <tr>
            <th scope="col">Chance it gave</th>
            <th scope="col" class="number">
              Happened
            </th>
            <th scope="col" class="number">
              Outcomes
            </th>
          </tr>
        </thead>
        <tbody>
          {used.bins.map(({ p, share, outcomes }) => (
            <tr key={p}>
              <th scope="row">{percentText(p)}</th>
              <td class="number">{percentText(share)}</td>
              <td class="number">{numberText(outcomes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  </figure>
)
