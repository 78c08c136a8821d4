import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { type Parcel, parcel, signatureOf } from "@effect-helpscout/test-support/webhookSender"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Reading from "../../../src/internal/webhook/reading.js"
import { collecting, deleted, live, secret, send, until } from "./support.js"

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
  /** Opens connections that send one byte of an unsigned body each, and returns them with the statuses that they get. */
  const slow = (url: string, count: number) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        const { pathname, port } = new URL(url)
        const statuses: Array<string> = []
        const sockets = Array.from({ length: count }, () => {
          const socket = connect(Number(port), "127.0.0.1")
          socket.on("error", () => {})
          socket.on("data", (data) => statuses.push(String(data).slice(9, 12)))
          socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nx`)
          return socket
        })
        return { sockets, statuses }
      }),
      ({ sockets }) => Effect.sync(() => sockets.forEach((socket) => void socket.destroy()))
    )

  live("serves genuine deliveries while 400 connections send unsigned bodies slowly, and ends those", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ concurrency: 2, bodyTimeout: "2 seconds" })
      const { statuses } = yield* slow(url, 400)
      yield* Effect.sleep("300 millis")
      const sent = yield* Effect.forEach(
        Array.from({ length: 40 }, (_, i) => deleted(i + 1)),
        (one) => send(url, one)
      )
      assert.deepStrictEqual(new Set(sent), new Set([200]))
      assert.lengthOf(events, 40)
      yield* until(() => statuses.length === 400)
      assert.deepStrictEqual(new Set(statuses), new Set(["408"]))
    })
  )
})

describe("reading", () => {
  /** A request whose body never ends, and one whose body arrives at once. */
  const endless = (bytes: number) =>
    ({ headers: {}, stream: Stream.concat(Stream.make(new Uint8Array(bytes)), Stream.never) }) as never
  const whole = (bytes: number) => ({ headers: {}, stream: Stream.make(new Uint8Array(bytes)) }) as never
  const settings = { bodyTimeout: Duration.seconds(5), maxBodyBytes: 100_000, maxHeldBytes: 400_000 } as never

  it.effect("law P7: lets the body that has been read for the longest time give way when the bytes are used up", () =>
    Effect.gen(function* () {
      const { read } = Reading.make(settings)
      const slow = yield* Effect.forEach([0, 1, 2, 3, 4], () =>
        Effect.tap(Effect.fork(Effect.either(read(endless(50_000)))), () => Effect.repeatN(Effect.yieldNow(), 50))
      )
      // five bodies hold 5 × (50,000 + 16,384) bytes; the sixth needs the room of the first
      const genuine = yield* read(whole(100_000))
      assert.lengthOf(genuine, 100_000)
      assert.deepStrictEqual(yield* Fiber.join(slow[0]!), Either.left("Displaced") as never)
      yield* TestClock.adjust("5 seconds")
      for (const fiber of slow.slice(1))
        assert.deepStrictEqual(yield* Fiber.join(fiber), Either.left("TooSlow") as never)
    })
  )
})
