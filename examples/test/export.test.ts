import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { run, start, waitForOutput } from "./programs.js"

const minutes = 180_000

const summary =
  /^Exported (\d+) conversations with (\d+) threads in [\d.]+ s: \d+ requests, (\d+) renewals, (\d+) waits, 0 lost\n$/

const lines = (directory: string, file = "conversations.ndjson") => {
  const text = readFileSync(join(directory, file), "utf8")
  assert.strictEqual(text.at(-1), "\n", "the last line is incomplete")
  return text.slice(0, -1).split("\n")
}

const decode = Schema.decodeSync(Schema.parseJson(Conversation))

/** A small account with a short window and short-lived tokens, so that a run has waits and renewals within seconds. */
const small = { SIMULATED_CONVERSATIONS: "500", SIMULATED_LIMIT: "20", SIMULATED_WINDOW: "5" }

/** An account whose export waits for the rest of a window, so that it can be interrupted. */
const waiting = { SIMULATED_CONVERSATIONS: "700", SIMULATED_LIMIT: "60", SIMULATED_WINDOW: "30" }

// each test runs a process of its own
describe.concurrent("export", () => {
  it.scopedLive(
    "exports every conversation and thread while the token is renewed and the limit is kept",
    () =>
      Effect.gen(function* () {
        const { code, directory, output } = yield* run("export", [], small)
        assert.strictEqual(code, 0, output)
        assert.match(output, /^Writing every conversation with its threads to conversations\.ndjson$/m)
        assert.match(output, /^Simulating Help Scout on http:/m)
        const last = output.slice(output.lastIndexOf("\n", output.length - 2) + 1)
        const [, conversations, threads, renewals, waits] = (summary.exec(last) ?? []).map(Number)
        assert.isAtLeast(renewals ?? 0, 1, last)
        assert.isAtLeast(waits ?? 0, 1, last)
        const exported = lines(directory).map((line) => decode(line))
        assert.lengthOf(exported, conversations ?? -1)
        assert.strictEqual(new Set(exported.map(({ id }) => id)).size, conversations)
        assert.strictEqual(
          exported.reduce((sum, conversation) => sum + (conversation._embedded?.threads?.length ?? 0), 0),
          threads
        )
      }),
    minutes
  )

  it.scopedLive(
    "exits with 130 on Ctrl-C, keeps the previous file, and is continued by the next run",
    () =>
      Effect.gen(function* () {
        const program = yield* start("export", [], waiting)
        const previous = join(program.directory, "conversations.ndjson")
        writeFileSync(previous, "previous\n")
        yield* waitForOutput(program, /^[1-9]\d* of \d+ conversations, waiting \d+ s for the rate limit/m)
        program.child.kill("SIGINT")
        const { code, output } = yield* program.end
        assert.match(output, /\nInterrupted\. conversations\.ndjson\.part has what was exported so far: .*\n$/)
        assert.strictEqual(code, 130, output)
        assert.strictEqual(readFileSync(previous, "utf8"), "previous\n")
        const partial = lines(program.directory, "conversations.ndjson.part").map((line) => decode(line))
        assert.isAbove(partial.length, 0)

        // as a run that was killed in the middle of a line leaves it
        writeFileSync(join(program.directory, "conversations.ndjson.part"), '{"id":12', { flag: "a" })
        const next = yield* start("export", [], { ...waiting, SIMULATED_LIMIT: "1000" }, program.directory)
        const end = yield* next.end
        assert.strictEqual(end.code, 0, end.output)
        assert.include(end.output, `Continuing conversations.ndjson.part, which has ${partial.length} conversations\n`)
        const exported = lines(program.directory).map((line) => decode(line).id)
        assert.deepStrictEqual(
          exported.slice(0, partial.length),
          partial.map(({ id }) => id)
        )
        assert.lengthOf(exported, 700)
        assert.strictEqual(new Set(exported).size, 700)
        assert.isFalse(existsSync(join(program.directory, "conversations.ndjson.part")))
      }),
    minutes
  )

  it.scopedLive(
    "begins anew if the unfinished export is of another account, and exits with 143 on SIGTERM",
    () =>
      Effect.gen(function* () {
        const directory = mkdtempSync(join(tmpdir(), "example-"))
        writeFileSync(join(directory, "conversations.ndjson.part"), '{"id":1}\n')
        const program = yield* start("export", [], waiting, directory)
        yield* waitForOutput(program, /^[1-9]\d* of \d+ conversations/m)
        program.child.kill("SIGTERM")
        const { code, output } = yield* program.end
        assert.strictEqual(code, 143, output)
        assert.notInclude(output, "Continuing")
        assert.notInclude(
          lines(program.directory, "conversations.ndjson.part").map((line) => decode(line).id),
          1
        )
      }),
    minutes
  )

  it.scopedLive(
    "fails once and names the variable that is missing, without stack frames, and does not use the simulator",
    () =>
      Effect.gen(function* () {
        for (const [name, missing, value] of [
          ["HELPSCOUT_CLIENT_ID", "HELPSCOUT_CLIENT_SECRET", "App Secret"],
          ["HELPSCOUT_CLIENT_SECRET", "HELPSCOUT_CLIENT_ID", "App ID"]
        ] as const) {
          const { code, output } = yield* run("export", [], { [name]: "an-app" })
          assert.strictEqual(code, 1, output)
          assert.lengthOf(output.match(/HelpScoutAuthFailed: /g) ?? [], 1, output)
          assert.include(output, `Set ${missing} to the app's ${value}`)
          assert.notInclude(output, name)
          assert.notMatch(output, /^ +at /m)
          assert.notInclude(output, "Simulating")
        }
      }),
    minutes
  )
})
