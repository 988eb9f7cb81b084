import { count } from './page.tsx'

/** How full something is. */
export const Meter = ({ used, limit, unit }: { used: number; limit: number; unit: string }) => (
  <div class={used >= limit ? 'meter full' : 'meter'}>
    <meter min={0} max={limit} value={used} aria-label={unit}>
      {used}
    </meter>
    <small>
      <b>{count(used)}</b> of {count(limit)} {unit}
    </small>
  </div>
)
