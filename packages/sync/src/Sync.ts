/**
 * Keeps an accurate copy of an account: `run` copies it and brings it up to date, `watch` does so from then on, and
 * `changes` is the same as a Stream, for destinations of your own.
 *
 * ```ts
 * import * as SqliteSink from "@effect-helpscout/sync/SqliteSink"
 * import * as Sync from "@effect-helpscout/sync/Sync"
 * import * as Effect from "effect/Effect"
 *
 * export const copy = Sync.run({ reconcile: true }).pipe(Effect.provide(SqliteSink.layer({ file: "helpscout.db" })))
 * ```
 *
 * @since 0.1.0
 */
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { Page } from "@effect-helpscout/core/Page"
import * as RateLimiter from "@effect-helpscout/core/RateLimiter"
import * as Received from "@effect-helpscout/core/Received"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type { Batch, Position } from "./Change.js"
import * as Conversations from "./internal/conversations.js"
import * as Customers from "./internal/customers.js"
import { type Mark, marksOf } from "./internal/marks.js"
import * as Pass from "./internal/pass.js"
import { reconcile } from "./internal/reconciliation.js"
import * as Small from "./internal/small.js"
import type { Estimate, Progress, Report } from "./Progress.js"
import { type Counts, type Service, Sink, type TableCounts } from "./Sink.js"
import { SyncError } from "./SyncError.js"
import * as Tables from "./Tables.js"

/** @since 0.1.0 */
export interface Options {
  /** The tables to copy, with the tables below them. @default all */
  readonly tables?: ReadonlyArray<Tables.RootName>
  /** Copies only conversations and customers that changed since then. Counts for the first run only. @default everything */
  readonly since?: DateTime.Utc
  /** Compares the ids of the account with the copy, to find deletions and merges. @default false */
  readonly reconcile?: boolean
  /** How far each pass reaches back before the last one, because Help Scout's lists lag behind writes. @default "10 minutes" */
  readonly overlap?: Duration.DurationInput
  /** The priority of the requests among those of the account. @default -1 */
  readonly priority?: number
}

/** @since 0.1.0 */
export interface RunOptions extends Options {
  /** Called before the first page, after every commit, and at the end. */
  readonly onProgress?: (progress: Progress) => Effect.Effect<void>
}

// ---------------------------------------------------------------------------------------------------------------
// changes
// ---------------------------------------------------------------------------------------------------------------

/** How often the parts of small tables are read that cost a request for each row. */
const smallEvery = Duration.toMillis("1 day")

const roots = ({ tables }: Options): ReadonlySet<Tables.RootName> =>
  // cast: keys of an object literal
  new Set(tables ?? (Object.keys(Tables.roots) as Array<Tables.RootName>))

/** The time of a response, according to Help Scout. Its clock decides what has changed since (law Y1). */
const timeOf = (date: string | undefined): Effect.Effect<string> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const sent = date === undefined ? Number.NaN : Date.parse(date)
    return `${new Date(Number.isNaN(sent) ? now : sent).toISOString().slice(0, 19)}Z`
  })

/** The first request of a pass: the account, and the time. */
const begin = (position: Position) =>
  Effect.gen(function* () {
    const helpScout = yield* HelpScout
    const [me, response] = yield* HelpScoutClient.withResponse(helpScout.users.me())
    const account = me.companyId ?? me.id
    if (position.account !== undefined && position.account !== account) {
      return yield* new SyncError({
        reason: "Foreign",
        message: `sync: this is the copy of account ${position.account}, and the credentials belong to account ${account}. Use another destination, or the credentials of that account.`
      })
    }
    return { account, startedAt: yield* timeOf(response.headers.date) }
  })

/** The first position of a copy that begins at a date. */
const sinceDate = (position: Position, since: DateTime.Utc | undefined): Position => {
  const isNew = position.conversations === undefined && position.customers === undefined
  if (since === undefined || !isNew) return position
  const watermark = `${DateTime.formatIso(since).slice(0, 19)}Z`
  return { ...position, since: watermark, conversations: { watermark }, customers: { watermark } }
}

/**
 * The options of `changes`.
 *
 * @since 0.1.0
 */
