/**
 * One call for each line of the input (`--each`).
 *
 * law C8: every line ends up done, failed or unknown. The journal records that a line is started before its request is sent,
 * and its outcome before the next line of the same fiber is started. A line without an outcome is unknown: it may have been
 * applied, so `--resume` never sends it again.
 */
import { createHash } from "node:crypto"
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { dirname, isAbsolute, join } from "node:path"
import * as Process from "node:process"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Account from "../account.js"
import { failureOf } from "../output/failure.js"
import * as Terminal from "../output/terminal.js"
import * as Calls from "./call.js"
import * as Confirm from "./confirm.js"
import type { Operation } from "./operations.js"
import * as Request from "./request.js"
import * as Run from "./run.js"
import type { Session } from "./session.js"
import { UsageError } from "./usageError.js"
import { parseJson } from "./values.js"

/** Not every line is done. */
export class BulkIncomplete extends Data.TaggedError("BulkIncomplete")<{ readonly message: string }> {}

type State = "done" | "failed" | "unknown"

interface Outcome {
  readonly line: number
  readonly item: string
  readonly state: State
  readonly message?: string
  readonly id?: unknown
}

interface Line {
  readonly number: number
  readonly text: string
  readonly hash: string
  readonly call: Calls.Call
  readonly impact: Confirm.Impact
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16)

// ---------------------------------------------------------------------------------------------------------------
// input
// ---------------------------------------------------------------------------------------------------------------

const readLines = (source: string): Effect.Effect<ReadonlyArray<string>, UsageError> =>
  Effect.try({
    // 0 is the standard input
    try: () => readFileSync(source === "-" ? 0 : source.replace(/^@/, ""), "utf8").split(/\r?\n/),
    catch: (error) =>
      new UsageError({ message: `--each: ${source} cannot be read (${(error as NodeJS.ErrnoException).code}).` })
  })

/** The ids and the fields of one line: `123`, or `{"id": 123, "text": "..."}`. */
const fieldsOf = (operation: Operation, text: string): Either.Either<Record<string, unknown>, UsageError> => {
  const [first] = operation.params
  if (!text.startsWith("{")) {
    const id = text.replace(/^"(.*)"$/, "$1")
    return Either.right({ [first?.key ?? "id"]: first?.isNumber === true && /^\d+$/.test(id) ? Number(id) : id })
  }
  return Either.map(parseJson("line", text), (json) => {
    const { id, ...rest } = json as Record<string, unknown>
    return first !== undefined && id !== undefined && !(first.key in rest) ? { [first.key]: id, ...rest } : { ...rest }
  })
}

const isId = (value: unknown): boolean => typeof value === "number" && Number.isSafeInteger(value) && value >= 1

const callOf = (
  operation: Operation,
  base: Calls.Encoded,
  text: string
): Either.Either<readonly [Calls.Call, unknown], UsageError> =>
  Either.gen(function* () {
    const fields = yield* fieldsOf(operation, text)
    const ids = new Set(operation.params.map(({ key }) => key))
    const own = Object.entries(fields)
    const params = { ...base.params, ...Object.fromEntries(own.filter(([key]) => ids.has(key))) }
    const rest = own.filter(([key]) => !ids.has(key))
    // rows of a list have more fields than the operation takes: only those that it knows count
    const known = new Set(operation.payload.map(({ key }) => key))
    const overrides = Object.fromEntries(rest.filter(([key]) => known.has(key)))
    const payload =
      Object.keys(overrides).length === 0 ? base.payload : { ...(base.payload as object | undefined), ...overrides }
    const invalid = operation.params.find(({ isNumber, key }) => isNumber && !isId(params[key]))
    if (invalid !== undefined) {
      return yield* Either.left(new UsageError({ message: `${invalid.key} must be a positive integer.` }))
    }
    const call = yield* Calls.decoded(operation, { ...base, params, payload })
    return [call, payload] as const
  })

