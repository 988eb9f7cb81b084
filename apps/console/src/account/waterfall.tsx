import type { ExplainedSkill } from '@fireball/core'
import { percentText } from '../number.ts'
import { roundParts } from './round-parts.ts'
import { stepsOf } from './waterfall-steps.ts'

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

/** What each part adds to the score, one after another, down to what they add up to. */
export const Waterfall = ({ parts, logit, p }: Pick<ExplainedSkill, 'parts' | 'logit'> & { p: number }) => {
  const shown = roundParts(parts.map(part => part.adds))
  const { steps, zero, end } = stepsOf(parts.map(part => part.adds))
  return (
    <>
      <ol class="waterfall">
        {parts.map(({ feature, say }, i) => {
          const step = steps[i]
          const value = shown[i] ?? 0
          return (
            <li key={feature}>
              <span class="say">{say}</span>
              <span class="lane" aria-hidden="true">
                <i class="zero" style={{ insetInlineStart: `${zero}%` }} />
                {step !== undefined && (
                  <i
                    class={value < 0 ? 'less' : 'more'}
                    style={{ insetInlineStart: `${step.from}%`, width: `${step.width}%` }}
                  />
                )}
              </span>
              <span class="figure">{signed(value)}</span>
            </li>
          )
        })}
        <li class="sum">
          <span class="say">Score, which is {percentText(p)}</span>
          <span class="lane" aria-hidden="true">
            <i class="zero" style={{ insetInlineStart: `${zero}%` }} />
            <i class="all" style={{ insetInlineStart: `${end.from}%`, width: `${end.width}%` }} />
          </span>
          <span class="figure">{signed(Math.round(logit * 100) / 100)}</span>
        </li>
      </ol>
      <p class="muted small">On the logit scale: 0 is 50%, +1.39 is 80%, −1.39 is 20%.</p>
    </>
  )
}
