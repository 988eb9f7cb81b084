// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDatabase, createNotes } from './storage.ts'

beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

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

/** A database in which nothing ever ends by itself; says how often something was given up. */
const openStalled = () => {
  let givenUp = 0
  const transaction = {
    objectStore: () => ({ openCursor: () => ({}), get: () => ({}) }),
    abort() {
      givenUp++
      this.onabort?.(new Event('abort'))
    },
    onabort: undefined as ((event: Event) => void) | undefined,
  }
  const request = { result: { transaction: () => transaction }, onsuccess: () => {} }
  vi.stubGlobal('indexedDB', {
    open() {
      queueMicrotask(() => request.onsuccess())
      return request
    },
  })
  return () => givenUp
}

const leave = () => window.dispatchEvent(new Event('pagehide'))

test('a page that WebKit puts into its cache gives up what it has begun: other tabs would wait for it', async () => {
  vi.stubGlobal('navigator', { vendor: 'Apple Computer, Inc.' })
  const givenUp = openStalled()
  const writing = createDatabase('k').update(['a'], () => new Map())
  const failed = writing.then(
    () => false,
    () => true,
  )
  await new Promise(settle => setTimeout(settle))
  leave()
  expect([givenUp(), await failed]).toEqual([1, true])
})

test('another browser lets it finish', async () => {
  vi.stubGlobal('navigator', { vendor: 'Google Inc.' })
  const givenUp = openStalled()
  void createDatabase('k').read()
  await new Promise(settle => setTimeout(settle))
  leave()
  expect(givenUp()).toBe(0)
})
