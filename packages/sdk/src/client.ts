import type { Emitter } from './emitter.ts'
import { createGuide, type Drawing } from './guide.ts'
import type { ClientPorts } from './ports.ts'
import type { ProgressStore } from './standing.ts'
import { createTracking, type TrackerOptions } from './tracking.ts'

/** What a client is told at its making. */
export interface ClientOptions extends TrackerOptions, Drawing {}

/** The whole client behind the public methods: a tracker, and the guide that is plugged onto it. */
export const createClient = (
  options: ClientOptions,
  ports: ClientPorts,
  emitter: Emitter,
  progress: ProgressStore,
) => {
  const tracking = createTracking(options, ports, emitter)
  const guide = createGuide(tracking, ports, emitter, progress, options)
  tracking.start()
  return { ...tracking, ...guide }
}

/** What the public methods are made of. */
export type Client = ReturnType<typeof createClient>
