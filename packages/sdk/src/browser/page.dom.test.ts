// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { privacySignalOf } from './page.ts'

const navigatorWith = (more: object) => Object.create(navigator, Object.getOwnPropertyDescriptors(more))

test.each([
  [{ globalPrivacyControl: true, doNotTrack: '1' }, 'GPC'],
  [{ doNotTrack: '1' }, 'DNT'],
  [{ doNotTrack: '0' }, undefined],
  [{ doNotTrack: null, globalPrivacyControl: false }, undefined],
])('%j says %s', (more, signal) => {
  expect(privacySignalOf(navigatorWith(more))).toBe(signal)
})
