// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { createSmallStorage, JOURNAL_LIMIT } from './storage.ts'

beforeEach(() => localStorage.clear())

test('the journal keeps texts until they are deleted, under names of its own', () => {
  localStorage.setItem('mine', 'x')
  const { journal } = createSmallStorage('fireball:k:', window)
  expect(journal.put('1', 'one')).toBe(true)
  expect(journal.all()).toEqual({ 1: 'one' })
  journal.delete(['1'])
  expect(journal.all()).toEqual({})
  expect(localStorage.getItem('mine')).toBe('x')
})

test('the journal never takes more than its share, all tabs together', () => {
  const one = createSmallStorage('fireball:k:', window).journal
  const two = createSmallStorage('fireball:k:', window).journal
  const text = 'x'.repeat(20_000)
  expect([one.put('1', text), one.put('2', text), two.put('3', text), two.put('4', text)]).toEqual([
    true,
    true,
    true,
    false,
  ])
  expect(Object.entries(localStorage).join().length).toBeLessThanOrEqual(JOURNAL_LIMIT + 100)
  one.delete(['1', '2'])
  two.delete(['3'])
  expect(two.put('4', text)).toBe(true)
})

test('an entry that is journalled again takes its room once', () => {
  const { journal } = createSmallStorage('fireball:k:', window)
  const text = 'x'.repeat(20_000)
  for (let i = 0; i < 10; i++) expect(journal.put('1', text)).toBe(true)
})

test('two names do not meet', () => {
  const one = createSmallStorage('fireball:k:', window)
  const two = createSmallStorage('fireball:k:b', window)
  one.notes.write('id', '1')
  one.journal.put('1', 'one')
  expect([two.notes.read('id'), two.journal.all()]).toEqual([null, {}])
  one.notes.clear()
  expect(localStorage.length).toBe(0)
})

test('storage that is denied or full: notes live in memory, the journal says no', () => {
  const denied = Object.create(window, {
    localStorage: {
      get() {
        throw new DOMException('denied', 'SecurityError')
      },
    },
  })
  const { notes, journal } = createSmallStorage('fireball:k:', denied)
  notes.write('seq', '5')
  expect([notes.read('seq'), journal.put('1', 'x'), journal.all()]).toEqual(['5', false, {}])
})
