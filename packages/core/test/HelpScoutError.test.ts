import { assert, describe, expect, it } from "@effect/vitest"
import { type Folders, failure, over } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, type Reply, script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { HelpScoutClient } from "../src/HelpScoutClient.js"
import * as Errors from "../src/HelpScoutError.js"

type HelpScoutError = Errors.HelpScoutError

describe("HelpScoutError", () => {
  it("encodes every error as JSON, and decodes it again", () => {
    const errors: ReadonlyArray<HelpScoutError> = [
      new Errors.RateLimited({ operation: "Folders.get", retryAfter: Duration.millis(1500) }),
      new Errors.NotFound({ operation: "Folders.get", correlationId: "cor" }),
      new Errors.AmbiguousWrite({ operation: "Folders.create", status: 500, check: "POST /v2/folders" })
    ]
    const Json = Schema.parseJson(Errors.HelpScoutError)
    for (const error of errors) {
      const read = Schema.decodeSync(Json)(Schema.encodeSync(Json)(error))
      assert.strictEqual(read._tag, error._tag)
      assert.strictEqual(read.message, error.message)
    }
  })
})

describe("messages", () => {
  const operation = "Tags.get"
  const correlationId = "4711#1"
  const detail = "Name is taken"
  const read = { operation, correlationId, detail }
  const issues = [
    { path: "name", message: "may not be empty", rule: "NotEmpty" },
    { path: "threads.0.text", message: "is missing" }
  ]
  const check = "POST /v2/tags"

  const errors: ReadonlyArray<HelpScoutError> = [
    new Errors.PermissionDenied({ operation, impact: "read", by: "operation", rule: "deny=tags.*" }),
    new Errors.PermissionDenied({ operation, impact: "read", by: "inboxUnknown", rule: "allow=inbox:12" }),
    new Errors.InputInvalid({ operation, issues: [{ path: "tagId", message: "must be a positive integer, found 0" }] }),
    ...Errors.AuthFailed.fields.reason.literals.map((reason) => new Errors.AuthFailed({ operation, reason })),
    new Errors.AuthFailed({ operation, reason: "InvalidClient", status: 401, detail: "invalid_client: Unknown app" }),
    new Errors.AuthFailed({ operation, reason: "TokenEndpointFailed", detail: "ECONNREFUSED" }),
    new Errors.Unauthorized({ operation }),
    new Errors.Unauthorized(read),
    new Errors.Forbidden({ operation }),
    new Errors.Forbidden(read),
    new Errors.NotFound({ operation }),
    new Errors.NotFound({ operation: "Conversations.get" }),
    new Errors.NotFound(read),
    new Errors.ValidationFailed({ operation, issues: [] }),
    new Errors.ValidationFailed({ ...read, issues }),
    new Errors.Conflict({ operation }),
    new Errors.Conflict(read),
    new Errors.PreconditionFailed({ operation }),
    new Errors.PreconditionFailed(read),
    new Errors.PayloadTooLarge({ operation }),
    new Errors.PayloadTooLarge(read),
    new Errors.RateLimited({ operation, retryAfter: Duration.millis(6500) }),
    new Errors.RequestRejected({ operation, status: 415 }),
    new Errors.RequestRejected({ ...read, status: 415 }),
    new Errors.ServiceUnavailable({ operation, status: 503 }),
    new Errors.ServiceUnavailable({ ...read, status: 503 }),
    new Errors.TransportFailed({ operation }),
    new Errors.TransportFailed({ operation, code: "TIMEOUT" }),
    new Errors.TransportFailed({ operation, syscall: "connect", code: "ECONNREFUSED" }),
    new Errors.ResponseInvalid({ operation, status: 200, applied: false, issues }),
    new Errors.ResponseInvalid({ operation, correlationId, status: 200, applied: true, issues }),
    new Errors.AmbiguousWrite({ operation, check }),
    new Errors.AmbiguousWrite({ operation, code: "ECONNRESET", check }),
    new Errors.AmbiguousWrite({ operation, correlationId, status: 504, check })
  ]

  /** Calls whose failures show the texts of issues. Casts pass what the types reject. */
  const wrong = (input: unknown) => input as never
  const invalidCalls: ReadonlyArray<(folders: Folders) => Effect.Effect<unknown, HelpScoutError>> = [
    (folders) => folders.get(wrong("id")),
    (folders) => folders.get(wrong({})),
    (folders) => folders.get({ folderId: 0 }),
    (folders) => folders.get(wrong({ folderId: "1" })),
    (folders) => folders.replies.source({ folderId: 1, slug: ".." }),
    (folders) => folders.replies.source({ folderId: 1, slug: "\uD800" }),
    (folders) => folders.get(wrong({ folderId: 1, extra: 1 })),
    (folders) => folders.list(wrong({ stauts: "all" })),
    (folders) => folders.list(wrong({ status: "closed" })),
    (folders) => folders.list(wrong({ status: 1 })),
    (folders) => folders.list({ mailbox: [] }),
    (folders) => folders.list({ mailbox: Number.NaN }),
    (folders) => folders.list({ page: 0 }),
    (folders) => folders.list(wrong({ page: "2" })),
    (folders) => folders.list({ modifiedSince: DateTime.unsafeMake(Date.UTC(10_000, 0)) }),
    (folders) => folders.list(wrong({ modifiedSince: "2024-01-02" })),
    (folders) => folders.create(wrong(undefined)),
    (folders) => folders.create({ name: "" }),
    (folders) => folders.create({ name: "x".repeat(41) }),
    (folders) => folders.create(wrong({ name: null, extra: 1 })),
    (folders) => folders.create({ name: "x", assignTo: Number.NaN }),
    (folders) => folders.create(wrong({ name: "x", rules: [{ size: "1" }, {}] }))
  ]
  const text = (body: string): Reply => ({ status: 200, headers: { "content-type": "text/html" }, body })
  const invalidResponses: ReadonlyArray<
    readonly [Reply, (folders: Folders) => Effect.Effect<unknown, HelpScoutError>]
  > = [
    [text(""), (folders) => folders.get({ folderId: 1 })],
    [text("<html>"), (folders) => folders.get({ folderId: 1 })],
    [json([]), (folders) => folders.get({ folderId: 1 })],
    [json({ id: "one", updatedAt: "soon" }), (folders) => folders.get({ folderId: 1 })],
    [{ status: 201 }, (folders) => folders.create({ name: "x" })],
    [{ status: 201, headers: { location: "/v2/folders/me" } }, (folders) => folders.create({ name: "x" })],
    [json([]), (folders) => folders.list()],
    [json({ _embedded: { files: [] } }), (folders) => folders.list()],
    [json({ _embedded: { folders: [{ name: "x" }] } }), (folders) => folders.list()],
    [json({ folders: 1 }), (folders) => folders.rows()],
    [json({ message: 1 }, 400), (folders) => folders.get({ folderId: 1 })],
    [json({ _embedded: { errors: [{}] } }, 400), (folders) => folders.get({ folderId: 1 })],
    [{ status: 302 }, (folders) => folders.get({ folderId: 1 })],
    [{ status: 302, headers: { location: "https://x.example/" } }, (folders) => folders.get({ folderId: 1 })],
    ...["https://x.example/", "http://[", ""].map((href): (typeof invalidResponses)[number] => [
      json({ _embedded: { folders: [] }, _links: { next: { href } } }),
      (folders) => Stream.runDrain(folders.listAll())
    ])
  ]
  const invalidRequests: ReadonlyArray<Parameters<typeof HelpScoutClient.request>[0]> = [
    { method: "GET", path: "/v2/../x" },
    { method: "GET", path: "/v2/x", query: { ids: [] } },
    { method: "GET", path: "/v2/x", query: { ids: ["a,b"] } },
    { method: "GET", path: "/v2/x", query: { ids: ["a", ""] } },
    { method: "GET", path: "/v2/x", query: { ids: wrong({}) } },
    { method: "POST", path: "/v2/x", body: 1n }
  ]

  it.effect("says what happened and what to do", () =>
    Effect.gen(function* () {
      const input = yield* Effect.forEach(invalidCalls, (call) => over(script({ status: 204 }), call))
      const responses = yield* Effect.forEach(invalidResponses, ([reply, call]) => over(script(reply), call))
      const requests = yield* Effect.forEach(invalidRequests, (options) =>
        Effect.either(HelpScoutClient.request(options)).pipe(Effect.provide(clientLayer(script({ status: 204 }))))
      )
      const section = (title: string, found: ReadonlyArray<HelpScoutError>) =>
        [`## ${title}`, ...found.map((error) => `${error._tag}\n  ${error.message}`), ""].join("\n")
      const sections = [
        section("errors", errors),
        section("issues of input", input.map(failure)),
        section("issues of responses", responses.map(failure)),
        section("issues of custom requests", requests.map(failure))
      ]
      yield* Effect.promise(() => expect(sections.join("\n")).toMatchFileSnapshot("messages.snap.txt"))
    })
  )
})
