import type { ProductMetrics } from '@fireball/core'
import { numberText } from '../number.ts'
import { DayLines } from './day-lines.tsx'

const LINES = [
  { key: 'mau', label: '30 days' },
  { key: 'wau', label: '7 days' },
  { key: 'dau', label: 'Day' },
] as const

interface ActiveUsersProps {
  readonly of: Pick<ProductMetrics, 'active' | 'unfinishedFrom'>
  readonly now: number
}

/** Distinct users of each day, and of the 7 and 30 days up to it. */
export const ActiveUsers = ({ of: { active, unfinishedFrom }, now }: ActiveUsersProps) => {
  const last = active.at(-1)
  return (
    <DayLines
      days={active.map(({ day }) => day)}
      lines={LINES.map(({ key }) => ({ key, values: active.map(one => one[key]) }))}
      unfinishedFrom={unfinishedFrom}
      now={now}
      label={
        last === undefined
          ? 'No days'
          : `On the last day ${numberText(last.dau)} users, ${numberText(last.wau)} within 7 days, ${numberText(last.mau)} within 30 days.`
      }
      caption={
        <>
          Distinct users after merges; on the last day{unfinishedFrom === null ? '' : ', which still runs,'}{' '}
          {LINES.map(({ key, label }) => (
            <span key={key} class={`key line-key ${key}`}>
              {label}
              {last !== undefined && <strong> {numberText(last[key])}</strong>}
            </span>
          ))}
        </>
      }
    />
  )
}
