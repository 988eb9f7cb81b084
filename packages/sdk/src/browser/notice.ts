import type { PublicProgram } from '@fireball/core'
import type { Client } from '../client.ts'
import type { Emitter } from '../emitter.ts'
import type { Interpret } from '../friction.ts'
import { FRICTION_NOTICED } from '../friction-name.ts'
import type { ClientPorts } from '../ports.ts'
import { createSessions } from '../session.ts'
import { countViews } from './page-views.ts'
import { watchStruggle } from './struggle.ts'

/** What noticing without code needs of its client. */
export interface NoticePorts {
  readonly client: Pick<Client, 'record' | 'track' | 'entries' | 'program' | 'plug'>
  readonly ports: Pick<ClientPorts, 'notes' | 'now' | 'page'>
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
  if (struggle)
    stops.push(
      watchStruggle({
        note: fact => void client.record('track', FRICTION_NOTICED, fact),
        stuck: feature => void client.track('Struggle Noticed', { feature }),
        events: () =>
          client
            .entries()
            .map(one => one.event)
            .sort((a, b) => a.at - b.at),
        program: client.program,
        interpret,
        onEvent: act => on('event', ({ event }) => act(event)),
        isOwn: url => url.startsWith(origin),
        now,
      }),
    )
  return () => {
    for (const stop of stops) stop()
  }
}
