import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import * as Fault from "@effect-helpscout/simulator/Fault"
import { assert, describe, it } from "vitest"
import { withSimulator } from "./helpscout.js"

const { home, run, simulator } = withSimulator({
  data: { conversations: 40, until: Date.UTC(2026, 9, 31) },
  rateLimit: { limit: 1_000_000 },
  latency: "2 millis"
})

const conversationIds = async () => {
  const { stdout } = await run(["conversations", "list", "--status", "all", "--all", "--fields", "id"])
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).id as number)
}

interface Outcome {
  readonly line: number
  readonly state: "done" | "failed" | "unknown"
}

const outcomes = (stdout: string): ReadonlyArray<Outcome> =>
  stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

// law C8
describe("bulk calls", () => {
  it("sends 1,000 writes once each, through faults and an interruption", { timeout: 170_000 }, async () => {
    const ids = await conversationIds()
    const total = 1_000
    const texts = Array.from({ length: total }, (_, index) => `bulk note ${index}`)
    const stdin = texts
      .map((text, index) =>
        // some do not exist
        JSON.stringify({ id: index % 97 === 3 ? 999_999_999 : ids[index % ids.length], text })
      )
      .join("\n")
    let posts = 0
    await simulator((one) =>
      one.setFaults((request) => {
        if (request.method !== "POST" || !request.path.endsWith("/notes")) return undefined
        posts += 1
        if (posts % 53 === 0) return Fault.reset("after")
        if (posts % 67 === 0) return Fault.status(502)
        if (posts % 101 === 0) return Fault.refused
        return posts % 89 === 0 ? Fault.rateLimited("1 second") : undefined
      })
    )
    const journal = join(home, "journal.ndjson")
    const args = ["conversations", "threads", "create-note", "--each", "-", "--yes", "--journal", journal]
    const recorded = () => (existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length : 0)
    const interrupted = await run(args, {
      stdin,
      onStart: (kill) => {
        const timer = setInterval(() => {
          if (recorded() < 900) return
          clearInterval(timer)
          kill("SIGKILL")
        }, 5)
      }
    })
    assert.isNull(interrupted.code, interrupted.stderr)
    assert.isBelow(recorded(), 2 * total)

    // without --resume, an interrupted run is not repeated
    const repeated = await run(args, { stdin })
    assert.strictEqual(repeated.code, 2)
    assert.include(repeated.stderr, "Pass --resume")

    const resumed = await run([...args, "--resume"], { stdin })
    assert.strictEqual(resumed.code, 11, resumed.stderr)
    const found = outcomes(resumed.stdout)
    assert.lengthOf(found, total)
    assert.lengthOf(new Set(found.map(({ line }) => line)), total)

    const stored = await simulator((one) => one.stored())
    const countOf = (line: number) => stored.get(texts[line - 1] ?? "") ?? 0
    for (const { line, state } of found) {
      if (state === "done") assert.strictEqual(countOf(line), 1, `line ${line} is done`)
      else if (state === "failed") assert.strictEqual(countOf(line), 0, `line ${line} failed`)
      else assert.isAtMost(countOf(line), 1, `line ${line} is unknown`)
    }
    for (const state of ["done", "failed", "unknown"] as const) {
      assert.isAbove(found.filter((one) => one.state === state).length, 0, state)
    }
    await simulator((one) => one.setFaults(undefined))
    rmSync(journal)
  })

  it("checks every line before anything is sent", async () => {
    const before = await simulator((one) => one.requests)
    const { code, stderr } = await run(["conversations", "delete", "--each", "-", "--yes"], { stdin: "1\n2\nx\n" })
    assert.strictEqual(code, 2)
    assert.include(stderr, "line 3 of --each")
    assert.deepEqual(await simulator((one) => one.requests), before)
  })
})
