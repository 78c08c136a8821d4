import { subscribe, unsubscribe } from "node:diagnostics_channel"
import * as Http from "node:http"
import { connect, type Socket } from "node:net"
import * as HttpApp from "@effect/platform/HttpApp"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import { type Parcel, parcel, post, signatureOf, truncated } from "@effect-helpscout/test-support/webhookSender"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

const secret = "planted-secret"
const secrets = Redacted.make(secret)
const base = { secrets, port: 0, path: "/hook" } as const

const deleted = (id: number) => parcel(secret, "convo.deleted", JSON.stringify({ id }))

const send = (url: string, what: Parcel) => Effect.promise(() => post(url, what))
const sendOrZero = (url: string, what: Parcel) => Effect.promise(() => post(url, what).catch(() => 0))

/** Sends a head and whatever follows, and answers the first that comes back. */
const raw = (url: string, header: string, follow: (socket: Socket) => void) =>
  Effect.promise(
    () =>
      new Promise<string>((resolve, reject) => {
        const { pathname, port } = new URL(url)
        const socket = connect(Number(port), "127.0.0.1", () => {
          socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\n${header}\r\n\r\n`)
          follow(socket)
        })
        socket.on("data", (data) => {
          resolve(String(data))
          socket.destroy()
        })
        socket.on("error", reject)
      })
  )

/**
 * Runs with a memory store, and with what is logged instead of printed. `begun`: so many deliveries have come as far as
 * to be claimed.
 */
const live = (
  name: string,
  test: (
    lines: ReadonlyArray<string>,
    begun: () => number
  ) => Effect.Effect<void, unknown, Scope.Scope | WebhookStore.WebhookStore>
) => {
  const lines: Array<string> = []
  const logger = Logger.map(Logger.logfmtLogger, (line) => void lines.push(line))
  let count = 0
  it.scopedLive(name, () =>
    Effect.gen(function* () {
      const memory = yield* WebhookStore.makeMemory()
      const store: WebhookStore.Service = {
        ...memory,
        begin: (...args) => Effect.tap(memory.begin(...args), () => Effect.sync(() => void count++))
      }
      yield* test(lines, () => count).pipe(
        Effect.provideService(WebhookStore.WebhookStore, store),
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.Debug)
      )
    })
  )
}

/** Until it holds; a test that never gets there times out. */
const until = (holds: () => boolean) => Effect.repeat(Effect.sleep("5 millis"), { until: holds })

const counted = (outcome: string) =>
  Effect.map(
    Metric.value(
      Metric.tagged(
        Metric.counter("helpscout_webhook_deliveries", {
          description: "Deliveries of webhooks, by what became of them",
          incremental: true
        }),
        "outcome",
        outcome
      )
    ),
    ({ count }) => count
  )

/** A receiver that collects. */
const collecting = (options: Partial<NodeWebhook.Options> = {}) =>
  Effect.gen(function* () {
    const events: Array<WebhookEvent> = []
    const { url } = yield* NodeWebhook.serve({ ...base, ...options }, (event) => Effect.sync(() => events.push(event)))
    return { url, events }
  })

describe("what is taken", () => {
  live("a signed delivery is decoded, handled and answered with 200", () =>
    Effect.gen(function* () {
      const before = yield* counted("accepted")
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, deleted(7)), 200)
      assert.deepStrictEqual(events, [{ _tag: "convo.deleted", payload: { id: 7 } }])
      assert.strictEqual((yield* counted("accepted")) - before, 1)
    })
  )

  live("any of several secrets fits", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ secrets: [Redacted.make("next"), secrets] })
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(yield* send(url, parcel("next", "convo.deleted", `{"id":2}`)), 200)
      assert.strictEqual(events.length, 2)
    })
  )

  live("an event that is not known arrives as such", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", `{"any":["thing"]}`)), 200)
      assert.deepStrictEqual(events, [{ _tag: "Unknown", event: "brand.new", payload: { any: ["thing"] } }])
    })
  )

  live("a body at the limit, with what is not ASCII, in pieces", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ text: "ü".repeat(100_000) })
      const { events, url } = yield* collecting({ maxBodyBytes: Buffer.byteLength(body) })
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", body)), 200)
      assert.deepStrictEqual(events, [{ _tag: "Unknown", event: "brand.new", payload: JSON.parse(body) }])
    })
  )
})

describe("what is refused", () => {
  const { body } = deleted(1)
  const withHeaders = (headers: Readonly<Record<string, string>>): Parcel => ({ body, headers })
  const event = { "x-helpscout-event": "convo.deleted" }
  const signature = signatureOf(secret, body)

  const cases: ReadonlyArray<readonly [string, number, Parcel]> = [
    ["no signature", 401, withHeaders(event)],
    ["an empty signature", 401, withHeaders({ ...event, "x-helpscout-signature": "" })],
    ["a malformed signature", 401, withHeaders({ ...event, "x-helpscout-signature": `${signature}x` })],
    ["the signature of another secret", 401, parcel("other", "convo.deleted", body)],
    ["the signature of another body", 401, { ...deleted(2), body }],
    ["no event", 400, withHeaders({ "x-helpscout-signature": signature })],
    ["a signed body that is no JSON", 400, parcel(secret, "convo.deleted", `{"id":`)],
    ["a signed body without content", 400, parcel(secret, "convo.deleted", "")],
    ["a payload of another shape", 500, parcel(secret, "convo.deleted", `{"id":"planted-content"}`)]
  ]
  for (const [what, status, refused] of cases) {
    live(`${what} is answered with ${status}, and tells nothing`, (lines) =>
      Effect.gen(function* () {
        const { events, url } = yield* collecting()
        assert.strictEqual(yield* send(url, refused), status)
        assert.deepStrictEqual(events, [])
        const told = lines.join("\n")
        assert.include(told, "Webhook delivery")
        assert.notInclude(told, "planted")
        assert.notInclude(told, signature)
      })
    )
  }

  live("forged bytes are never parsed", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      // 400 would tell that it was
      assert.strictEqual(yield* send(url, parcel("other", "convo.deleted", "no json")), 401)
    })
  )

  live("another path, another method", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(`${url}/more`, deleted(1)), 404)
      const got = yield* Effect.promise(() => fetch(url))
      assert.deepStrictEqual(
        [got.status, got.headers.get("allow"), yield* Effect.promise(() => got.text())],
        [405, "POST", ""]
      )
      assert.strictEqual(yield* send(`${url}?any=query`, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
    })
  )

  live("a body that promises to be too large is refused with 413 before it is read", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ maxBodyBytes: 1_000 })
      assert.match(yield* raw(url, "content-length: 1001", () => {}), /^HTTP\/1\.1 413 /)
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", JSON.stringify("x".repeat(3_000_000)))), 413)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
    })
  )

  live("a body that does not tell its size is refused with 413 as soon as it is too large", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting({ maxBodyBytes: 1_000 })
      // it never ends
      const answer = yield* raw(url, "transfer-encoding: chunked", (socket) =>
        socket.write(`800\r\n${"x".repeat(2048)}\r\n`)
      )
      assert.match(answer, /^HTTP\/1\.1 413 /)
    })
  )

  live("a body that comes too slowly is cut with 408", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ bodyTimeout: "200 millis" })
      const [took, answer] = yield* Effect.timed(
        raw(url, "content-length: 100", (socket) => {
          const drip = setInterval(() => socket.write("x"), 50)
          socket.on("close", () => clearInterval(drip))
        })
      )
      assert.match(answer, /^HTTP\/1\.1 408 /)
      // Node's own limit comes later
      assert.isBelow(Duration.toMillis(took), 8_000)
      assert.deepStrictEqual(events, [])
    })
  )

  live("a body that breaks off is no delivery, though what came of it was signed", () =>
    Effect.gen(function* () {
      const before = yield* counted("brokenOff")
      const { events, url } = yield* collecting()
      const whole = parcel(secret, "brand.new", `{"id":1}        `)
      yield* Effect.promise(() =>
        truncated(url, { ...whole, headers: parcel(secret, "brand.new", whole.body.slice(0, 8)).headers })
      )
      yield* Effect.repeat(Effect.delay(counted("brokenOff"), "5 millis"), { until: (count) => count > before })
      assert.deepStrictEqual(events, [])
    })
  )

  live("a body that was parsed before is told at once", (lines) =>
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

/** A plain server of Node. */
const listening = (listener: Http.RequestListener) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<Http.Server>((resume) => {
        const server = Http.createServer(listener)
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) => Effect.sync(() => server.close().closeAllConnections())
    ),
    (server) => {
      const address = server.address()
      return `http://127.0.0.1:${address === null || typeof address === "string" ? 0 : address.port}/`
    }
  )

describe("what counts as seen", { timeout: 60_000 }, () => {
  live("a copy of what was handled is answered with 200 and not handled again", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
      // the same body of another event is another delivery
      assert.strictEqual(yield* send(url, parcel(secret, "customer.deleted", `{"id":1}`)), 200)
      assert.strictEqual(events.length, 2)
    })
  )

  live("after the time set the same body is a new delivery", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ remember: "100 millis" })
      yield* send(url, deleted(1))
      yield* Effect.sleep("150 millis")
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 2)
    })
  )

  for (const [what, failing] of [
    ["fails", Effect.fail("no")],
    ["dies", Effect.die(new Error("no"))],
    [
      "throws",
      Effect.suspend((): Effect.Effect<void> => {
        throw new Error("no")
      })
    ],
    ["interrupts itself", Effect.interrupt]
  ] as const) {
    live(`a handler that ${what} is answered with 500, and the delivery is handled when it comes again`, (lines) =>
      Effect.gen(function* () {
        let runs = 0
        const { url } = yield* NodeWebhook.serve(base, () =>
          Effect.suspend(() => (++runs === 1 ? failing : Effect.void))
        )
        assert.strictEqual(yield* send(url, deleted(1)), 500)
        assert.isTrue(lines.some((line) => line.includes("level=ERROR") && line.includes("its handler failed")))
        assert.strictEqual(yield* send(url, deleted(1)), 200)
        assert.strictEqual(yield* send(url, deleted(1)), 200)
        assert.strictEqual(runs, 2)
      })
    )
  }

  live("a copy of one in progress gets 503", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      let runs = 0
      const { url } = yield* NodeWebhook.serve(base, () => {
        runs += 1
        return Deferred.await(gate)
      })
      const first = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => runs === 1)
      assert.strictEqual(yield* send(url, deleted(1)), 503)
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(yield* Fiber.join(first), 200)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(runs, 1)
    })
  )

  live("a handler that takes too long is interrupted and answered with 503, and may be tried again", () =>
    Effect.gen(function* () {
      let runs = 0
      let interrupted = 0
      const { url } = yield* NodeWebhook.serve({ ...base, handlerTimeout: "100 millis" }, () =>
        Effect.suspend(() => (++runs === 1 ? Effect.never : Effect.void)).pipe(
          Effect.onInterrupt(() => Effect.sync(() => (interrupted += 1)))
        )
      )
      assert.strictEqual(yield* send(url, deleted(1)), 503)
      assert.strictEqual(interrupted, 1)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(runs, 2)
    })
  )

  live("a handler that can't be interrupted does not keep the answer waiting", () =>
    Effect.gen(function* () {
      const { url } = yield* NodeWebhook.serve(
        { ...base, handlerTimeout: "100 millis", shutdownTimeout: "100 millis" },
        () => Effect.uninterruptible(Effect.sleep("15 seconds"))
      )
      const [took, status] = yield* Effect.timed(send(url, deleted(1)))
      assert.strictEqual(status, 503)
      assert.isBelow(Duration.toMillis(took), 8_000)
      // it is still at work
      assert.strictEqual(yield* send(url, deleted(1)), 503)
    })
  )

  live("a sender that leaves does not interrupt the handler, and its next try finds it done", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      let begun = 0
      let done = 0
      const { url } = yield* NodeWebhook.serve(base, () =>
        Effect.sync(() => (begun += 1)).pipe(
          Effect.zipRight(Deferred.await(gate)),
          Effect.zipRight(Effect.sync(() => (done += 1)))
        )
      )
      const { pathname, port } = new URL(url)
      const { body, headers } = deleted(1)
      const lines = Object.entries({ ...headers, "content-length": "8" }).map(
        ([name, value]) => `${name}: ${value}\r\n`
      )
      const socket = connect(Number(port), "127.0.0.1")
      socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\n${lines.join("")}\r\n${body}`)
      yield* until(() => begun === 1)
      socket.destroy()
      yield* Effect.sleep("50 millis")
      yield* Deferred.succeed(gate, undefined)
      yield* until(() => done === 1)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.deepStrictEqual([begun, done], [1, 1])
    })
  )

  it.scopedLive("while the store can't be used it is 503, and no handler runs", () =>
    Effect.gen(function* () {
      const failed = new WebhookStore.WebhookStoreFailed({ operation: "begin", detail: "away" })
      const store = { begin: () => Effect.fail(failed), done: () => Effect.void, release: () => Effect.void }
      const { events, url } = yield* Effect.provideService(collecting(), WebhookStore.WebhookStore, store)
      assert.strictEqual(yield* send(url, deleted(1)), 503)
      assert.deepStrictEqual(events, [])
    }).pipe(Logger.withMinimumLogLevel(LogLevel.None))
  )

  it.scopedLive("what was handled is answered with 200 even if that can't be remembered", () =>
    Effect.gen(function* () {
      const failed = new WebhookStore.WebhookStoreFailed({ operation: "done", detail: "away" })
      const store = {
        begin: () => Effect.succeed<WebhookStore.Claimed>("Begun"),
        done: () => Effect.fail(failed),
        release: () => Effect.void
      }
      const { events, url } = yield* Effect.provideService(collecting(), WebhookStore.WebhookStore, store)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
    }).pipe(Logger.withMinimumLogLevel(LogLevel.None))
  )
})

describe("how many at a time", () => {
  live("more than so many handlers are answered with 503", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      let running = 0
      const { url } = yield* NodeWebhook.serve({ ...base, concurrency: 2 }, () => {
        running += 1
        return Deferred.await(gate)
      })
      const two = yield* Effect.fork(Effect.all([send(url, deleted(1)), send(url, deleted(2))], { concurrency: 2 }))
      yield* until(() => running === 2)
      assert.strictEqual(yield* send(url, deleted(3)), 503)
      yield* Deferred.succeed(gate, undefined)
      assert.deepStrictEqual(yield* Fiber.join(two), [200, 200])
      assert.strictEqual(yield* send(url, deleted(3)), 200)
    })
  )

  live("senders that only hold connections open take no more than their share", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ concurrency: 2, bodyTimeout: "2 seconds" })
      const { pathname, port } = new URL(url)
      const sockets = [1, 2].map(() => connect(Number(port), "127.0.0.1"))
      for (const socket of sockets) {
        socket.write(`POST ${pathname} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n`)
      }
      const answered = (status: number) =>
        Effect.repeat(send(url, deleted(1)), { until: (one) => one === status, schedule: Schedule.spaced("5 millis") })
      yield* answered(503)
      yield* answered(200)
      assert.strictEqual(events.length, 1)
      for (const socket of sockets) socket.destroy()
    })
  )
})

describe("the Stream form", () => {
  live("a delivery is answered when its event is taken", () =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream(base)
      const first = yield* Effect.fork(send(url, deleted(1)))
      yield* Effect.sleep("100 millis")
      assert.isTrue((yield* Fiber.poll(first))._tag === "None")
      const taken = yield* Stream.runCollect(Stream.take(events, 1))
      assert.deepStrictEqual([...taken], [{ _tag: "convo.deleted", payload: { id: 1 } }])
      assert.strictEqual(yield* Fiber.join(first), 200)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
    })
  )

  live("events come in order, as they are asked for", () =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream(base)
      const consumer = yield* Effect.fork(Stream.runCollect(Stream.take(events, 20)))
      for (let id = 1; id <= 20; id++) assert.strictEqual(yield* send(url, deleted(id)), 200)
      const ids = [...(yield* Fiber.join(consumer))].map((event) =>
        event._tag === "convo.deleted" ? event.payload.id : 0
      )
      assert.deepStrictEqual(
        ids,
        Array.from({ length: 20 }, (_, n) => n + 1)
      )
    })
  )

  live("a full queue is answered with 503", (_, begun) =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream({ ...base, capacity: 2 })
      const before = yield* counted("busy")
      const two = yield* Effect.fork(Effect.all([send(url, deleted(1)), send(url, deleted(2))], { concurrency: 2 }))
      yield* until(() => begun() === 2)
      assert.strictEqual(yield* send(url, deleted(3)), 503)
      assert.strictEqual((yield* counted("busy")) - before, 1)
      yield* Stream.runDrain(Stream.take(events, 2))
      assert.deepStrictEqual(yield* Fiber.join(two), [200, 200])
    })
  )

  live(
    "what nobody takes in time is answered with 503 and gone from the queue, for its next try to be the only one",
    () =>
      Effect.gen(function* () {
        const { events, url } = yield* NodeWebhook.serveStream({ ...base, capacity: 1, handlerTimeout: "1 second" })
        assert.strictEqual(yield* send(url, deleted(1)), 503)
        const consumer = yield* Effect.fork(Stream.runCollect(Stream.take(events, 2)))
        assert.strictEqual(yield* send(url, deleted(1)), 200)
        assert.strictEqual(yield* send(url, deleted(2)), 200)
        assert.strictEqual((yield* Fiber.join(consumer)).length, 2)
      })
  )

  live("a consumer that is interrupted while it waits takes nothing with it", () =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream(base)
      const gone = yield* Effect.fork(Stream.runDrain(events))
      const other = yield* Effect.fork(Stream.runCollect(Stream.take(events, 1)))
      yield* Effect.sleep("50 millis")
      const sent = yield* Effect.fork(send(url, deleted(1)))
      yield* Fiber.interrupt(gone)
      assert.strictEqual((yield* Fiber.join(other)).length <= 1, true)
      assert.strictEqual(yield* Fiber.join(sent), 200)
    })
  )

  live("closing ends the Stream when what waits is taken", (_, begun) =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { events, url } = yield* Scope.extend(NodeWebhook.serveStream(base), scope)
      const slow = yield* Effect.fork(Stream.runCollect(Stream.tap(events, () => Effect.sleep("500 millis"))))
      const sent = yield* Effect.fork(
        Effect.all(
          [1, 2, 3].map((id) => send(url, deleted(id))),
          { concurrency: 3 }
        )
      )
      yield* until(() => begun() === 3)
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(yield* Fiber.join(sent), [200, 200, 200])
      assert.strictEqual((yield* Fiber.join(slow)).length, 3)
    })
  )

  live("closing turns away what waits when there is nobody to take it", (_, begun) =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { url } = yield* Scope.extend(NodeWebhook.serveStream(base), scope)
      const sent = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => begun() === 1)
      const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.strictEqual(yield* Fiber.join(sent), 503)
      assert.isBelow(Duration.toMillis(took), 8_000)
    })
  )
})

describe("shutdown", { timeout: 60_000 }, () => {
  live("finishes what was accepted, and takes nothing more", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const scope = yield* Scope.make()
      let running = 0
      const { url } = yield* Scope.extend(
        NodeWebhook.serve(base, () => {
          running += 1
          return Deferred.await(gate)
        }),
        scope
      )
      const agent = new Http.Agent({ keepAlive: true, maxSockets: 1 })
      const first = yield* Effect.fork(Effect.promise(() => post(url, deleted(1), agent)))
      yield* until(() => running === 1)
      const closing = yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* Effect.sleep("50 millis")
      assert.strictEqual(yield* sendOrZero(url, deleted(2)), 0)
      assert.isTrue((yield* Fiber.poll(closing))._tag === "None")
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(yield* Fiber.join(first), 200)
      const [took] = yield* Effect.timed(Fiber.join(closing))
      // a kept-alive connection does not hold it up
      assert.isBelow(Duration.toMillis(took), 900)
      assert.strictEqual(running, 1)
      agent.destroy()
    })
  )

  live("is bounded: what is not done by then is interrupted, answered with 503, and may be tried elsewhere", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      let running = 0
      let interrupted = 0
      const { url } = yield* Scope.extend(
        NodeWebhook.serve({ ...base, shutdownTimeout: "200 millis" }, () => {
          running += 1
          return Effect.onInterrupt(Effect.never, () => Effect.sync(() => (interrupted += 1)))
        }),
        scope
      )
      const first = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => running === 1)
      const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.strictEqual(yield* Fiber.join(first), 503)
      assert.strictEqual(interrupted, 1)
      assert.isBelow(Duration.toMillis(took), 8_000)
      // over the same store
      const other = yield* collecting()
      assert.strictEqual(yield* send(other.url, deleted(1)), 200)
    })
  )

  live("is bounded even by a handler that can't be interrupted", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      let running = 0
      const { url } = yield* Scope.extend(
        NodeWebhook.serve({ ...base, shutdownTimeout: "100 millis" }, () => {
          running += 1
          return Effect.uninterruptible(Effect.sleep("15 seconds"))
        }),
        scope
      )
      const first = yield* Effect.fork(sendOrZero(url, deleted(1)))
      yield* until(() => running === 1)
      const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.isBelow(Duration.toMillis(took), 10_000)
      yield* Fiber.interruptFork(first)
    })
  )

  live("of a program that was interrupted waits all the same", (_, begun) =>
    Effect.gen(function* () {
      const ready = yield* Deferred.make<string>()
      const gate = yield* Deferred.make<void>()
      let done = 0
      const program = yield* Effect.fork(
        Effect.scoped(
          NodeWebhook.serve(base, () =>
            Effect.zipRight(
              Deferred.await(gate),
              Effect.sync(() => (done += 1))
            )
          ).pipe(
            Effect.flatMap(({ url }) => Deferred.succeed(ready, url)),
            Effect.zipRight(Effect.never)
          )
        )
      )
      const url = yield* Deferred.await(ready)
      const first = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => begun() === 1)
      yield* Fiber.interruptFork(program)
      yield* Effect.sleep("100 millis")
      // somebody is impatient
      yield* Fiber.interruptFork(program)
      yield* Effect.sleep("100 millis")
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(yield* Fiber.join(first), 200)
      yield* Fiber.await(program)
      assert.strictEqual(done, 1)
    })
  )
})

describe("in a server of one's own", () => {
  live("the app is mounted beside others, and its scope finishes what was accepted", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const gate = yield* Deferred.make<void>()
      let running = 0
      const app = yield* Scope.extend(
        NodeWebhook.receive({ secrets }, () => {
          running += 1
          return Deferred.await(gate)
        }),
        scope
      )
      const url = yield* listening(yield* NodeHttpServer.makeHandler(app))
      const first = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => running === 1)
      const closing = yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* Effect.sleep("50 millis")
      assert.strictEqual(yield* send(url, deleted(2)), 503)
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(yield* Fiber.join(first), 200)
      yield* Fiber.join(closing)
    })
  )

  live("it works where requests are Fetch's, the limit of size included", () =>
    Effect.gen(function* () {
      const app = yield* NodeWebhook.receive({ secrets, maxBodyBytes: 1_000 }, () => Effect.void)
      const handle = HttpApp.toWebHandlerRuntime(yield* Effect.runtime<never>())(app)
      const ask = ({ body, headers }: Parcel) =>
        Effect.promise(() => handle(new Request("http://localhost/hook", { method: "POST", headers, body })))
      assert.strictEqual((yield* ask(deleted(1))).status, 200)
      assert.strictEqual((yield* ask(parcel("other", "convo.deleted", "{}"))).status, 401)
      assert.strictEqual((yield* ask(parcel(secret, "brand.new", `"${"x".repeat(2_000)}"`))).status, 413)
    })
  )

  live("the handler's requirements are those of where it was made, a scope of its own apart", () =>
    Effect.gen(function* () {
      class Greeting extends Context.Tag("test/Greeting")<Greeting, string>() {}
      const said: Array<string> = []
      const layer = NodeWebhook.layer({ ...base, port: 0 }, () =>
        Effect.gen(function* () {
          const greeting = yield* Greeting
          yield* Effect.addFinalizer(() => Effect.sync(() => said.push("closed")))
          said.push(greeting)
        })
      )
      yield* Layer.build(Layer.provide(layer, Layer.succeed(Greeting, "hello")))
      // only built: the port is not told by a layer
      const { url } = yield* Effect.provideService(
        NodeWebhook.serve(base, () =>
          Effect.gen(function* () {
            yield* Effect.addFinalizer(() => Effect.sync(() => said.push("closed")))
            said.push(yield* Greeting)
          })
        ),
        Greeting,
        "hi"
      )
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.deepStrictEqual(said, ["hi", "closed"])
    })
  )

  live("a connection that could not be taken is told, and ends nothing", (lines) =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      const servers: Array<Http.Server> = []
      // documented by Node: https://nodejs.org/api/diagnostics_channel.html#http
      const onStart = (message: unknown) => servers.push((message as { readonly server: Http.Server }).server)
      subscribe("http.server.request.start", onStart)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      unsubscribe("http.server.request.start", onStart)
      // as Node does it when there are too many open files
      servers[0]?.emit("error", new Error("accept EMFILE"))
      assert.strictEqual(yield* send(url, deleted(2)), 200)
      assert.isTrue(lines.some((line) => line.includes("level=WARN") && line.includes("accept EMFILE")))
    })
  )

  live("a port that is taken is a failure", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      const again = NodeWebhook.serve({ ...base, port: Number(new URL(url).port) }, () => Effect.void)
      assert.strictEqual((yield* Effect.flip(again))._tag, "ServeError")
    })
  )
})
