import assert from "node:assert/strict"
import { describe, it } from "vitest"
import { countTests } from "../counts.mjs"

const file = (status, ...tests) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })

const report = (numPassedTests, numFailedTests, ...testResults) => ({ numPassedTests, numFailedTests, testResults })

describe("countTests", () => {
  it("takes over Vitest's own counts", () => {
    assert.deepEqual(countTests(0, report(2, 0, file("passed", "passed", "passed"))), { passed: 2, failed: 0 })
    assert.deepEqual(countTests(1, report(1, 1, file("failed", "passed", "failed"))), { passed: 1, failed: 1 })
  })

  it("counts a file that could not be loaded as one failure", () => {
    assert.deepEqual(countTests(1, report(1, 0, file("failed"), file("passed", "passed"))), { passed: 1, failed: 1 })
  })

  it("counts a run that failed without a failing test as one failure", () => {
    assert.deepEqual(countTests(1, report(1, 0, file("passed", "passed"))), { passed: 1, failed: 1 })
  })

  it("counts a crash before the report, and a run without tests, as one failure", () => {
    assert.deepEqual(countTests(1, undefined), { passed: 0, failed: 1 })
    assert.deepEqual(countTests(0, undefined), { passed: 0, failed: 1 })
    assert.deepEqual(countTests(0, report(0, 0)), { passed: 0, failed: 1 })
  })
})
