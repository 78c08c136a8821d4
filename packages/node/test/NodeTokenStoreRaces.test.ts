/** What happens to a process that stops between two of its steps, while others go on. */
import * as NodeFs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import { assert, it } from "@effect/vitest"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { vi } from "vitest"

/** What runs before the next `link`, and before the next `lock-` is made. */
const before = vi.hoisted(
  (): { link?: (() => Promise<unknown>) | undefined; lock?: (() => Promise<unknown>) | undefined } => ({})
)

/** What was synced to the disk, in order. */
const synced = vi.hoisted((): Array<string> => [])

vi.mock("node:fs/promises", async (original) => {
  const actual = await original<typeof import("node:fs/promises")>()
  const once = async (name: "link" | "lock") => {
    const pause = before[name]
    before[name] = undefined
    await pause?.()
  }
  const link: typeof actual.link = async (from, to) => {
    await once("link")
    await actual.link(from, to)
  }
  const writeFile: typeof actual.writeFile = async (path, ...rest) => {
    if (/lock-\d+$/.test(String(path))) await once("lock")
    await actual.writeFile(path, ...rest)
  }
  const open: typeof actual.open = async (path, ...rest) => {
    const file = await actual.open(path, ...rest)
    const sync = file.sync.bind(file)
    file.sync = async () => {
      await sync()
      synced.push(String(path))
    }
    return file
  }
  return { ...actual, link, open, writeFile }
})

const pair = (name: string) => Tokens.make({ accessToken: `access-${name}`, refreshToken: `refresh-${name}` })

const temporary = Effect.acquireRelease(
  Effect.sync(() => NodeFs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-races-"))),
  (directory) => Effect.sync(() => NodeFs.rmSync(directory, { recursive: true, force: true }))
)

it.scopedLive(
  "a save that comes after others have saved twice is refused, though its generation's name is free again",
  () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const store = yield* NodeTokenStore.makeFile({ directory })
      const others = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("a", pair("1"), { replaces: 0 })
      before.link = () =>
        Effect.runPromise(
          Effect.zipRight(others.save("a", pair("2"), { replaces: 1 }), others.save("a", pair("3"), { replaces: 2 }))
        )
      const late = yield* store.save("a", pair("late"), { replaces: 1 })
      assert.isUndefined(before.link)
      assert.isFalse(late.saved)
      assert.isTrue(Tokens.sameAccessToken(late.current.tokens, pair("3")))
      const held = Option.getOrThrow(yield* others.load("a"))
      assert.isTrue(Tokens.sameAccessToken(held.tokens, pair("3")))
    })
)

it.scopedLive("a save that another process takes for abandoned and finishes has succeeded", () =>
  Effect.gen(function* () {
    const directory = yield* temporary
    const store = yield* NodeTokenStore.makeFile({ directory })
    const other = yield* NodeTokenStore.makeFile({ directory })
    yield* store.save("a", pair("1"), { replaces: 0 })
    before.link = () => Effect.runPromise(other.load("a"))
    const saved = yield* store.save("a", pair("2"), { replaces: 1 })
    assert.isTrue(saved.saved)
    assert.strictEqual(saved.current.generation, 2)
    assert.isTrue(Tokens.sameAccessToken(Option.getOrThrow(yield* other.load("a")).tokens, pair("2")))
  })
)

it.scopedLive("a lock whose number is free again, others having gone on, is not held", () =>
  Effect.gen(function* () {
    const directory = yield* temporary
    const store = yield* NodeTokenStore.makeFile({ directory })
    const other = yield* NodeTokenStore.makeFile({ directory })
    const holder = yield* Scope.make()
    let othersWentOn = false
    before.lock = () =>
      Effect.runPromise(
        Effect.zipRight(Effect.scoped(other.lock("a")), Effect.scoped(other.lock("a"))).pipe(
          Effect.zipRight(Scope.extend(other.lock("a"), holder))
        )
      ).then(() => {
        othersWentOn = true
      })
    const late = yield* Effect.fork(Effect.scoped(store.lock("a")))
    yield* Effect.repeat(Effect.sleep("5 millis"), { until: () => othersWentOn })
    yield* Effect.sleep("200 millis")
    assert.isTrue(Option.isNone(yield* late.poll))
    yield* Scope.close(holder, Exit.void)
    yield* Effect.timeout(Fiber.join(late), "10 seconds")
  })
)

it.scopedLive(
  "a save that has succeeded survives a power cut: its text, its name, and those of the directories made",
  () =>
    Effect.gen(function* () {
      const above = yield* temporary
      const directory = Path.join(above, "state", "tokens")
      synced.length = 0
      const store = yield* NodeTokenStore.makeFile({ directory })
      yield* store.save("a", pair("1"), { replaces: 0 })
      const account = Path.join(directory, NodeFs.readdirSync(directory)[0] ?? "")
      for (const path of [above, Path.dirname(directory), directory, account]) assert.include(synced, path)
      const draft = synced.findIndex((path) => path.endsWith(".draft"))
      assert.isTrue(draft >= 0 && draft < synced.lastIndexOf(account))
    })
)
