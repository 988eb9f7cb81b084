import { readPath } from '@fireball/core'
import type { Client } from '../client.ts'
import type { Emitter, Fault } from '../emitter.ts'

/**
 * Says in the console what may leave the browser, and what went wrong, one line each. Loaded on a developer's own machine
 * only: a live site's console stays as it is. Returns what tells of a fault.
 */
export const startSaying = (
  { entries, consent, catchUp, isOver }: Pick<Client, 'entries' | 'consent' | 'catchUp' | 'isOver'>,
  on: Emitter['on'],
): ((fault: Fault) => void) => {
  const announce = () => {
    if (isOver()) return
    const held = entries().filter(({ state }) => state === 'local' || state === 'held').length
    const { level, why } = consent()
    console.info(`Fireball: consent is "${level}" (${why}); ${held} events stay in this browser.`)
  }
  on('consent', announce)
  // What is stored has been read by then.
  void catchUp().then(announce)
  return ({ code, detail }) => {
    const reason =
      code === 'bad-level'
        ? `"${detail}" is none of local, necessary, full`
        : readPath(detail, 'body.error.code')
    console.info(
      `Fireball: ${code}${reason ? ` (${reason})` : ''}. More by fireball.debug() or fireball.on('error', ...).`,
    )
  }
}
