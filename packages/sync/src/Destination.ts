/**
 * The sink of an address: `sqlite:FILE`, `postgres://...` or `ndjson:FOLDER`. Only its own driver is loaded.
 *
 * ```ts
 * import * as Destination from "@effect-helpscout/sync/Destination"
 * import * as Sync from "@effect-helpscout/sync/Sync"
 * import * as Effect from "effect/Effect"
 *
 * export const copyTo = (address: string) => Effect.provide(Sync.run(), Destination.layer(address))
 * ```
 *
 * @since 0.1.0
 */
import type { FileSystem } from "@effect/platform/FileSystem"
import type { Path } from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Sink } from "./Sink.js"
import type { OpenOptions } from "./SqlSink.js"
import { SyncError } from "./SyncError.js"

/**
 * The forms of an address, for usage messages.
 *
 * @since 0.1.0
 */
export const forms = "sqlite:FILE, postgres://USER:PASSWORD@HOST/DATABASE or ndjson:FOLDER"

const invalid = (message: string, cause?: unknown) => new SyncError({ reason: "Destination", message, cause })

/** The driver decodes the name of the database. */
const isServer = (address: string): boolean => {
  if (!URL.canParse(address)) return false
  const { host, pathname } = new URL(address)
  try {
    return host !== "" && decodeURIComponent(pathname) !== ""
  } catch {
    return false
  }
}

/** Loads a sink. Without its driver, says how to install it. */
const load = <A>(packages: string, module: () => Promise<A>): Effect.Effect<A, SyncError> =>
  Effect.tryPromise({
    try: module,
    catch: (cause) =>
      invalid(`sync: the driver of this destination cannot be loaded. Run \`npm install ${packages}\`.`, cause)
  })

const sqlite = "@effect/sql@0.52 @effect/sql-libsql@0.42 @effect/experimental@0.61 @libsql/client@0.12 libsql@0.4"
const postgres = "@effect/sql@0.52 @effect/sql-pg@0.53 @effect/experimental@0.61"

/**
 * The sink of an address.
 *
 * @since 0.1.0
 */
export const layer = (address: string, options: OpenOptions = {}): Layer.Layer<Sink, SyncError, FileSystem | Path> => {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(address) ?? []
  const sink: Effect.Effect<Layer.Layer<Sink, SyncError, FileSystem | Path>, SyncError> = Effect.gen(function* () {
    if (scheme === "sqlite" && rest.replace(/^\/\/$/, "") !== "") {
      const module = yield* load(sqlite, () => import("./SqliteSink.js"))
      // both `sqlite:copy.db` and `sqlite:///home/ann/copy.db`
      return module.layer({ ...options, file: rest.replace(/^\/\/(?=\/)/, "") })
    }
    if ((scheme === "postgres" || scheme === "postgresql") && isServer(address)) {
      const module = yield* load(postgres, () => import("./PostgresSink.js"))
      return module.layer({ ...options, url: Redacted.make(address) })
    }
    if (scheme === "ndjson" && rest !== "") {
      const module = yield* Effect.promise(() => import("./NdjsonSink.js"))
      return module.layer({ ...options, folder: rest })
    }
    // without the address: it may contain a password
    return yield* invalid(
      `sync: the destination is not valid (${scheme === "" ? "no scheme" : `${scheme}:`}). Use ${forms}.`
    )
  })
  return Layer.unwrapEffect(sink)
}