export interface ChangesOptions extends Options {
  /** The position of the last batch that was stored. `{}` for a new copy. */
  readonly position: Position
  /** Reads the copy. */
  readonly known: Pick<Service, "differences" | "present" | "conversationsOf">
}

const makePass = (options: ChangesOptions, startedAt: string, from: Position) =>
  Effect.map(HelpScout, (helpScout) =>
    Pass.make({
      helpScout,
      known: options.known,
      startedAt,
      overlap: Duration.toMillis(options.overlap ?? "10 minutes"),
      reconcile: options.reconcile ?? false,
      from
    })
  )

/**
 * Emits the changes of an account since a position, page by page. Store each batch together with its position, both or
 * neither, and pass the last position to the next call. `known` reads your copy, for reconciliation and erasure.
 *
 * @since 0.1.0
 */
export const changes = (options: ChangesOptions): Stream.Stream<Batch, HelpScoutError | SyncError, HelpScout> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const { account, startedAt } = yield* begin(options.position)
      const context = yield* makePass(options, startedAt, {
        ...sinceDate(options.position, options.since),
        account
      })
      const selected = roots(options)
      const small = Small.all.filter(({ table }) => selected.has(table.name as Tables.RootName))
      const last = options.position.small
      const full = context.reconcile || last === undefined || Date.parse(startedAt) - Date.parse(last) >= smallEvery
      const smallDone = Stream.sync(() =>
        context.batch("users", [], (position) => (full ? { ...position, small: startedAt } : position))
      )
      const large = (["customers", "conversations"] as const).filter((name) => selected.has(name))
      const stages: ReadonlyArray<Pass.Batches> = [
        ...small.map((each) => Small.pass(context, each, full)),
        ...(small.length > 0 ? [smallDone] : []),
        ...large.map((name) => (name === "customers" ? Customers.pass(context) : Conversations.pass(context))),
        ...(context.reconcile ? large.map((name) => reconcile(context, name)) : [])
      ]
      return Stream.flatMap(Stream.fromIterable(stages), (stage) => stage)
    })
  ).pipe(Received.keepStream)

// ---------------------------------------------------------------------------------------------------------------
// estimate
// ---------------------------------------------------------------------------------------------------------------

/** Items on a page, as Help Scout sends them. The stable order of conversations repeats one on each page. */
const perPage = { conversations: 24, customers: 50 }

/**
 * The least that the next pass costs, from the totals of the account. Two requests. Conversations whose threads are not
 * embedded completely cost one request more for every 25 threads.
 *
 * @since 0.1.0
 */
export const estimate = (
  options: Options & { readonly position: Position }
): Effect.Effect<Estimate, HelpScoutError, HelpScout> =>
  Effect.gen(function* () {
    const helpScout = yield* HelpScout
    const selected = roots(options)
    const position = sinceDate(options.position, options.since)
    const since = (name: "conversations" | "customers") => {
      const watermark = position[name]?.watermark
      return watermark === undefined ? {} : { modifiedSince: DateTime.unsafeMake(watermark) }
    }
    const total = (page: Page<unknown>) => page.totals?.totalElements ?? page.items.length
    const conversations = selected.has("conversations")
      ? total(yield* helpScout.conversations.list({ status: "all", ...since("conversations") }))
      : 0
    const customers = selected.has("customers") ? total(yield* helpScout.customers.list(since("customers"))) : 0
    const small = Small.all.filter(({ table }) => selected.has(table.name as Tables.RootName)).length
    const pages = (items: number, size: number) => Math.max(1, Math.ceil(items / size))
    const walks = options.reconcile === true ? 2 : 1
    const requests =
      3 +
      small +
      (selected.has("conversations") ? walks * pages(conversations, perPage.conversations) : 0) +
      (selected.has("customers") ? walks * pages(customers, perPage.customers) : 0)
    const limiter = yield* Effect.serviceOption(RateLimiter.RateLimiter)
    const perMinute = Option.isSome(limiter) ? ((yield* limiter.value.snapshot).limit ?? 400) : 400
    return { conversations, customers, requests, minutes: Math.ceil((requests / perMinute) * 10) / 10 }
  })

// ---------------------------------------------------------------------------------------------------------------
// run
// ---------------------------------------------------------------------------------------------------------------

const none: TableCounts = { upserted: 0, deleted: 0, unchanged: 0 }

