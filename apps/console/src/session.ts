import type { ProjectInfo, Session, SignInWays } from '@fireball/core'
import { atom, type ReadableAtom } from 'nanostores'
import type { Api, Failure } from './api.ts'

/** Who is here. */
export type Who =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-in'; readonly session: Session }
  /** `failure` says why signing in did not work; `ways`, how else it can be done, once that is known. */
  | { readonly kind: 'signed-out'; readonly failure?: Failure; readonly ways?: SignInWays }
  | { readonly kind: 'unreachable'; readonly failure: Failure }

/** The session of this browser. */
export interface SessionStore {
  readonly $who: ReadableAtom<Who>
  /** Asks the collector; with the token of a one-time link, exchanges that first. */
  open(token?: string): Promise<void>
  /** Asks again who one is and which projects there are, without anything being redrawn meanwhile. */
  refresh(): Promise<void>
  /** Signs in with a password; what is wrong comes back. */
  enter(email: string, password: string): Promise<Failure | undefined>
  close(): Promise<void>
  /** The collector no longer knows the session. */
  lost(): void
}

/** Starts as `asking`; `open` finds out. */
export const createSession = (api: Api): SessionStore => {
  const $who = atom<Who>({ kind: 'asking' })
  const signedOut = async (failure?: Failure): Promise<void> => {
    $who.set({ kind: 'signed-out', ...(failure === undefined ? {} : { failure }) })
    const ways = await api.ways()
    const who = $who.get()
    if (ways.ok && who.kind === 'signed-out') $who.set({ ...who, ways: ways.value })
  }
  return {
    $who,
    async open(token) {
      $who.set({ kind: 'asking' })
      const exchanged = token === undefined ? undefined : await api.signIn(token)
      const session = await api.session()
      if (session.ok) $who.set({ kind: 'signed-in', session: session.value })
      else if (session.error.code === 'signed-out')
        await signedOut(exchanged === undefined || exchanged.ok ? undefined : exchanged.error)
      else $who.set({ kind: 'unreachable', failure: session.error })
    },
    async refresh() {
      const session = await api.session()
      if (session.ok && $who.get().kind === 'signed-in')
        $who.set({ kind: 'signed-in', session: session.value })
    },
    async enter(email, password) {
      const entered = await api.signInWithPassword(email, password)
      if (!entered.ok) return entered.error
      const session = await api.session()
      if (!session.ok) return session.error
      $who.set({ kind: 'signed-in', session: session.value })
      return undefined
    },
    async close() {
      await api.signOut()
      await signedOut()
    },
    lost: () => void signedOut(),
  }
}

/** The session as it is in a project: of a member of single projects the role is another one in each. */
export const sessionAt = (session: Session, project: ProjectInfo | undefined): Session =>
  project?.role === undefined || project.role === session.role ? session : { ...session, role: project.role }

/** Whether somebody is a member of single projects, and not of the collector as a whole. */
export const isOfSome = ({ projects }: Session): boolean => projects.some(({ role }) => role !== undefined)

/** Who may change things; a viewer only looks. */
export const canEdit = ({ role }: Session): boolean => role !== 'viewer'

/** Who may manage keys, and, unless a member of single projects, people. */
export const canManage = ({ role }: Session): boolean => role === 'admin'
