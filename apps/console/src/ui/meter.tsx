import { percentText } from '../number.ts'

interface MeterProps {
  /** 0–1. */
  readonly value: number
  readonly label: string
  /** What is written beside it; its percentage when absent. */
  readonly text?: string
  readonly look?: 'good' | 'plain'
}

/** A share as a bar with its figure beside it. */
export const Meter = ({ value, label, text = percentText(value), look = 'plain' }: MeterProps) => (
  // biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> each in their own way
  <span
    class={`meter ${value >= 1 ? 'good' : look}`}
    role="meter"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(value * 100)}
    aria-valuetext={text}
  >
    <span class="bar">
      <i style={{ width: `${Math.min(100, value * 100)}%` }} />
    </span>
    <span class="figure">{text}</span>
  </span>
)
