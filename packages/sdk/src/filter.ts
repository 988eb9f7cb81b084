import type { Before } from './before.ts'

/** Names that may or may not be recorded; of a kind that is absent, all may. */
export interface Lists {
  readonly events?: readonly string[]
  readonly properties?: readonly string[]
}

/** Events of this client itself, which caps, questions and locks are read from. */
const OURS = /^(Prompt|Help|Struggle|Friction|Feature|Quota) [A-Z]/

/**
 * A hook that keeps out events and properties (traits too) by name: those that are denied, and, where there is a list of
 * what is allowed, all others. Deny wins. This client's own events stay.
 */
export const filterBy =
  ({ allow = {}, deny = {} }: { readonly allow?: Lists; readonly deny?: Lists }): Before =>
  event => {
    const may = (kind: keyof Lists, name: string) =>
      !deny[kind]?.includes(name) && (allow[kind]?.includes(name) ?? true)
    const { name, properties } = event
    if (OURS.test(name)) return event
    if (name !== '' && !may('events', name)) return null
    return {
      name,
      properties: Object.fromEntries(Object.entries(properties).filter(([key]) => may('properties', key))),
    }
  }
