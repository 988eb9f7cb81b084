import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEnvelope, parseMessage, type Result, utf8Length, type WireError } from './index.ts'

const RECEIVED = Date.parse('2026-03-10T12:00:00Z')
const HOUR = 3_600_000
const parse = (raw: unknown, envelope: { shared?: object; sentAt?: number } = {}) =>
  parseMessage(
    raw,
    { shared: { ...envelope.shared }, ...(envelope.sentAt === undefined ? {} : { sentAt: envelope.sentAt }) },
    RECEIVED,
    () => 'made',
  )
const track = (over: object = {}) => ({
  type: 'track',
  event: 'Report Read',
  userId: 'ann',
  messageId: 'm1',
  ...over,
})
const event = (raw: unknown, envelope = {}) => {
  const parsed = parse(raw, envelope)
  if (!parsed.ok) throw new Error(parsed.error.code)
  return parsed.value.event
}
const warnings = (raw: unknown) => {
  const parsed = parse(raw)
  return parsed.ok ? parsed.value.warnings : []
}
const refusal = (result: Result<unknown, WireError>) => (result.ok ? undefined : result.error)
const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)

describe('a request body', () => {
  test('[W2] may say type, time and the first number for all; what a message says itself wins', () => {
    const fireball = { device: 'd', seq: 7 }
    const raw = {
      batch: [
        { event: 'A', messageId: '1' },
        { event: 'B', messageId: '2', timestamp: 5, context: { fireball: { assisted: 'n' } } },
        { type: 'identify', messageId: '3', context: { fireball: { seq: 2 }, locale: 'de' } },
      ],
      type: 'track',
      timestamp: 3,
      userId: 'ann',
      context: { fireball },
    }
    const envelope = parseEnvelope(raw)
    if (!envelope.ok) throw new Error(envelope.error.code)
    const events = envelope.value.messages.map(message => {
      const parsed = parseMessage(message, envelope.value, RECEIVED, () => 'made')
      if (!parsed.ok) throw new Error(parsed.error.code)
      return parsed.value.event
    })
    expect(events).toMatchObject([
      { type: 'track', name: 'A', at: 3, context: { fireball } },
      { type: 'track', name: 'B', at: 5, context: { fireball: { device: 'd', seq: 8, assisted: 'n' } } },
      { type: 'identify', at: 3, context: { locale: 'de', fireball: { device: 'd', seq: 2 } } },
    ])
  })

  test('[W1] must be an object with an array of messages', () => {
    expect(refusal(parseEnvelope('x'))).toEqual({
      code: 'not-an-object',
      path: '',
      expected: 'a JSON object',
      got: 'x',
    })
    expect(refusal(parseEnvelope({ batch: 'x' }))).toMatchObject({
      code: 'not-a-batch',
      path: 'batch',
      got: 'x',
    })
    expect(refusal(parseEnvelope(null))).toMatchObject({ code: 'not-an-object' })
  })

  test('[W1] of a single-message route is its one message', () => {
    const parsed = parseEnvelope({ event: 'A', userId: 'ann', writeKey: 'pk' }, 'track')
    expect(parsed).toMatchObject({
      ok: true,
      value: { writeKey: 'pk', messages: [{ type: 'track', event: 'A' }], shared: {} },
    })
  })

  test('[W2] may say once what is equal for all; a message’s own value wins', () => {
    const shared = { userId: 'ann', anonymousId: 'x', context: { groupId: 'acme', app: 1 } }
    const { userId: _, ...bare } = track()
    expect(event(bare, { shared })).toMatchObject({ userId: 'ann', anonymousId: 'x', groupId: 'acme' })
    expect(event({ ...bare, userId: 'bob', context: { groupId: 'bolt' } }, { shared })).toMatchObject({
      userId: 'bob',
      groupId: 'bolt',
      context: { app: 1 },
    })
  })

  test('[W1] a handshake of the wrong shape is empty', () => {
    expect(parseEnvelope({ batch: [], fireball: 'x' })).toMatchObject({ value: { handshake: {} } })
    expect(parseEnvelope({ batch: [], fireball: { help: ['a', 1], signature: 2 } })).toMatchObject({
      value: { handshake: { help: ['a'] } },
    })
  })
})

