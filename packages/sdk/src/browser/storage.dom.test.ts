// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { createNotes } from './storage.ts'

beforeEach(() => localStorage.clear())

test('notes are kept until they are removed, under names of their own', () => {
  localStorage.setItem('mine', 'x')
  const notes = createNotes('fireball:k::', window)
  expect([notes.write('j:1', 'one'), notes.write('id', 'me')]).toEqual([true, true])
  expect([notes.read('j:1'), notes.names('j:'), notes.names('').length]).toEqual(['one', ['j:1'], 2])
  notes.remove('j:1')
  expect([notes.read('j:1'), notes.names('j:'), localStorage.getItem('mine')]).toEqual([null, [], 'x'])
})

test('two names do not meet', () => {
  const [one, two] = [createNotes('fireball:k::', window), createNotes('fireball:k:b:', window)]
  one.write('id', '1')
  expect([two.read('id'), two.names('')]).toEqual([null, []])
})

test('storage that is denied: nothing is thrown, and it is said that nothing is kept', () => {
  const denied = Object.create(window, {
    localStorage: {
      get() {
        throw new DOMException('denied', 'SecurityError')
      },
    },
  })
  const notes = createNotes('fireball:k::', denied)
  notes.remove('id')
  expect([notes.write('id', '5'), notes.read('id'), notes.names('')]).toEqual([false, null, []])
})
