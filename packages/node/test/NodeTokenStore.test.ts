import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import * as Store from "@effect-helpscout/core/TokenStore"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"

const temporary = Effect.acquireRelease(
  Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-tokens-"))),
  (directory) => Effect.sync(() => Fs.rmSync(directory, { recursive: true, force: true }))
)

const pair = (name: string) => Tokens.make({ accessToken: `access-${name}`, refreshToken: `planted-${name}` })

/** Every file below, as a path from there. */
const files = (directory: string) =>
  Fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    Fs.statSync(Path.join(directory, name)).isFile()
  )
const only = (directory: string, pattern: RegExp) => {
  const found = files(directory).filter((name) => pattern.test(name))
  assert.strictEqual(found.length, 1, found.join())
  return Path.join(directory, found[0]!)
}
const generationOf = (stored: Option.Option<Tokens.StoredTokens>) => Option.map(stored, ({ generation }) => generation)
const mode = (path: string) => (Fs.statSync(path).mode & 0o777).toString(8)

describe("the contract", () => {
  // longer than a busy machine stands still
  const lease = "1 second"
  for (const { check, name } of TokenStoreContract.store) {
    it.scopedLive(name, () =>
      Effect.flatMap(temporary, (directory) => check({ open: NodeTokenStore.makeFile({ directory }) }))
    )
  }
  for (const { check, name } of TokenStoreContract.shared) {
    it.scopedLive(`shared: ${name}`, () =>
      Effect.flatMap(temporary, (directory) => check({ open: NodeTokenStore.makeFile({ directory, lease }), lease }))
    )
  }
})

describe("files", () => {
  it.scopedLive("are for their owner alone, one for each account", () =>
    Effect.gen(function* () {
      const directory = Path.join(yield* temporary, "state", "tokens")
      const store = yield* NodeTokenStore.makeFile({ directory })
      for (const replaces of [0, 1, 2]) yield* store.save("app:one", pair("one"), { replaces })
      yield* store.save("app:two", pair("two"), { replaces: 0 })
      yield* Effect.scoped(store.lock("app:one"))
      const found = files(directory).filter((name) => name.includes("tokens-"))
      assert.strictEqual(found.length, 2)
      for (const name of files(directory)) {
        assert.strictEqual(mode(Path.join(directory, name)), "600")
        assert.strictEqual(mode(Path.dirname(Path.join(directory, name))), "700")
      }
      assert.strictEqual(mode(directory), "700")
      assert.strictEqual(mode(Path.dirname(directory)), "700")
    })
  )

  it.scopedLive("have names that no two accounts share, on any file system", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const store = yield* NodeTokenStore.makeFile({ directory })
      const accounts = ["app:a", "app:A", "app/a", "app:\u00e4", "app:a\u0308", "", `${"long".repeat(100)}`, "..", "\0"]
      for (const account of accounts) yield* store.save(account, pair(account), { replaces: 0 })
      const names = Fs.readdirSync(directory).map((name) => name.toLowerCase())
      assert.strictEqual(new Set(names).size, accounts.length)
      for (const name of names) assert.match(name, /^[a-z0-9-]{1,80}$/)
    })
  )

  it.scopedLive("that others can read are refused, with the command to run", () =>
    Effect.gen(function* () {
      const directory = Path.join(yield* temporary, "it's mine")
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("app:default", pair("a"), { replaces: 0 })
      const file = only(directory, /tokens-1\.json$/)
      Fs.chmodSync(file, 0o640)
      const readable = yield* Effect.flip(store.load("app:default"))
      assert.strictEqual(readable._tag, "HelpScoutTokenStoreFailed")
      assert.include(readable.message, `run \`chmod 600 '${file.replace("'", `'\\''`)}'\``)
      Fs.chmodSync(file, 0o600)
      assert.deepStrictEqual(generationOf(yield* store.load("app:default")), Option.some(1))

      for (const open of [Path.dirname(file), directory]) {
        Fs.chmodSync(open, 0o750)
        const refused = yield* Effect.flip(store.save("app:default", pair("b"), { replaces: 1 }))
        assert.include(refused.message, "run `chmod 700 ")
        Fs.chmodSync(open, 0o700)
      }
      Fs.chmodSync(directory, 0o755)
      assert.include((yield* Effect.flip(NodeTokenStore.makeFile({ directory }))).message, "run `chmod 700 ")
    })
  )

  it.scopedLive("that are damaged fail, with their path and without their content", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("app:default", pair("a"), { replaces: 0 })
      const file = only(directory, /tokens-1\.json$/)
      const whole = Fs.readFileSync(file, "utf8")
      assert.include(whole, "planted-a")
      for (const damaged of ["", whole.slice(0, -3), whole.replace(`"generation":1`, `"generation":"planted-b"`)]) {
        Fs.writeFileSync(file, damaged)
        const exit = yield* Effect.exit(store.load("app:default"))
        assert.isTrue(Exit.isFailure(exit))
        const shown = Exit.isFailure(exit) ? Cause.pretty(exit.cause) + JSON.stringify(exit.cause) : ""
        assert.include(shown, `${file} is damaged`)
        assert.notInclude(shown, "planted")
      }
    })
  )

  it.scopedLive("are where the XDG specification wants them", () =>
    Effect.gen(function* () {
      const home = yield* temporary
      const saved = Effect.flatMap(Store.TokenStore, (store) => store.save("a", pair("a"), { replaces: 0 }))
      const within = (environment: ReadonlyArray<readonly [string, string]>) =>
        Effect.provide(
          saved,
          Layer.provide(
            NodeTokenStore.layerFile(),
            Layer.setConfigProvider(ConfigProvider.fromMap(new Map(environment)))
          )
        )
      yield* within([["XDG_STATE_HOME", home]])
      only(Path.join(home, "effect-helpscout"), /tokens-1\.json$/)

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
      yield* within([["XDG_STATE_HOME", "not/absolute"]])
      only(Path.join(home, ".local", "state", "effect-helpscout"), /tokens-1\.json$/)
    })
  )

  it.scopedLive("can't be made where there is no place: the layer fails and says why", () =>
    Effect.gen(function* () {
      const file = Path.join(yield* temporary, "file")
      Fs.writeFileSync(file, "")
      const failed = yield* Effect.flip(NodeTokenStore.makeFile({ directory: Path.join(file, "below") }))
      assert.include(failed.message, "ENOTDIR")
    })
  )
})

