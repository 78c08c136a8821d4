import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError, ValidationIssue } from "@effect-helpscout/core/HelpScoutError"
import { Reports, type Service } from "@effect-helpscout/resources/Reports"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { interval, intervals } from "./queries.js"

const { previousEnd, previousStart } = intervals
const untyped = (value: object) => value as never

describe("an invalid query is rejected before anything is sent", () => {
  type Call = (reports: Service) => Effect.Effect<unknown, HelpScoutError>
  const rows: ReadonlyArray<readonly [name: string, call: Call, issues: ReadonlyArray<ValidationIssue>]> = [
    [
      "an end before the start",
      ({ company }) => company.getOverallReport({ start: interval.end, end: interval.start }),
      [{ path: "end", message: "must not be before start" }]
    ],
    [
      "a previous end before the previous start",
      ({ company }) =>
        company.getOverallReport({ ...interval, previousStart: previousEnd, previousEnd: previousStart }),
      [{ path: "previousEnd", message: "must not be before previousStart" }]
    ],
    [
      "a previous start alone",
      ({ company }) => company.getOverallReport(untyped({ ...interval, previousStart })),
      [{ path: "previousEnd", message: "is missing: it is required with previousStart" }]
    ],
    [
      "a previous end alone",
      ({ company }) => company.getOverallReport(untyped({ ...interval, previousEnd })),
      [{ path: "previousStart", message: "is missing: it is required with previousEnd" }]
    ],
    [
      "a misspelled filter",
      (reports) => reports.getEmailReport(untyped({ ...interval, mailbox: 1 })),
      [{ path: "mailbox", message: "is not a known field" }]
    ],
    [
      "an empty filter",
      (reports) => reports.getEmailReport({ ...interval, mailboxes: [] }),
      [{ path: "mailboxes", message: "must not be an empty list, which would return everything" }]
    ]
  ]
  for (const [name, call, issues] of rows) {
    it.effect(name, () => {
      const to = script(json({ current: {} }))
      return Effect.gen(function* () {
        const error = yield* Effect.flip(call(yield* Reports))
        assert.deepStrictEqual(error._tag === "HelpScoutInputInvalid" && error.issues, issues)
        assert.isEmpty(to.sent)
      }).pipe(Effect.provide(Layer.provide(Reports.layer, clientLayer(to))))
    })
  }

  it.effect("with every field named", () => {
    const to = script(json({}))
    return Effect.gen(function* () {
      const { user } = yield* Reports
      const error = yield* Effect.flip(user.getDrilldownReport({ ...interval, user: 0, rows: 51 }))
      assert.deepStrictEqual(error._tag === "HelpScoutInputInvalid" && error.issues.map(({ path }) => path), [
        "user",
        "rows"
      ])
      assert.include(error.message, "an integer from 1 to 50")
      assert.isEmpty(to.sent)
    }).pipe(Effect.provide(Layer.provide(Reports.layer, clientLayer(to))))
  })
})
