/** One connection to a SQLite file: it waits without blocking, leaves one file, and reports a commit that fails. */
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import process from "node:process"
import { assert, describe, it } from "@effect/vitest"
import type { Batch } from "@effect-helpscout/sync/Change"
import { Sink } from "@effect-helpscout/sync/Sink"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import { SyncError } from "@effect-helpscout/sync/SyncError"
import * as Effect from "effect/Effect"
import Database from "libsql"
import { vi } from "vitest"
import { folder, query } from "./support.js"

const page = (from: number, subject = "hello"): Batch => ({
  table: "conversations",
  changes: Array.from({ length: 25 }, (_, index) => ({
    _tag: "Upsert" as const,
    table: "conversations",
    row: { id: from + index, number: from + index, subject },
    json: { id: from + index, subject }
  })),
  position: { account: from }
})

const into = <A, E, R>(file: string, effect: Effect.Effect<A, E, R>) =>
  Effect.provide(effect, SqliteSink.layer({ file, lease: "2 seconds" }))

/** Counts the turns of the event loop until it is stopped. */
const countTurns = () => {
  let turns = 0
  let next = setImmediate(function count() {
    turns++
    next = setImmediate(count)
  })
  return { turns: () => turns, stop: () => clearImmediate(next) }
}

/** Another process that opens the file, runs a statement, and stays until it is killed. */
const otherProcess = (file: string, statements: string) =>
  Effect.acquireRelease(
    Effect.async<ReturnType<typeof spawn>>((resume) => {
      const libsql = createRequire(import.meta.url).resolve("libsql")
      const text = `const D = require(${JSON.stringify(libsql)}); const d = new D(${JSON.stringify(file)}); ${statements}; console.log("ready"); setInterval(() => {}, 1000)`
      const child = spawn(process.execPath, ["-e", text], { stdio: ["ignore", "pipe", "inherit"] })
      child.stdout.once("data", () => resume(Effect.succeed(child)))
    }),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )

/** Lets statements that begin with a word fail, until the result is restored. */
const failAt = (word: string, error: Error) => {
  const exec = Database.prototype.exec
  return vi.spyOn(Database.prototype, "exec").mockImplementation(function (this: typeof Database.prototype, text) {
    if (text.startsWith(word)) throw error
    return exec.call(this, text)
  })
}

describe("a SQLite copy", () => {
  it.scopedLive("lets the event loop turn for every page", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const counter = countTurns()
      yield* Effect.addFinalizer(() => Effect.sync(counter.stop))
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          for (let round = 1; round <= 50; round++) {
            const before = counter.turns()
            yield* sink.commit(page(round * 25))
            assert.isAbove(counter.turns(), before, `page ${round}`)
          }
        })
      )
    })
  )

  it.scopedLive("lets the event loop turn while another process has locked the file", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* sink.commit(page(1))
          const other = yield* otherProcess(file, `d.exec("BEGIN IMMEDIATE")`)
          const counter = countTurns()
          yield* Effect.addFinalizer(() => Effect.sync(counter.stop))
          yield* Effect.zipRight(
            Effect.sleep("300 millis"),
            Effect.sync(() => other.kill("SIGKILL"))
          ).pipe(Effect.fork)
          yield* sink.commit(page(26))
          assert.isAbove(counter.turns(), 10)
        })
      )
      assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 50 }])
    })
  )

  it.scopedLive("is written while another process reads it, which keeps the state that it began with", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* sink.commit(page(1))
          yield* otherProcess(file, `d.exec("BEGIN"); d.prepare("SELECT count(*) FROM conversations").all([])`)
          yield* sink.commit(page(26))
          assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 50 }])
        })
      )
    })
  )

  it.scopedLive("is one file when no process works on it", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.flatMap(Sink, (sink) => sink.commit(page(1)))
      )
      assert.isFalse(existsSync(`${file}-wal`) || existsSync(`${file}-shm`) || existsSync(`${file}-journal`))
      assert.deepStrictEqual(yield* query(file, "PRAGMA journal_mode"), [{ journal_mode: "delete" }])
    })
  )

  it.scopedLive("reports a commit that cannot begin, and continues", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          const failing = failAt("BEGIN", Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" }))
          const error = yield* Effect.flip(sink.commit(page(1)))
          failing.mockRestore()
          assert.strictEqual(error.reason, "Unavailable", error.message)
          assert.match(error.message, /cannot be read or written.*Check the disk/)
          yield* sink.commit(page(1))
        })
      )
      assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 25 }])
    })
  )

  it.scopedLive("reports a commit that fails at its end, stores nothing of it, and continues", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* sink.commit(page(1))
          const full = failAt("COMMIT", Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }))
          const error = yield* Effect.flip(sink.commit(page(26)))
          full.mockRestore()
          assert.instanceOf(error, SyncError)
          assert.strictEqual(error.reason, "Full")
          assert.deepStrictEqual(yield* sink.position, { account: 1 })
          yield* sink.commit(page(51))
        })
      )
      assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 50 }])
    })
  )
})

describe("law Y5: the files of a copy", () => {
  const erase: Batch = {
    table: "customers",
    changes: [{ _tag: "Erase", customerId: 7, conversationIds: Array.from({ length: 25 }, (_, index) => index + 1) }],
    position: { account: 1 }
  }
  const bytes = (file: string) =>
    [file, `${file}-wal`, `${file}-journal`]
      .map((each) => (existsSync(each) ? readFileSync(each, "utf8") : ""))
      .join("")

  it.scopedLive("contain nothing of what was erased as soon as the commit ends", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* sink.commit(page(1, "the-secret"))
          // the control
          assert.include(bytes(file), "the-secret")
          yield* sink.commit(erase)
          assert.notInclude(bytes(file), "the-secret")
        })
      )
    })
  )

  it.scopedLive("contain nothing of it after the next page if another process reads the earlier state", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* into(
        file,
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* sink.commit(page(1, "the-secret"))
          const reader = yield* otherProcess(
            file,
            `d.exec("BEGIN"); d.prepare("SELECT count(*) FROM conversations").all([])`
          )
          yield* sink.commit(erase)
          // the reader still sees it
          assert.include(bytes(file), "the-secret")
          yield* Effect.async<void>((resume) => {
            reader.once("exit", () => resume(Effect.void))
            reader.kill("SIGKILL")
          })
          yield* sink.commit(page(51))
          assert.notInclude(bytes(file), "the-secret")
        })
      )
    })
  )
})
