import { percentText } from '../number.ts'

interface IntervalProps {
  readonly p: number
  readonly low: number
  readonly high: number
  readonly threshold: number
}

/** A chance with what it may be instead, and the line it has to reach. */
export const Interval = ({ p, low, high, threshold }: IntervalProps) => (
  <div
    class="interval"
    role="img"
    aria-label={`${percentText(p)}, with 90% probability between ${percentText(low)} and ${percentText(high)}; able from ${percentText(threshold)}`}
  >
    <span class="band" style={{ insetInlineStart: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
    <span class="threshold" style={{ insetInlineStart: `${threshold * 100}%` }} />
    <span class={`point ${p >= threshold ? 'good' : ''}`} style={{ insetInlineStart: `${p * 100}%` }} />
    <span class="threshold-label" style={{ insetInlineStart: `${threshold * 100}%` }}>
      able from {percentText(threshold)}
    </span>
  </div>
)
