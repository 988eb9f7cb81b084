// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countViews, routeOf, SETTLE_MS } from './page-views.ts'

const views: string[] = []
let ownView = () => {}
let stop = () => {}
const start = () => {
  stop = countViews({
    record: (_, route) => views.push(route),
    onOwnView(act) {
      ownView = act
      return () => {}
    },
    now: Date.now,
  })
}
const settled = () => new Promise(done => setTimeout(done, SETTLE_MS + 20))

beforeEach(() => {
  history.replaceState(null, '', '/')
  views.length = 0
})
afterEach(() => {
  stop()
  vi.restoreAllMocks()
})

test('the first view, then each other path, once', async () => {
  start()
  await settled()
  history.pushState(null, '', '/reports')
  await settled()
  history.replaceState(null, '', '/reports/1')
  await settled()
  history.pushState(null, '', '/reports/1')
  history.replaceState(null, '', '/reports/1?tab=2#place')
  await settled()
  expect(views).toEqual(['/', '/reports', '/reports/1'])
})

test('a redirect makes one view of two', async () => {
  start()
  history.pushState(null, '', '/old')
  history.replaceState(null, '', '/new')
  await settled()
  expect(views).toEqual(['/new'])
})

test('there and back within one burst is no view', async () => {
  start()
  await settled()
  history.pushState(null, '', '/x')
  history.pushState(null, '', '/')
  await settled()
  expect(views).toEqual(['/'])
})

test('a view that the host records itself is not counted again', async () => {
  start()
  ownView()
  await settled()
  history.pushState(null, '', '/next')
  await settled()
  expect(views).toEqual(['/next'])
})

test('a page that leaves right after a change has still counted it', () => {
  start()
  window.dispatchEvent(new Event('pagehide'))
  expect(views).toEqual(['/'])
})

test('after it has stopped history is as it was, unless somebody else has wrapped it', () => {
  const own = history.pushState
  start()
  expect(history.pushState).not.toBe(own)
  stop()
  expect(history.pushState).toBe(own)
})

test('routes', () => {
  const at = (text: string) => routeOf(new URL(text, 'https://a.example') as unknown as Location)
  expect(at('/a?q=secret#place')).toBe('/a')
  expect(at('/a#/b?q=secret')).toBe('/a#/b')
  expect(at('/a#!/b')).toBe('/a#!/b')
})
