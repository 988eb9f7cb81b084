import { type CompiledSignal, type FireballEvent, interpret, RESERVED, type Reading } from '@fireball/core'
import type { Trust } from './stored-event.ts'
import { isTrusted } from './trusted-signals.ts'

const MESSAGE_SENT = '$message-out'

/** What a page says of somebody’s mood is not believed; that they wrote is. */
const withoutMood = (event: FireballEvent): FireballEvent => {
  const { sentiment: _, ...properties } = event.properties
  return { ...event, properties }
}

/**
 * What the signals read of an event, as far as its sender is believed: that the team wrote to somebody, and what mood a
 * message was in, is known from whoever holds a secret key alone.
 */
export const readingsOf = (
  event: FireballEvent,
  trust: Trust,
  all: readonly CompiledSignal[],
): readonly Reading[] => {
  const signals = all.every(one => isTrusted(one, trust)) ? all : all.filter(one => isTrusted(one, trust))
  if (trust === 'secret') return interpret(event, signals)
  if (event.name === RESERVED.messageSent)
    return interpret(
      event,
      signals.filter(one => one.key !== MESSAGE_SENT),
    )
  return interpret(event.name === RESERVED.messageReceived ? withoutMood(event) : event, signals)
}
