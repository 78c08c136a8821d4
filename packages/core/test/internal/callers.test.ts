import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { makeMutex, makeMutexOfContexts, Outcome } from "../../src/internal/callers.js"

const settled = Effect.forEach(Array.from({ length: 20 }), () => Effect.yieldNow(), { discard: true })

describe("an outcome", () => {
  it.effect("reaches callers that wait and callers that come later, once", () =>
    Effect.gen(function* () {
      const outcome = new Outcome<number, string>()
      const waiting = yield* Effect.forkAll([outcome.await, outcome.await])
      yield* settled
      outcome.complete(Exit.succeed(1))
      outcome.complete(Exit.fail("late"))
      assert.deepStrictEqual(yield* Fiber.join(waiting), [1, 1])
      assert.strictEqual(yield* outcome.await, 1)
    })
  )
})

describe.each([
  ["a mutex", makeMutex],
  ["a mutex of contexts", makeMutexOfContexts]
])("%s", (_, make) => {
  it.effect("runs one effect at a time in the order of arrival, also after interruptions", () =>
    Effect.gen(function* () {
      const exclusively = make()
      const gate = yield* Deferred.make<void>()
      const log: Array<string> = []
      const run = (name: string) =>
        Effect.fork(
          exclusively(
            Effect.zipRight(
              Effect.sync(() => log.push(`${name} begins`)),
              Effect.zipRight(
                Deferred.await(gate),
                Effect.sync(() => log.push(`${name} ends`))
              )
            )
          )
        )
      const first = yield* run("first")
      yield* settled
      const second = yield* run("second")
      yield* settled
      const third = yield* run("third")
      yield* settled
      assert.deepStrictEqual(log, ["first begins"])
      yield* Fiber.interrupt(second)
      yield* settled
      assert.deepStrictEqual(log, ["first begins"])
      yield* Fiber.interrupt(first)
      yield* settled
      assert.deepStrictEqual(log, ["first begins", "third begins"])
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.join(third)
      assert.deepStrictEqual(log, ["first begins", "third begins", "third ends"])
      assert.strictEqual(yield* exclusively(Effect.succeed("free")), "free")
    })
  )

  it.effect("is free again after a failure", () =>
    Effect.gen(function* () {
      const exclusively = make()
      yield* Effect.flip(exclusively(Effect.fail("no")))
      assert.strictEqual(yield* exclusively(Effect.succeed("free")), "free")
    })
  )
})

// the workers of scripts/runtimes/sharing.mjs prove the same with requests that really end
describe("law P10: a caller that ends without being interrupted strands no other", () => {
  afterEach(() => vi.unstubAllGlobals())

  // the query makes it a module of its own, which other tests do not see
  const path = "../../src/internal/callers.js?workers"
  const inWorkers = Effect.promise((): Promise<typeof import("../../src/internal/callers.js")> => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" })
    return import(path)
  })

  it.live("calls the others' clean-up for a caller that ended, and not for one that lives", () =>
    Effect.gen(function* () {
      const { attend, canVanish } = yield* inWorkers
      assert.isTrue(canVanish)
      const vanished: Array<string> = []
      const timers: Array<ReturnType<typeof setInterval>> = []
      const real = globalThis.setInterval
      vi.stubGlobal("setInterval", (...args: Parameters<typeof real>) => {
        const timer = real(...args)
        timers.push(timer)
        return timer
      })
      attend(() => vanished.push("gone"))
      const leave = attend(() => vanished.push("living"))
      clearInterval(timers[0])
      yield* Effect.repeat(Effect.sleep("50 millis"), { until: () => vanished.length > 0 })
      yield* Effect.sleep("1 second")
      leave()
      assert.deepStrictEqual(vanished, ["gone"])
    })
  )

  it.live("continues a caller from a promise of its own", () =>
    Effect.gen(function* () {
      const { inThisContext } = yield* inWorkers
      const log: Array<string> = []
      const fire = inThisContext(() => log.push("continued"))
      fire()
      log.push("fired")
      yield* Effect.sleep(0)
      assert.deepStrictEqual(log, ["fired", "continued"])
    })
  )
})
