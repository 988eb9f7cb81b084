import type { CompiledSignal } from '@fireball/core'
import { createProgramFetch } from './browser/program-fetch.ts'
import type { Place } from './browser/tracker-ports.ts'
import { toProgram } from './published.ts'
import type { Tracking } from './tracking.ts'

/** Tells a tracker, which has no use for a program but this, which events the published one names. */
export const plugNames = async (tracking: Tracking, place: Pick<Place, 'origin' | 'key'>): Promise<void> => {
  let signals: readonly CompiledSignal[] | undefined
  tracking.plug({ signals: () => signals })
  const { body } = await createProgramFetch(place)()
  signals = toProgram(body)?.signals
  tracking.admit()
}
