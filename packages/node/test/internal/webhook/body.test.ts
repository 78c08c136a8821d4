import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { parcel, truncated } from "@effect-helpscout/test-support/webhookSender"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { collecting, counted, deleted, listening, live, raw, secret, secrets, send } from "./support.js"

describe("body", () => {
  live("reads a body of exactly maxBodyBytes, in chunks and with non-ASCII characters", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ text: "ü".repeat(100_000) })
      const { events, url } = yield* collecting({ maxBodyBytes: Buffer.byteLength(body) })
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", body)), 200)
      assert.deepStrictEqual(events, [{ _tag: "Unknown", event: "brand.new", payload: JSON.parse(body) }])
    })
  )

  live("rejects a body whose content-length is too large with 413 before reading it", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ maxBodyBytes: 1_000 })
      assert.match(yield* raw(url, "content-length: 1001", () => {}), /^HTTP\/1\.1 413 /)
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", JSON.stringify("x".repeat(3_000_000)))), 413)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
    })
  )

  live("rejects a body of unknown length with 413 as soon as it is too large", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting({ maxBodyBytes: 1_000 })
      // the body never ends
      const response = yield* raw(url, "transfer-encoding: chunked", (socket) =>
        socket.write(`800\r\n${"x".repeat(2048)}\r\n`)
      )
      assert.match(response, /^HTTP\/1\.1 413 /)
    })
  )

  live("rejects a body that arrives too slowly with 408", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ bodyTimeout: "200 millis" })
      const [took, response] = yield* Effect.timed(
        raw(url, "content-length: 100", (socket) => {
          const drip = setInterval(() => socket.write("x"), 50)
          socket.on("close", () => clearInterval(drip))
        })
      )
      assert.match(response, /^HTTP\/1\.1 408 /)
      // Node.js has a later limit of its own
      assert.isBelow(Duration.toMillis(took), 8_000)
      assert.deepStrictEqual(events, [])
    })
  )

  live("ignores a truncated body, even if its beginning is signed", () =>
    Effect.gen(function* () {
      const before = yield* counted("truncated")
      const { events, url } = yield* collecting()
      const whole = parcel(secret, "brand.new", `{"id":1}        `)
      yield* Effect.promise(() =>
        truncated(url, { ...whole, headers: parcel(secret, "brand.new", whole.body.slice(0, 8)).headers })
      )
      yield* Effect.repeat(Effect.delay(counted("truncated"), "5 millis"), { until: (count) => count > before })
      assert.deepStrictEqual(events, [])
    })
  )

  live("reports a body that other code has read", (lines) =>
    Effect.gen(function* () {
      const app = yield* NodeWebhook.receive({ secrets }, () => Effect.void)
      const handle = yield* NodeHttpServer.makeHandler(app)
      const url = yield* listening((request, response) => {
        request.resume().on("end", () => handle(request, response))
      })
      assert.strictEqual(yield* send(url, deleted(1)), 500)
      assert.include(lines.join(), "The body was already parsed")
    })
  )
})
