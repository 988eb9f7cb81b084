import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { STUB, tagOf } from './snippet.ts'

test('the tag is one piece: what keeps early calls first, then the script with key, origin and consent', () => {
  const tag = tagOf({ key: 'pk_live_1' }, 'https://c.example.com', 'necessary')
  expect(tag.startsWith(`${STUB}\n<script async`)).toBe(true)
  expect(tag.split('\n').at(-1)).toBe(
    '<script async src="https://c.example.com/fireball.js" data-key="pk_live_1" data-consent="necessary"></script>',
  )
})

test('the stub keeps calls in their order, with their time', () => {
  const window: { fireball?: { q: unknown[] } } = {}
  const script = STUB.replace(/<\/?script>/g, '')
  runInNewContext(`${script}; window.fireball.identify('u', { a: 1 }); window.fireball.track('T')`, {
    window,
  })
  expect(window.fireball?.q).toEqual([
    ['identify', ['u', { a: 1 }], expect.any(Number)],
    ['track', ['T'], expect.any(Number)],
  ])
})
