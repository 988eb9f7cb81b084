import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Call, Called } from './call.ts'
import { answered, createOutbox, type Outbox } from './fixture.ts'

let outbox: Outbox
beforeEach(async () => {
  outbox = await createOutbox()
})
afterEach(async () => {
  expect(outbox.errors).toEqual([])
  await outbox.close()
})

const HOUR_MS = 3_600_000
const idOf = ({ headers }: Call): string => headers?.['webhook-id'] ?? ''
const good = (): Called => answered(200)

test('a message goes to each destination whose topics fit, once, and says how its account stands', async () => {
  const { add, post, deliverer, states } = outbox
  await add({ topics: ['qualification.qualified'], url: 'https://one.example.com/' })
  await add({ topics: ['lead.stage'], url: 'https://two.example.com/' })
  await add({ isEnabled: false })
  const calls: Call[] = []
  const { run } = deliverer(call => {
    calls.push(call)
    return good()
  })
  await post('m1', 'g:acme', { data: { kind: 'upgrade', reasons: ['Ran into a lock.'] } })
  await post('m2', 'g:acme', { topic: 'lead.stage' })
  await run()
  await run()
  expect(await states()).toEqual({ 'm1→d1': 'sent 1', 'm2→d2': 'sent 1' })
  // Neither waits for the other: which comes first is open.
  calls.sort((a, b) => (a.url < b.url ? -1 : 1))
  expect(calls.map(call => [call.url, idOf(call)])).toEqual([
    ['https://one.example.com/', 'm1'],
    ['https://two.example.com/', 'm2'],
  ])
  expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
    type: 'qualification.qualified',
    data: { account: 'g:acme', name: 'acme', kind: 'upgrade', reasons: ['Ran into a lock.'] },
  })
  expect(await outbox.destinations.list('app')).toMatchObject([
    { id: 'd1', sent: 1, waiting: 0, dead: 0, lastError: null },
    { id: 'd2', sent: 1 },
    { id: 'd3', sent: 0 },
  ])
})

test('data of test keys never leave, nor does what was written before there was a destination', async () => {
  const { add, post, deliverer, states, later } = outbox
  await post('old')
  later(1)
  await add()
  await post('of-a-test', 'g:acme', { space: 'app:test' })
  await post('live')
  await deliverer(good).run()
  expect(await states()).toEqual({ 'live→d1': 'sent 1' })
})

test('several collectors at once send each message once', async () => {
  const { add, post, deliverer, states } = outbox
  await add()
  await add({ url: 'https://two.example.com/' })
  for (let n = 0; n < 60; n++) await post(`m${n}`, `g:${n % 40}`)
  const seen: string[] = []
  const answer = async (call: Call): Promise<Called> => {
    await undefined
    seen.push(`${call.url} ${idOf(call)}`)
    return good()
  }
  const three = [deliverer(answer), deliverer(answer), deliverer(answer)]
  await Promise.all(three.map(one => one.run()))
  await Promise.all(three.map(one => one.run()))
  expect(seen).toHaveLength(120)
  expect(new Set(seen).size).toBe(120)
  expect(Object.values(await states()).every(state => state === 'sent 1')).toBe(true)
})

test('later messages of an account wait for the one before; other accounts do not', async () => {
  const { add, post, deliverer, states, later } = outbox
  await add()
  const seen: string[] = []
  let isDown = true
  const { run } = deliverer(call => {
    seen.push(idOf(call))
    return idOf(call) === 'a1' && isDown ? answered(500, 'Oops') : good()
  })
  for (const id of ['a1', 'a2', 'a3']) {
    await post(id, 'g:acme')
    later(1)
  }
  await post('b1', 'g:bolt')
  await run()
  expect(seen.sort()).toEqual(['a1', 'b1'])
  expect(await states()).toMatchObject({
    'a1→d1': 'waiting 1: Answered 500 Internal Server Error: Oops',
    'a2→d1': 'waiting 0',
  })
  isDown = false
  later(HOUR_MS)
  await run()
  expect(seen).toEqual(['a1', 'b1', 'a1', 'a2', 'a3'])
})

