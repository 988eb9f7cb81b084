import { err, ok, type RecentEvents } from '@fireball/core'
import { expect, test } from 'vitest'
import { createLiveEvents, LIVE } from './live-events.ts'

const refused = (receivedAt: number): RecentEvents['events'][number] => ({
  kind: 'refused',
  receivedAt,
  error: { code: 'not-json', path: '', expected: 'JSON', got: '' },
})

const start = () => {
  const asked: (string | undefined)[] = []
  let next: (() => void) | undefined
  let visible = true
  let fails = false
  let batch: RecentEvents['events'] = []
  const live = createLiveEvents({
    api: {
      recentEvents: async after => {
        asked.push(after)
        return fails
          ? err({ code: 'unreachable', message: 'gone' })
          : ok({
              events: batch,
              cursor: `${asked.length}`,
              counts: { accepted: 0, refused: {}, warnings: {} },
            })
      },
    },
    later: then => {
      next = then
      return () => (next = undefined)
    },
    isVisible: () => visible,
  })
  const tick = async (): Promise<void> => {
    next?.()
    await new Promise(done => setTimeout(done))
  }
  return {
    live,
    asked,
    tick,
    arrive: (events: RecentEvents['events']) => (batch = events),
    hide: () => (visible = false),
    fail: () => (fails = true),
    isWaiting: () => next !== undefined,
  }
}

test('new events come on top, from where the last answer ended', async () => {
  const { live, asked, tick, arrive } = start()
  arrive([refused(1), refused(2)])
  live.start()
  await tick()
  arrive([refused(3)])
  await tick()
  expect(asked).toEqual([undefined, '1'])
  expect(live.$live.get().events[0]?.receivedAt).toBe(3)
})

test('no more than so many are kept', async () => {
  const { live, tick, arrive } = start()
  arrive(Array.from({ length: LIVE.kept + 20 }, (_, i) => refused(i)))
  live.start()
  await tick()
  expect(live.$live.get().events).toHaveLength(LIVE.kept)
})

test('a hidden page asks for nothing, and a stopped list never again', async () => {
  const { live, asked, tick, hide, isWaiting } = start()
  hide()
  live.start()
  await tick()
  expect(asked).toEqual([])
  live.stop()
  expect(isWaiting()).toBe(false)
})

test('a failure is shown and the events stay', async () => {
  const { live, tick, arrive, fail } = start()
  arrive([refused(1)])
  live.start()
  await new Promise(done => setTimeout(done))
  fail()
  await tick()
  expect(live.$live.get()).toMatchObject({ failure: { code: 'unreachable' }, events: [{ receivedAt: 1 }] })
})
