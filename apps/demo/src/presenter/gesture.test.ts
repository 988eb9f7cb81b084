import { expect, test } from 'vitest'
import { routeOf } from '../route.ts'
import { CASES } from './cases.ts'
import { gestureOf, lockedPage } from './gesture.ts'

const beats = CASES.flatMap(one => one.beats)

test('whatever a case does is done by hand, on a page that exists', () => {
  const pages = beats.flatMap(beat =>
    beat.kind === 'go'
      ? [beat.to]
      : beat.kind === 'do'
        ? [
            beat.action.kind === 'hit-lock'
              ? lockedPage(beat.action.feature)
              : (gestureOf(beat.action)?.to ?? 'nowhere'),
          ]
        : [],
  )
  expect(pages.filter(to => to !== '/' && routeOf(`#${to}`).route.path === '/')).toEqual([])
})

test('a test and a campaign share a form and differ in the button', () => {
  const written = { template: 'offer', subject: 'Plum week' }
  expect(gestureOf({ kind: 'send-test', ...written })).toMatchObject({ button: ['as', 'test'] })
  expect(gestureOf({ kind: 'send-campaign', segment: 'everyone', ...written })).toMatchObject({
    fields: { segment: 'everyone' },
    button: ['as', 'send'],
  })
})

test('days only go forward, and each case ends today', () => {
  for (const { beats: own } of CASES) {
    const days = own.flatMap(beat => (beat.kind === 'day' ? [beat.ago] : []))
    expect(days).toEqual([...days].sort((a, b) => b - a))
    expect(days.at(-1)).toBe(0)
  }
})