test('one that fails again and again is overtaken in the end', async () => {
  const { add, post, deliverer, states, later } = outbox
  await add()
  const { run } = deliverer(call => (idOf(call) === 'a1' ? answered(500) : good()))
  await post('a1')
  later(1)
  await post('a2')
  for (let n = 0; n < 6; n++) {
    await run()
    later(HOUR_MS)
  }
  expect(await states()).toMatchObject({
    'a1→d1': 'waiting 6: Answered 500 Internal Server Error.',
    'a2→d1': 'sent 1',
  })
})

test.each([
  ['seconds', '120', 120_000],
  ['a date', new Date(20_000 * 86_400_000 + 12 * HOUR_MS + 300_000).toUTCString(), 300_000],
])('Retry-After in %s holds the whole destination back', async (_, header, ms) => {
  const { add, post, deliverer, later } = outbox
  await add()
  const seen: string[] = []
  let isBusy = true
  const { run } = deliverer(call => {
    seen.push(idOf(call))
    return isBusy ? answered(429, '', { 'retry-after': header }) : good()
  })
  await post('a1', 'g:acme')
  await run()
  isBusy = false
  await post('b1', 'g:bolt')
  later(ms - 1)
  await run()
  expect(seen).toEqual(['a1'])
  expect(await outbox.destinations.list('app')).toMatchObject([
    { waiting: 2, lastError: 'Answered 429 Too Many Requests.', nextAt: outbox.now() + 1 },
  ])
  later(1)
  await run()
  expect(seen.sort()).toEqual(['a1', 'a1', 'b1'])
})

test('what is refused for good is dead at once, with the reason; it can be replayed, one or all', async () => {
  const { add, post, deliverer, states, later } = outbox
  const id = await add()
  let isStrict = true
  const { run, queue } = deliverer(() => (isStrict ? answered(404, 'No such hook') : good()))
  await post('a1', 'g:acme')
  await post('b1', 'g:bolt')
  await post('c1', 'g:core')
  await run()
  const dead = 'dead 1: Answered 404 Not Found: No such hook'
  expect(await states()).toEqual({ 'a1→d1': dead, 'b1→d1': dead, 'c1→d1': dead })
  isStrict = false
  later(1)
  expect(await queue.replay(id, ['b1'])).toBe(1)
  await run()
  expect(await states()).toEqual({ 'a1→d1': dead, 'b1→d1': 'sent 1', 'c1→d1': dead })
  expect(await queue.replay(id)).toBe(2)
  await run()
  expect(await outbox.destinations.list('app')).toMatchObject([{ sent: 3, dead: 0, lastError: null }])
})

test('408 and 425 are tried again; a redirect is not followed', async () => {
  const { add, post, deliverer, states } = outbox
  await add()
  const statuses: Readonly<Record<string, number>> = { a: 408, b: 425, c: 302 }
  const { run } = deliverer(call => answered(statuses[idOf(call)] ?? 200))
  for (const id of ['a', 'b', 'c']) await post(id, `g:${id}`)
  await run()
  expect(await states()).toEqual({
    'a→d1': 'waiting 1: Answered 408 Request Timeout.',
    'b→d1': 'waiting 1: Answered 425.',
    'c→d1': 'dead 1: Answered 302 Found: redirects are not followed; set the address it leads to.',
  })
})

test('what fails for 72 hours is given up', async () => {
  const { add, post, deliverer, states, later } = outbox
  await add()
  const { run } = deliverer(() => answered(500))
  await post('a1')
  for (let hours = 0; hours <= 72; hours += 4) {
    expect(Object.values(await states())[0] ?? '').not.toMatch(/^dead/)
    await run()
    later(4 * HOUR_MS)
  }
  expect((await states())['a1→d1']).toMatch(/^dead 19: Given up after 72 hours\. Answered 500/)
})

test('a destination that is not there is left alone for a while, then probed with one message; nothing is lost', async () => {
  const { add, post, deliverer, later } = outbox
  await add()
  let calls = 0
  let isThere = false
  const { run } = deliverer(() => {
    calls++
    return isThere ? good() : { kind: 'failed', say: 'Nobody listens there', isRefused: false }
  })
  for (let n = 0; n < 40; n++) await post(`m${n}`, `g:${n}`)
  await run()
  const first = calls
  expect(first).toBeLessThanOrEqual(8)
  await run()
  expect(calls).toBe(first)
  later(600_000)
  await run()
  expect(calls).toBe(first + 1)
  isThere = true
  later(600_000)
  await run()
  expect(await outbox.destinations.list('app')).toMatchObject([{ sent: 40, waiting: 0, dead: 0 }])
})

