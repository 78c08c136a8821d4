import { assert, describe, it } from "@effect/vitest"
import { over } from "@effect-helpscout/test-support/folders"
import { json, script } from "@effect-helpscout/test-support/scripted"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { RateLimiter } from "../../../src/RateLimiter.js"

/** Collects the lines of an effect, with their levels. */
const collecting = <A, E, R>(effect: Effect.Effect<A, E, R>, level = LogLevel.All) => {
  const lines: Array<string> = []
  const logger = Logger.make(({ logLevel, message }) => {
    lines.push(`${logLevel.label} ${String(message)}`)
  })
  return Effect.as(
    effect.pipe(Effect.provide(Logger.replace(Logger.defaultLogger, logger)), Logger.withMinimumLogLevel(level)),
    lines
  )
}

describe("the log of attempts", () => {
  const lists = () =>
    over(
      script(json({}, 503), { lost: { code: "ECONNRESET" } }, json({ _embedded: { folders: [{ id: 4711 }] } })),
      (folders) => folders.list()
    )

  it.live("has a line at DEBUG for each, with the template, the result and the duration, and no ids or secrets", () =>
    Effect.gen(function* () {
      const lines = (yield* collecting(lists())).map((line) => line.replace(/in \d+ ms/, "in N ms"))
      assert.deepStrictEqual(
        lines.filter((line) => line.startsWith("DEBUG Folders")),
        [
          "DEBUG Folders.list: GET /v2/folders 503 in N ms (attempt 1)",
          "DEBUG Folders.list: GET /v2/folders failed: ECONNRESET, in N ms (attempt 2)",
          "DEBUG Folders.list: GET /v2/folders 200 in N ms (attempt 3)"
        ]
      )
    })
  )

  it.live("has a line for a file on another host, without its address", () =>
    Effect.gen(function* () {
      const redirect = { status: 302, headers: { location: "https://files.example/x?signature=s3cret" } }
      const file = over(script(redirect, { status: 503 }, redirect, { status: 200, body: "bytes" }), (folders) =>
        Stream.runDrain(folders.file({ folderId: 4711 }))
      )
      const lines = (yield* collecting(file)).map((line) => line.replace(/in \d+ ms/, "in N ms"))
      assert.deepStrictEqual(
        lines.filter((line) => line.startsWith("DEBUG Folders")),
        [
          "DEBUG Folders.file: GET /v2/folders/:folderId/file 302 in N ms (attempt 1)",
          "DEBUG Folders.file: GET a file on another host 503 in N ms (attempt 2)",
          "DEBUG Folders.file: GET /v2/folders/:folderId/file 302 in N ms (attempt 3)",
          "DEBUG Folders.file: GET a file on another host 200 in N ms (attempt 4)"
        ]
      )
      assert.notInclude(lines.join(), "s3cret")
      assert.notInclude(lines.join(), "files.example")
    })
  )

  it.live("is empty at INFO", () =>
    Effect.map(collecting(lists(), LogLevel.Info), (lines) => assert.deepStrictEqual(lines, []))
  )
})

describe("the log of waits for the budget", () => {
  /** Sends requests at once over a budget of two in a window, and returns what is logged. */
  const burst = (requests: number, window: Duration.DurationInput) =>
    collecting(
      Effect.gen(function* () {
        const limiter = yield* RateLimiter
        const send = Effect.suspend(() =>
          limiter.withPermit(limiter.register({ operation: "Folders.list", units: 1 }), Effect.void, () => ({
            _tag: "Responded",
            status: 200,
            reading: {}
          }))
        )
        const all = yield* Effect.fork(
          Effect.all(
            Array.from({ length: requests }, () => send),
            { concurrency: "unbounded" }
          )
        )
        yield* TestClock.adjust("1 second")
        const { nextIn } = yield* limiter.snapshot
        yield* TestClock.adjust(Duration.times(window, requests))
        yield* Fiber.join(all)
        assert.strictEqual(Duration.toMillis((yield* limiter.snapshot).nextIn), 0)
        return nextIn
      }).pipe(Effect.provide(RateLimiter.layer({ limit: 2, window })))
    )

  it.effect("has one line at INFO for each wait, with its expected duration, and not one for each request", () =>
    Effect.map(burst(6, "60 seconds"), (lines) => {
      const line = "INFO RateLimiter: the account's budget is used up. Requests wait for about 60.1 s."
      assert.deepStrictEqual(lines, [line, line])
    })
  )

  it.effect("is empty for short waits", () =>
    Effect.map(burst(6, "2 seconds"), (lines) => assert.deepStrictEqual(lines, []))
  )
})
