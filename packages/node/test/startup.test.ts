import { Server } from "node:net"
import { assert, describe, it, vi } from "@effect/vitest"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"

const secrets = Redacted.make("s3cret")

/** Sockets that listen. They keep a process alive. */
const listening = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length

const starting: Readonly<Record<string, Effect.Effect<unknown, unknown, Scope.Scope | WebhookStore>>> = {
  "NodeWebhook.serve": NodeWebhook.serve({ secrets, port: 0 }, () => Effect.void),
  "NodeWebhook.serve with a host name": NodeWebhook.serve({ secrets, port: 0, host: "localhost" }, () => Effect.void),
  "NodeWebhook.serveStream": NodeWebhook.serveStream({ secrets, port: 0 }),
  "NodeSimulator.serve": NodeSimulator.serve({ data: { conversations: 0, customers: 0 } })
}

describe("law P9: starting can be interrupted without leaving anything behind", () => {
  for (const [name, serve] of Object.entries(starting)) {
    it.live(`${name} leaves no listening socket if it is interrupted as soon as it listens`, () =>
      Effect.gen(function* () {
        const before = listening()
        const listens = vi.spyOn(Server.prototype, "listen")
        const calledBefore = listens.mock.calls.length
        const fiber = yield* Effect.fork(Effect.scoped(Effect.zipRight(serve, Effect.never)))
        // microtasks only: the event that the server listens comes later
        while (listens.mock.calls.length === calledBefore) yield* Effect.promise(() => Promise.resolve())
        fiber.unsafeInterruptAsFork(FiberId.none)
        yield* Fiber.await(fiber)
        yield* Effect.sleep("100 millis")
        assert.strictEqual(listening(), before)
      }).pipe(Effect.provide(WebhookStore.layerMemory()))
    )

    it.live(`${name} leaves no listening socket, whenever it is interrupted`, () =>
      Effect.gen(function* () {
        const before = listening()
        for (let turns = 0; turns < 12; turns++) {
          const fiber = yield* Effect.fork(Effect.scoped(Effect.zipRight(serve, Effect.never)))
          // each turn of the event loop is another moment of the start
          for (let turn = 0; turn < turns; turn++) yield* Effect.promise(() => new Promise((go) => setImmediate(go)))
          yield* Fiber.interrupt(fiber)
        }
        yield* Effect.sleep("100 millis")
        assert.strictEqual(listening(), before)
      }).pipe(Effect.provide(WebhookStore.layerMemory()))
    )
  }
})
