import type { IncomingMessage } from 'node:http'
import { parseEnvelope, parseMessage } from '@fireball/core'

/** One of the harness's events on the wire: the sender's id of it, and which it is (`<tab>:<number>`). */
export interface Sent {
  readonly id: string
  readonly key: string
}

/** What a gate answers in place of a collector. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A tracking SDK under test: how a page loads it, calls it, and what it sends. */
export interface Contestant {
  readonly name: string
  /** What goes into the page's head. */
  head(gate: string): string
  /** An expression: whether the SDK is there. */
  readonly ready: string
  /** Source of `(name, properties) => void`. */
  readonly track: string
  /** The events of a request; undefined for a request that carries none. */
  decode(request: IncomingMessage, body: Buffer): readonly Sent[] | undefined
  /** Answers instead of a collector; undefined passes the request on. */
  reply?(request: IncomingMessage, body: Buffer): Reply | undefined
  cors?(request: IncomingMessage): Readonly<Record<string, string>>
}

/** Name of every event that the harness counts. */
export const EVENT = 'Tried'

/** `<tab>:<number>` of an event of ours; the properties carry it. */
export const keyOf = (properties: unknown): string | undefined => {
  const { tab, i } = (properties ?? {}) as { readonly tab?: unknown; readonly i?: unknown }
  return tab === undefined || i === undefined ? undefined : `${tab}:${i}`
}

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Ours, by the script tag, before a real collector. `attributes` go to the tag. */
export const fireball = (
  key: string,
  { script = 'fireball.js', attributes = 'data-consent="full"' } = {},
): Contestant => ({
  name: 'fireball',
  head: gate => `<script async src="${gate}/${script}" data-key="${key}" ${attributes}></script>`,
  ready: 'typeof window.fireball?.track === "function" && !window.fireball.q',
  track: '(name, properties) => window.fireball.track(name, properties)',
  decode({ method, url = '' }, body) {
    if (method !== 'POST' || !url.startsWith('/v1/')) return undefined
    const envelope = parseEnvelope(parse(body))
    if (!envelope.ok) return []
    return envelope.value.messages.flatMap(message => {
      const parsed = parseMessage(message, envelope.value, Date.now(), () => '')
      if (!parsed.ok || parsed.value.event.name !== EVENT) return []
      const { id, properties } = parsed.value.event
      const key = keyOf(properties)
      return key === undefined ? [] : [{ id, key }]
    })
  },
})
