import { assert, describe, it } from "@effect/vitest"
import { over, overTime } from "@effect-helpscout/test-support/folders"
import { json, type Reply, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/** The counters with the label `run`, so that no other test is counted, as `name{label=value}`. */
const countersOf = (run: string) =>
  Effect.map(Metric.snapshot, (pairs) =>
    Object.fromEntries(
      pairs
        .filter(({ metricKey: { name } }) => name.startsWith("helpscout_"))
        .filter(({ metricKey: { tags } }) => tags.some(({ key, value }) => key === "run" && value === run))
        .map(({ metricKey: { name, tags }, metricState }) => {
          const labels = tags.filter(({ key }) => key !== "run").map(({ key, value }) => `${key}=${value}`)
          return [`${name}{${labels.join()}}`, "count" in metricState ? Number(metricState.count) : undefined]
        })
    )
  )

describe("the metrics of requests", () => {
  it.effect("count each response by its status, and each retry, with the labels of the program", () =>
    Effect.gen(function* () {
      const reset: Reply = { lost: { code: "ECONNRESET" } }
      const twice = script(json({}, 503), reset, json({ id: 1 }), json({}, 503), reset, json({ id: 1 }))
      yield* overTime(twice, (folders) =>
        Effect.zipRight(folders.get({ folderId: 1 }), folders.get({ folderId: 1 }))
      ).pipe(Effect.tagMetrics("run", "statuses"))
      assert.deepStrictEqual(yield* countersOf("statuses"), {
        "helpscout_requests{status=200}": 2,
        "helpscout_requests{status=503}": 2,
        "helpscout_retries{}": 4
      })
    })
  )

  it.effect("count the items that are skipped, by their reason", () =>
    Effect.gen(function* () {
      const folders = [null, { id: 1 }, null, { id: "x" }]
      const page = { _embedded: { folders }, page: { size: 50, totalElements: 4, totalPages: 1, number: 1 } }
      const result = yield* over(script(json(page)), (service) =>
        Stream.runCollect(service.listAll(undefined, { onInvalid: () => Effect.void }))
      ).pipe(Effect.tagMetrics("run", "skipped"))
      assert.isTrue(Option.isSome(Either.getRight(result)))
      const counters = yield* countersOf("skipped")
      assert.strictEqual(counters["helpscout_skipped_items{reason=null}"], 2)
      assert.strictEqual(counters["helpscout_skipped_items{reason=unreadable}"], 1)
    })
  )
})

describe("a retry", () => {
  it.effect("sends what the first attempt sent: method, query, headers and body", () =>
    Effect.gen(function* () {
      const refused: Reply = { lost: { code: "ECONNREFUSED", syscall: "connect" } }
      const write = script(refused, refused, json({}, 201, { "resource-id": "7" }))
      yield* overTime(write, (folders) => folders.create({ name: "A & B", assignTo: null }))
      const read = script(json({}, 503), { lost: { code: "ECONNRESET" } }, json({}))
      yield* overTime(read, (folders) =>
        folders.list({ status: "all", mailbox: [1, 2], modifiedSince: new Date("2026-01-01") })
      )
      for (const { sent } of [write, read]) {
        assert.isAtLeast(sent.length, 3)
        for (const one of sent) assert.deepStrictEqual(one, sent[0])
      }
      assert.deepStrictEqual(write.sent[0]?.body, { name: "A & B", assignTo: null })
      assert.include(read.sent[0]?.url, "mailbox=1%2C2&modifiedSince=2026-01-01")
    })
  )
})
