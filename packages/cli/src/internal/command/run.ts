/** Runs an operation of the catalogue. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import { resources } from "@effect-helpscout/resources/Resources"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Account from "../account.js"
import * as Terminal from "../output/terminal.js"
import * as Calls from "./call.js"
import * as Confirm from "./confirm.js"
import type { Operation } from "./operations.js"
import * as Request from "./request.js"
import type { Session } from "./session.js"
import { UsageError } from "./usageError.js"

type Method = (...args: ReadonlyArray<unknown>) => unknown

/** The method of an operation, with only its own resource built. */
export const methodOf = (path: ReadonlyArray<string>): Effect.Effect<Method, never, HelpScoutClient> => {
  const [resource = "", ...rest] = path
  // the path is one of the catalogue
  const tag = resources[resource as keyof typeof resources] as (typeof resources)["tags"]
  return Effect.map(Effect.provide(tag, tag.layer), (service) =>
    rest.reduce<unknown>((member, name) => (member as Record<string, unknown>)[name], service)
  ) as Effect.Effect<Method, never, HelpScoutClient>
}

const takesArgs = ({ list, params, query }: Endpoint.Description): boolean =>
  Object.keys(params).length > 0 || query !== undefined || list !== undefined

/** Calls a method that returns one value. */
export const callOne = (
  operation: Operation,
  call: Calls.Call
): Effect.Effect<unknown, HelpScoutError, HelpScoutClient> =>
  Effect.flatMap(methodOf(operation.path), (method) => {
    const args = takesArgs(operation.description) ? [call.args] : []
    const result = method(...args, ...(operation.takesPayload ? [call.payload] : []))
    return result as Effect.Effect<unknown, HelpScoutError>
  })

export const impactOf = (operation: Operation, payload: unknown): Confirm.Impact => {
  const { impact, impactCases } = operation.description
  const found = impactCases.find((one) =>
    Object.entries(one.payload).every(
      ([key, value]) => (payload as Record<string, unknown> | undefined)?.[key] === value
    )
  )
  return found?.impact ?? impact
}

// ---------------------------------------------------------------------------------------------------------------
// lists
// ---------------------------------------------------------------------------------------------------------------

const countOf = (page: Page.Page<unknown>): string =>
  page.totals === undefined ? `${page.items.length}` : `${page.items.length} of ${page.totals.totalElements}`

const runPage = (operation: Operation, session: Session, args: Calls.Call["args"]) =>
  Effect.gen(function* () {
    const method = yield* methodOf(operation.path)
    const page = yield* method(args) as Effect.Effect<Page.Page<unknown>, HelpScoutError>
    yield* session.rows(Stream.fromIterable(page.items))
    if (page.items.length === 0 && Terminal.isTerminal) yield* Terminal.note("No items.")
    if (page.next !== undefined) yield* Terminal.note(`${countOf(page)}. --all or --limit reads more.`)
  })

const runList = (operation: Operation, session: Session, args: Calls.Call["args"]) =>
  Effect.gen(function* () {
    const limit = yield* session.integer("limit")
    const page = yield* session.integer("page")
    if (page !== undefined && (limit !== undefined || session.has("all"))) {
      return yield* new UsageError({
        message: `${session.command}: --page is one page. Pass it without --all and --limit.`
      })
    }
    const isStream = session.has("all") || limit !== undefined
    if (!isStream && operation.isCombined) {
      return yield* new UsageError({
        message: `${session.command}: pass --limit or --all. It has no pages, and its items cost more than one request.`
      })
    }
    if (!isStream) return yield* runPage(operation, session, page === undefined ? args : { ...args, page })
    if (operation.streamed === undefined) {
      // the list has one page
      const method = yield* methodOf(operation.path)
      const { items } = yield* method(args) as Effect.Effect<Page.Page<unknown>, HelpScoutError>
      return yield* session.rows(Stream.fromIterable(items.slice(0, limit)))
    }
    const method = yield* methodOf([...operation.path.slice(0, -1), operation.streamed])
    const items = method(args) as Stream.Stream<unknown, HelpScoutError>
    let done = 0
    const counted = Stream.tap(items, () => {
      done += 1
      return done % 25 === 0 && !isPrinting(session) ? Terminal.progress(done, limit, "items") : Effect.void
    })
    yield* session.rows(limit === undefined ? counted : Stream.take(counted, limit))
    if (!isPrinting(session)) yield* Terminal.endProgress
  })

