import { expect, test } from 'vitest'
import { CLEAN_LIMITS, clean, cleanName, cleanObject } from './clean.ts'

test('what JSON can carry is copied as it is', () => {
  const value = { a: [1, 'x', true, null], b: { c: 0.5 } }
  expect(clean(value)).toEqual(value)
  expect(clean(value)).not.toBe(value)
})

test('what JSON cannot carry is left out or becomes text', () => {
  expect(
    clean({
      big: 10n,
      date: new Date(0),
      not: Number.NaN,
      none: undefined,
      call() {},
      sign: Symbol('s'),
      list: [undefined, () => {}, 1],
    }),
  ).toEqual({ big: '10', date: '1970-01-01T00:00:00.000Z', list: [null, null, 1] })
})

test('a cycle, a throwing getter and a hostile proxy cost only themselves', () => {
  const cycle: Record<string, unknown> = { kept: 1 }
  cycle.self = cycle
  const hostile = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error('no')
      },
    },
  )
  const bad = {
    kept: 1,
    get worse(): string {
      throw new Error('no')
    },
  }
  expect(clean({ cycle, hostile, bad, kept: 1 })).toEqual({ cycle: { kept: 1 }, bad: { kept: 1 }, kept: 1 })
})

test('the same object in two places is no cycle', () => {
  const one = { a: 1 }
  expect(clean([one, one])).toEqual([one, one])
})

test('size and depth are bounded, whatever comes', () => {
  let deep: unknown = 1
  for (let i = 0; i < 10_000; i++) deep = { deep }
  expect(JSON.stringify(clean(deep)).length).toBeLessThan(1000)
  expect(clean('x'.repeat(1_000_000))).toHaveLength(CLEAN_LIMITS.characters)
  const wide = clean(Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, i])))
  expect(Object.keys(wide ?? {}).length).toBeLessThanOrEqual(CLEAN_LIMITS.values)
  expect(clean(new Array(1e6).fill([]))).toHaveLength(CLEAN_LIMITS.values - 1)
})

test('a key cannot reach the prototype', () => {
  const copy = cleanObject(JSON.parse('{"__proto__":{"bad":1},"a":1}'))
  expect(copy).toEqual({ a: 1 })
  expect(Reflect.get(copy, 'bad')).toBeUndefined()
})

test('what is not an object is an empty one', () => {
  for (const value of [undefined, null, 'x', 1, [], () => {}]) expect(cleanObject(value)).toEqual({})
})

test.each([
  ['Report Built', 'Report Built'],
  [42, '42'],
  ['x'.repeat(255), 'x'.repeat(255)],
  ['x'.repeat(256), undefined],
  ['', undefined],
  ['a\nb', undefined],
  [null, undefined],
  [{}, undefined],
])('the name of %j is %j', (raw, name) => {
  expect(cleanName(raw)).toBe(name)
})
