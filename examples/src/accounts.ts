/**
 * Shows several Help Scout accounts in one program. Each account has its own client, tokens and rate limit. A client is
 * built on first use, shared by concurrent users of the account, and closed after it has been idle.
 * Run it with `node examples/dist/src/accounts.js`.
 *
 * (`HelpScoutClient.layer` is for one account: merged into one Layer, two accounts would share a client.)
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Auth } from "@effect-helpscout/core/Auth"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RcMap from "effect/RcMap"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

/** The credentials of your customers, which would come from your database. */
const credentials: Readonly<Record<string, { readonly clientId: string; readonly clientSecret: Redacted.Redacted }>> = {
  acme: { clientId: "acme-app", clientSecret: Redacted.make("acme-secret") },
  globex: { clientId: "globex-app", clientSecret: Redacted.make("globex-secret") }
}

const program = Effect.gen(function* () {
  const { baseUrl } = yield* NodeSimulator.serve({
    accounts: [
      { name: "acme", clientId: "acme-app", clientSecret: "acme-secret", data: { conversations: 30 } },
      { name: "globex", clientId: "globex-app", clientSecret: "globex-secret", data: { conversations: 70 } }
    ]
  })

  const accounts = yield* RcMap.make({
    lookup: (account: string) =>
      Effect.flatMap(Effect.fromNullable(credentials[account]), (found) =>
        HelpScout.make({ ...found, account, baseUrl, auth: Auth.layerClientCredentials })
      ),
    idleTimeToLive: "10 minutes"
  })

  const describe = (account: string) =>
    Effect.gen(function* () {
      const helpScout = yield* RcMap.get(accounts, account)
      const me = yield* helpScout.users.me()
      const count = yield* Stream.runCount(helpScout.conversations.listAll({ status: "all" }))
      yield* Console.log(`${account}: ${count} conversations, signed in as ${me.email}`)
    }).pipe(Effect.scoped)

  yield* Effect.forEach(["acme", "globex", "acme"], describe, { concurrency: "unbounded" })
})

/** Shared by all accounts. Every token store keeps the tokens of the accounts apart. */
const shared = Layer.merge(NodeHelpScout.layerHttpClient, TokenStore.layerMemory)

NodeRuntime.runMain(program.pipe(Effect.scoped, Effect.provide(shared)))
