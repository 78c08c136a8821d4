import { randomBytes } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { encodeBase64 } from "../../../src/internal/attachments/streamedData.js"

describe("encodeBase64", () => {
  it.effect("encodes chunks of any size as their concatenation", () =>
    Effect.gen(function* () {
      const bytes = randomBytes(500)
      for (const size of [1, 2, 3, 4, 7, 100, 500]) {
        const chunks = Array.from({ length: Math.ceil(500 / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size))
        const encoded = yield* Stream.runCollect(encodeBase64(Stream.fromIterable(chunks)))
        assert.strictEqual(Buffer.concat([...encoded]).toString(), bytes.toString("base64"))
      }
    })
  )
})
