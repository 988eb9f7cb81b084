import { describe, expect, test } from 'vitest'
import { anEvent } from '../test/sample.ts'
import { compileSignals, type FireballEvent, interpret, type Signal, signalHash } from './index.ts'

const base: Signal = { key: 'read', name: 'Read', on: { event: 'Report Read' } }
const reading = (signal: Partial<Signal>, event: Partial<FireballEvent>) =>
  interpret(anEvent(event), compileSignals([{ ...base, ...signal }]))[0]

describe('signals', () => {
  test('[S1] matches by event name and by kind of message', () => {
    expect(reading({}, {})).toBeDefined()
    expect(reading({}, { name: 'Other' })).toBeUndefined()
    expect(reading({}, { type: 'page', name: 'Report Read' })).toBeUndefined()
    expect(reading({ on: { type: 'page', name: 'Plans' } }, { type: 'page', name: 'Plans' })).toBeDefined()
    expect(reading({ on: { type: 'page', name: 'Plans' } }, { type: 'page', name: 'Home' })).toBeUndefined()
    expect(reading({ on: { type: 'identify' } }, { type: 'identify', name: '' })).toBeDefined()
  })

  test('[S1] then by its condition', () => {
    const where = { 'properties.size': { $gt: 10 } }
    expect(reading({ where }, { properties: { size: 11 } })).toBeDefined()
    expect(reading({ where }, { properties: { size: 9 } })).toBeUndefined()
    expect(reading({ where }, {})).toBeUndefined()
  })

  test('[S2] the outcome is a property, listed values, a threshold, or fixed', () => {
    expect(reading({}, { properties: { outcome: 'success' } })?.outcome).toBe('success')
    expect(reading({}, { properties: { outcome: 'failure' } })?.outcome).toBe('failure')
    expect(reading({}, { properties: { outcome: 'dunno' } })?.outcome).toBe('none')
    const status = { path: 'properties.status', success: [200, 201], failure: [500] }
    expect(reading({ outcome: status }, { properties: { status: 201 } })?.outcome).toBe('success')
    expect(reading({ outcome: status }, { properties: { status: 404 } })?.outcome).toBe('none')
    const score = { path: 'properties.score', successFrom: 60 }
    expect(reading({ outcome: score }, { properties: { score: 60 } })?.outcome).toBe('success')
    expect(reading({ outcome: score }, { properties: { score: 59.9 } })?.outcome).toBe('failure')
    expect(reading({ outcome: score }, { properties: { score: 'A' } })?.outcome).toBe('none')
    expect(reading({ outcome: 'success' }, { properties: { outcome: 'failure' } })?.outcome).toBe('success')
  })

  test('[S3] the context is a hash; nothing is the empty context', () => {
    const context = (properties: FireballEvent['properties'], signal: Partial<Signal> = {}) =>
      reading(signal, { properties })?.context
    expect(context({})).toBe('')
    expect(context({ context: 'q3' })).toMatch(/^[0-9a-z]{1,11}$/)
    expect(context({ context: 'q3' })).not.toBe(context({ context: 'q4' }))
    expect(context({ context: { a: 1, b: 2 } })).toBe(context({ context: { b: 2, a: 1 } }))
    expect(context({ report: 'q3' }, { context: { path: 'properties.report' } })).toBe(
      context({ context: 'q3' }),
    )
  })

  test('[S3] buckets bound the number of contexts', () => {
    const of = (i: number) =>
      reading({ context: { buckets: 4 } }, { properties: { context: `c${i}` } })?.context
    expect(new Set(Array.from({ length: 200 }, (_, i) => of(i))).size).toBe(4)
  })

  test('[S2] a declared number is added as a whole number, anything else as 0', () => {
    const sum = { path: 'properties.minutes', scale: 10 }
    expect(reading({ sum }, { properties: { minutes: 1.26 } })?.amount).toBe(13)
    expect(reading({ sum }, { properties: { minutes: '2' } })?.amount).toBe(20)
    expect(reading({ sum }, { properties: { minutes: 'x' } })?.amount).toBe(0)
    expect(reading({ sum }, { properties: { minutes: 1e300 } })?.amount).toBe(0)
  })

  test('[S4] what it reads makes the hash; key, name and meaning do not', () => {
    const hash = signalHash(base)
    expect(signalHash({ ...base, key: 'other', name: 'Other', means: ['intent'] })).toBe(hash)
    expect(signalHash({ ...base, outcome: undefined })).toBe(hash)
    expect(signalHash({ ...base, where: { 'properties.a': 1 } })).not.toBe(hash)
    expect(signalHash({ ...base, where: { a: 1, b: 2 } })).toBe(
      signalHash({ ...base, where: { b: 2, a: 1 } }),
    )
  })
})
