// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { has, privacySignalOf } from './page.ts'

const navigatorWith = (more: object) => Object.create(navigator, Object.getOwnPropertyDescriptors(more))

test.each([
  [{ globalPrivacyControl: true, doNotTrack: '1' }, 'GPC'],
  [{ doNotTrack: '1' }, 'DNT'],
  [{ doNotTrack: '0' }, undefined],
  [{ doNotTrack: null, globalPrivacyControl: false }, undefined],
])('%j says %s', (more, signal) => {
  expect(privacySignalOf(navigatorWith(more))).toBe(signal)
})

test('any of the selectors finds something; a broken one finds nothing', () => {
  document.body.innerHTML = '<p id="x"></p>'
  expect([has(['#x']), has(['#y', '#x']), has(['#y']), has(['##']), has([])]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
