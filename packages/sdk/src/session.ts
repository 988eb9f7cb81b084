/** A visit: so long as no half hour goes by without an event, and at most a day. */
export interface Session {
  /** When it began, epoch seconds: its number on this device, as other trackers write it. */
  readonly id: number
  /** When the last event was noted, epoch ms. */
  readonly at: number
}

/**
 * A session ends after 30 minutes without an event, as nearly everywhere in the field, and after 24 hours at the
 * latest; midnight does not end it. `noteEvery`: how long an event may go unnoted, so that a busy page writes little.
 * Source: https://posthog.com/docs/data/sessions and https://support.google.com/analytics/answer/9191807
 */
export const SESSION = { idleMs: 1_800_000, mostMs: 86_400_000, noteEveryMs: 60_000 } as const

/** Reads what was noted; anything else is no session. */
export const parseSession = (text: string | null): Session | undefined => {
  const [, id, at] = /^(\d{1,12}) (\d{1,15})$/.exec(text ?? '') ?? []
  return id === undefined ? undefined : { id: Number(id), at: Number(at) }
}

/** The session of an event at `now`, and whether that begins it. */
export const sessionAt = (
  last: Session | undefined,
  now: number,
): { readonly session: Session; readonly isNew: boolean } => {
  // A clock that was set back ends nothing.
  const isOver = !last || now - last.at >= SESSION.idleMs || now - last.id * 1000 >= SESSION.mostMs
  return isOver
    ? // Two sessions never share a number, however short the first.
      { session: { id: Math.max(Math.floor(now / 1000), last ? last.id + 1 : 0), at: now }, isNew: true }
    : { session: { ...last, at: Math.max(now, last.at) }, isNew: false }
}

/** What keeping sessions takes. */
export interface SessionPorts {
  readonly notes: { read(name: string): string | null; write(name: string, text: string): unknown }
}

/** The context of an event that says which session it belongs to. No timer: a session ends when the next event comes. */
export const createSessions = ({ notes }: SessionPorts) => ({
  contextAt(now: number): { readonly sessionId: number; readonly sessionStart?: true } {
    // Read each time: other tabs are part of the same visit.
    const last = parseSession(notes.read('session'))
    const { session, isNew } = sessionAt(last, now)
    if (isNew || !last || session.at - last.at >= SESSION.noteEveryMs)
      notes.write('session', `${session.id} ${session.at}`)
    return { sessionId: session.id, ...(isNew ? { sessionStart: true } : {}) }
  },
})
