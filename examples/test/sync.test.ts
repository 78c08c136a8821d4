import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "./programs.js"

const small = { SIMULATED_CONVERSATIONS: "60", SIMULATED_LIMIT: "5000" }

describe("sync", () => {
  it.scopedLive("prints the least cost, copies the account, and ends with the counts as JSON", () =>
    Effect.gen(function* () {
      const { code, output } = yield* run("sync", ["sqlite:helpscout.db", "--json", "--reconcile"], small)
      assert.strictEqual(code, 0, output)
      assert.match(output, /^60 conversations and 60 customers to read: at least \d+ requests, [\d.]+ minutes$/m)
      const line = output.split("\n").find((each) => each.startsWith("{")) ?? ""
      const report = JSON.parse(line) as Record<string, unknown>
      assert.deepStrictEqual(Object.keys(report), ["tables", "requests", "waits", "invalid", "seconds"])
      assert.deepInclude(report.tables, { conversations: { upserted: 60, deleted: 0, unchanged: 60 } })
    })
  )

  it.scopedLive("says what is wrong with its arguments, and how it is used", () =>
    Effect.gen(function* () {
      for (const [args, message] of [
        [[], /expected one destination/],
        [["sqlite:x.db", "--tables", "cats"], /cats is not a table that can be selected/],
        [["sqlite:x.db", "--since", "soon"], /--since is not a date/],
        [["sqlite:x.db", "--colour"], /--colour/],
        [["oracle:x"], /the destination is not valid \(oracle:\)/]
      ] as const) {
        const { code, output } = yield* run("sync", args, small)
        assert.strictEqual(code, 1, output)
        assert.match(output, message)
        assert.notInclude(output, "    at ")
      }
    })
  )
})
