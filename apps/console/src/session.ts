import type { Session } from '@fireball/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { Api, Failure } from './api.ts'

/** Who is here. */
export type Who =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-in'; readonly session: Session }
  /** `failure` says why a sign-in link did not work. */
  | { readonly kind: 'signed-out'; readonly failure?: Failure }
  | { readonly kind: 'unreachable'; readonly failure: Failure }

/** The session of this browser. */
export interface SessionStore {
  readonly $who: ReadableAtom<Who>
  /** Asks the collector; with the token of a one-time link, exchanges that first. */
  open(token?: string): Promise<void>
  close(): Promise<void>
  /** The collector no longer knows the session. */
  lost(): void
}

/** Starts as `asking`; `open` finds out. */
export const createSession = (api: Api): SessionStore => {
  const $who = atom<Who>({ kind: 'asking' })
  return {
    $who,
    async open(token) {
      $who.set({ kind: 'asking' })
      const exchanged = token === undefined ? undefined : await api.signIn(token)
      const session = await api.session()
      if (session.ok) $who.set({ kind: 'signed-in', session: session.value })
      else if (session.error.code === 'signed-out')
        $who.set({
          kind: 'signed-out',
          ...(exchanged === undefined || exchanged.ok ? {} : { failure: exchanged.error }),
        })
      else $who.set({ kind: 'unreachable', failure: session.error })
    },
    async close() {
      await api.signOut()
      $who.set({ kind: 'signed-out' })
    },
    lost: () => $who.set({ kind: 'signed-out' }),
  }
}

/** Who may change things; a viewer only looks. */
export const canEdit = ({ role }: Session): boolean => role !== 'viewer'