describe("a process that was killed", () => {
  /** What is in the directory of an account after a save, as the start of what a killed process leaves. */
  const left = Effect.gen(function* () {
    const directory = yield* temporary
    const store = yield* NodeTokenStore.makeFile({ directory, lease: "30 seconds" })
    yield* store.save("a", pair("1"), { replaces: 0 })
    return { directory, store, account: Path.dirname(only(directory, /tokens-1\.json$/)) }
  })
  const text = (generation: number) =>
    `{"tokens":{"accessToken":"access-x","refreshToken":"planted-x"},"generation":${generation}}`

  it.scopedLive("before its tokens were written leaves the old ones", () =>
    Effect.gen(function* () {
      const { account, store } = yield* left
      for (const part of ["", text(2).slice(0, 40)]) {
        Fs.writeFileSync(Path.join(account, "tokens-2.dead.draft"), part, { mode: 0o600 })
        assert.deepStrictEqual(generationOf(yield* store.load("a")), Option.some(1))
      }
      yield* store.save("a", pair("2"), { replaces: 1 })
      assert.deepStrictEqual(Fs.readdirSync(account), ["tokens-2.json"])
    })
  )

  it.scopedLive("after its tokens were written has saved them", () =>
    Effect.gen(function* () {
      const { account, store } = yield* left
      Fs.writeFileSync(Path.join(account, "tokens-2.dead.draft"), text(2), { mode: 0o600 })
      const found = Option.getOrThrow(yield* store.load("a"))
      assert.strictEqual(found.generation, 2)
      assert.isTrue(Tokens.sameAccessToken(found.tokens, Tokens.make({ accessToken: "access-x" })))
      yield* store.save("a", pair("3"), { replaces: 2 })
      assert.deepStrictEqual(Fs.readdirSync(account), ["tokens-3.json"])
    })
  )

  it.scopedLive("long ago, in the middle of a save that came too late, changes nothing", () =>
    Effect.gen(function* () {
      const { account, store } = yield* left
      yield* store.save("a", pair("2"), { replaces: 1 })
      for (const name of ["tokens-2.dead.draft", "tokens-1.dead.draft", "tokens-1.json"]) {
        Fs.writeFileSync(Path.join(account, name), text(Number(name[7])), { mode: 0o600 })
      }
      const found = Option.getOrThrow(yield* store.load("a"))
      assert.isTrue(Tokens.sameAccessToken(found.tokens, pair("2")))
    })
  )

  it.scopedLive.skipIf(process.platform !== "linux")("gives up its lock at once; one that lives keeps it", () =>
    Effect.gen(function* () {
      const { account, store } = yield* left
      const scope = yield* Scope.make()
      yield* Scope.extend(store.lock("a"), scope)
      const lock = only(account, /lock-1$/)
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.sleep("150 millis")
      assert.isTrue(Option.isNone(yield* waiter.poll))
      // no process has a number so high
      Fs.writeFileSync(lock, Fs.readFileSync(lock, "utf8").replace(/"pid":\d+/, `"pid":4194305`))
      yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
      yield* Scope.close(scope, Exit.void)
      yield* Effect.timeout(Effect.scoped(store.lock("a")), "10 seconds")
    })
  )

  it.scopedLive("in another container is left its lease, whatever its number", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const store = yield* NodeTokenStore.makeFile({ directory, lease: "1 second" })
      yield* store.lock("a")
      const lock = only(directory, /lock-1$/)
      Fs.writeFileSync(lock, JSON.stringify({ pid: 4194305, space: "another one" }))
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.sleep("150 millis")
      assert.isTrue(Option.isNone(yield* waiter.poll))
      yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
    })
  )

  it.scopedLive("leaves a lock that outlasts any jump of the wall clock", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const store = yield* NodeTokenStore.makeFile({ directory, lease: "1 second" })
      yield* store.lock("a")
      const lock = only(directory, /lock-1$/)
      Fs.utimesSync(lock, 0, 0)
      const waiter = yield* Effect.fork(Effect.scoped(store.lock("a")))
      yield* Effect.sleep("150 millis")
      Fs.utimesSync(lock, 4_000_000_000, 4_000_000_000)
      assert.isTrue(Option.isNone(yield* waiter.poll))
      yield* Effect.timeout(Fiber.join(waiter), "10 seconds")
    })
  )
})
