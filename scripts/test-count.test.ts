import { expect, test } from 'vitest'
import type { JsonTestResults } from 'vitest/reporters'
import { countTests } from './test-count.ts'

type File = JsonTestResults['testResults'][number]
type Status = File['assertionResults'][number]['status']

const file = (status: File['status'], ...tests: Status[]): File => ({
  name: 'a.test.ts',
  message: '',
  startTime: 0,
  endTime: 0,
  status,
  assertionResults: tests.map(result => ({
    ancestorTitles: [],
    fullName: 'a',
    title: 'a',
    status: result,
    failureMessages: [],
    meta: {},
    tags: [],
  })),
})

const report = (...testResults: File[]): JsonTestResults => {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const count = (status: Status) => tests.filter(result => result.status === status).length
  return {
    numTotalTestSuites: 0,
    numPassedTestSuites: 0,
    numFailedTestSuites: 0,
    numPendingTestSuites: 0,
    numTotalTests: tests.length,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: 0,
    numTodoTests: 0,
    startTime: 0,
    success: true,
    testResults,
    snapshot: {
      added: 0,
      failure: false,
      filesAdded: 0,
      filesRemoved: 0,
      filesRemovedList: [],
      filesUnmatched: 0,
      filesUpdated: 0,
      matched: 0,
      total: 0,
      unchecked: 0,
      uncheckedKeysByFile: [],
      unmatched: 0,
      updated: 0,
      didUpdate: false,
    },
  }
}

test('tests are counted across files', () => {
  const run = report(file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed'))
  expect(countTests(run, 1)).toEqual({ passed: 3, failed: 1 })
})

test('a file that did not load, or whose hook threw, counts as one failed', () => {
  const run = report(file('failed'), file('failed', 'skipped', 'skipped'), file('passed', 'passed'))
  expect(countTests(run, 1)).toEqual({ passed: 1, failed: 2 })
})

test('a run that failed with no failed test counts as one failed', () => {
  expect(countTests(report(file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1 })
  expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1 })
})

test('a run without tests that ended well has nothing failed', () => {
  expect(countTests(report(), 0)).toEqual({ passed: 0, failed: 0 })
})
