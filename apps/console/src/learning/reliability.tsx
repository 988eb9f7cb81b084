import { numberText, percentText } from '../number.ts'

const SIZE = 200
const EDGE = 28

const x = (share: number): number => EDGE + share * SIZE
const y = (share: number): number => 8 + (1 - share) * SIZE

/** The area of a point tells how many cases it stands for. */
const radius = (count: number, most: number): number => 2.5 + 5.5 * Math.sqrt(count / Math.max(1, most))

/** Cases that were given about the same chance: their mean chance, how often it happened, and how many they are. */
interface Bin {
  readonly p: number
  readonly share: number
  readonly count: number
}

const mostOf = (bins: readonly Bin[]): number => Math.max(1, ...bins.map(({ count }) => count))

interface ReliabilityProps {
  readonly used: readonly Bin[]
  readonly starting: readonly Bin[] | null
  /** What is counted: “outcomes”. */
  readonly what: string
}

/** Chances that were given against how often it happened: on the line, 80% means 80%. */
export const Reliability = ({ used, starting, what }: ReliabilityProps) => (
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
      {starting?.map(({ p, share, count }) => (
        <circle key={p} class="starting" cx={x(p)} cy={y(share)} r={radius(count, mostOf(starting))} />
      ))}
      <path class="line" d={`M${used.map(({ p, share }) => `${x(p)} ${y(share)}`).join('L')}`} />
      {used.map(({ p, share, count }) => (
        <circle key={p} class="used" cx={x(p)} cy={y(share)} r={radius(count, mostOf(used))}>
          <title>
            Said {percentText(p)}, happened {percentText(share)}, {numberText(count)} {what}
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
              <span class="capital">{what}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ p, share, count }) => (
            <tr key={p}>
              <th scope="row">{percentText(p)}</th>
              <td class="number">{percentText(share)}</td>
              <td class="number">{numberText(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  </figure>
)
