import * as Fs from "node:fs"
import * as Path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import * as Store from "@effect-helpscout/core/TokenStore"
import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { filesBelow, generationOf, onlyFile, pair, temporaryDirectory } from "./internal/tokens/support.js"

const mode = (path: string) => (Fs.statSync(path).mode & 0o777).toString(8)

describe("NodeTokenStore: the contract (law T8)", () => {
  for (const { check, name } of TokenStoreContract.store) {
    it.scopedLive(name, () =>
      Effect.flatMap(temporaryDirectory, (directory) => check({ open: NodeTokenStore.makeFile({ directory }) }))
    )
  }
})

// these tests wait for leases, so they run concurrently
describe.concurrent("NodeTokenStore: the contract among processes (law T8)", () => {
  // longer than the pauses of a busy machine
  const lease = "1 second"
  for (const { check, name } of TokenStoreContract.shared) {
    it.scopedLive(name, () =>
      Effect.flatMap(temporaryDirectory, (directory) =>
        check({ open: NodeTokenStore.makeFile({ directory, lease }), lease })
      )
    )
  }
})

describe("NodeTokenStore", () => {
  it.scopedLive("writes files that only their owner can use, one for each account", () =>
    Effect.gen(function* () {
      const directory = Path.join(yield* temporaryDirectory, "state", "tokens")
      const store = yield* NodeTokenStore.makeFile({ directory })
      for (const replaces of [0, 1, 2]) yield* store.save("app:one", pair("one"), { replaces })
      yield* store.save("app:two", pair("two"), { replaces: 0 })
      yield* Effect.scoped(store.lock("app:one"))
      const found = filesBelow(directory).filter((name) => name.includes("tokens-"))
      assert.strictEqual(found.length, 2)
      for (const name of filesBelow(directory)) {
        assert.strictEqual(mode(Path.join(directory, name)), "600")
        assert.strictEqual(mode(Path.dirname(Path.join(directory, name))), "700")
      }
      assert.strictEqual(mode(directory), "700")
      assert.strictEqual(mode(Path.dirname(directory)), "700")
    })
  )

  it.scopedLive("gives each account a directory name of its own, on any file system", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      const accounts = ["app:a", "app:A", "app/a", "app:\u00e4", "app:a\u0308", "", `${"long".repeat(100)}`, "..", "\0"]
      for (const account of accounts) yield* store.save(account, pair(account), { replaces: 0 })
      const names = Fs.readdirSync(directory).map((name) => name.toLowerCase())
      assert.strictEqual(new Set(names).size, accounts.length)
      for (const name of names) assert.match(name, /^[a-z0-9-]{1,80}$/)
    })
  )

  it.scopedLive("rejects files that other users can access, with the command to run", () =>
    Effect.gen(function* () {
      const directory = Path.join(yield* temporaryDirectory, "it's mine")
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("app:default", pair("a"), { replaces: 0 })
      const file = onlyFile(directory, /tokens-1\.json$/)
      Fs.chmodSync(file, 0o640)
      const readable = yield* Effect.flip(store.load("app:default"))
      assert.strictEqual(readable._tag, "HelpScoutTokenStoreFailed")
      assert.include(readable.message, `Run \`chmod 600 '${file.replace("'", `'\\''`)}'\``)
      Fs.chmodSync(file, 0o600)
      assert.deepStrictEqual(generationOf(yield* store.load("app:default")), Option.some(1))

      for (const open of [Path.dirname(file), directory]) {
        Fs.chmodSync(open, 0o750)
        const refused = yield* Effect.flip(store.save("app:default", pair("b"), { replaces: 1 }))
        assert.include(refused.message, "Run `chmod 700 ")
        Fs.chmodSync(open, 0o700)
      }
      Fs.chmodSync(directory, 0o755)
      assert.include((yield* Effect.flip(NodeTokenStore.makeFile({ directory }))).message, "Run `chmod 700 ")
    })
  )

  it.scopedLive("fails on a damaged file, with its path and without its content", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("app:default", pair("a"), { replaces: 0 })
      const file = onlyFile(directory, /tokens-1\.json$/)
      const text = Fs.readFileSync(file, "utf8")
      assert.include(text, "planted-a")
      for (const damaged of ["", text.slice(0, -3), text.replace(`"generation":1`, `"generation":"planted-b"`)]) {
        Fs.writeFileSync(file, damaged)
        const exit = yield* Effect.exit(store.load("app:default"))
        assert.isTrue(Exit.isFailure(exit))
        const shown = Exit.isFailure(exit) ? Cause.pretty(exit.cause) + JSON.stringify(exit.cause) : ""
        assert.include(shown, `${file} is not a valid token record`)
        assert.notInclude(shown, "planted")
      }
    })
  )

  it.scopedLive("uses the directory of the XDG specification", () =>
    Effect.gen(function* () {
      const home = yield* temporaryDirectory
      const save = Effect.flatMap(Store.TokenStore, (store) => store.save("a", pair("a"), { replaces: 0 }))
      const saveWith = (environment: ReadonlyArray<readonly [string, string]>) =>
        Effect.provide(
          save,
          Layer.provide(
            NodeTokenStore.layerFile(),
            Layer.setConfigProvider(ConfigProvider.fromMap(new Map(environment)))
          )
        )
      yield* saveWith([["XDG_STATE_HOME", home]])
      onlyFile(Path.join(home, "effect-helpscout"), /tokens-1\.json$/)

      const before = process.env.HOME
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          process.env.HOME = home
        }),
        () =>
          Effect.sync(() => {
            process.env.HOME = before
          })
      )
      yield* saveWith([["XDG_STATE_HOME", "not/absolute"]])
      onlyFile(Path.join(home, ".local", "state", "effect-helpscout"), /tokens-1\.json$/)
    })
  )

  it.scopedLive("fails to build if the directory cannot be created, and says why", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporaryDirectory, "file")
      Fs.writeFileSync(file, "")
      const failed = yield* Effect.flip(NodeTokenStore.makeFile({ directory: Path.join(file, "below") }))
      assert.include(failed.message, "ENOTDIR")
    })
  )
})
