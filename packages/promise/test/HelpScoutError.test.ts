import { assert, describe, it } from "@effect/vitest"
import * as CoreError from "@effect-helpscout/core/HelpScoutError"
import { TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import { WebhookRejected } from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Duration from "effect/Duration"
import { HelpScoutError, RateLimited, TransportFailed } from "../src/HelpScoutError.js"
import { errorClasses } from "../src/internal/errorClasses.js"
import { toError } from "../src/internal/errors.js"

const common = { operation: "Tags.get", correlationId: "c" }

/** One of each error of core. */
const samples: ReadonlyArray<Error & { readonly _tag: string }> = [
  new CoreError.InputInvalid({ ...common, issues: [{ path: "a", message: "a date (DateTime.Utc)" }] }),
  new CoreError.AuthFailed({ ...common, reason: "NoTokens" }),
  new CoreError.Unauthorized(common),
  new CoreError.Forbidden({ ...common, detail: "d" }),
  new CoreError.NotFound(common),
  new CoreError.ValidationFailed({ ...common, issues: [] }),
  new CoreError.Conflict(common),
  new CoreError.PreconditionFailed(common),
  new CoreError.PayloadTooLarge(common),
  new CoreError.RateLimited({ ...common, retryAfter: Duration.seconds(3) }),
  new CoreError.RequestRejected({ ...common, status: 418 }),
  new CoreError.ServiceUnavailable({ ...common, status: 503 }),
  new CoreError.TransportFailed({ ...common, code: "ECONNREFUSED", syscall: "connect" }),
  new CoreError.ResponseInvalid({ ...common, status: 200, applied: true, issues: [] }),
  new CoreError.AmbiguousWrite({ ...common, check: "POST /v2/tags" }),
  new CoreError.PermissionDenied({ ...common, impact: "send", by: "impact", rule: "allow=read" })
]

describe("HelpScoutError", () => {
  it("has a class for each error of core", () => {
    const tags = CoreError.HelpScoutError.members.map((member) => member._tag)
    assert.deepStrictEqual(new Set(samples.map(({ _tag }) => _tag)), new Set(tags))
    for (const tag of tags) assert.property(errorClasses, tag.slice("HelpScout".length))
  })

  it("keeps every field of the errors of core", () => {
    for (const sample of [
      ...samples,
      new TokenStoreFailed({ operation: "load", detail: "d" }),
      new WebhookRejected({ reason: "BodyInvalid" })
    ]) {
      const error = toError(sample, "call")
      assert.instanceOf(error, HelpScoutError)
      assert.strictEqual(error.code, sample._tag.slice("HelpScout".length))
      assert.strictEqual(error.name, error.code)
      const known = new Set(["_tag", "code", "message", "name", "stack", "cause", "issues", "retryAfter"])
      for (const [key, value] of Object.entries(sample)) {
        if (!known.has(key)) assert.deepStrictEqual(Reflect.get(error, key), value)
      }
    }
  })

  it("has plain fields and its own words", () => {
    const [invalid, auth] = samples.map((sample) => toError(sample, "call") as HelpScoutError)
    assert.include(invalid?.message, "a date (Date)")
    assert.include(auth?.message, "helpScout.authorizationUrl")
    const limited = toError(samples[9], "call")
    assert.instanceOf(limited, RateLimited)
    assert.deepStrictEqual([limited.retryAfter, limited.isRetryable], [3000, true])
    const failed = toError(samples[12], "call")
    assert.instanceOf(failed, TransportFailed)
    assert.deepStrictEqual(
      [failed.code, failed.transportCode, failed.syscall],
      ["TransportFailed", "ECONNREFUSED", "connect"]
    )
  })
})
