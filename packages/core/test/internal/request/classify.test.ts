import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { type Folders, failure, overTime } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, script, wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

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

describe("law S4: only Help Scout can confirm a write", () => {
  const html = "<!DOCTYPE html><title>Sign in</title>"
  const bodies: ReadonlyArray<readonly [type: string | undefined, body: string, confirms: boolean]> = [
    ["text/html", html, false],
    ["application/json", html, false],
    [undefined, `\n ${html}`, false],
    ["text/plain", "OK", false],
    [undefined, "Sign in to continue", false],
    ["application/xhtml+xml", "<html/>", false],
    ["application/octet-stream", "\u0000\u0001", false],
    ["application/json", '{"error": "login required"}', false],
    ["application/json", '{"message": "Service suspended"}', false],
    ["application/problem+json", '{"title": "Bad Gateway", "status": 502}', false],
    ["application/vnd.error+json", '{"logRef": "a#1", "_links": {}}', false],
    ["application/json", '{"_embedded": {"errors": [{"message": "x"}]}}', false],
    ["application/json", '{"errors": [{"path": "name"}]}', false],
    ["application/json", '"ok"', false],
    ["application/json", "true", false],
    ["text/plain", "1", false],
    // what Help Scout sends
    ["text/html; charset=utf-8", "", true],
    [undefined, "", true],
    ["application/hal+json", "", true],
    ["application/hal+json", "{}", true],
    ["text/plain", "{}", true],
    ["application/json", "[]", true],
    ["application/json", "null", true],
    ["application/json", '{"id": 1', true],
    ["application/json", '{"id": 1, "title": "a", "message": "b"}', true],
    ["application/json", '{"_links": {"self": {"href": "x"}}}', true],
    ["application/json", '{"status": "ok"}', true]
  ]
  const calls: Readonly<Record<string, (folders: Folders) => Effect.Effect<unknown, HelpScoutError>>> = {
    create: (folders) => folders.create({ name: "a" }),
    update: (folders) => folders.update({ folderId: 1 }, { name: "a" }),
    delete: (folders) => folders.delete({ folderId: 1 })
  }
  for (const [name, call] of Object.entries(calls)) {
    it.effect(`${name}: a 2xx with a body that the API does not send is ambiguous`, () =>
      Effect.gen(function* () {
        for (const [type, body, confirms] of bodies) {
          for (const status of [200, 201]) {
            const headers = { "resource-id": "7", ...(type === undefined ? {} : { "content-type": type }) }
            const result = yield* overTime(script({ status, headers, body: new TextEncoder().encode(body) }), call)
            const error = result._tag === "Left" ? result.left : undefined
            const isAmbiguous = error?._tag === "HelpScoutAmbiguousWrite"
            assert.strictEqual(isAmbiguous, !confirms, `${status} ${type} ${body}`)
            if (isAmbiguous) assert.include(error.message, `${status}, NOT_FROM_HELP_SCOUT`)
            // a write that Help Scout confirmed never looks failed (law S3)
            else if (error !== undefined) assert.propertyVal(error, "applied", true)
          }
        }
      })
    )
  }

  it.effect("JSON of another service is ambiguous, unless a header shows that Help Scout sent it", () =>
    Effect.gen(function* () {
      const headers = { "content-type": "application/json" }
      for (const body of ['{"status": "ok"}', '{"success": true}', '[{"name": "a"}]']) {
        for (const [marks, confirms] of [
          [{}, false],
          [{ "correlation-id": "a#1" }, true]
        ] as const) {
          const response = { status: 200, headers: { ...headers, ...marks }, body: new TextEncoder().encode(body) }
          const result = yield* overTime(script(response), (folders) => folders.update({ folderId: 1 }, { name: "a" }))
          assert.strictEqual(result._tag === "Right", confirms, `${body} ${JSON.stringify(marks)}`)
        }
      }
    })
  )
})

describe("law O1: a token that the server mirrors in headers", () => {
  it.effect("is redacted in errors and for observers", () =>
    Effect.gen(function* () {
      const planted = "planted-token-value"
      const auth = Auth.layerToken(Redacted.make(planted))
      for (const status of [200, 404, 500]) {
        const to = wire(({ headers }) => ({
          status,
          headers: { "correlation-id": headers.authorization ?? "", "content-type": `text/${headers.authorization}` },
          body: "no json"
        }))
        let observed = ""
        const failed = yield* HelpScoutClient.request({ method: "GET", path: "/v2/thing" }).pipe(
          HelpScoutClient.onResponse((info) =>
            Effect.sync(() => {
              observed = JSON.stringify(info)
            })
          ),
          Effect.provide(clientLayer(to, auth)),
          Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none),
          Effect.flip
        )
        const shown = observed + JSON.stringify(failed) + String(failed)
        assert.include(shown, "Bearer <redacted>")
        assert.notInclude(shown, planted)
        // the control: the server has seen it
        assert.include(JSON.stringify(to.sent), planted)
      }
    })
  )
})
