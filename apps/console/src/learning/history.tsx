import type { FitRecord, LearningState } from '@fireball/core'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { momentText } from '../time.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { DECISIONS, fitName, type HistoryLine, historyOf, trainedText } from './learning-words.ts'

interface HistoryProps {
  readonly state: LearningState
  readonly onUse: (id: string) => Promise<void>
}

/** Null stands for the starting values. */
type Asked = FitRecord | null | undefined

/** Every decision about what is in use, with its figures, and the way back. */
export const History = ({ state, onUse }: HistoryProps) => {
  const { canEdit, now } = useDesk()
  const [asked, setAsked] = useState<Asked>(undefined)
  const lines = historyOf(state)
  if (lines.length === 0) return null
  return (
    <section class="block" aria-labelledby="history-title">
      <h2 id="history-title">Decisions</h2>
      <ol class="versions">
        {lines.map(line => (
          <Line
            key={line.decision.id}
            line={line}
            isLive={state.live?.id === line.fit?.id}
            onAsk={setAsked}
          />
        ))}
        {state.live !== null && (
          <li>
            <div class="grow">
              <p>
                <strong>Starting values</strong>
              </p>
              <p class="muted small">Counting alone, as before anything was learned.</p>
            </div>
            {canEdit && (
              <Button label="Go back to the starting values" onClick={() => setAsked(null)}>
                Go back
              </Button>
            )}
          </li>
        )}
      </ol>
      {asked !== undefined && (
        <Confirm
          title={`Put ${asked === null ? 'the starting values' : `the ${fitName(asked, now()).toLowerCase()}`} in use?`}
          action="Put in use"
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined)
            void onUse(asked?.id ?? '')
          }}
        >
          <p>
            Accounts are worked out anew with it, and browsers get it with their next answer. Better fits then
            wait until you let them go live.
          </p>
        </Confirm>
      )}
    </section>
  )
}

interface LineProps {
  readonly line: HistoryLine
  readonly isLive: boolean
  readonly onAsk: (fit: FitRecord) => void
}

const Line = ({ line: { decision, fit, may }, isLive, onAsk }: LineProps) => {
  const { canEdit, now } = useDesk()
  const { label, look } = DECISIONS[decision.kind]
  const name = fitName(fit ?? null, now())
  return (
    <li>
      <div class="grow">
        <p>
          <strong>{fit === undefined && decision.fit !== '' ? 'A forgotten fit' : name}</strong>{' '}
          <Badge look={look}>{label}</Badge>
        </p>
        <p>{decision.say}</p>
        <p class="muted small">
          {momentText(decision.at)} by {decision.by}
          {fit !== undefined && decision.kind !== 'resumed' && decision.kind !== 'back' && (
            <>
              ; learned from {trainedText(fit)}, version <code>{fit.version}</code>
            </>
          )}
        </p>
      </div>
      {canEdit && !isLive && fit !== undefined && may !== undefined && (
        <Button
          label={`${may === 'back' ? 'Go back to' : 'Use'} the ${name.toLowerCase()}`}
          onClick={() => onAsk(fit)}
        >
          {may === 'back' ? 'Go back' : 'Use it'}
        </Button>
      )}
    </li>
  )
}
