import { expect, test } from 'vitest'
import { createEmitter } from './emitter.ts'

test('a handler that throws is told to the error handlers, and the others are called', () => {
  const { on, emit } = createEmitter()
  const heard: unknown[] = []
  on('error', ({ code }) => heard.push(code))
  on('sent', () => {
    throw new Error('mine')
  })
  on('sent', ({ events }) => heard.push(events))
  emit('sent', { events: 3 })
  expect(heard).toEqual(['handler', 3])
})

test('an error handler that throws is left alone', () => {
  const { on, emit } = createEmitter()
  on('error', () => {
    throw new Error('mine')
  })
  expect(() => emit('error', { code: 'internal' })).not.toThrow()
})

test('true says that it was dealt with; off and the returned function end it', () => {
  const { on, off, emit } = createEmitter()
  const handler = () => true
  const stop = on('action', handler)
  expect(emit('action', { label: 'Go' })).toBe(true)
  stop()
  expect(emit('action', { label: 'Go' })).toBe(false)
  on('action', handler)
  off('action', handler)
  expect(emit('action', { label: 'Go' })).toBe(false)
})
