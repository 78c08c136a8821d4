/** Destinations that cannot be used: each fails with a clear error, and leaves the copy as it was. */
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Destination from "@effect-helpscout/sync/Destination"
import type { Progress } from "@effect-helpscout/sync/Progress"
import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
import * as Sync from "@effect-helpscout/sync/Sync"
import { SyncError } from "@effect-helpscout/sync/SyncError"
import { postgresServer } from "@effect-helpscout/test-support/postgres"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { account, folder, query, runInto } from "./support.js"

const simulated = account({ seed: "failures", data: { conversations: 60 }, rateLimit: { limit: 100_000 } })

const runTo = (address: string, options: Sync.RunOptions = {}) =>
  Effect.provide(
    Effect.provide(Sync.run(options), Destination.layer(address, { lease: "2 seconds" })),
    NodeContext.layer
  )

const failure = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, SyncError, String(error))
    return error as unknown as SyncError
  })

describe("a destination that cannot be used", () => {
  const addresses: ReadonlyArray<readonly [string, RegExp]> = [
    ["helpscout.db", /no scheme.*Use sqlite:FILE/],
    ["sqlite:", /sqlite:.*Use sqlite:FILE/],
    ["mysql://localhost/db", /mysql:.*Use sqlite:FILE/],
    ["postgres://", /postgres:.*Use sqlite:FILE/],
    ["postgres://127.0.0.1:99999/db", /postgres:.*Use sqlite:FILE/],
    ["postgres://127.0.0.1/d%b", /postgres:.*Use sqlite:FILE/],
    ["ndjson:", /ndjson:.*Use sqlite:FILE/]
  ]
  it.effect.each(addresses)("names the forms of an address for %s", ([address, message]) =>
    Effect.gen(function* () {
      const error = yield* failure(runTo(address))
      assert.strictEqual(error.reason, "Destination")
      assert.match(error.message, message)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("does not write into a file that is not a database", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "letter.txt")
      writeFileSync(file, "Dear Sir or Madam, ".repeat(200))
      const error = yield* failure(runTo(`sqlite:${file}`))
      assert.strictEqual(error.reason, "NotADatabase", error.message)
      assert.match(error.message, /^sync: sqlite:.*letter\.txt is not a SQLite database.*Choose another file\.$/)
      assert.strictEqual(readFileSync(file, "utf8"), "Dear Sir or Madam, ".repeat(200))
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("does not write into the database of another program", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "photos.db")
      yield* query(file, "CREATE TABLE photos (id integer)")
      const error = yield* failure(runTo(`sqlite:${file}`))
      assert.strictEqual(error.reason, "Foreign")
      assert.match(error.message, /contains tables of another program \(photos\)\. Choose a new file\.$/)
      assert.deepStrictEqual(yield* query(file, "SELECT name FROM sqlite_master"), [{ name: "photos" }])
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("does not mix two accounts", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      yield* runInto(file, { tables: ["tags"] })
      yield* query(file, `UPDATE _helpscout_state SET value = '{"account":7}' WHERE name = 'position'`)
      const error = yield* failure(runTo(`sqlite:${file}`))
      assert.strictEqual(error.reason, "Foreign")
      assert.match(error.message, /copy of account 7, and the credentials belong to account 100/)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("says that a folder is missing or not writable", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const missing = yield* failure(runTo(`sqlite:${join(directory, "none", "copy.db")}`))
      assert.strictEqual(missing.reason, "Denied", missing.message)
      if (process.getuid?.() === 0) return
      chmodSync(directory, 0o500)
      const denied = yield* failure(runTo(`sqlite:${join(directory, "copy.db")}`))
      assert.strictEqual(denied.reason, "Denied", denied.message)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("says that the file was deleted or replaced during the copy", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      for (const change of [(file: string) => rmSync(file), (file: string) => renameSync(file, `${file}.old`)]) {
        const file = join(directory, "copy.db")
        const onProgress = (event: Progress) =>
          Effect.sync(() => {
            if (event._tag === "Committed" && existsSync(file)) change(file)
          })
        const error = yield* failure(runTo(`sqlite:${file}`, { onProgress }))
        assert.strictEqual(error.reason, "Denied", error.message)
        assert.match(
          error.message,
          /the file was deleted, moved or replaced while it was in use\)\. Check that it exists/
        )
        yield* runInto(file)
        assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 60 }])
      }
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("keeps the last page when the disk is full, and continues afterwards", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const [pages] = yield* Effect.zipRight(
        runInto(file, { tables: ["tags"] }),
        query<{ page_count: number }>(file, "PRAGMA page_count")
      )
      // SQLite reports the same error for a limit of pages as for a full disk
      const limited = SqliteSink.layer({ file, maxPages: (pages?.page_count ?? 0) + 60 })
      const error = yield* failure(Effect.provide(Sync.run(), limited))
      assert.strictEqual(error.reason, "Full", error.message)
      assert.match(
        error.message,
        /has no space left \(SQLITE_FULL.*Free some space, then run it again: it continues\.$/
      )
      assert.deepStrictEqual(yield* query(file, "PRAGMA integrity_check"), [{ integrity_check: "ok" }])
      const report = yield* runInto(file)
      assert.isAtLeast(report.requests, 1)
      assert.deepStrictEqual(yield* query(file, "SELECT count(*) AS n FROM conversations"), [{ n: 60 }])
    }).pipe(Effect.provide(simulated))
  )
})

describe("a PostgreSQL server", () => {
  it.scopedLive("that is stopped during a copy leaves the last page, and the next run continues", () =>
    Effect.gen(function* () {
      const server = yield* postgresServer
      const url = yield* server.database("helpscout")
      const stopping = runTo(url, {
        onProgress: (event) =>
          event._tag === "Committed" && event.table === "conversations" ? server.stop : Effect.void
      })
      const error = yield* failure(stopping)
      assert.strictEqual(error.reason, "Unavailable", error.message)
      assert.match(error.message, /is not available.*run it again: it continues\.$/)
      const refused = yield* failure(runTo(url))
      assert.strictEqual(refused.reason, "Unavailable", refused.message)
      yield* server.start
      const { tables } = yield* runTo(url)
      assert.isAbove(tables.conversations?.upserted ?? 0, 0)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("without the database, the role or the permission", () =>
    Effect.gen(function* () {
      const server = yield* postgresServer
      const missing = yield* failure(runTo(`postgres://sync@127.0.0.1:${server.port}/none`))
      assert.strictEqual(missing.reason, "Destination", missing.message)
      assert.match(missing.message, /does not exist.*createdb/)
      const role = yield* failure(runTo(`postgres://stranger:secret-password@127.0.0.1:${server.port}/postgres`))
      assert.strictEqual(role.reason, "Denied", role.message)
      assert.notInclude(role.message, "secret-password")
    }).pipe(Effect.provide(simulated))
  )
})

describe("law Y4: one process at a time", () => {
  it.scopedLive("a second run names the holder, and a waiting one continues after it", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const simulator = yield* Simulator
      const sink = { lease: "1 second" } as const
      const first = yield* Effect.fork(
        Effect.scoped(
          Effect.zipRight(
            Layer.build(SqliteSink.layer({ file, ...sink, holder: "process 7 on backup" })),
            Effect.sleep("3 seconds")
          )
        )
      )
      yield* Effect.sleep("500 millis")
      yield* simulator.clear
      const error = yield* failure(runInto(file, {}, sink))
      assert.strictEqual(error.reason, "InUse")
      assert.match(error.message, /is in use by process 7 on backup.*Wait until it ends, or stop it/)
      assert.strictEqual((yield* simulator.stats).requests, 0)
      yield* runInto(file, { tables: ["tags"] }, { ...sink, wait: true })
      yield* Fiber.join(first)
    }).pipe(Effect.provide(simulated))
  )

  it.scopedLive("a run that lost its lease cannot write", () =>
    Effect.gen(function* () {
      const file = join(yield* folder, "copy.db")
      const steal = query(file, "UPDATE _helpscout_lease SET holder = 'another', expires_at = expires_at + 60000")
      let stolen = false
      const error = yield* failure(
        runInto(file, {
          onProgress: (event) => {
            if (stolen || event._tag !== "Committed") return Effect.void
            stolen = true
            return Effect.orDie(steal)
          }
        })
      )
      assert.strictEqual(error.reason, "LeaseLost", error.message)
    }).pipe(Effect.provide(simulated))
  )
})
