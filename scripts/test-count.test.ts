import { expect, test } from 'vitest'
import { countTests } from './test-count.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map(result => ({ status: result })),
})

test('tests are counted across files', () => {
  const testResults = [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')]
  expect(countTests({ testResults }, 1)).toEqual({ passed: 3, failed: 1 })
})

test('a file that did not load, or whose hook threw, counts as one failed', () => {
  const testResults = [file('failed'), file('failed', 'skipped', 'skipped'), file('passed', 'passed')]
  expect(countTests({ testResults }, 1)).toEqual({ passed: 1, failed: 2 })
})

test('a run that failed with no failed test counts as one failed', () => {
  expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 })
  expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1 })
})

test('a run without tests that ended well has nothing failed', () => {
  expect(countTests({ testResults: [] }, 0)).toEqual({ passed: 0, failed: 0 })
})
