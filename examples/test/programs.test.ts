import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Tokens } from "@effect-helpscout/core/Tokens"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { run, start, waitForOutput } from "./programs.js"

const patience = 180_000

// each test runs a process of its own
describe.concurrent("examples", () => {
  it.scopedLive(
    "firstSteps prints the current user and the latest conversations",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("firstSteps")
        assert.strictEqual(code, 0, output)
        assert.match(output, /^Signed in as \S+ \S+$/m)
        assert.strictEqual(output.match(/^#\d+ .+ \((active|closed|open|pending|spam)\)$/gm)?.length, 5)
      }),
    patience
  )

  it.scopedLive(
    "assignTagged assigns every conversation with a tag",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("assignTagged", ["vip"])
        assert.strictEqual(code, 0, output)
        assert.match(output, /^vip: [1-9]\d* assigned to \S+ \S+, \d+ already assigned, 0 not found$/m)
      }),
    patience
  )

  it.scopedLive(
    "mocking uses the mocked members, and names a missing one",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("mocking")
        assert.strictEqual(code, 0, output)
        assert.match(output, /^Thread 1001 would have been created: 12: Thank you for writing\. \S+$/m)
        assert.match(output, /Mock: Users\.me was used/)
      }),
    patience
  )

  it.scopedLive(
    "accounts uses one client for each account",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("accounts")
        assert.strictEqual(code, 0, output)
        const lines = output.match(/^(acme|globex): .*$/gm)?.sort() ?? []
        assert.lengthOf(lines, 3)
        const [acme, again, globex] = lines
        assert.strictEqual(acme, again)
        assert.match(acme ?? "", /^acme: 30 conversations, signed in as \S+@\S+$/)
        assert.match(globex ?? "", /^globex: 70 conversations, signed in as \S+@\S+$/)
        assert.strictEqual(output.match(/Auth\.renew: obtained the access token/g)?.length, 2)
      }),
    patience
  )

  it.scopedLive(
    "attachments writes complete files with unique names",
    () =>
      Effect.gen(function* () {
        const { code, directory, output } = yield* run("attachments", ["files"])
        assert.strictEqual(code, 0, output)
        const files = readdirSync(join(directory, "files"))
        assert.match(output, new RegExp(`^Downloaded ${files.length} files to files$`, "m"))
        assert.isAbove(files.length, 0)
        for (const file of files) {
          assert.match(file, /^\d+-[\w.-]+$/)
          assert.notMatch(file, /\.part$/)
          assert.isAbove(statSync(join(directory, "files", file)).size, 0)
        }
      }),
    patience
  )

  it.scopedLive(
    "oauth2 signs in through the callback, and saves the renewed tokens",
    () =>
      Effect.gen(function* () {
        const { code, directory, output } = yield* run("oauth2", [], { PORT: "0" })
        assert.strictEqual(code, 0, output)
        assert.match(output, /^Open https:\/\/secure\.helpscout\.net\/authentication\/\S+client_id=\S+&state=\S+$/m)
        assert.strictEqual(output.match(/^Signed in as \S+ \S+$/gm)?.length, 2)
        assert.strictEqual(output.match(/^Saved the tokens to helpscout-tokens\.json$/gm)?.length, 2)
        const file = join(directory, "helpscout-tokens.json")
        assert.strictEqual(statSync(file).mode & 0o077, 0)
        const text = readFileSync(file, "utf8")
        const tokens = yield* Schema.decode(Schema.parseJson(Tokens))(text)
        assert.isDefined(tokens.refreshToken)
        assert.notInclude(output, Redacted.value(tokens.accessToken))
      }),
    patience
  )

  it.scopedLive(
    "simulator prints the variables of its app, and runs until Ctrl-C",
    () =>
      Effect.gen(function* () {
        const simulator = yield* start("simulator")
        yield* waitForOutput(simulator, /^export HELPSCOUT_CLIENT_SECRET=\S+$/m)
        const address = /^export HELPSCOUT_BASE_URL=(\S+)$/m.exec(simulator.output())?.[1]
        const { status } = yield* Effect.promise(() => fetch(`${address}/v2/users/me`))
        assert.strictEqual(status, 401)
        simulator.child.kill("SIGINT")
        yield* simulator.end
      }),
    patience
  )
})
