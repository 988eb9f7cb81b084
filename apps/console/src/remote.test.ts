import { err, ok, type Result } from '@fireball/core'
import { expect, test } from 'vitest'
import type { Failure } from './api.ts'
import { createRemote } from './remote.ts'

const GONE: Failure = { code: 'unreachable', message: 'gone' }

test('the last value stays while it is fetched anew and when that fails', async () => {
  let answer: Result<number, Failure> = ok(1)
  const remote = createRemote(async () => answer)
  expect(remote.$state.get()).toEqual({ kind: 'loading' })
  await remote.load()
  expect(remote.$state.get()).toEqual({ kind: 'ready', value: 1 })
  answer = err(GONE)
  await remote.load()
  expect(remote.$state.get()).toEqual({ kind: 'failed', failure: GONE, value: 1 })
})

test('of two answers the one that was asked for last wins, whatever the order', async () => {
  const answers: ((value: Result<number, Failure>) => void)[] = []
  const remote = createRemote<number>(() => new Promise(done => answers.push(done)))
  const first = remote.load()
  const second = remote.load()
  answers[1]?.(ok(2))
  await second
  answers[0]?.(ok(1))
  await first
  expect(remote.$state.get()).toEqual({ kind: 'ready', value: 2 })
})
