import { assert, describe, it } from "@effect/vitest"
import { over } from "@effect-helpscout/test-support/folders"
import { json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"

describe("law O5: one span for each operation", () => {
  it.effect("has the route's template, and sends no trace context", () =>
    Effect.gen(function* () {
      const spans: Array<readonly [string, unknown]> = []
      const native = yield* Effect.tracer
      const tracer = Tracer.make({
        span: (name, parent, context, links, startTime, kind, options) => {
          spans.push([name, options?.attributes])
          return native.span(name, parent, context, links, startTime, kind, options)
        },
        context: (f, fiber) => native.context(f, fiber)
      })
      const to = script({ status: 301, headers: { location: "/v2/folders/2" } }, json({ id: 2 }))
      yield* over(to, (folders) => folders.get({ folderId: 1 })).pipe(Effect.withTracer(tracer))
      assert.deepStrictEqual(spans, [
        [
          "Folders.get",
          {
            "helpscout.operation": "Folders.get",
            "http.request.method": "GET",
            "url.template": "/v2/folders/:folderId"
          }
        ]
      ])
      for (const { headers } of to.sent) {
        assert.deepStrictEqual(Object.keys(headers).sort(), ["accept", "authorization", "user-agent"])
      }
    })
  )
})