const addCounts = (totals: Counts, counts: Counts): Counts => {
  const sum: Record<string, TableCounts> = { ...totals }
  for (const [table, { deleted, unchanged, upserted }] of Object.entries(counts)) {
    const before = sum[table] ?? none
    sum[table] = {
      upserted: before.upserted + upserted,
      deleted: before.deleted + deleted,
      unchanged: before.unchanged + unchanged
    }
  }
  return sum
}

/** Counts what a run does, and reports it. */
const makeMeter = (options: RunOptions) =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const limiter = yield* Effect.serviceOption(RateLimiter.RateLimiter)
    const waitsSoFar = Option.isNone(limiter)
      ? Effect.succeed(0)
      : Effect.map(limiter.value.snapshot, ({ waits }) => waits)
    const waitsBefore = yield* waitsSoFar
    const waits = Effect.map(waitsSoFar, (now) => now - waitsBefore)
    let tables: Counts = Object.fromEntries(
      [...roots(options)]
        .flatMap((name) => [Tables.roots[name], ...Tables.below(Tables.roots[name])])
        .map(({ name }) => [name, none])
    )
    let requests = 0
    let invalid = 0
    let remaining: Readonly<Record<"conversations" | "customers", number>> = { conversations: 0, customers: 0 }
    const publish = options.onProgress ?? (() => Effect.void)
    const report: Effect.Effect<Report> = Effect.gen(function* () {
      const millis = (yield* Clock.currentTimeMillis) - startedAt
      return { tables, requests, waits: yield* waits, invalid, seconds: Math.round(millis / 100) / 10 }
    })
    return {
      report,
      onResponse: () =>
        Effect.sync(() => {
          requests++
        }),
      started: (estimated: Estimate) =>
        Effect.suspend(() => {
          remaining = { conversations: estimated.conversations, customers: estimated.customers }
          return publish({ _tag: "Started", estimate: estimated })
        }),
      committed: ({ changes, table }: Batch, counts: Counts) =>
        Effect.gen(function* () {
          tables = addCounts(tables, counts)
          invalid += changes.filter(({ _tag }) => _tag === "Invalid").length
          const rows = Object.values(counts).reduce((sum, { unchanged, upserted }) => sum + upserted + unchanged, 0)
          if (table === "conversations" || table === "customers") {
            const read = (counts[table]?.upserted ?? 0) + (counts[table]?.unchanged ?? 0)
            remaining = { ...remaining, [table]: Math.max(0, remaining[table] - read) }
          }
          yield* publish({ _tag: "Committed", table, rows, requests, waits: yield* waits, remaining })
        }),
      completed: Effect.tap(report, (done) => publish({ _tag: "Completed", report: done }))
    }
  })

/**
 * Brings the copy up to date and returns what it did: one pass over everything that changed since the last run. After a
 * failure or a kill, the next run continues after the last committed page (law Y2).
 *
 * @since 0.1.0
 */
export const run = (options: RunOptions = {}): Effect.Effect<Report, HelpScoutError | SyncError, HelpScout | Sink> =>
  Effect.gen(function* () {
    const sink = yield* Sink
    const position = yield* sink.position
    const meter = yield* makeMeter(options)
    yield* Effect.gen(function* () {
      yield* meter.started(yield* estimate({ ...options, position }))
      yield* changes({ ...options, position, known: sink }).pipe(
        Stream.runForEach((batch) =>
          // Ctrl-C does not interrupt a commit
          Effect.flatMap(Effect.uninterruptible(sink.commit(batch)), (counts) => meter.committed(batch, counts))
        )
      )
    }).pipe(HelpScoutClient.onResponse(meter.onResponse), HelpScoutClient.withPriority(options.priority ?? -1))
    return yield* meter.completed
  })

// ---------------------------------------------------------------------------------------------------------------
// watch
// ---------------------------------------------------------------------------------------------------------------

/**
 * Reads conversations and customers again that may have changed, and commits what is found: one request each, and more for
 * long conversations.
 *
 * @since 0.1.0
 */
