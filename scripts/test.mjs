import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { countCheck, countTests } from "./counts.mjs"
import { ensureRedis } from "./redis.mjs"
import { setup } from "./setup.mjs"
import { bin, effectDiagnostics, readJson, root, run } from "./workspace.mjs"

/** Runs one of the projects of vitest.config.ts. */
const vitest =
  (project, ...args) =>
  async () => {
    const report = join(root, "node_modules", ".cache", `vitest-${project}.json`)
    rmSync(report, { force: true })
    const { code } = await run(
      bin("vitest", "vitest"),
      [
        "run",
        "--project",
        project,
        "--allowOnly=false",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...args
      ],
      { live: true }
    )
    return { output: "", ...countTests(code, existsSync(report) ? readJson(report) : undefined) }
  }

const command = (packageName, name, args) => async () => {
  const { code, output } = await run(bin(packageName, name), args)
  return { output, ...countCheck(code) }
}

const script =
  (name, ...args) =>
  async () => {
    const { code, output } = await run(join(root, "scripts", name), args)
    return { output, ...countCheck(code) }
  }

// `biome ci` colours its output even when it goes to a file.
const colors = `--colors=${process.stdout.isTTY ? "force" : "off"}`

/** Each answers its output, to be shown if it fails, and what it adds to the sum. */
const checks = {
  types: command("typescript", "tsc", ["-b"]),
  effects: command("@effect/tsgo", "effect-tsgo", effectDiagnostics("tsconfig.json")),
  packages: script("packages.mjs"),
  api: script("api.mjs", "--check"),
  docs: script("docExamples.mjs"),
  lint: command("@biomejs/biome", "biome", ["ci", "--error-on-warnings", "--max-diagnostics=none", colors]),
  units: vitest("units"),
  // A project's own `fileParallelism` is passed over, and a single fork shares its modules among files.
  processes: vitest("processes", "--no-file-parallelism")
}

const selected = () => {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values
  const names = only?.split(",") ?? Object.keys(checks)
  const unknown = names.filter((name) => !Object.hasOwn(checks, name))
  if (unknown.length === 0) return names
  throw new Error(`--only takes ${Object.keys(checks).join(", ")}; got ${unknown.join(", ")}`)
}

/** What needs a build alone runs two at a time; a build and tests have the machine for themselves. */
const alone = new Set(["types", "units", "processes"])

const runAll = async (names) => {
  const sum = { passed: 0, failed: 0 }
  const failures = []
  const runOne = async (name) => {
    const started = performance.now()
    const { passed, failed, output } = await checks[name]()
    const seconds = ((performance.now() - started) / 1_000).toFixed(1)
    console.log(`${failed === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`)
    if (failed > 0) {
      failures.push(name)
      if (output !== "") console.log(output)
    }
    sum.passed += passed
    sum.failed += failed
  }
  const waiting = [...names]
  const light = async () => {
    while (waiting.length > 0 && !alone.has(waiting[0])) await runOne(waiting.shift())
  }
  while (waiting.length > 0) {
    await (alone.has(waiting[0]) ? runOne(waiting.shift()) : Promise.all([light(), light()]))
  }
  if (failures.length > 0) console.log(`Failed: ${failures.join(", ")}`)
  return sum
}

const attempt = async () => {
  try {
    const names = selected()
    return setup() && (!names.includes("processes") || ensureRedis()) ? await runAll(names) : { passed: 0, failed: 1 }
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
}

const { passed, failed } = await attempt()
// Whatever reads the outcome finds it in the last line.
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
