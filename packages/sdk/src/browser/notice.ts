import { type FireballEvent, type PublicProgram, STRUGGLE_NOTICED } from '@fireball/core'
import type { Client } from '../client.ts'
import type { Emitter } from '../emitter.ts'
import type { Interpret } from '../friction.ts'
import { FRICTION_NOTICED } from '../friction-name.ts'
import { lazily } from '../lazily.ts'
import type { ClientPorts } from '../ports.ts'
import { createSessions } from '../session.ts'
import type { Struggle } from '../struggle.ts'
import { countViews } from './page-views.ts'
import { watchStruggle } from './struggle.ts'

/** What noticing without code needs of its client. */
export interface NoticePorts {
  readonly client: Pick<Client, 'record' | 'track' | 'entries' | 'program' | 'plug' | 'me'>
  readonly ports: Pick<ClientPorts, 'notes' | 'now' | 'page' | 'loadPart'>
  readonly on: Emitter['on']
  /** The collector's address: what goes there is no answer of the page. */
  readonly origin: string
  readonly interpret: Interpret
}

/** Begins to notice what the program switches on; loaded when there is anything. Returns how to stop. */
export const startNoticing = (
  { pages, sessions, struggle }: NonNullable<PublicProgram['capture']>,
  { client, ports, on, origin, interpret }: NoticePorts,
): (() => void) => {
  const { now } = ports
  const stops: (() => void)[] = []
  let isOver = false
  // First, so that the first view begins the session.
  if (sessions) {
    const { contextAt } = createSessions(ports)
    client.plug({ stamp: contextAt })
  }
  if (pages) {
    let isOwn = false
    const stop = countViews({
      now,
      record(at, route) {
        isOwn = true
        const { title, url, referrer } = ports.page()
        client.record('page', '', { title, url, path: route, referrer }, { at })
        isOwn = false
      },
      onOwnView: act => on('event', ({ event }) => event.type === 'page' && !isOwn && act()),
    })
    stops.push(stop)
  }
  if (struggle) {
    const { program } = client
    // Who is logged in as the user gets stuck on their own account.
    const stuck = (one: Struggle) => {
      if (client.me().actor === undefined) client.track(STRUGGLE_NOTICED, one)
    }
    const events = () =>
      client
        .entries()
        .map(one => one.event)
        .sort((a, b) => a.at - b.at)
    stops.push(
      watchStruggle({
        note: fact => void client.record('track', FRICTION_NOTICED, fact),
        stuck,
        events,
        program,
        interpret,
        onEvent: act => on('event', ({ event }) => act(event)),
        isOwn: url => url.startsWith(origin),
        now,
      }),
    )
    const { notes, loadPart } = ports
    const attempts = lazily(
      async () => {
        const { watchAttempt } = await loadPart('attempt')
        if (!isOver)
          stops.push(
            watchAttempt({ notes, events, program, onEvent: act => on('event', act), stuck, interpret, now }),
          )
        return true
      },
      () => {},
    )
    // Something that may be a start: it is loaded for nobody who starts nothing, or whose page always tells outcomes.
    const look = ({ type, properties: { outcome } }: FireballEvent) =>
      type === 'track' && outcome !== 'success' && outcome !== 'failure' && attempts()
    events().forEach(look)
    stops.push(on('event', ({ event }) => void look(event)))
  }
  return () => {
    isOver = true
    for (const stop of stops) stop()
  }
}
