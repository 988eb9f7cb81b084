import type { Simulation } from '@fireball/core'
import { useState } from 'preact/hooks'
import type { Answer, Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { useRemote } from '../use-remote.ts'

/** How often it is looked at: while something is done, and else. */
const LOOK_MS = { busy: 800, rest: 20_000 } as const

/** The made-up accounts, and what may be done with them. */
export interface UsedSimulation {
  /** Undefined until it is known. */
  readonly state: Simulation | undefined
  readonly failure: Failure | undefined
  /** Tells whether it was begun. */
  readonly act: (what: 'fill' | 'cancel' | 'delete') => Promise<boolean>
}

const isBusy = (state: Simulation | undefined): boolean =>
  state !== undefined && (state.at !== 'rest' || state.pending > 0)

/** Follows the project of made-up accounts, faster while it is filled. */
export const useSimulation = (): UsedSimulation => {
  const { collector } = useDesk()
  const [failure, setFailure] = useState<Failure>()
  const { state, take } = useRemote(
    () => collector.simulation(),
    [collector],
    value => (isBusy(value) ? LOOK_MS.busy : LOOK_MS.rest),
  )
  const call = (what: 'fill' | 'cancel' | 'delete'): Answer<Simulation> => {
    switch (what) {
      case 'fill':
        return collector.fillSimulation()
      case 'cancel':
        return collector.cancelSimulation()
      case 'delete':
        return collector.deleteSimulation()
    }
  }
  return {
    state: state.value,
    failure,
    act: async what => {
      const answer = await call(what)
      setFailure(answer.ok ? undefined : answer.error)
      if (answer.ok) take(answer)
      return answer.ok
    },
  }
}
