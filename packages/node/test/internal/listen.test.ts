import * as Http from "node:http"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import type { ListenFailed, Reason } from "@effect-helpscout/node/ListenFailed"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { listen } from "../../src/internal/listen.js"

interface Where {
  readonly host: string
  readonly port: number
}

type Serve = (where: Where) => Effect.Effect<unknown, ListenFailed, Scope.Scope>

const servers: Readonly<Record<string, Serve>> = {
  "NodeSimulator.serve": (where) => NodeSimulator.serve({ ...where, data: "empty" }),
  "NodeWebhook.serve": (where) =>
    Effect.provide(
      NodeWebhook.serve({ ...where, secrets: Redacted.make("secret") }, () => Effect.void),
      WebhookStore.layerMemory()
    )
}

const local = "127.0.0.1"

/** Each place that cannot be listened on, with words that its message must contain. */
const places: ReadonlyArray<readonly [Where, Reason, ReadonlyArray<string>]> = [
  [{ host: local, port: -1 }, "PortInvalid", ["-1", "from 0 to 65535"]],
  [{ host: local, port: 65_536 }, "PortInvalid", ["65536"]],
  [{ host: local, port: 80.5 }, "PortInvalid", ["80.5"]],
  [{ host: local, port: Number.NaN }, "PortInvalid", ["NaN"]],
  [{ host: local, port: Number.POSITIVE_INFINITY }, "PortInvalid", ["Infinity"]],
  [{ host: "no-such-host.invalid", port: 0 }, "HostUnknown", ["no-such-host.invalid", "Use 127.0.0.1"]],
  [{ host: "a b", port: 0 }, "HostUnknown", ["a b"]],
  // a range for documentation, which no machine has
  [{ host: "192.0.2.1", port: 0 }, "HostNotLocal", ["192.0.2.1", "0.0.0.0"]]
]

describe("listening", () => {
  for (const [operation, serve] of Object.entries(servers)) {
    for (const [where, reason, words] of places) {
      it.scopedLive(`${operation} on ${where.host}:${where.port} fails with ${reason}`, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(serve(where))
          assert.strictEqual(error._tag, "HelpScoutListenFailed")
          assert.strictEqual(error.reason, reason)
          assert.strictEqual(error.message.split(":", 1)[0], operation)
          for (const word of words) assert.include(error.message, word)
        })
      )
    }

    it.scopedLive(`${operation} on a port in use fails with PortInUse, and succeeds once it is free`, () =>
      Effect.gen(function* () {
        const { port } = yield* Effect.scoped(
          Effect.gen(function* () {
            const other = yield* Effect.acquireRelease(
              Effect.sync(() => Http.createServer()),
              (server) => Effect.promise(() => new Promise((resolve) => server.close(resolve)))
            )
            const address = yield* listen("test", other, { host: local, port: 0 })
            const error = yield* Effect.flip(serve({ host: local, port: address.port }))
            assert.deepStrictEqual([error.reason, error.port], ["PortInUse", address.port])
            assert.include(error.message, `port ${address.port} is in use. Choose another port`)
            return address
          })
        )
        yield* serve({ host: local, port })
      })
    )
  }

  it.effect("names a port that needs privileges, and any other code", () =>
    Effect.gen(function* () {
      // as a process without privileges sees it; tests may run as root
      const rejecting = (code: string) => {
        const server = Http.createServer()
        server.listen = () => {
          process.nextTick(() => server.emit("error", Object.assign(new Error(code), { code })))
          return server
        }
        return Effect.flip(listen("NodeSimulator.serve", server, { host: local, port: 80 }))
      }
      assert.strictEqual(
        (yield* rejecting("EACCES")).message,
        "NodeSimulator.serve: cannot listen on 127.0.0.1:80 (EACCES): this user may not listen on port 80. Choose a port from 1024 to 65535."
      )
      assert.deepStrictEqual(
        [(yield* rejecting("EMFILE")).reason, (yield* rejecting("EMFILE")).code],
        ["Other", "EMFILE"]
      )
    })
  )
})
