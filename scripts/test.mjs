/**
 * `npm test [-- --only row,row]`: prepares the checkout, runs every check, and prints `N passed, N failed` as its last line.
 * A check that is not a test counts as one.
 */
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { root, setup } from "./setup.mjs"
import { bin, build, runNode } from "./workspace.mjs"

const check = async (running) => {
  const { code, output } = await running
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output }
}

/** Runs projects of vitest.config.ts. A crash, and a run without tests, count as one failure. */
const vitest = async (project, ...args) => {
  const report = join(root, "node_modules/.cache", `vitest-${project}.json`)
  rmSync(report, { force: true })
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
  const { code, output } = await runNode(
    [bin("vitest", "vitest"), "run", "--project", project, "--allowOnly=false", ...reporters, ...args],
    { seconds: 1_200 }
  )
  const { numFailedTests = 0, numPassedTests = 0 } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {}
  const isWrong = code !== 0 || numPassedTests === 0
  return { passed: numPassedTests, failed: isWrong ? Math.max(1, numFailedTests) : numFailedTests, output }
}

const biome = [
  "ci",
  "--error-on-warnings",
  "--max-diagnostics=none",
  `--colors=${process.stdout.isTTY ? "force" : "off"}`
]

const rows = {
  types: () => check(build()),
  lint: () => check(runNode([bin("@biomejs/biome", "biome"), ...biome])),
  prose: () => check(runNode(["scripts/prose.mjs"])),
  codegen: () => check(runNode(["scripts/codegen.mjs", "--check"])),
  docs: () => check(runNode(["scripts/docExamples.mjs"])),
  packages: () => check(runNode(["scripts/packages.mjs"])),
  promise: () => check(runNode(["scripts/promise.mjs"])),
  units: () => vitest("units", "--maxWorkers=1"),
  processes: () => vitest("processes", "--maxWorkers=3", "--isolate"),
  exclusive: () => vitest("exclusive", "--no-file-parallelism")
}

/** What runs after what, and what runs side by side: each step is a list of lanes, each lane a list of rows. */
const steps = [
  [["types"]],
  [["units"], ["processes", "lint", "prose", "codegen", "docs", "packages", "promise"]],
  [["exclusive"]]
]

const selected = () => {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values
  const names = only?.split(",") ?? Object.keys(rows)
  const unknown = names.filter((name) => !Object.hasOwn(rows, name))
  if (unknown.length === 0) return new Set(names)
  throw new Error(`test: unknown rows: ${unknown.join(", ")}. --only accepts ${Object.keys(rows).join(", ")}.`)
}

const runRows = async (names) => {
  const sum = { passed: 0, failed: 0 }
  const failures = []
  const runRow = async (name) => {
    const started = performance.now()
    const { failed, output, passed } = await rows[name]()
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    if (failed > 0) {
      failures.push(name)
      console.log(output.trim())
    }
    console.log(`${failed === 0 ? "ok  " : "FAIL"} ${name} (${passed} passed, ${failed} failed, ${seconds} s)`)
    sum.passed += passed
    sum.failed += failed
  }
  const runLane = async (lane) => {
    for (const name of lane.filter((one) => names.has(one))) await runRow(name)
  }
  for (const lanes of steps) await Promise.all(lanes.map(runLane))
  if (failures.length > 0) {
    console.log(`Failed: ${failures.join(", ")}. Run them alone: node scripts/test.mjs --only ${failures.join(",")}`)
  }
  return sum
}

const attempt = async () => {
  try {
    const names = selected()
    const programs = [
      ...(names.has("processes") || names.has("exclusive") ? ["redis", "postgres"] : []),
      ...(names.has("processes") ? ["zsh", "fish"] : [])
    ]
    return setup(...programs) ? await runRows(names) : { passed: 0, failed: 1 }
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
}

const { failed, passed } = await attempt()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
