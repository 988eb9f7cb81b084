import { isObject } from '@fireball/core'
import type { Dice } from '../sdk-faults/dice.ts'

/** Values that no client should send, and some that many do. */
const HOSTILE: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  -1e308,
  Number.MAX_SAFE_INTEGER + 2,
  8.64e15,
  8.64e15 + 1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\t\n',
  '__proto__',
  'constructor',
  'toString',
  "'); DROP TABLE events; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '2026-13-45T99:99:99.999Z',
  '+275760-09-13T00:00:00.001Z',
  'NaN',
  'g:acme',
  'u:ann',
  'app/u:ann',
  [],
  [[[[]]]],
  {},
  { $gt: 1 },
  { toString: 1, valueOf: 2, toJSON: 3 },
  { length: -1 },
]

const NAMES: readonly [string, ...string[]] = [
  'type',
  'event',
  'userId',
  'anonymousId',
  'groupId',
  'previousId',
  'messageId',
  'timestamp',
  'sentAt',
  'properties',
  'traits',
  'context',
  'fireball',
  'batch',
  'writeKey',
  'integrations',
  '__proto__',
  'constructor',
  '',
  'a.b',
  '$set',
]

const deep = (dice: Dice): unknown => {
  let value: unknown = 1
  const isList = dice.roll() < 0.5
  for (let i = dice.between(10, 3000); i > 0; i--) value = isList ? [value] : { a: value }
  return value
}

/** Anything that JSON can say. */
export const anything = (dice: Dice): unknown => {
  const kind = dice.roll()
  if (kind < 0.6) return dice.pick(HOSTILE)
  if (kind < 0.7) return 'x'.repeat(dice.pick([254, 255, 256, 300, 5000, 33_000]))
  if (kind < 0.75) return deep(dice)
  if (kind < 0.8)
    return Object.fromEntries(
      Array.from({ length: dice.pick([1, 30, 1500]) }, (_, i) => [`k${i}`, dice.pick(HOSTILE)]),
    )
  if (kind < 0.9) return Array.from({ length: dice.between(0, 40) }, () => dice.pick(HOSTILE))
  return String.fromCodePoint(...Array.from({ length: dice.between(1, 30) }, () => dice.between(0, 0x2ffff)))
}

/** The value with something in it changed, taken out, or put in, anywhere. */
export const mutate = (value: unknown, dice: Dice): unknown => {
  if (dice.roll() < 0.15) return anything(dice)
  if (Array.isArray(value)) {
    const at = dice.between(0, Math.max(0, value.length - 1))
    return dice.roll() < 0.1
      ? [...value, anything(dice)]
      : value.map((inner, i) => (i === at ? mutate(inner, dice) : inner))
  }
  if (!isObject(value)) return anything(dice)
  const entries = Object.entries(value)
  const action = dice.roll()
  const at = dice.between(0, Math.max(0, entries.length - 1))
  if (action < 0.15) return Object.fromEntries(entries.filter((_, i) => i !== at))
  if (action < 0.35) return Object.fromEntries([...entries, [dice.pick(NAMES), anything(dice)]])
  return Object.fromEntries(entries.map(([key, inner], i) => [key, i === at ? mutate(inner, dice) : inner]))
}

/** Bytes: any, or those of a text with a few of them changed, cut off, or said twice. */
export const garble = (bytes: Buffer, dice: Dice): Buffer => {
  const kind = dice.roll()
  if (kind < 0.3) return Buffer.from(Array.from({ length: dice.between(0, 300) }, () => dice.between(0, 255)))
  const garbled = Buffer.from(bytes)
  for (let i = dice.between(1, 8); i > 0 && garbled.length > 0; i--)
    garbled[dice.between(0, garbled.length - 1)] = dice.between(0, 255)
  if (kind < 0.6) return garbled
  if (kind < 0.8) return garbled.subarray(0, dice.between(0, garbled.length))
  return Buffer.concat([garbled, garbled])
}
