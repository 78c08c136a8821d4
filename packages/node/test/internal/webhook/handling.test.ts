import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import { parcel } from "@effect-helpscout/test-support/webhookSender"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Scope from "effect/Scope"
import { base, collecting, deleted, live, secret, send, sendOrZero, until } from "./support.js"

describe("handling: law P4", { timeout: 60_000 }, () => {
  live("responds with 200 to a copy of a handled delivery, and does not handle it again", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(events.length, 1)
      // another event with the same body is another delivery
      assert.strictEqual(yield* send(url, parcel(secret, "customer.deleted", `{"id":1}`)), 200)
      assert.strictEqual(events.length, 2)
    })
  )

  live("treats an equal body as a new delivery after `remember`", () =>
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
    live(`responds with 500 if the handler ${what}, and handles the next attempt`, (lines) =>
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

  live("responds with 503 to a copy of a delivery that is being handled", () =>
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

  live("interrupts a slow handler, responds with 503, and handles the next attempt", () =>
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

  live("responds in time even if the handler is uninterruptible", () =>
    Effect.gen(function* () {
      const { url } = yield* NodeWebhook.serve(
        { ...base, handlerTimeout: "100 millis", shutdownTimeout: "100 millis" },
        () => Effect.uninterruptible(Effect.sleep("15 seconds"))
      )
      const [took, status] = yield* Effect.timed(send(url, deleted(1)))
      assert.strictEqual(status, 503)
      assert.isBelow(Duration.toMillis(took), 8_000)
      // the handler is still running
      assert.strictEqual(yield* send(url, deleted(1)), 503)
    })
  )

  live("does not interrupt the handler if the sender disconnects", () =>
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

  it.scopedLive("responds with 503 and runs no handler while the store is unavailable", () =>
    Effect.gen(function* () {
      const failed = new WebhookStore.WebhookStoreFailed({ operation: "begin", detail: "unavailable" })
      const store = { begin: () => Effect.fail(failed), done: () => Effect.void, release: () => Effect.void }
      const { events, url } = yield* Effect.provideService(collecting(), WebhookStore.WebhookStore, store)
      assert.strictEqual(yield* send(url, deleted(1)), 503)
      assert.deepStrictEqual(events, [])
    }).pipe(Logger.withMinimumLogLevel(LogLevel.None))
  )

  it.scopedLive("responds with 200 to a handled delivery even if the store cannot remember it", () =>
    Effect.gen(function* () {
      const failed = new WebhookStore.WebhookStoreFailed({ operation: "done", detail: "unavailable" })
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

describe("handling", () => {
  live("responds with 503 above `concurrency`", () =>
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
})

describe("handling: shutdown", { timeout: 60_000 }, () => {
  live(
    "interrupts handlers after shutdownTimeout and responds with 503, so that another receiver can handle the delivery",
    () =>
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
        // another receiver with the same store
        const other = yield* collecting()
        assert.strictEqual(yield* send(other.url, deleted(1)), 200)
      })
  )

  live("ends in time even if a handler is uninterruptible", () =>
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

  live("waits for accepted deliveries if the program is interrupted, even twice", (_, claims) =>
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
      yield* until(() => claims() === 1)
      yield* Fiber.interruptFork(program)
      yield* Effect.sleep("100 millis")
      // a second interruption
      yield* Fiber.interruptFork(program)
      yield* Effect.sleep("100 millis")
      yield* Deferred.succeed(gate, undefined)
      assert.strictEqual(yield* Fiber.join(first), 200)
      yield* Fiber.await(program)
      assert.strictEqual(done, 1)
    })
  )
})
