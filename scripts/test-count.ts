import type { JsonTestResults } from 'vitest/reporters'

/** How many tests passed and failed. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

/**
 * Counts a run of Vitest from what its JSON reporter wrote. A file that failed without a failed test (it did not load,
 * or a hook threw) counts as one failed; so does a run that failed for no reason given, or that left no report.
 */
export const countTests = (report: JsonTestResults | undefined, exitCode: number): Count => {
  const files = report?.testResults ?? []
  const brokenFiles = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(result => result.status === 'failed'),
  ).length
  const failed = (report?.numFailedTests ?? 0) + brokenFiles
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
  }
}
