import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { Button } from '../ui/button.tsx'
import { Failed } from '../ui/notice.tsx'
import { useSimulation } from './use-simulation.ts'

/** In an empty room: a console full of made-up accounts, one click away, in a project of their own. */
export const SimulationOffer = () => {
  const { canEdit, openProject } = useDesk()
  const { state, failure, act } = useSimulation()
  const [isAsked, setAsked] = useState(false)
  const project = state?.project ?? null
  useEffect(() => {
    if (isAsked && project !== null) void openProject(project)
  }, [isAsked, project])
  if (state === undefined || (!state.isOffered && project === null)) return null
  const hasSome = project !== null && (state.accounts > 0 || state.at === 'filling')
  return (
    <div class="simulation-offer">
      <p class="small">
        {hasSome
          ? 'There is a project of made-up accounts to look around in.'
          : 'To look around first: made-up accounts with four months of history, in a project of their own. Nobody in it is real, and it can be deleted again.'}
      </p>
      {hasSome ? (
        <Button onClick={() => void openProject(project)}>Look at the simulated project</Button>
      ) : canEdit ? (
        <Button
          isBusy={isAsked}
          onClick={() =>
            void act('fill').then(isBegun => {
              setAsked(isBegun)
            })
          }
        >
          {isAsked ? 'Filling …' : 'Fill a simulated project'}
        </Button>
      ) : (
        <p class="muted small">An editor can fill it.</p>
      )}
      {failure !== undefined && <Failed what="It was not filled." failure={failure} />}
    </div>
  )
}
