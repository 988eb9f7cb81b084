import { expect, test } from 'vitest'
import { readPercent } from './read-percent.ts'

test('638% is refused, and so is what is no number', () => {
  expect(readPercent('638')).toEqual({
    ok: false,
    error: 'A chance lies between 0 and 100%; 638% is none.',
  })
  expect(readPercent('638 %').ok).toBe(false)
  expect(readPercent('-1').ok).toBe(false)
  expect(readPercent('').ok).toBe(false)
  expect(readPercent('likely').ok).toBe(false)
})

test('what lies between is read, with or without its sign', () => {
  expect(readPercent('60')).toEqual({ ok: true, value: 0.6 })
  expect(readPercent(' 12,5 % ')).toEqual({ ok: true, value: 0.125 })
  expect(readPercent('0')).toEqual({ ok: true, value: 0 })
  expect(readPercent('100%')).toEqual({ ok: true, value: 1 })
})
