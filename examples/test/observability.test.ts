import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "./programs.js"

/** Returns the last value of a metric. */
const last = (output: string, metric: string) =>
  Number([...output.matchAll(new RegExp(`^ {2}metric {2}${metric} = (\\d+)$`, "gm"))].at(-1)?.[1])

describe("observability", () => {
  it.scopedLive(
    "exports the spans, the waits, the renewals and the remaining budget",
    () =>
      Effect.gen(function* () {
        const { code, output } = yield* run("observability", [], { OTEL_EXPORTER_OTLP_ENDPOINT: "" })
        assert.strictEqual(code, 0, output)
        assert.isAtLeast(last(output, "helpscout_renewals"), 2, output)
        assert.isAtLeast(last(output, "helpscout_rate_limit_waits"), 10, output)
        assert.isAtLeast(last(output, "helpscout_requests\\{status=200\\}"), 104, output)
        assert.isBelow(last(output, "helpscout_rate_limit_remaining"), 40, output)
        assert.match(output, /^ {2}span {4}Conversations\.threads\.listAll x \d+$/m)
        assert.match(output, /^ {2}span {4}Auth\.renew x 1$/m)
        assert.match(output, /^ {2}span {4}count threads x 1$/m)
        assert.match(output, /^ {2}log {5}INFO Auth\.renew: renewed the access token$/m)
        assert.match(output, /^Limiter snapshot: \d+ of 40 requests left, \d+ requests waited$/m)
      }),
    180_000
  )
})
