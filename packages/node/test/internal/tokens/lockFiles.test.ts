import * as Fs from "node:fs"
import * as Path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { vi } from "vitest"
import { onlyFile, pair, temporaryDirectory } from "./support.js"

/** `beforeCreate` runs once before the next lock file is created. */
const hooks = vi.hoisted((): { beforeCreate?: (() => Promise<unknown>) | undefined } => ({}))

vi.mock("node:fs/promises", async (original) => {
  const actual = await original<typeof import("node:fs/promises")>()
  const writeFile: typeof actual.writeFile = async (path, ...rest) => {
    if (/lock-\d+$/.test(String(path))) {
      const hook = hooks.beforeCreate
      hooks.beforeCreate = undefined
      await hook?.()
    }
    await actual.writeFile(path, ...rest)
  }
  return { ...actual, writeFile }
})

describe("lockFiles: killed processes (law P1)", () => {
  /** A store with one saved generation, and the directory of its account. */
  const savedOnce = Effect.gen(function* () {
    const directory = yield* temporaryDirectory
    const store = yield* NodeTokenStore.makeFile({ directory, lease: "30 seconds" })
    yield* store.save("a", pair("1"), { replaces: 0 })
    return { directory, store, account: Path.dirname(onlyFile(directory, /tokens-1\.json$/)) }
  })

  it.scopedLive.skipIf(process.platform !== "linux")(
    "releases the lock of a dead process at once, but not that of a live one",
    () =>
      Effect.gen(function* () {
        const { account, store } = yield* savedOnce
        const scope = yield* Scope.make()
        yield* Scope.extend(store.lock("a"), scope)
        const lock = onlyFile(account, /lock-1$/)
        const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
        yield* Effect.sleep("150 millis")
        assert.isTrue(Option.isNone(yield* waiter.poll))
        // higher than any process id
        Fs.writeFileSync(lock, Fs.readFileSync(lock, "utf8").replace(/"pid":\d+/, `"pid":4194305`))
        yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
        yield* Scope.close(scope, Exit.void)
        yield* Effect.timeout(Effect.scoped(store.lock("a")), "10 seconds")
      })
  )

  it.scopedLive("waits for the lease of a holder in another container", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory, lease: "1 second" })
      yield* store.lock("a")
      const lock = onlyFile(directory, /lock-1$/)
      Fs.writeFileSync(lock, JSON.stringify({ pid: 4194305, space: "another namespace" }))
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.sleep("150 millis")
      assert.isTrue(Option.isNone(yield* waiter.poll))
      yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
    })
  )

  it.scopedLive("keeps the lease when the wall clock jumps", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory, lease: "1 second" })
      yield* store.lock("a")
      const lock = onlyFile(directory, /lock-1$/)
      Fs.utimesSync(lock, 0, 0)
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.sleep("150 millis")
      Fs.utimesSync(lock, 4_000_000_000, 4_000_000_000)
      assert.isTrue(Option.isNone(yield* waiter.poll))
      yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
    })
  )
})

describe("lockFiles: races", () => {
  it.scopedLive("does not acquire a number that became free again because later locks exist", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const other = yield* NodeTokenStore.makeFile({ directory })
      const holder = yield* Scope.make()
      let otherHoldsThirdLock = false
      hooks.beforeCreate = () =>
        Effect.runPromise(
          Effect.zipRight(Effect.scoped(other.lock("a")), Effect.scoped(other.lock("a"))).pipe(
            Effect.zipRight(Scope.extend(other.lock("a"), holder))
          )
        ).then(() => {
          otherHoldsThirdLock = true
        })
      const late = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.repeat(Effect.sleep("5 millis"), { until: () => otherHoldsThirdLock })
      yield* Effect.sleep("200 millis")
      assert.isTrue(Option.isNone(yield* late.poll))
      yield* Scope.close(holder, Exit.void)
      yield* Effect.timeout(Fiber.join(late), "10 seconds")
    })
  )
})
