/** From the errors of drivers to `SyncError`s, which name the next step. */
import type { SqlError } from "@effect/sql/SqlError"
import { type Reason, SyncError } from "../../SyncError.js"

/** The code of the driver's error: `SQLITE_FULL`, `57P01`, `ECONNREFUSED`. Drivers nest their errors. */
const codeOf = (cause: unknown): string => {
  if (typeof cause !== "object" || cause === null) return ""
  const { cause: inner, code } = cause as { readonly cause?: unknown; readonly code?: unknown }
  const own = typeof code === "string" ? code : ""
  const below = inner === cause ? "" : codeOf(inner)
  return below !== "" && !own.startsWith("SQLITE_") ? below : own
}

const messageOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error ? messageOf(cause.cause) : cause.message
}

const kinds: ReadonlyArray<readonly [RegExp, Reason, string, string]> = [
  [
    /^SQLITE_NOTADB|^SQLITE_CORRUPT/,
    "NotADatabase",
    "is not a SQLite database, or it is damaged",
    "Choose another file."
  ],
  [/^SQLITE_FULL|^53100$|^ENOSPC$/, "Full", "has no space left", "Free some space, then run it again: it continues."],
  [
    /^SQLITE_(?:READONLY|PERM|AUTH|CANTOPEN)/,
    "Denied",
    "cannot be opened or written",
    "Check that it exists, and the permissions of the file and of its folder."
  ],
  [
    /^EACCES$|^EPERM$|^EROFS$|^42501$|^28/,
    "Denied",
    "cannot be opened or written",
    "Check that it exists, the user name and password, and the permissions."
  ],
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    "Unavailable",
    "is locked by another program",
    "Wait until it ends, then run it again: it continues."
  ],
  [/^SQLITE_IOERR/, "Unavailable", "cannot be read or written", "Check the disk, then run it again: it continues."],
  [/^3D000$/, "Destination", "does not exist", "Create it: `createdb NAME`."],
  [
    /^08|^57P|^53|^40|^ECONN|^EPIPE$|^ENOTFOUND$|^ETIMEDOUT$|^EAI_AGAIN$/,
    "Unavailable",
    "is not available",
    "Check that the database is running and reachable, then run it again: it continues."
  ]
]

/** The error of a destination. `doing` is what failed, for codes that say nothing else. */
export const toSyncError =
  (description: string) =>
  (cause: unknown): SyncError => {
    if (cause instanceof SyncError) return cause
    const code = codeOf(cause)
    // libSQL reports a file that it cannot open without a code
    const found = /Unable to open connection/.test(messageOf(cause)) ? "SQLITE_CANTOPEN" : code
    const kind = kinds.find(([pattern]) => pattern.test(found))
    const lost = /terminated|Connection ended|not queryable|Failed to acquire|timeout/i.test(messageOf(cause))
    const [, reason, what, next] = kind ?? (lost ? (kinds.at(-1) as (typeof kinds)[number]) : unknown)
    return new SyncError({
      reason,
      message: `sync: ${description} ${what} (${code === "" ? messageOf(cause) : `${code}: ${messageOf(cause)}`}). ${next}`,
      cause
    })
  }

const unknown: (typeof kinds)[number] = [
  /./,
  "Failed",
  "rejected a statement",
  "The copy is as it was after the last page. Run it again; if it fails again, report it."
]

export type { SqlError }
