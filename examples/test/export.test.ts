import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { run, start, waitForOutput } from "./programs.js"

const minutes = 180_000

const summary =
  /^Exported (\d+) conversations with (\d+) threads in [\d.]+ s: \d+ requests, (\d+) renewals, (\d+) waits, 0 lost\n$/

const lines = (directory: string) => {
  const text = readFileSync(join(directory, "conversations.ndjson"), "utf8")
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
    "ends with a whole line on Ctrl-C",
    () =>
      Effect.gen(function* () {
        const program = yield* start("export", [], waiting)
        yield* waitForOutput(program, /^[1-9]\d* of \d+ conversations/m)
        program.child.kill("SIGINT")
        const { code, output } = yield* program.end
        assert.match(output, /Interrupted: conversations\.ndjson is incomplete but ends with a whole line\. .*\n$/)
        assert.strictEqual(code, 0, output)
        const exported = lines(program.directory)
        assert.isAbove(exported.length, 0)
        for (const line of exported) decode(line)
      }),
    minutes
  )

  it.scopedLive(
    "fails and names both variables if one of them is missing, and does not use the simulator",
    () =>
      Effect.gen(function* () {
        for (const name of ["HELPSCOUT_CLIENT_ID", "HELPSCOUT_CLIENT_SECRET"]) {
          const { code, output } = yield* run("export", [], { [name]: "an-app" })
          assert.strictEqual(code, 1, output)
          assert.match(output, /HelpScoutAuthFailed: .*Set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET/)
          assert.notInclude(output, "Simulating")
        }
      }),
    minutes
  )
})
