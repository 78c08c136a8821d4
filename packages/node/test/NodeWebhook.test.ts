import * as HttpApp from "@effect/platform/HttpApp"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { type Parcel, parcel } from "@effect-helpscout/test-support/webhookSender"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import {
  base,
  collecting,
  counted,
  deleted,
  listening,
  live,
  secret,
  secrets,
  send,
  until
} from "./internal/webhook/support.js"

describe("serve", () => {
  live("decodes and handles a signed delivery, and responds with 200", () =>
    Effect.gen(function* () {
      const before = yield* counted("accepted")
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, deleted(7)), 200)
      assert.deepStrictEqual(events, [{ _tag: "convo.deleted", payload: { id: 7 } }])
      assert.strictEqual((yield* counted("accepted")) - before, 1)
    })
  )

  live("accepts a signature by any of several secrets", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting({ secrets: [Redacted.make("next"), secrets] })
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(yield* send(url, parcel("next", "convo.deleted", `{"id":2}`)), 200)
      assert.strictEqual(events.length, 2)
    })
  )

  live("passes an unknown event on as Unknown", () =>
    Effect.gen(function* () {
      const { events, url } = yield* collecting()
      assert.strictEqual(yield* send(url, parcel(secret, "brand.new", `{"any":["thing"]}`)), 200)
      assert.deepStrictEqual(events, [{ _tag: "Unknown", event: "brand.new", payload: { any: ["thing"] } }])
    })
  )
})

describe("serveStream", () => {
  live("responds when a consumer takes the event", () =>
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

  live("emits events in order and on demand", () =>
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

  live("responds with 503 while the queue is full", (_, claims) =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream({ ...base, capacity: 2 })
      const before = yield* counted("busy")
      const two = yield* Effect.fork(Effect.all([send(url, deleted(1)), send(url, deleted(2))], { concurrency: 2 }))
      yield* until(() => claims() === 2)
      assert.strictEqual(yield* send(url, deleted(3)), 503)
      assert.strictEqual((yield* counted("busy")) - before, 1)
      yield* Stream.runDrain(Stream.take(events, 2))
      assert.deepStrictEqual(yield* Fiber.join(two), [200, 200])
    })
  )

  live("responds with 503 if no consumer takes the event in time, and removes it from the queue", () =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream({ ...base, capacity: 1, handlerTimeout: "1 second" })
      assert.strictEqual(yield* send(url, deleted(1)), 503)
      const consumer = yield* Effect.fork(Stream.runCollect(Stream.take(events, 2)))
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.strictEqual(yield* send(url, deleted(2)), 200)
      assert.strictEqual((yield* Fiber.join(consumer)).length, 2)
    })
  )

  live("loses no event if a waiting consumer is interrupted", () =>
    Effect.gen(function* () {
      const { events, url } = yield* NodeWebhook.serveStream(base)
      const interrupted = yield* Effect.fork(Stream.runDrain(events))
      const other = yield* Effect.fork(Stream.runCollect(Stream.take(events, 1)))
      yield* Effect.sleep("50 millis")
      const sent = yield* Effect.fork(send(url, deleted(1)))
      yield* Fiber.interrupt(interrupted)
      assert.strictEqual((yield* Fiber.join(other)).length <= 1, true)
      assert.strictEqual(yield* Fiber.join(sent), 200)
    })
  )

  live("ends the Stream on close after the waiting events were taken", (_, claims) =>
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
      yield* until(() => claims() === 3)
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(yield* Fiber.join(sent), [200, 200, 200])
      assert.strictEqual((yield* Fiber.join(slow)).length, 3)
    })
  )

  live("rejects waiting events on close if there is no consumer", (_, claims) =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { url } = yield* Scope.extend(NodeWebhook.serveStream(base), scope)
      const sent = yield* Effect.fork(send(url, deleted(1)))
      yield* until(() => claims() === 1)
      const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.strictEqual(yield* Fiber.join(sent), 503)
      assert.isBelow(Duration.toMillis(took), 8_000)
    })
  )
})

describe("receive", () => {
  live("serves the app in an existing server, and finishes accepted deliveries when its scope closes", () =>
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

  live("handles Fetch requests, including the size limit", () =>
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
})

describe("layer", () => {
  live("provides the handler with the services of its construction and a scope per delivery", () =>
    Effect.gen(function* () {
      class Greeting extends Context.Tag("test/Greeting")<Greeting, string>() {}
      const calls: Array<string> = []
      const layer = NodeWebhook.layer({ ...base, port: 0 }, () =>
        Effect.gen(function* () {
          const greeting = yield* Greeting
          yield* Effect.addFinalizer(() => Effect.sync(() => calls.push("closed")))
          calls.push(greeting)
        })
      )
      yield* Layer.build(Layer.provide(layer, Layer.succeed(Greeting, "hello")))
      // the layer is only built, because it does not return its port
      const { url } = yield* Effect.provideService(
        NodeWebhook.serve(base, () =>
          Effect.gen(function* () {
            yield* Effect.addFinalizer(() => Effect.sync(() => calls.push("closed")))
            calls.push(yield* Greeting)
          })
        ),
        Greeting,
        "hi"
      )
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      assert.deepStrictEqual(calls, ["hi", "closed"])
    })
  )
})
