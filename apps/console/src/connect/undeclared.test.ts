import { expect, test } from 'vitest'
import { featureKeys, nameOfKey, undeclaredFeature, undeclaredFeatures } from './undeclared.ts'

const locked = (feature: unknown) => ({ name: 'Feature Locked', properties: { feature: feature as string } })

test('a lock on a feature that the program does not have is found', () => {
  expect(undeclaredFeature(locked('secret-thing'), ['exports'])).toBe('secret-thing')
  expect(undeclaredFeature(locked('exports'), ['exports'])).toBeUndefined()
  expect(undeclaredFeature(locked(7), [])).toBeUndefined()
  expect(undeclaredFeature({ name: 'Report Built', properties: { feature: 'x' } }, [])).toBeUndefined()
  expect(undeclaredFeatures([locked('a'), locked('b'), locked('a')], ['b'])).toEqual(['a'])
})

test('a draft may hold anything', () => {
  expect(featureKeys({ features: [{ key: 'a' }, null, 'b'] })).toEqual(['a'])
  expect(featureKeys({ features: 3 })).toEqual([])
  expect(featureKeys(undefined)).toEqual([])
})

test('a key gives a name to begin with', () => {
  expect(nameOfKey('secret-thing')).toBe('Secret thing')
  expect(nameOfKey('--')).toBe('--')
})
