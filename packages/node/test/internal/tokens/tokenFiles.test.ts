import * as Fs from "node:fs"
import * as Path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { vi } from "vitest"
import { hooks } from "./fileHooks.js"
import { generationOf, onlyFile, pair, temporaryDirectory } from "./support.js"

// a file that ran before in this worker may have loaded the store without the hooks
vi.hoisted(() => vi.resetModules())

vi.mock("node:fs/promises", async (original) => {
  const { hooked } = await import("./fileHooks.js")
  return hooked(await original())
})

describe("tokenFiles: killed processes (law P1)", () => {
  /** A store with one saved generation, and the directory of its account. */
  const savedOnce = Effect.gen(function* () {
    const directory = yield* temporaryDirectory
    const store = yield* NodeTokenStore.makeFile({ directory, lease: "30 seconds" })
    yield* store.save("a", pair("1"), { replaces: 0 })
    return { directory, store, account: Path.dirname(onlyFile(directory, /tokens-1\.json$/)) }
  })
  const text = (generation: number) =>
    `{"tokens":{"accessToken":"access-x","refreshToken":"planted-x"},"generation":${generation}}`

  it.scopedLive("keeps the old tokens if a process dies before it has written the new ones", () =>
    Effect.gen(function* () {
      const { account, store } = yield* savedOnce
      for (const part of ["", text(2).slice(0, 40)]) {
        Fs.writeFileSync(Path.join(account, "tokens-2.dead.draft"), part, { mode: 0o600 })
        assert.deepStrictEqual(generationOf(yield* store.load("a")), Option.some(1))
      }
      yield* store.save("a", pair("2"), { replaces: 1 })
      assert.deepStrictEqual(Fs.readdirSync(account), ["tokens-2.json"])
    })
  )

  it.scopedLive("completes the save of a process that died after it had written the new tokens", () =>
    Effect.gen(function* () {
      const { account, store } = yield* savedOnce
      Fs.writeFileSync(Path.join(account, "tokens-2.dead.draft"), text(2), { mode: 0o600 })
      const found = Option.getOrThrow(yield* store.load("a"))
      assert.strictEqual(found.generation, 2)
      assert.isTrue(Tokens.sameAccessToken(found.tokens, Tokens.make({ accessToken: "access-x" })))
      yield* store.save("a", pair("3"), { replaces: 2 })
      assert.deepStrictEqual(Fs.readdirSync(account), ["tokens-3.json"])
    })
  )

  it.scopedLive("ignores the remains of an outdated save", () =>
    Effect.gen(function* () {
      const { account, store } = yield* savedOnce
      yield* store.save("a", pair("2"), { replaces: 1 })
      for (const name of ["tokens-2.dead.draft", "tokens-1.dead.draft", "tokens-1.json"]) {
        Fs.writeFileSync(Path.join(account, name), text(Number(name[7])), { mode: 0o600 })
      }
      const found = Option.getOrThrow(yield* store.load("a"))
      assert.isTrue(Tokens.sameAccessToken(found.tokens, pair("2")))
    })
  )
})

describe("tokenFiles: concurrent saves (law T8)", () => {
  it.scopedLive("rejects a save that is two generations late, although its file name is free again", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const other = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("a", pair("1"), { replaces: 0 })
      hooks.beforeSave = () =>
        Effect.runPromise(
          Effect.zipRight(other.save("a", pair("2"), { replaces: 1 }), other.save("a", pair("3"), { replaces: 2 }))
        )
      const late = yield* store.save("a", pair("late"), { replaces: 1 })
      assert.isUndefined(hooks.beforeSave)
      assert.isFalse(late.saved)
      assert.isTrue(Tokens.sameAccessToken(late.current.tokens, pair("3")))
      const held = Option.getOrThrow(yield* other.load("a"))
      assert.isTrue(Tokens.sameAccessToken(held.tokens, pair("3")))
    })
  )

  it.scopedLive("succeeds if another process completes the save", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const other = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("a", pair("1"), { replaces: 0 })
      hooks.beforeSave = () => Effect.runPromise(other.load("a"))
      const saved = yield* store.save("a", pair("2"), { replaces: 1 })
      assert.isTrue(saved.saved)
      assert.strictEqual(saved.current.generation, 2)
      assert.isTrue(Tokens.sameAccessToken(Option.getOrThrow(yield* other.load("a")).tokens, pair("2")))
    })
  )

  it.scopedLive("syncs the file, its name and the created directories, so that a save survives a power failure", () =>
    Effect.gen(function* () {
      const above = yield* temporaryDirectory
      const directory = Path.join(above, "state", "tokens")
      hooks.synced.length = 0
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("a", pair("1"), { replaces: 0 })
      const account = Path.join(directory, Fs.readdirSync(directory)[0] ?? "")
      for (const path of [above, Path.dirname(directory), directory, account]) assert.include(hooks.synced, path)
      const draft = hooks.synced.findIndex((path) => path.endsWith(".draft"))
      assert.isTrue(draft >= 0 && draft < hooks.synced.lastIndexOf(account))
    })
  )
})