/** Everything is checked before anything is sent (law C2). */
const prepare = (
  operation: Operation,
  session: Session,
  base: Calls.Encoded,
  source: string
): Effect.Effect<ReadonlyArray<Line>, UsageError> =>
  Effect.gen(function* () {
    const texts = yield* readLines(source)
    const lines: Array<Line> = []
    for (const [index, raw] of texts.entries()) {
      const text = raw.trim()
      if (text === "") continue
      const call = callOf(operation, base, text)
      if (Either.isLeft(call)) {
        return yield* new UsageError({
          message: `${session.command}: line ${index + 1} of --each: ${call.left.message} Nothing was sent.`
        })
      }
      const [decoded, payload] = call.right
      const impact = Run.impactOf(operation, payload)
      lines.push({ number: index + 1, text, hash: hashOf(text), call: decoded, impact })
    }
    return lines
  })

// ---------------------------------------------------------------------------------------------------------------
// journal
// ---------------------------------------------------------------------------------------------------------------

interface Entry {
  readonly line: number
  readonly hash: string
  readonly state: State | "started"
  readonly message?: string
}

interface Journal {
  readonly path: string
  /** The last entry of each line. */
  readonly entries: ReadonlyMap<number, Entry>
  readonly append: (entry: Entry) => Effect.Effect<void>
  readonly finish: Effect.Effect<void>
}

const stateDirectory = (): string => {
  const configured = Process.env.XDG_STATE_HOME ?? ""
  return join(isAbsolute(configured) ? configured : join(homedir(), ".local", "state"), "effect-helpscout", "bulk")
}

/** The same command has the same journal, whatever its flags about asking and resuming. */
const defaultPath = ({ args, command, flags }: Session): string => {
  const volatile = new Set(["yes", "resume", "concurrency", "output", "fields", "json-errors", "verbose"])
  const relevant = Object.entries(flags).filter(([name, values]) => !volatile.has(name) && values.length > 0)
  return join(stateDirectory(), `${command.replaceAll(" ", "-")}-${hashOf(JSON.stringify([args, relevant]))}.ndjson`)
}

const finished = '{"finished":true}'

const readJournal = (path: string): ReadonlyArray<Entry> =>
  readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      // a process that was killed may have written half a line
      const parsed = Either.getOrUndefined(parseJson("journal", line))
      return parsed !== undefined && line !== finished ? [parsed as Entry] : []
    })

const openJournal = (session: Session): Effect.Effect<Journal, UsageError> =>
  Effect.suspend(() => {
    const path = session.text("journal") ?? defaultPath(session)
    const exists = existsSync(path)
    const isFinished = exists && readFileSync(path, "utf8").trimEnd().endsWith(finished)
    if (exists && !isFinished && !session.has("resume")) {
      return new UsageError({
        message: `${session.command}: an earlier run of this command was interrupted (${path}). Pass --resume to continue it, or remove the file to start again.`
      })
    }
    if (!exists && session.has("resume")) {
      return new UsageError({ message: `${session.command}: there is nothing to resume (${path} does not exist).` })
    }
    const entries = session.has("resume") ? readJournal(path) : []
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    if (!session.has("resume")) writeFileSync(path, "", { mode: 0o600 })
    return Effect.succeed({
      path,
      entries: new Map(entries.map((entry) => [entry.line, entry])),
      append: (entry) => Effect.sync(() => appendFileSync(path, `${JSON.stringify(entry)}\n`)),
      finish: Effect.sync(() => appendFileSync(path, `${finished}\n`))
    })
  })

// ---------------------------------------------------------------------------------------------------------------
// calls
// ---------------------------------------------------------------------------------------------------------------

/** Errors that every further call would meet, too. */
const isFatal = ({ _tag }: HelpScoutError): boolean =>
  _tag === "HelpScoutAuthFailed" || _tag === "HelpScoutUnauthorized" || _tag === "HelpScoutPermissionDenied"