describe('a message', () => {
  test('[W1] becomes an event', () => {
    expect(event(track({ properties: { outcome: 'success' } }))).toEqual({
      id: 'm1',
      type: 'track',
      name: 'Report Read',
      userId: 'ann',
      properties: { outcome: 'success' },
      context: {},
      at: RECEIVED,
      assisted: false,
    })
  })

  test('[W1] is refused with code, path, expected and got', () => {
    expect(refusal(parse(7))).toMatchObject({ code: 'not-an-object' })
    expect(refusal(parse(track({ type: 'charge' })))).toEqual({
      code: 'unknown-type',
      path: 'type',
      expected: 'track, identify, page, screen, group, alias',
      got: 'charge',
    })
    expect(refusal(parse({ type: 'track', event: 'A' }))).toMatchObject({
      code: 'missing-id',
      path: 'userId',
    })
    expect(refusal(parse(track({ event: undefined })))).toMatchObject({ code: 'bad-name', path: 'event' })
    expect(refusal(parse(track({ event: '' })))).toMatchObject({ code: 'bad-name' })
    expect(refusal(parse(track({ event: { a: 1 } })))).toMatchObject({ code: 'bad-name' })
    expect(refusal(parse(track({ event: 'x'.repeat(300) })))).toMatchObject({ code: 'bad-name' })
    expect(refusal(parse({ type: 'group', userId: 'ann' }))).toMatchObject({
      code: 'missing-id',
      path: 'groupId',
    })
    expect(refusal(parse(track({ messageId: {} })))).toMatchObject({ code: 'bad-id', path: 'messageId' })
  })

  test('[W3] ids are text without control characters; numbers are taken as text', () => {
    expect(event(track({ userId: 7 })).userId).toBe('7')
    expect(warnings(track({ userId: 7 }))).toEqual(['id-not-text'])
    expect(refusal(parse(track({ userId: 'a\tb' })))).toMatchObject({ code: 'bad-id', path: 'userId' })
    expect(refusal(parse(track({ anonymousId: ['x'] })))).toMatchObject({
      code: 'bad-id',
      path: 'anonymousId',
    })
    expect(refusal(parse(track({ userId: 'x'.repeat(256) })))).toMatchObject({ code: 'bad-id' })
    expect(refusal(parse(track({ context: { groupId: { a: 1 } } })))).toMatchObject({
      code: 'bad-id',
      path: 'groupId',
    })
  })

  test('[W1] without an id gets one from its content', () => {
    expect(event(track({ messageId: undefined })).id).toBe('made')
    expect(event(track({ messageId: '' })).id).toBe('made')
  })

  test('[W1] an alias may name nothing but the earlier id; traits are what identify and group carry', () => {
    expect(event({ type: 'alias', previousId: 'x', userId: 'ann', messageId: 'm' })).toMatchObject({
      previousId: 'x',
      userId: 'ann',
    })
    expect(
      event({ type: 'identify', userId: 'ann', traits: { plan: 'pro' }, messageId: 'm' }).properties,
    ).toEqual({ plan: 'pro' })
    expect(event({ type: 'group', userId: 'ann', groupId: 'acme', traits: { plan: 'pro' } })).toMatchObject({
      groupId: 'acme',
      properties: { plan: 'pro' },
    })
    expect(event({ type: 'page', userId: 'ann', name: 'Plans' }).name).toBe('Plans')
  })

  test('[W1] properties that are no object count as none, with a warning', () => {
    expect(event(track({ properties: 'x' })).properties).toEqual({})
    expect(warnings(track({ properties: [1] }))).toEqual(['properties-not-an-object'])
  })

  test('[W1] says whether it was assisted', () => {
    expect(event(track({ properties: { assisted: true } })).assisted).toBe(true)
    expect(event(track({ context: { fireball: { assisted: 'learn-read' } } })).assisted).toBe(true)
    expect(event(track({ context: { fireball: { seq: 1 } } })).assisted).toBe(false)
  })

  test('[W4] a wrong clock is corrected, transit time is not', () => {
    const at = RECEIVED - HOUR
    const with_ = (timestamp: number, sentAt: number) =>
      event(track({ timestamp: new Date(timestamp).toISOString() }), { sentAt }).at
    expect(with_(at, RECEIVED - 30_000)).toBe(at)
    const years = 5 * 365 * 24 * HOUR
    expect(with_(at + years, RECEIVED + years)).toBe(at)
    expect(with_(at - years, RECEIVED - years)).toBe(at)
  })

  test('[W2] of what our own client says in the context, what is equal for all stands once too', () => {
    const shared = { context: { page: { path: '/a' }, fireball: { device: 'd' } } }
    const own = (context: object) => parse(track({ context }), { shared })
    const contextOf = (context: object) => {
      const parsed = own(context)
      return parsed.ok && parsed.value.event.context
    }
    expect(contextOf({ fireball: { seq: 5 } })).toEqual({
      page: { path: '/a' },
      fireball: { device: 'd', seq: 5 },
    })
    expect(contextOf({ fireball: { device: 'e', seq: 5 } })).toMatchObject({
      fireball: { device: 'e', seq: 5 },
    })
  })

  test('[W4] who knows the clock of the collector is not corrected, however long a request was under way', () => {
    const raw = { batch: [track({ timestamp: RECEIVED - HOUR })], sentAt: RECEIVED - HOUR }
    const atOf = (fireball: object) => {
      const envelope = parseEnvelope({ ...raw, fireball })
      const parsed = envelope.ok
        ? parseMessage(envelope.value.messages[0], envelope.value, RECEIVED, () => '')
        : undefined
      return parsed?.ok && parsed.value.event.at
    }
    expect(atOf({ isOnTime: true })).toBe(RECEIVED - HOUR)
    expect(atOf({})).toBe(RECEIVED)
  })

  test('[W4] a correction is counted as a warning', () => {
    const parsed = parse(track({ timestamp: RECEIVED }), { sentAt: RECEIVED + HOUR })
    expect(parsed.ok && parsed.value.warnings).toEqual(['clock-corrected'])
  })

  test('[W2] the id of a message that brings none depends on what the batch says too', () => {
    const { messageId: _, ...bare } = track()
    const idOf = (anonymousId: string) =>
      parseMessage(bare, { shared: { anonymousId } }, RECEIVED, message => JSON.stringify(message))
    expect(idOf('x')).not.toEqual(idOf('y'))
  })

  test('[W4] what is still ahead becomes the time of receipt; the past is believed', () => {
    expect(event(track({ timestamp: '2031-01-01T00:00:00Z' })).at).toBe(RECEIVED)
    expect(warnings(track({ timestamp: '2031-01-01T00:00:00Z' }))).toEqual(['clock-ahead'])
    expect(event(track({ timestamp: '2019-01-01' })).at).toBe(Date.parse('2019-01-01'))
    expect(event(track({ originalTimestamp: '2019-01-01', timestamp: '2020-01-01' })).at).toBe(
      Date.parse('2019-01-01'),
    )
    for (const timestamp of ['yesterday', {}, [], true, 1e300]) {
      expect(event(track({ timestamp })).at).toBe(RECEIVED)
      expect(warnings(track({ timestamp }))).toEqual(['bad-timestamp'])
    }
  })

  test('[W5] keys that could reach a prototype are dropped', () => {
    const raw = JSON.parse(
      '{"type":"track","event":"A","userId":"ann","properties":{"__proto__":{"admin":true},"ok":[{"constructor":1,"b":2}]}}',
    )
    expect(event(raw).properties).toEqual({ ok: [{ b: 2 }] })
    expect(warnings(raw)).toEqual(['key-dropped'])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test('[W5] too deep or too large is refused', () => {
    expect(refusal(parse(track({ properties: deep(10_000) })))).toMatchObject({ code: 'too-deep' })
    expect(parse(track({ properties: deep(20) })).ok).toBe(true)
    expect(refusal(parse(track({ properties: { a: 'x'.repeat(33_000) } })))).toMatchObject({
      code: 'too-large',
    })
    expect(refusal(parse(track({ properties: { a: 'é'.repeat(20_000) } })))).toMatchObject({
      code: 'too-large',
    })
  })

  test('[W1] no JSON whatever makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue(), (a, b) => {
        parse(a)
        parse({ type: 'track', event: a, userId: b, properties: a, context: b, timestamp: a })
        parseEnvelope(a)
        parseEnvelope({ batch: [a], context: b, fireball: a })
      }),
      { numRuns: 300 },
    )
  })

  test('[W5] lengths are counted in UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })
})
