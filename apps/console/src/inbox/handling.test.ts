import { expect, test } from 'vitest'
import { suggestedHandling } from './handling.ts'

test('missing skills ask for teaching, never for a pitch', () => {
  expect(suggestedHandling({ feature: 'api', missing: ['send a report', 'read a report'] }, 'the API')).toBe(
    'Teach first: “send a report” and “read a report”. A sales pitch would come too early.',
  )
})

test('with all skills there, the plan is the answer', () => {
  expect(suggestedHandling({ feature: 'api', missing: [] }, 'the API')).toMatch(/plan or sales advice/)
})

test('a question about no feature is just answered', () => {
  expect(suggestedHandling({ missing: [] }, '')).toMatch(/general question/)
})