const sendLine = (operation: Operation, journal: Journal, line: Line) =>
  Effect.gen(function* () {
    const about = { line: line.number, hash: line.hash }
    const outcome = { line: line.number, item: line.text.slice(0, 60) }
    yield* journal.append({ ...about, state: "started" })
    const result = yield* Effect.either(Run.callOne(operation, line.call))
    if (Either.isRight(result)) {
      yield* journal.append({ ...about, state: "done" })
      const value = Option.isOption(result.right) ? Option.getOrUndefined(result.right) : result.right
      const id = operation.description.response.decode._tag === "Created" ? { id: value } : {}
      return { ...outcome, state: "done", ...id } satisfies Outcome
    }
    const { message } = failureOf(result.left)
    const state: State = result.left._tag === "HelpScoutAmbiguousWrite" ? "unknown" : "failed"
    yield* journal.append({ ...about, state, message })
    if (isFatal(result.left)) return yield* result.left
    return { ...outcome, state, message } satisfies Outcome
  })

/** What an earlier run has recorded: done, or unknown, which is never sent again. */
const recordedOf = (line: Line, entry: Entry): Outcome => {
  const isStarted = entry.state === "started"
  return {
    line: line.number,
    item: line.text.slice(0, 60),
    state: isStarted ? "unknown" : (entry.state as State),
    ...(isStarted ? { message: "The command was interrupted before the response arrived. Check it." } : {}),
    ...(entry.message === undefined ? {} : { message: entry.message })
  }
}

const summary = (counts: Readonly<Record<State, number>>): string =>
  `${counts.done} done, ${counts.failed} failed, ${counts.unknown} unknown`

const highest = (lines: ReadonlyArray<Line>): Confirm.Impact => {
  const order = ["read", "write", "send", "destroy"] as const
  return order[Math.max(0, ...lines.map(({ impact }) => order.indexOf(impact)))] ?? "destroy"
}

/** Runs an operation for each line of the input. */
export const run = (operation: Operation, session: Session, source: string) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const texts = { params: session.args, flags: session.flags, data: session.text("data") }
    if (texts.params.length > 0) {
      return yield* new UsageError({ message: `${session.command}: with --each, the ids come from its lines.` })
    }
    const base = yield* Calls.encoded(operation, texts, now)
    const lines = yield* prepare(operation, session, base, source)
    if (session.has("dry-run")) {
      const requests = Stream.mapEffect(Stream.fromIterable(lines), ({ call }) =>
        Request.requestOf(Run.callOne(operation, call), session.account)
      )
      return yield* session.rows(requests)
    }
    const concurrency = (yield* session.integer("concurrency")) ?? 4
    const what = `${lines.length} calls of ${session.command}`
    yield* Confirm.confirm(session, highest(lines), what, `Send ${lines.length} requests?`)
    const journal = yield* openJournal(session)
    const mistaken = lines.find(({ hash, number }) => (journal.entries.get(number)?.hash ?? hash) !== hash)
    if (mistaken !== undefined) {
      return yield* new UsageError({
        message: `${session.command}: line ${mistaken.number} of --each has changed since the interrupted run. Pass the same input.`
      })
    }

    const counts = { done: 0, failed: 0, unknown: 0 }
    const outcomes = Stream.fromIterable(lines).pipe(
      Stream.mapEffect(
        (line) => {
          const entry = journal.entries.get(line.number)
          return entry === undefined || entry.state === "failed"
            ? sendLine(operation, journal, line)
            : Effect.succeed(recordedOf(line, entry))
        },
        { concurrency, unordered: true }
      ),
      Stream.tap(({ state }) => {
        counts[state] += 1
        return Terminal.progress(counts.done + counts.failed + counts.unknown, lines.length, summary(counts))
      })
    )
    yield* session.rows(outcomes).pipe(
      Effect.provide(Account.layer(session.account)),
      Effect.onInterrupt(() =>
        Terminal.note(`Interrupted: ${summary(counts)}. Run the same command with --resume to continue.`)
      )
    )
    yield* Terminal.endProgress
    yield* journal.finish
    if (counts.failed + counts.unknown === 0) return yield* Terminal.note(`${summary(counts)}.`)
    return yield* new BulkIncomplete({
      message: `${session.command}: ${summary(counts)}. Pass --resume to send the failed lines again; check the unknown ones first (${journal.path}).`
    })
  })
