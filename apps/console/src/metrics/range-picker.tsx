import { useDesk } from '../desk.ts'
import { daysIn, lastDays, PRESETS, type Range } from './range.ts'

/** Over which days: a click for the usual ones, two dates for any. */
export const RangePicker = ({ range }: { readonly range: Range }) => {
  const { links, place, now } = useDesk()
  const today = lastDays(1, now()).to
  const pick = (change: Partial<Range>): void => {
    const next = { ...range, ...change }
    if (next.from !== '' && next.to !== '' && next.from <= next.to)
      place.open(links.metrics({ ...next }), true)
  }
  return (
    <div class="range-picker">
      <nav class="segmented" aria-label="Range">
        {PRESETS.map(({ days, label }) => (
          <a
            key={days}
            href={links.metrics({ ...lastDays(days, now()) })}
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
          max={range.to}
          onChange={event => pick({ from: event.currentTarget.value })}
        />
      </label>
      <label>
        to{' '}
        <input
          type="date"
          value={range.to}
          min={range.from}
          max={today}
          onChange={event => pick({ to: event.currentTarget.value })}
        />
      </label>
    </div>
  )
}
