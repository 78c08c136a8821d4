/**
 * One of several runners that copy many accounts. Start it on each machine, with the same accounts:
 *
 *     HOST=10.0.0.1 PORT=34431 CLUSTER_URL=postgres://sync@db/cluster node examples/dist/src/syncCluster.js accounts.json
 *
 * `accounts.json` is a list of `{ "account": "acme", "clientId": "...", "clientSecret": "...", "database": "postgres://..." }`.
 * One runner at a time copies an account. If a runner stops, the others take over its accounts. All runners ask for the
 * same runs, which are named by `RUN_ID`, and end when these have ended.
 */
import { readFileSync } from "node:fs"
import { RunnerAddress } from "@effect/cluster/RunnerAddress"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Cluster from "@effect-helpscout/sync/Cluster"
import * as PostgresSink from "@effect-helpscout/sync/PostgresSink"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Account = Schema.Struct({
  account: Schema.String,
  clientId: Schema.String,
  clientSecret: Schema.Redacted(Schema.String),
  database: Schema.Redacted(Schema.String)
})

const program = Effect.gen(function* () {
  const file = process.argv[2] ?? "accounts.json"
  const accounts = yield* Schema.decode(Schema.parseJson(Schema.Array(Account)))(readFileSync(file, "utf8"))
  const of = (name: string) => Effect.fromNullable(accounts.find(({ account }) => account === name))
  const host = yield* Config.string("HOST")
  const port = yield* Config.integer("PORT")
  const clusterUrl = yield* Config.redacted("CLUSTER_URL")
  const baseUrl = yield* Config.option(Config.string("HELPSCOUT_BASE_URL"))
  const id = yield* Config.withDefault(Config.string("RUN_ID"), DateTime.formatIso(yield* DateTime.now).slice(0, 13))
  const name = `runner ${port}`

  const entities = Cluster.layer({
    client: (account) =>
      Effect.flatMap(Effect.orDie(of(account)), ({ clientId, clientSecret }) =>
        HelpScout.make({
          account,
          clientId,
          clientSecret,
          auth: Auth.layerClientCredentials,
          userAgent: name,
          ...Option.match(baseUrl, { onNone: () => ({}), onSome: (baseUrl) => ({ baseUrl }) })
        })
      ),
    sink: (account) =>
      Layer.unwrapEffect(
        Effect.map(Effect.orDie(of(account)), ({ database }) =>
          PostgresSink.layer({ url: database, holder: name, lease: "10 seconds" })
        )
      )
  })
  // messages and shards are in one database, which all runners share
  const cluster = NodeClusterSocket.layer({
    storage: "sql",
    shardingConfig: {
      runnerAddress: Option.some(RunnerAddress.make({ host, port })),
      shardsPerGroup: 100,
      // how soon the others notice that a runner has stopped
      runnerHealthCheckInterval: "5 seconds",
      shardLockRefreshInterval: "3 seconds",
      shardLockExpiration: "15 seconds"
    }
  }).pipe(Layer.provide(PgClient.layer({ url: clusterUrl, maxConnections: 5 })))

  const copies = Effect.forEach(
    accounts,
    ({ account }) =>
      Effect.matchEffect(Cluster.sync(account, { id }), {
        onFailure: (error) => Console.error(`${account}: ${error.message}`),
        onSuccess: ({ requests, tables }) =>
          Console.log(`${account}: ${tables.conversations?.upserted ?? 0} conversations, ${requests} requests`)
      }),
    { concurrency: "unbounded", discard: true }
  )
  yield* Effect.provide(copies, Layer.provideMerge(entities, cluster))
})

const shared = Layer.merge(NodeHelpScout.layerHttpClient, TokenStore.layerMemory)

NodeRuntime.runMain(Effect.provide(program, shared))
