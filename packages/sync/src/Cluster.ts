/**
 * The copies of many accounts on many machines, on `@effect/cluster`: each account is an entity, which one runner at a time
 * works on, so that its rate limit lives in one place. Install `@effect/cluster@0.60` and `@effect/rpc@0.76`.
 *
 * ```ts
 * import { HelpScout } from "@effect-helpscout/resources/HelpScout"
 * import * as Cluster from "@effect-helpscout/sync/Cluster"
 * import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
 * import * as Redacted from "effect/Redacted"
 *
 * const app = { clientId: "id", clientSecret: Redacted.make("secret") }
 * const sink = (account: string) => PostgresSink.layer({ url: Redacted.make(`postgres://localhost/${account}`) })
 * export const entities = Cluster.layer({ client: (account) => HelpScout.make({ ...app, account }), sink })
 * export const copied = Cluster.sync("acme", { id: "2026-11-27" })
 * ```
 *
 * @since 0.1.0
 */

import type { AlreadyProcessingMessage, MailboxFull, PersistenceError } from "@effect/cluster/ClusterError"
import * as ClusterSchema from "@effect/cluster/ClusterSchema"
import * as Entity from "@effect/cluster/Entity"
import type { Sharding } from "@effect/cluster/Sharding"
import * as Rpc from "@effect/rpc/Rpc"
import * as HelpScout from "@effect-helpscout/resources/HelpScout"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import type { Sink } from "./Sink.js"
import * as Sync from "./Sync.js"
import type { SyncError } from "./SyncError.js"

/**
 * A run that failed. The copy is as it was after the last committed page, and the next run continues.
 *
 * @since 0.1.0
 */
export class AccountSyncFailed extends Schema.TaggedError<AccountSyncFailed>()("HelpScoutAccountSyncFailed", {
  account: Schema.String,
  /** The error that ended the run, such as `HelpScoutAuthFailed`. */
  error: Schema.String,
  message: Schema.String
}) {}

const TableCounts = Schema.Struct({ upserted: Schema.Number, deleted: Schema.Number, unchanged: Schema.Number })

/**
 * The result of a run, as `Progress.Report`.
 *
 * @since 0.1.0
 */
export const Report = Schema.Struct({
  tables: Schema.Record({ key: Schema.String, value: TableCounts }),
  requests: Schema.Number,
  waits: Schema.Number,
  invalid: Schema.Number,
  seconds: Schema.Number
})

/**
 * The entity of an account. Its id is your own name for the account. Messages are persisted: one that a runner did not
 * finish is handled by another runner, and one that is sent twice with the same `id` is handled once.
 *
 * @since 0.1.0
 */
export const Account = Entity.make("HelpScoutAccount", [
  Rpc.make("Sync", {
    payload: { id: Schema.String, reconcile: Schema.Boolean },
    primaryKey: ({ id }) => id,
    success: Report,
    error: AccountSyncFailed
  }).annotate(ClusterSchema.Persisted, true)
])

/** @since 0.1.0 */
export interface Options<E, R, R2> {
  /**
   * Makes the client of an account, such as `HelpScout.make`, when a runner begins to work on the account. It is closed
   * when the account moves to another runner, or is idle.
   */
  readonly client: (account: string) => Effect.Effect<HelpScout.Service, E, R | Scope.Scope>
  /** The copy of an account. Its lease keeps out a runner that lost the account without noticing (law Y4). */
  readonly sink: (account: string) => Layer.Layer<Sink, SyncError, R2>
  /** The options of each run. */
  readonly run?: Omit<Sync.RunOptions, "onProgress" | "reconcile">
  /** The time after which the client of an account without messages is closed. @default the cluster's, 1 minute */
  readonly maxIdleTime?: Duration.DurationInput
}

/** Another runner has the copy, or the database is away: both end on their own. */
const isTransient = (error: { readonly _tag: string; readonly reason?: unknown }): boolean =>
  error._tag === "HelpScoutSyncFailed" && ["InUse", "LeaseLost", "Unavailable"].includes(String(error.reason))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * The accounts, for a runner of the cluster.
 *
 * @since 0.1.0
 */
export const layer = <E extends { readonly _tag: string }, R, R2>(
  options: Options<E, R, R2>
): Layer.Layer<never, never, Sharding | Exclude<R | R2, Scope.Scope>> =>
  // the cast: the requirements of the options alone, without what the cluster provides beside the scope
  Account.toLayer(
    Effect.gen(function* () {
      const { entityId: account } = yield* Entity.CurrentAddress
      const scope = yield* Effect.scope
      const context = yield* Effect.context<R | R2>()
      let known: HelpScout.Service | undefined
      // one message at a time; a client that cannot be made is tried again by the next one
      const client = Effect.suspend(() =>
        known === undefined
          ? Effect.tap(Scope.extend(options.client(account), scope), (made) => {
              known = made
            })
          : Effect.succeed(known)
      )
      return Account.of({
        Sync: ({ payload }) =>
          Effect.flatMap(client, (helpScout) =>
            Sync.run({ ...options.run, reconcile: payload.reconcile }).pipe(
              Effect.provide(options.sink(account)),
              Effect.provideService(HelpScout.HelpScout, helpScout),
              Effect.retry({ schedule: Schedule.spaced("1 second"), while: isTransient })
            )
          ).pipe(
            Effect.mapError(
              (error) => new AccountSyncFailed({ account, error: error._tag, message: messageOf(error) })
            ),
            Effect.provide(context)
          )
      })
    }),
    { concurrency: 1, ...(options.maxIdleTime !== undefined && { maxIdleTime: options.maxIdleTime }) }
  ) as Layer.Layer<never, never, Sharding | Exclude<R | R2, Scope.Scope>>

/**
 * Copies an account, on the runner that works on it, and waits for the result. `id` names the run: the same id again
 * returns the same result. Any runner, or a client of the cluster, can call it.
 *
 * @since 0.1.0
 */
export const sync = (
  account: string,
  options: { readonly id: string; readonly reconcile?: boolean }
): Effect.Effect<
  typeof Report.Type,
  AccountSyncFailed | AlreadyProcessingMessage | MailboxFull | PersistenceError,
  Sharding
> =>
  Effect.flatMap(Account.client, (clientOf) =>
    clientOf(account).Sync({ id: options.id, reconcile: options.reconcile ?? false })
  )
