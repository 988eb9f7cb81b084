import type { Action, Decision, FireballEvent } from '@fireball/core'
import type { Consent } from './consent.ts'
import type { Entry } from './queue.ts'

/** Something that did not go as it should; nothing is ever thrown into the page. */
export interface Fault {
  /** `internal` is ours; all others say what the host or the network did. */
  readonly code:
    | 'bad-name'
    | 'bad-id'
    | 'bad-level'
    | 'before'
    | 'no-part'
    | 'too-large'
    | 'dropped'
    | 'unsaved'
    | 'refused'
    | 'halted'
    | 'bad-answer'
    | 'unreachable'
    | 'bad-program'
    | 'no-widget'
    | 'unknown-feature'
    | 'handler'
    | 'internal'
  readonly detail?: unknown
}

/** What can be listened to, with what each handler gets. */
export interface Happenings {
  error: Fault
  /** An event was recorded; the state says whether it will be sent. */
  event: { readonly event: FireballEvent; readonly state: Entry['state'] }
  /** A batch was acknowledged. */
  sent: { readonly events: number }
  /** What is shown has changed, or why nothing is. */
  decision: Decision
  /** A button was pressed; a handler that returns true has dealt with it, else a link is followed. */
  action: Action
  consent: Consent
}

export type Handler<Name extends keyof Happenings> = (detail: Happenings[Name]) => unknown

/** Calls handlers and survives them. */
export interface Emitter {
  on<Name extends keyof Happenings>(name: Name, handler: Handler<Name>): () => void
  off<Name extends keyof Happenings>(name: Name, handler: Handler<Name>): void
  /** Whether a handler returned true. */
  emit<Name extends keyof Happenings>(name: Name, detail: Happenings[Name]): boolean
}

export const createEmitter = (): Emitter => {
  const handlers: { [Name in keyof Happenings]?: Handler<Name>[] } = {}
  const emitter: Emitter = {
    on(name, handler) {
      handlers[name] ??= []
      const list: Handler<typeof name>[] = handlers[name]
      list.push(handler)
      return () => emitter.off(name, handler)
    },
    off(name, handler) {
      const list: Handler<typeof name>[] = handlers[name] ?? []
      const index = list.indexOf(handler)
      if (index >= 0) list.splice(index, 1)
    },
    emit(name, detail) {
      let isHandled = false
      const list: Handler<typeof name>[] = handlers[name] ?? []
      for (const handler of [...list])
        try {
          if (handler(detail) === true) isHandled = true
        } catch (error) {
          if (name !== 'error') emitter.emit('error', { code: 'handler', detail: error })
        }
      return isHandled
    },
  }
  return emitter
}
