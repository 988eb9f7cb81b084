import { momentText, sinceText } from '../time.ts'

interface WhenProps {
  readonly at: number | null
  readonly now: number
}

/** How long ago, with the exact time on hover. */
export const When = ({ at, now }: WhenProps) =>
  at === null ? (
    <span class="muted">never</span>
  ) : (
    <time dateTime={new Date(at).toISOString()} title={momentText(at)}>
      {sinceText(at, now)}
    </time>
  )