test('what waited for a destination that was away for 72 hours is given up, and can be replayed', async () => {
  const { add, post, deliverer, later } = outbox
  const id = await add()
  let isThere = false
  const { run, queue } = deliverer(() =>
    isThere ? good() : { kind: 'failed', say: 'Nobody listens there', isRefused: false },
  )
  for (let n = 0; n < 20; n++) await post(`m${n}`, `g:${n}`)
  await run()
  later(73 * HOUR_MS)
  await run()
  expect(await outbox.destinations.list('app')).toMatchObject([{ sent: 0, waiting: 0, dead: 20 }])
  isThere = true
  await queue.replay(id)
  await outbox.destinations.resume('app', id)
  await run()
  expect(await outbox.destinations.list('app')).toMatchObject([{ sent: 20, waiting: 0, dead: 0 }])
})

test('a destination that never answers delays no other', async () => {
  const { add, post, deliverer } = outbox
  await add({ url: 'https://mute.example.com/' })
  await add({ url: 'https://well.example.com/' })
  let seen = 0
  let hangUp: (called: Called) => void = () => undefined
  const mute = new Promise<Called>(resolve => {
    hangUp = resolve
  })
  let onDone: () => void = () => undefined
  const done = new Promise<void>(resolve => {
    onDone = resolve
  })
  const { wake, settled } = deliverer(({ url }) => {
    if (url.startsWith('https://mute')) return mute
    seen++
    if (seen === 100) onDone()
    return good()
  })
  for (let n = 0; n < 100; n++) await post(`m${n}`, `g:${n}`)
  wake()
  await done
  hangUp(good())
  await settled()
  expect(await outbox.destinations.list('app')).toMatchObject([{ sent: 100 }, { sent: 100 }])
})

test('what a collector had claimed when it was killed is sent by another, once its lease is over', async () => {
  const { add, post, deliverer, later, states } = outbox
  const id = await add()
  const seen: string[] = []
  const { run, queue } = deliverer(call => {
    seen.push(idOf(call))
    return good()
  })
  await post('m1')
  await deliverer(() => answered(500)).run()
  later(HOUR_MS)
  const [claimed] = await queue.claim(id, 5)
  expect(claimed?.id).toBe('m1')
  await run()
  expect(seen).toEqual([])
  later(60_000)
  await run()
  expect(seen).toEqual(['m1'])
  // The one that was thought dead says that it failed: that is no longer its business.
  if (claimed !== undefined)
    await outbox.store.transaction(queries =>
      queue.settle(queries, [{ kind: 'dead', of: claimed, say: 'Late' }]),
    )
  expect(await states()).toEqual({ 'm1→d1': 'sent 3' })
})

test('on the way out it lets calls end, and gives back what it had not begun', async () => {
  const { add, post, deliverer, states } = outbox
  await add()
  let answer: (called: Called) => void = () => undefined
  let onCall: () => void = () => undefined
  const called = new Promise<void>(resolve => {
    onCall = resolve
  })
  const slow = new Promise<Called>(resolve => {
    answer = resolve
  })
  const { wake, dispose } = deliverer(() => {
    onCall()
    return slow
  })
  for (let n = 0; n < 20; n++) await post(`m${n}`, `g:${n}`)
  wake()
  await called
  const gone = dispose()
  answer(good())
  await gone
  const all = Object.values(await states())
  expect(all.filter(state => state === 'sent 1')).toHaveLength(8)
  expect(all.filter(state => state === 'waiting 0')).toHaveLength(12)
  await deliverer(good).run()
  expect(Object.values(await states()).every(state => state === 'sent 1')).toBe(true)
})

test('what is long over is forgotten; what waits is not', async () => {
  const { add, post, deliverer, states, later, store } = outbox
  await add()
  const { run, prune } = deliverer(call => (idOf(call) === 'dead' ? answered(410) : good()))
  await post('sent', 'g:a')
  await post('dead', 'g:b')
  await run()
  later(31 * 24 * HOUR_MS)
  await prune()
  expect(Object.keys(await states())).toEqual(['dead→d1'])
  expect(await store.all('SELECT id FROM outbox')).toEqual([])
  later(60 * 24 * HOUR_MS)
  await prune()
  expect(await states()).toEqual({})
})
