/** What a check that passes or fails as a whole adds to the sum. */
export const countCheck = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/**
 * What a run of Vitest adds to the sum, from its exit code and JSON report (`undefined` if it wrote none). A run that failed
 * though no test did (a crash, an unhandled error) counts as one failure, and so does one that ran no test.
 */
export const countTests = (code, report) => {
  const passed = report?.numPassedTests ?? 0
  const unloadable = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")
  )
  const failed = (report?.numFailedTests ?? 0) + unloadable.length
  return failed === 0 && (code !== 0 || passed === 0) ? { passed, failed: 1 } : { passed, failed }
}
