import { useDesk } from '../desk.ts'
import { daysIn, lastDays, PRESETS, type Range } from './range.ts'

interface PickerProps {
  /** As the address says it, right or wrong. */
  readonly range: Range
  readonly alone: 'in' | 'out'
}

/** Over which days, and of whom: a click for the usual ranges, two dates for any. */
export const RangePicker = ({ range, alone }: PickerProps) => {
  const { links, place, now } = useDesk()
  const today = lastDays(1, now()).to
  const at = (next: Range, of = alone): string =>
    links.metrics({ ...next, ...(of === 'out' ? { alone: of } : {}) })
  // An emptied date is one that is about to be typed.
  const pick = (change: Partial<Range>): void => {
    if (Object.values(change).every(day => day !== '')) place.open(at({ ...range, ...change }), true)
  }
  return (
    <div class="range-picker">
      <nav class="segmented" aria-label="Range">
        {PRESETS.map(({ days, label }) => (
          <a
            key={days}
            href={at(lastDays(days, now()))}
            aria-current={range.to === today && daysIn(range) === days ? 'true' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <label>
        From{' '}
        <input
          type="date"
          value={range.from}
          max={today}
          onChange={event => pick({ from: event.currentTarget.value })}
        />
      </label>
      <label>
        to{' '}
        <input
          type="date"
          value={range.to}
          max={today}
          onChange={event => pick({ to: event.currentTarget.value })}
        />
      </label>
      <span class="of-whom">
        <span id="alone-label">People without an account</span>{' '}
        <nav class="segmented" aria-labelledby="alone-label">
          <a href={at(range, 'in')} aria-current={alone === 'in' ? 'true' : undefined}>
            Counted
          </a>
          <a href={at(range, 'out')} aria-current={alone === 'out' ? 'true' : undefined}>
            Left out
          </a>
        </nav>
      </span>
    </div>
  )
}
