import { expect, test } from 'vitest'
import { SEND_RETRY, type SendPorts, sendBatch } from './send.ts'

const answer = {
  success: true,
  accepted: 1,
  duplicates: 0,
  refused: [],
  warnings: [],
  program: '',
  offers: [],
  help: [],
}

const ports = (...responses: (Response | Error)[]): SendPorts & { waits: number[]; sent: RequestInit[] } => {
  const waits: number[] = []
  const sent: RequestInit[] = []
  return {
    waits,
    sent,
    fetch: async (_, init) => {
      sent.push(init)
      const next = responses.shift() ?? new Response('', { status: 503 })
      if (next instanceof Error) throw next
      return next
    },
    wait: async ms => {
      waits.push(ms)
    },
    random: () => 0.5,
    now: () => Date.parse('2026-01-01T00:00:00Z'),
  }
}

const send = (world: SendPorts) => sendBatch('http://collector/v1/batch', 'sk_live_1', '{"batch":[]}', world)

test('the key rides in Basic authorization, and the answer comes back', async () => {
  const world = ports(Response.json(answer))
  expect(await send(world)).toEqual({ kind: 'committed', answer })
  expect(world.sent[0]?.headers).toMatchObject({ authorization: `Basic ${btoa('sk_live_1:')}` })
})

test('a broken connection and a 5xx are tried again, with growing jittered waits', async () => {
  const world = ports(new Error('reset'), new Response('', { status: 500 }), Response.json(answer))
  expect(await send(world)).toMatchObject({ kind: 'committed' })
  expect(world.waits).toEqual([125, 250])
})

test('Retry-After is kept, in seconds or as a date', async () => {
  const world = ports(
    new Response('', { status: 429, headers: { 'retry-after': '3' } }),
    new Response('', { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:07 GMT' } }),
    Response.json(answer),
  )
  expect(await send(world)).toMatchObject({ kind: 'committed' })
  expect(world.waits).toEqual([3000, 7000])
})

test('what is refused is never sent again, and the reason is in words', async () => {
  const error = { code: 'unknown-key', path: '', expected: 'a write key of a project', got: 'sk_live_1' }
  const world = ports(Response.json({ success: false, error }, { status: 401 }))
  expect(await send(world)).toEqual({
    kind: 'refused',
    status: 401,
    why: 'unknown-key: expected a write key of a project, got sk_live_1',
  })
  expect(world.sent).toHaveLength(1)
})

test('an answer of something else than a collector is refused', async () => {
  expect(await send(ports(new Response('<html>')))).toMatchObject({ kind: 'refused' })
})

test('it gives up in the end', async () => {
  const world = ports()
  expect(await send(world)).toMatchObject({ kind: 'unreachable', why: 'HTTP 503' })
  expect(world.sent).toHaveLength(SEND_RETRY.attempts)
})
