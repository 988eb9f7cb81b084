import { DAY_MS, ok } from '@fireball/core'
import { expect, test } from 'vitest'
import { parseRange, RANGE } from './range.ts'

const NOW = Date.parse('2026-11-23T05:00:00Z')
const TODAY = Math.floor(NOW / DAY_MS)

test('without days the last ninety, today included', () => {
  expect(parseRange({}, NOW)).toEqual(ok({ from: TODAY - 89, to: TODAY }))
  expect(parseRange({ to: '2026-11-22' }, NOW)).toEqual(ok({ from: TODAY - 90, to: TODAY - 1 }))
})

test('both ends are days', () => {
  expect(parseRange({ from: '2026-11-01', to: '2026-11-01' }, NOW)).toEqual(
    ok({ from: TODAY - 22, to: TODAY - 22 }),
  )
})

test.each([
  [{ from: '2026-11-31' }, 'such as'],
  [{ to: '2026-02-30' }, 'such as'],
  [{ to: 'yesterday' }, 'such as'],
  [{ from: '2026-11-24' }, 'after'],
  [{ from: '2020-01-01' }, `${RANGE.maxDays} days`],
])('%o is refused in words', (query, say) => {
  const range = parseRange(query, NOW)
  expect(range.ok ? '' : range.error).toContain(say)
})
