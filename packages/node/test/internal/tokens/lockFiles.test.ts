import * as Fs from "node:fs"
import * as Os from "node:os"
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
import { hooks } from "./fileHooks.js"
import { filesBelow, onlyFile, pair, temporaryDirectory } from "./support.js"

// a file that ran before in this worker may have loaded the store without the hooks
vi.hoisted(() => vi.resetModules())

vi.mock("node:fs/promises", async (original) => {
  const { hooked } = await import("./fileHooks.js")
  return hooked(await original())
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
        assert.deepStrictEqual(yield* Effect.timeout(Fiber.join(waiter), "10 seconds"), { abandoned: true })
        yield* Scope.close(scope, Exit.void)
        const next = yield* Effect.timeout(Effect.scoped(store.lock("a")), "10 seconds")
        assert.deepStrictEqual(next, { abandoned: false })
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

  for (const [name, pid] of [
    ["of an earlier boot", 4194305],
    ["of an earlier boot, whose process id is used again", process.pid]
  ] as const) {
    it.scopedLive.skipIf(process.platform !== "linux")(`acquires a lock ${name} at once`, () =>
      Effect.gen(function* () {
        const { account, store } = yield* savedOnce
        const lock = Path.join(account, "lock-1")
        Fs.writeFileSync(lock, JSON.stringify({ pid, space: "an-earlier-boot pid:[4026531836]" }), { mode: 0o600 })
        const beforeBoot = Date.now() / 1000 - Os.uptime() - 5
        Fs.utimesSync(lock, beforeBoot, beforeBoot)
        yield* Effect.timeout(Effect.scoped(store.lock("a")), "2 seconds")
      })
    )
  }

  it.scopedLive.each(["", `{"pid":1,"spa`, "\0\0\0\0", "{}"])(
    "acquires a lock at once whose content was lost in a power failure: %j",
    (content) =>
      Effect.gen(function* () {
        const { account, store } = yield* savedOnce
        Fs.writeFileSync(Path.join(account, "lock-1"), content, { mode: 0o600 })
        yield* Effect.timeout(Effect.scoped(store.lock("a")), "2 seconds")
      })
  )

  it.scopedLive("removes the drafts of killed processes", () =>
    Effect.gen(function* () {
      const { account, store } = yield* savedOnce
      for (const name of ["lock-1.dead.draft", "lock-1.released.dead.draft"]) {
        Fs.writeFileSync(Path.join(account, name), "", { mode: 0o600 })
      }
      yield* Effect.scoped(store.lock("a"))
      yield* Effect.scoped(store.lock("a"))
      assert.deepStrictEqual(Fs.readdirSync(account).sort(), ["lock-2", "lock-2.released", "tokens-1.json"])
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

describe("lockFiles: a full disk", () => {
  const fillDisk = Effect.acquireRelease(
    Effect.sync(() => {
      hooks.diskIsFull = true
    }),
    () =>
      Effect.sync(() => {
        hooks.diskIsFull = false
      })
  )

  it.scopedLive("leaves no lock behind that cannot be written", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const error = yield* Effect.flip(Effect.scoped(Effect.zipRight(fillDisk, store.lock("a"))))
      assert.include(error.message, "the disk is full (ENOSPC")
      assert.deepStrictEqual(filesBelow(directory), [])
      yield* Effect.timeout(Effect.scoped(store.lock("a")), "2 seconds")
    })
  )

  it.scopedLive("releases a lock that was acquired before", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const lock = yield* Scope.make()
      yield* Scope.extend(store.lock("a"), lock)
      yield* Effect.scoped(Effect.zipRight(fillDisk, Scope.close(lock, Exit.void)))
      yield* Effect.timeout(Effect.scoped(store.lock("a")), "2 seconds")
      assert.deepStrictEqual(
        filesBelow(directory)
          .map((name) => Path.basename(name))
          .sort(),
        ["lock-2", "lock-2.released"]
      )
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
      hooks.beforeLock = () =>
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
