import { expect, test } from 'vitest'
import { RETRY, retryAfterMs, retryDelayMs, verdictOf } from './retry.ts'

test('delays are uniform below a cap that doubles up to the longest', () => {
  expect(retryDelayMs(0, 0)).toBe(0)
  expect(retryDelayMs(0, 0.5)).toBe(RETRY.firstDelayMs / 2)
  expect(retryDelayMs(3, 0.5)).toBe(RETRY.firstDelayMs * 4)
  expect(retryDelayMs(1000, 0.999)).toBeLessThan(RETRY.maxDelayMs)
})

test.each([
  ['2', 2000],
  ['0', 0],
  [null, 0],
  ['soon', 0],
  ['-5', 0],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['999999999', 86_400_000],
])('Retry-After %j asks for %d ms', (header, ms) => {
  expect(retryAfterMs(header, 10_000)).toBe(ms)
})

test.each([
  ['accepted', [200]],
  ['refused', [400, 413, 422]],
  ['halted', [401, 403, 404, 410]],
  ['later', [0, 408, 425, 429, 500, 502, 503, 204, 302]],
] as const)('%s: %j', (verdict, statuses) => {
  for (const status of statuses) expect(verdictOf(status)).toBe(verdict)
})
