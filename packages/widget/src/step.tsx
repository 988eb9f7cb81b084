import type { Action, StepView, WidgetState } from '@fireball/core'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { CHECK, CHEVRON, LOCK } from './icons.ts'
import { waitsFor, words } from './panel-words.ts'
import { reveal } from './reveal.ts'
import { wordsOf } from './words.ts'

interface StepProps {
  readonly step: StepView
  readonly state: WidgetState
  readonly isUnfolded: boolean
  onUnfold(): void
  onAct(target: string, action: Action): void
}

const MARKS = { done: CHECK, open: '', locked: LOCK } as const satisfies Record<StepView['state'], string>

/** One step: where it stands, and unfolded what it is for, what it waits for and its button. */
export const Step = ({ step, state: whole, isUnfolded, onUnfold, onAct }: StepProps) => {
  const { key, title, text, state, isNext, missing } = step
  const action = state === 'open' && step.action
  const wait = state === 'locked' && waitsFor(missing, whole)
  const canUnfold = !isNext && !!(text || action || wait)
  const head = (
    <>
      <span class="mark">
        <Icon path={MARKS[state]} label={wordsOf(words, whole)[state]} />
      </span>
      <span>{title}</span>
      {canUnfold && <Icon path={CHEVRON} />}
    </>
  )
  return (
    <li class={isNext ? 'next' : state} part="step" aria-current={isNext && 'step'}>
      {canUnfold ? (
        <Button look="head" aria-expanded={isUnfolded} onClick={onUnfold}>
          {head}
        </Button>
      ) : (
        <div class="head">{head}</div>
      )}
      {(isNext || isUnfolded) && (text || action || wait) && (
        <div class="more" ref={reveal}>
          {wait && <small>{wait}</small>}
          {text && <p>{text}</p>}
          {action && (
            <Button look={isNext ? 'primary' : 'secondary'} onClick={() => onAct(key, action)}>
              {action.label}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
