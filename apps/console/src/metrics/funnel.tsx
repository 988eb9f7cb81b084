import type { ProductMetrics } from '@fireball/core'
import { numberText, percentText } from '../number.ts'
import { Empty } from '../ui/empty.tsx'
import { Term } from '../ui/term.tsx'

const STEPS = {
  mql: { label: 'MQL', meaning: 'Marketing-qualified: fit and interest, by the program’s rule.' },
  sql: { label: 'SQL', meaning: 'Sales-qualified: that plus action that deserves sales.' },
  pql: { label: 'PQL', meaning: 'Product-qualified: got value, and shows intent or strong use.' },
  won: { label: 'Won', meaning: 'Became paying.' },
} as const satisfies Record<ProductMetrics['funnel'][number]['step'], { label: string; meaning: string }>

/** Accounts that reached each step in the range, each beside the one before. */
export const Funnel = ({ funnel }: Pick<ProductMetrics, 'funnel'>) => {
  const most = Math.max(1, ...funnel.map(({ accounts }) => accounts))
  if (funnel.every(({ accounts }) => accounts === 0))
    return <Empty title="No account reached a step in this range" />
  return (
    <ol class="shares funnel-steps">
      {funnel.map(({ step, accounts }, i) => {
        const before = funnel[i - 1]?.accounts
        return (
          <li key={step}>
            <Term meaning={STEPS[step].meaning}>{STEPS[step].label}</Term>
            <span class="bar" aria-hidden="true">
              <i style={{ width: `${(accounts / most) * 100}%` }} />
            </span>
            <span class="figure">
              {numberText(accounts)}{' '}
              {before !== undefined && before > 0 && accounts <= before && (
                <span class="muted small">
                  {percentText(accounts / before)}
                  <span class="hidden"> of the step before</span>
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
