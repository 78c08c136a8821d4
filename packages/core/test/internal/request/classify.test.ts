import { assert, describe, it } from "@effect/vitest"
import { failure, overTime } from "@effect-helpscout/test-support/folders"
import { json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"

describe("classify", () => {
  it.effect("maps each status to its error, with Help Scout's message, issues and correlation id", () =>
    Effect.gen(function* () {
      const body = {
        logRef: "log",
        message: "Said so",
        _embedded: {
          errors: [
            {
              path: "name",
              message: "may not be empty",
              rejectedValue: "secret-value",
              _links: { about: { href: "http://x/errors#NotEmpty" } }
            }
          ]
        }
      }
      const tags: Array<string> = []
      for (const status of [400, 403, 404, 409, 412, 413, 415, 418, 500, 505]) {
        const error = failure(
          yield* overTime(script(json(body, status, { "correlation-id": "cor" })), (folders) =>
            folders.get({ folderId: 1 })
          )
        )
        tags.push(error._tag)
        assert.strictEqual(error.operation, "Folders.get")
        assert.strictEqual(error.correlationId, "cor")
        assert.include(error.message, "Said so")
        assert.notInclude(error.message, "secret-value")
        if (error._tag === "HelpScoutValidationFailed") {
          assert.deepStrictEqual(error.issues, [{ path: "name", message: "may not be empty", rule: "NotEmpty" }])
        }
      }
      assert.deepStrictEqual(tags, [
        "HelpScoutValidationFailed",
        "HelpScoutForbidden",
        "HelpScoutNotFound",
        "HelpScoutConflict",
        "HelpScoutPreconditionFailed",
        "HelpScoutPayloadTooLarge",
        "HelpScoutRequestRejected",
        "HelpScoutRequestRejected",
        "HelpScoutServiceUnavailable",
        "HelpScoutServiceUnavailable"
      ])
    })
  )
})
