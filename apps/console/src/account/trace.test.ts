import { expect, test } from 'vitest'
import { traceOf } from './trace.ts'

test('the first reason called for it, the rest are guards that passed or held', () => {
  expect(
    traceOf({
      reasons: [
        { code: 'limit-spike', say: 'Used 2,000 of 2,000: spike.' },
        { code: 'value', say: 'Reached first value.' },
        { code: 'no-ready', say: 'Not yet able to “read a report”.' },
      ],
    }).map(line => line.is),
  ).toEqual(['called', 'passed', 'held'])
})
