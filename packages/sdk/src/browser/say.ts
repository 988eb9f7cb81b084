import { readPath } from '@fireball/core'
import type { Client } from '../client.ts'
import type { Emitter, Fault } from '../emitter.ts'

/** What it takes to speak to developers. */
export interface SayPorts {
  readonly client: Pick<Client, 'entries' | 'consent' | 'catchUp'>
  readonly on: Emitter['on']
  /** What went wrong before this was loaded. */
  readonly early: readonly Fault[]
}

/**
 * Says in the console, one line each, what may leave the browser, and the first of each kind of fault. Loaded on a
 * developer's own machine only: a live site's console stays as it is. Returns how to stop.
 */
export const startSaying = ({ client, on, early }: SayPorts): (() => void) => {
  const said = new Set<string>()
  const announce = () => {
    const held = client.entries().filter(({ state }) => state === 'local' || state === 'held').length
    const { level, why } = client.consent()
    console.info(`Fireball: consent is "${level}" (${why}); ${held} events stay in this browser.`)
  }
  const tell = ({ code, detail }: Fault) => {
    if (said.has(code)) return
    said.add(code)
    const reason =
      code === 'bad-level'
        ? `"${detail}" is none of local, necessary, full`
        : readPath(detail, 'body.error.code')
    console.info(
      `Fireball: ${code}${reason ? ` (${reason})` : ''}. More by fireball.debug() or fireball.on('error', ...).`,
    )
  }
  early.forEach(tell)
  const stops = [on('error', tell), on('consent', announce)]
  // What is stored has been read by then.
  void client.catchUp().then(announce)
  return () => {
    for (const stop of stops) stop()
  }
}
