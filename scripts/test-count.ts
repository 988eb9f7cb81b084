/** How many tests passed and failed. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

/** The part of Vitest's JSON report that is counted. */
export interface TestReport {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Counts a run of Vitest. A file that failed without a failed test (it did not load, or a hook threw) counts as one
 * failed; so does a run that failed for no reason given, or that left no report.
 */
export const countTests = (report: TestReport | undefined, exitCode: number): Count => {
  const files = report?.testResults ?? []
  const count = (status: string) =>
    files.flatMap(file => file.assertionResults).filter(test => test.status === status).length
  const brokenFiles = files.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  const failed = count('failed') + brokenFiles.length
  return { passed: count('passed'), failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