export const refresh = (
  marks: { readonly conversations?: Iterable<number>; readonly customers?: Iterable<number> },
  options: Options = {}
): Effect.Effect<Counts, HelpScoutError | SyncError, HelpScout | Sink> =>
  Effect.gen(function* () {
    const sink = yield* Sink
    const position = yield* sink.position
    const context = yield* makePass({ ...options, position, known: sink }, yield* timeOf(undefined), position)
    let counts: Counts = {}
    const commit = (table: string, changes: Batch["changes"]) =>
      Effect.map(Effect.uninterruptible(sink.commit(context.batch(table, changes))), (committed) => {
        counts = addCounts(counts, committed)
      })
    for (const id of new Set(marks.customers))
      yield* Effect.flatMap(Customers.refresh(context, id), (read) => commit("customers", read))
    for (const id of new Set(marks.conversations))
      yield* Effect.flatMap(Conversations.refresh(context.helpScout, id), (read) => commit("conversations", read))
    return counts
  }).pipe(Received.keep, HelpScoutClient.withPriority(options.priority ?? -1))

/**
 * The options of `watch`.
 *
 * @since 0.1.0
 */
export interface WatchOptions extends RunOptions {
  /** The time between two passes. @default "5 minutes" */
  readonly every?: Duration.DurationInput
  /** The time between two reconciliations. @default "1 day" */
  readonly reconcileEvery?: Duration.DurationInput
  /** Events of a webhook, which mark what is read again at once. Passes find whatever is not delivered. @default none */
  readonly events?: Stream.Stream<WebhookEvent>
}

/** Failures of the destination that end on their own. */
const isTransient = (error: HelpScoutError | SyncError): boolean =>
  error._tag !== "HelpScoutSyncFailed" || error.reason === "Unavailable" || error.reason === "Full"

/** Logs a failure that may end on its own, and lets the next pass try again. */
const orLater = <A, R>(effect: Effect.Effect<A, HelpScoutError | SyncError, R>): Effect.Effect<void, SyncError, R> =>
  Effect.catchAll(Effect.asVoid(effect), (error) =>
    isTransient(error) ? Effect.logWarning(error.message) : Effect.fail(error as SyncError)
  )

const isDue = (at: string | undefined, every: Duration.DurationInput | undefined, now: number): boolean =>
  at === undefined || now - Date.parse(at) >= Duration.toMillis(every ?? "1 day")

/**
 * Keeps the copy up to date until it is interrupted: a pass on a schedule, events within seconds, and a reconciliation
 * once a day. Failures of Help Scout, and of a destination that is not available, are logged; the next pass tries again.
 *
 * @since 0.1.0
 */
export const watch = (options: WatchOptions = {}): Effect.Effect<never, SyncError, HelpScout | Sink> =>
  Effect.gen(function* () {
    const sink = yield* Sink
    const marks = yield* Queue.unbounded<Mark>()
    const receive = Stream.runForEach(options.events ?? Stream.empty, (event) => marks.offerAll(marksOf(event)))
    yield* Effect.forkScoped(receive)

    const passOnce = Effect.gen(function* () {
      const { conversations } = yield* sink.position
      const reconcile = isDue(conversations?.reconciledAt, options.reconcileEvery, yield* Clock.currentTimeMillis)
      yield* run({ ...options, reconcile })
    })
    const refreshMarked = (first: Mark) =>
      Effect.gen(function* () {
        const taken = [first, ...(yield* marks.takeAll)]
        const idsOf = (table: Mark["table"]) => taken.flatMap((mark) => (mark.table === table ? [mark.id] : []))
        yield* orLater(refresh({ conversations: idsOf("conversations"), customers: idsOf("customers") }, options))
      })
    const until = (deadline: number): Effect.Effect<void, SyncError, HelpScout | Sink> =>
      Effect.gen(function* () {
        const left = deadline - (yield* Clock.currentTimeMillis)
        // only the wait ends with the time: a mark that was taken is not lost
        const mark = yield* Effect.timeoutOption(marks.take, Math.max(0, left))
        if (Option.isNone(mark)) return
        yield* refreshMarked(mark.value)
        yield* until(deadline)
      })
    const untilNextPass = Effect.flatMap(Clock.currentTimeMillis, (now) =>
      until(now + Duration.toMillis(options.every ?? "5 minutes"))
    )
    return yield* Effect.forever(Effect.zipRight(orLater(passOnce), untilNextPass))
  }).pipe(Effect.scoped)
