import type { WidgetState } from '@fireball/core'
import { expect, test } from 'vitest'
import { progressOf, stepsDone, waitsFor } from './panel-words.ts'

const english: WidgetState = { help: [], sending: 'on', theme: {} }

test('a locked step names what it waits for', () => {
  expect(waitsFor(['Import'], english)).toBe('After Import')
  expect(waitsFor(['Import', 'Invite'], english)).toBe('After Import · Invite')
})

test('counts follow the plural rules and the digits of the language; what it lacks stays English', () => {
  expect([1, 2].map(n => stepsDone(n, english))).toEqual(['1 step done', '2 steps done'])
  const polish: WidgetState = {
    ...english,
    locale: 'pl',
    words: { stepsDone: { one: '{n} krok', few: '{n} kroki', many: '{n} kroków', other: '{n} kroku' } },
  }
  expect([1, 3, 5].map(n => stepsDone(n, polish))).toEqual(['1 krok', '3 kroki', '5 kroków'])
  expect(progressOf(2, 7, polish)).toBe('2 of 7')
  const arabic: WidgetState = { ...english, locale: 'ar-EG', words: { progress: '{n} من {total}' } }
  expect(progressOf(2, 7, arabic)).toBe('٢ من ٧')
})
