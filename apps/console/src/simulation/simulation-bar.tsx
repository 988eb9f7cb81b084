import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failed } from '../ui/notice.tsx'
import { doingText, doneShare, sizeText } from './simulation-words.ts'
import { useSimulation } from './use-simulation.ts'

/** Above every room of the simulated project: that nobody in it is real, how filling goes, and the ways to change it. */
export const SimulationBar = ({ onEmptied }: { readonly onEmptied: () => void }) => {
  const { canEdit } = useDesk()
  const { state, failure, act } = useSimulation()
  const [isAsked, setAsked] = useState(false)
  const doing = state === undefined ? undefined : doingText(state)
  const share = state === undefined ? undefined : doneShare(state)
  const isAtWork = state !== undefined && state.at !== 'rest'
  const may = canEdit && state?.isOffered === true && !isAtWork
  const problem = state?.failure ?? null
  const accounts = state?.accounts
  const before = useRef(accounts)
  useEffect(() => {
    // What the room below shows is gone.
    if (accounts === 0 && (before.current ?? 0) > 0) onEmptied()
    before.current = accounts
  }, [accounts])
  return (
    <div class="simulated">
      <p class="simulated-say">
        <Icon name="hold" /> <strong>Simulated</strong>
        <span>
          Nobody in this project is real{doing === undefined && state !== undefined && `: ${sizeText(state)}`}
          .
        </span>
        {doing !== undefined && <span role="status">{doing}</span>}
      </p>
      {share !== undefined && (
        <progress class="simulated-progress" value={share} max={1} aria-label="Sent so far" />
      )}
      {problem !== null && <p class="simulated-problem">{problem}</p>}
      {(may || isAtWork) && (
        <p class="simulated-acts">
          {isAtWork && canEdit && (
            <Button look="quiet" onClick={() => void act('cancel')}>
              Cancel
            </Button>
          )}
          {may && (
            <Button look="quiet" onClick={() => void act('fill')}>
              {state?.accounts === 0 ? 'Fill it' : 'Fill it anew'}
            </Button>
          )}
          {may && (state?.accounts ?? 0) > 0 && (
            <Button look="quiet" onClick={() => setAsked(true)}>
              Delete simulated data
            </Button>
          )}
        </p>
      )}
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {isAsked && (
        <Confirm
          title="Delete all made-up accounts?"
          action="Delete them"
          onCancel={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false)
            void act('delete')
          }}
        >
          <p>The project and its program stay. It can be filled again at any time.</p>
        </Confirm>
      )}
    </div>
  )
}
