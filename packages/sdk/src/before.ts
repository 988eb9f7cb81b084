import type { EventType, FireballEvent } from '@fireball/core'
import { cleanName, cleanObject } from './clean.ts'

/** An event on its way, as a hook sees it. */
export interface Passing {
  readonly type: EventType
  /** Of track, page and screen; else `''`. */
  readonly name: string
  readonly properties: { readonly [name: string]: unknown }
}

/** Answers the event as it may be kept, or null (or nothing) to keep it out. Name and properties may differ. */
export type Before = (
  event: Passing,
) => { readonly name?: unknown; readonly properties?: unknown } | null | undefined

/** A host's hook as a plug has it: what it answers is cleaned like any other value of a host's. */
export const asPlugged =
  (hook: Before) =>
  (event: FireballEvent): FireballEvent | undefined => {
    const answer = hook({ ...event })
    if (!answer) return
    const { name, properties } = { ...event, ...answer }
    return { ...event, name: cleanName(name) ?? event.name, properties: cleanObject(properties) }
  }