/** NDJSON on a terminal shows its own progress. */
const isPrinting = (session: Session): boolean =>
  Terminal.isTerminal && session.output.format !== "table" && session.output.format !== "markdown"

// ---------------------------------------------------------------------------------------------------------------
// single calls
// ---------------------------------------------------------------------------------------------------------------

/** Prints the result of a call: a value, the id of what was created, or that it is done. */
const printResult = (session: Session, { description }: Operation, result: unknown): Effect.Effect<void> => {
  const { decode } = description.response
  const value = Option.isOption(result) ? Option.getOrUndefined(result) : result
  if (decode._tag === "Text") return Terminal.write(String(value))
  if (decode._tag === "Created") {
    return value === undefined ? Terminal.note("Done.") : session.value({ id: value })
  }
  if (value === undefined) return Terminal.note("Done.")
  return Array.isArray(value) ? session.rows(Stream.fromIterable(value)) : session.value(value)
}

const runBytes = (operation: Operation, session: Session, args: Calls.Call["args"]) =>
  Effect.gen(function* () {
    if (Terminal.isTerminal) {
      return yield* new UsageError({ message: `${session.command}: the result is a file. Redirect it: > file` })
    }
    const method = yield* methodOf(operation.path)
    yield* Terminal.writeAll(method(args) as Stream.Stream<Uint8Array, HelpScoutError>)
  })

/** Each batch is printed when it is done, one line for each id. */
const runBatches = (operation: Operation, session: Session, call: Calls.Call) =>
  Effect.flatMap(methodOf(operation.path), (method) => {
    const batches = method(call.args, call.payload) as Stream.Stream<ReadonlyArray<unknown>, HelpScoutError>
    return session.rows(Stream.map(Stream.flattenIterables(batches), (id) => ({ id })))
  })

const runCall = (operation: Operation, session: Session, call: Calls.Call) => {
  if (operation.kind === "List") return runList(operation, session, call.args)
  if (operation.kind === "All") return runBatches(operation, session, call)
  if (operation.kind === "Bytes") return runBytes(operation, session, call.args)
  return Effect.flatMap(callOne(operation, call), (result) => printResult(session, operation, result))
}

/** The request to show. Of a method that combines requests only the inputs are known. */
const shownRequest = (operation: Operation, session: Session, call: Calls.Call, { params, payload }: Calls.Encoded) =>
  operation.isCombined
    ? Effect.succeed({
        method: "CALL",
        url: operation.path.join("."),
        body: { ...params, ...(payload as object | undefined) }
      })
    : Request.requestOf(callOne(operation, call), session.account)

/** Runs the operation that was typed. */
export const run = (operation: Operation, session: Session): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const texts = { params: session.args, flags: session.flags, data: session.text("data") }
    const named = <A>(effect: Effect.Effect<A, UsageError>) =>
      Effect.mapError(effect, ({ message }) => new UsageError({ message: `${session.command}: ${message}` }))
    const encoded = yield* named(Calls.encoded(operation, texts, now))
    const call = yield* named(Calls.decoded(operation, encoded))
    const impact = impactOf(operation, encoded.payload)
    const isShown = session.has("dry-run") || (impact !== "read" && !session.has("yes") && Terminal.isInteractive)
    const request = isShown ? yield* shownRequest(operation, session, call, encoded) : undefined
    if (session.has("dry-run") && request !== undefined) return yield* session.value(request)
    yield* Confirm.confirm(session, impact, request === undefined ? "" : Request.describe(request), "Send it?")
    yield* Effect.provide(runCall(operation, session, call), Account.layer(session.account))
  })
