import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "./programs.js"

describe("webhooks", () => {
  it.scopedLive(
    "registers a webhook and receives its signed deliveries in order",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("webhooks")
        assert.strictEqual(code, 0, output)
        assert.match(output, /^Listening on http:\/\/127\.0\.0\.1:\d+\/help-scout/m)
        assert.deepStrictEqual(output.match(/^(?:Registered webhook|convo\.|Deleted webhook).*$/gm), [
          "Registered webhook 30001",
          "convo.created: #1001 Where is my order?",
          "convo.tags: #1001 Where is my order?",
          "convo.deleted",
          "Deleted webhook 30001"
        ])
        assert.notMatch(output, /WARN|ERROR|a-secret/)
      }),
    180_000
  )
})
