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

  it("ends with 130 on Ctrl-C, with every line that was sent in the journal", async () => {
    const ids = await conversationIds()
    const total = 400
    const texts = Array.from({ length: total }, (_, index) => `interrupted note ${index}`)
    const stdin = texts.map((text, index) => JSON.stringify({ id: ids[index % ids.length], text })).join("\n")
    const journal = join(home, "interrupted.ndjson")
    const args = ["conversations", "threads", "create-note", "--each", "-", "--yes", "--journal", journal]
    const entries = (): ReadonlyArray<Outcome | { readonly line: number; readonly state: "started" }> =>
      existsSync(journal)
        ? readFileSync(journal, "utf8")
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => JSON.parse(line))
        : []
    const interrupted = await run(args, {
      stdin,
      onStart: (kill) => {
        const timer = setInterval(() => {
          if (entries().length < 60) return
          clearInterval(timer)
          kill("SIGINT")
        }, 5)
      }
    })
    assert.strictEqual(interrupted.code, 130, interrupted.stderr)
    assert.match(
      interrupted.stderr,
      /Interrupted: \d+ done, 0 failed, \d+ unknown\. Run the same command with --resume/
    )

    const states = new Map(entries().map(({ line, state }) => [line, state]))
    assert.isBelow(states.size, total)
    const stored = await simulator((one) => one.stored())
    for (const [index, text] of texts.entries()) {
      const count = stored.get(text) ?? 0
      const state = states.get(index + 1)
      // what is not in the journal was not sent, and what is done was applied once
      if (state === undefined) assert.strictEqual(count, 0, text)
      else if (state === "done") assert.strictEqual(count, 1, text)
      else assert.isAtMost(count, 1, text)
    }

    const resumed = await run([...args, "--resume"], { stdin })
    const found = outcomes(resumed.stdout)
    const unknown = found.filter(({ state }) => state === "unknown").length
    assert.strictEqual(resumed.code, unknown === 0 ? 0 : 11, resumed.stderr)
    assert.strictEqual(found.filter(({ state }) => state === "done").length, total - unknown)
    const storedAfter = await simulator((one) => one.stored())
    for (const { line, state } of found) {
      const count = storedAfter.get(texts[line - 1] ?? "") ?? 0
      if (state === "done") assert.strictEqual(count, 1, `line ${line} is done`)
      else assert.isAtMost(count, 1, `line ${line} is ${state}`)
    }
  })

  it("checks every line before anything is sent", async () => {
    const before = await simulator((one) => one.requests)
    const { code, stderr } = await run(["conversations", "delete", "--each", "-", "--yes"], { stdin: "1\n2\nx\n" })
    assert.strictEqual(code, 2)
    assert.include(stderr, "line 3 of --each")
    assert.deepEqual(await simulator((one) => one.requests), before)
  })
})
