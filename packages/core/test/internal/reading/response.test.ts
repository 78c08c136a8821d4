import { assert, describe, it } from "@effect/vitest"
import { failure, over } from "@effect-helpscout/test-support/folders"
import { json, script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"

describe("law D3: nulls and unknown keys are not errors", () => {
  it.effect("drops nulls, keeps known keys, and ignores unknown keys", () =>
    Effect.gen(function* () {
      const to = script(json({ id: 0, name: null, updatedAt: "2024-01-02T03:04:05", extra: { a: 1 } }))
      const folder = Either.getOrThrow(yield* over(to, (folders) => folders.get({ folderId: 1 })))
      assert.deepStrictEqual(folder, { id: 0, updatedAt: DateTime.unsafeMake("2024-01-02T03:04:05Z") })
    })
  )
})

describe("law S3: a write that succeeded never looks failed", () => {
  it.effect("reads the id from Resource-ID, otherwise from Location without its query", () =>
    Effect.gen(function* () {
      const create = (headers: Record<string, string>) =>
        over(script({ status: 201, headers }), (folders) => folders.create({ name: "x" }))
      assert.deepStrictEqual(yield* create({ "Resource-ID": "15" }), Either.right(15))
      assert.deepStrictEqual(
        yield* create({ Location: "https://api.helpscout.net/v2/folders/15?counts=false" }),
        Either.right(15)
      )
      // the last two cannot be percent-decoded, but the resource was created
      for (const location of ["/v2/folders/me", "/v2/folders/%zz", "/v2/folders/%E0%A4%A"]) {
        const error = failure(yield* create({ Location: location }))
        assert.strictEqual(error._tag, "HelpScoutResponseInvalid")
        assert.strictEqual(error._tag === "HelpScoutResponseInvalid" && error.applied, true)
      }
    })
  )
})

describe("response", () => {
  it.effect("fails with ResponseInvalid for HTML, truncated, empty or unexpected JSON, and quotes nothing", () =>
    Effect.gen(function* () {
      const bodies = [
        "<html>secret-value</html>",
        '{"id": 1, "name": "secret-val',
        "",
        '{"id": "secret-value"}',
        "[]",
        "null"
      ]
      for (const body of bodies) {
        const error = failure(
          yield* over(script({ status: 200, headers: { "content-type": "text/html" }, body }), (folders) =>
            folders.get({ folderId: 1 })
          )
        )
        assert.strictEqual(error._tag, "HelpScoutResponseInvalid", body)
        assert.notInclude(error.message, "secret-val")
      }
    })
  )
})

describe("law D8: duplicate headers", () => {
  it.effect("reads the id of what was created once, or falls back to Location", () =>
    Effect.gen(function* () {
      const create = (headers: Record<string, string>) =>
        over(script({ status: 201, headers }), (folders) => folders.create({ name: "x" }))
      const location = "https://api.helpscout.net/v2/folders/88"
      for (const id of ["88", "88, 88", "12, 88", "conv-88", "0", "-1", "8.8", ""]) {
        assert.deepStrictEqual(yield* create({ "Resource-ID": id, Location: location }), Either.right(88), id)
      }
      assert.strictEqual(failure(yield* create({ "Resource-ID": "12, 88" }))._tag, "HelpScoutResponseInvalid")
    })
  )
})
