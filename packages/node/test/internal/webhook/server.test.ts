import { subscribe, unsubscribe } from "node:diagnostics_channel"
import * as Http from "node:http"
import { assert, describe } from "@effect/vitest"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { post } from "@effect-helpscout/test-support/webhookSender"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { base, collecting, deleted, live, send, sendOrZero, until } from "./support.js"

describe("server", () => {
  live("responds with 404 to another path and with 405 to another method", () =>
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

  live("finishes accepted deliveries and rejects new ones", () =>
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
      // an idle kept-alive connection does not delay it
      assert.isBelow(Duration.toMillis(took), 900)
      assert.strictEqual(running, 1)
      agent.destroy()
    })
  )

  live("logs a connection that cannot be accepted, and keeps running", (lines) =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      const servers: Array<Http.Server> = []
      // documented by Node: https://nodejs.org/api/diagnostics_channel.html#http
      const onStart = (message: unknown) => servers.push((message as { readonly server: Http.Server }).server)
      subscribe("http.server.request.start", onStart)
      assert.strictEqual(yield* send(url, deleted(1)), 200)
      unsubscribe("http.server.request.start", onStart)
      // Node.js emits this when too many files are open
      servers[0]?.emit("error", new Error("accept EMFILE"))
      assert.strictEqual(yield* send(url, deleted(2)), 200)
      assert.isTrue(lines.some((line) => line.includes("level=WARN") && line.includes("accept EMFILE")))
    })
  )

  live("fails if the port is in use", () =>
    Effect.gen(function* () {
      const { url } = yield* collecting()
      const again = NodeWebhook.serve({ ...base, port: Number(new URL(url).port) }, () => Effect.void)
      assert.strictEqual((yield* Effect.flip(again)).reason, "PortInUse")
    })
  )
})
