import { connect } from "node:net"
import { assert, describe } from "@effect/vitest"
import { type Parcel, parcel, signatureOf } from "@effect-helpscout/test-support/webhookSender"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { collecting, deleted, live, secret, send } from "./support.js"

describe("receiver: law P4", () => {
  const { body } = deleted(1)
  const withHeaders = (headers: Readonly<Record<string, string>>): Parcel => ({ body, headers })
  const event = { "x-helpscout-event": "convo.deleted" }
  const signature = signatureOf(secret, body)

  const cases: ReadonlyArray<readonly [string, number, Parcel]> = [
    ["no signature", 401, withHeaders(event)],
    ["an empty signature", 401, withHeaders({ ...event, "x-helpscout-signature": "" })],
    ["a malformed signature", 401, withHeaders({ ...event, "x-helpscout-signature": `${signature}x` })],
    ["a signature by another secret", 401, parcel("other", "convo.deleted", body)],
    ["a signature of another body", 401, { ...deleted(2), body }],
    ["no event", 400, withHeaders({ "x-helpscout-signature": signature })],
    ["a signed body that is not JSON", 400, parcel(secret, "convo.deleted", `{"id":`)],
    ["a signed empty body", 400, parcel(secret, "convo.deleted", "")],
    ["a signed body of 100,000 levels", 400, parcel(secret, "convo.deleted", "[".repeat(1e5) + "]".repeat(1e5))]
  ]

  for (const [what, status, refused] of cases) {
    live(`rejects ${what} with ${status}, without secrets in the log`, (lines) =>
      Effect.gen(function* () {
        const { events, url } = yield* collecting()
        assert.strictEqual(yield* send(url, refused), status)
        assert.deepStrictEqual(events, [])
        const logged = lines.join("\n")
        assert.include(logged, "Webhook delivery")
        assert.notInclude(logged, "planted")
        assert.notInclude(logged, signature)
      })
    )
  }

  live("does not parse forged bytes", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      // a parsed body would be rejected with 400
      assert.strictEqual(yield* send(url, parcel("other", "convo.deleted", "no json")), 401)
    })
  )
})

describe("receiver: law P6", () => {
  live("passes a verified payload of another shape to the handler, and logs its paths without its values", (lines) =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      for (const [name, body] of [
        ["convo.deleted", `{"id":"planted-content"}`],
        ["convo.updated", `{"id":9,"subject":"planted-content"}`],
        ["tag.created", "[]"]
      ] as const) {
        assert.strictEqual(yield* send(url, parcel(secret, name, body)), 200)
        const event = events.at(-1)
        assert.deepInclude({ ...event } as object, { _tag: "Unknown", event: name, payload: JSON.parse(body) })
      }
      const logged = lines.join("\n")
      assert.include(logged, "payload.id")
      assert.notInclude(logged, "planted")
    })
  )
})

describe("receiver", () => {
  live("limits the number of senders that hold a connection open without sending", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ concurrency: 2, bodyTimeout: "2 seconds" })
      const { pathname, port } = new URL(url)
      const sockets = [1, 2].map(() => connect(Number(port), "127.0.0.1"))
      for (const socket of sockets) {
        socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n`)
      }
      const responds = (status: number) =>
        Effect.repeat(send(url, deleted(1)), { until: (one) => one === status, schedule: Schedule.spaced("5 millis") })
      yield* responds(503)
      yield* responds(200)
      assert.strictEqual(events.length, 1)
      for (const socket of sockets) socket.destroy()
    })
  )
})
