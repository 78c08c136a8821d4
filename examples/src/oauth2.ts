/**
 * Shows the authorization code flow, for an app that users authorize: the authorization page, a server for the callback
 * with the code, and the `tokens` stream, which saves obtained and renewed tokens to a file.
 *
 * Run it with `node examples/dist/src/oauth2.js`. For your own account, create an app under Your Profile > My Apps with the
 * redirection URL http://127.0.0.1:3000/callback, set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET, and open the
 * printed URL.
 */
import { createServer } from "node:http"
import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Tokens } from "@effect-helpscout/core/Tokens"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { Users } from "@effect-helpscout/resources/Users"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

// ---------------------------------------------------------------------------------------------------------------
// storing tokens
// ---------------------------------------------------------------------------------------------------------------

const file = "helpscout-tokens.json"
const TokensJson = Schema.parseJson(Tokens)

const load = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* fs.exists(file))) return undefined
  return yield* Effect.flatMap(fs.readFileString(file), Schema.decode(TokensJson))
})

const save = (tokens: Tokens) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const text = yield* Schema.encode(TokensJson)(tokens)
    // the file contains secrets in plain text, so only its owner can read it; the rename replaces it atomically
    yield* fs.writeFileString(`${file}.new`, text, { mode: 0o600 })
    yield* fs.rename(`${file}.new`, file)
  })

// ---------------------------------------------------------------------------------------------------------------
// signing in
// ---------------------------------------------------------------------------------------------------------------

const Callback = Schema.Struct({ code: Schema.NonEmptyString, state: Schema.String })

/** Serves the redirection URL, and provides the code of the callback with the expected state. */
const receiveCode = (state: string) =>
  Effect.gen(function* () {
    const received = yield* Deferred.make<Redacted.Redacted>()
    const callback = Effect.gen(function* () {
      const query = yield* HttpServerRequest.schemaSearchParams(Callback)
      // without this check, an attacker could sign this app in to another account
      if (query.state !== state)
        return HttpServerResponse.text("This sign-in was not started by this app. Start again from its link.", {
          status: 400
        })
      yield* Deferred.succeed(received, Redacted.make(query.code))
      return HttpServerResponse.text("Signed in. You can close this page.")
    })
    yield* HttpServer.serveEffect(HttpRouter.empty.pipe(HttpRouter.get("/callback", callback)))
    return received
  })

const signIn = (user: (page: URL, callback: string) => Effect.Effect<void>) =>
  Effect.gen(function* () {
    const auth = yield* Auth
    const state = crypto.randomUUID()
    const code = yield* receiveCode(state)
    const callback = yield* HttpServer.addressFormattedWith((address) => Effect.succeed(`${address}/callback`))
    yield* user(auth.authorizationUrl({ state }), callback)
    const tokens = yield* Effect.flatMap(Deferred.await(code), auth.getTokens)
    yield* auth.setCredentials(tokens)
  }).pipe(Effect.scoped)

// ---------------------------------------------------------------------------------------------------------------
// the program
// ---------------------------------------------------------------------------------------------------------------

const greet = Effect.gen(function* () {
  const me = yield* (yield* Users).me()
  yield* Console.log(`Signed in as ${me.firstName} ${me.lastName}`)
})

/** Saves every new pair of tokens, and signals `saved` after each. */
const saveTokens = (saved: Queue.Enqueue<void>) =>
  Effect.gen(function* () {
    const auth = yield* Auth
    yield* auth.tokens.pipe(
      Stream.runForEach((tokens) =>
        Effect.uninterruptible(save(tokens)).pipe(
          Effect.zipRight(Console.log(`Saved the tokens to ${file}`)),
          Effect.zipRight(Queue.offer(saved, undefined))
        )
      ),
      Effect.forkScoped
    )
  })

const server = Layer.unwrapEffect(
  Effect.map(Config.withDefault(Config.integer("PORT"), 3000), (port) =>
    NodeHttpServer.layer(createServer, { port, host: "127.0.0.1" })
  )
)

const real = Effect.gen(function* () {
  const tokens = yield* load
  const program = Effect.gen(function* () {
    yield* saveTokens(yield* Queue.unbounded<void>())
    if (tokens === undefined) yield* signIn((page) => Console.log(`Open ${page.href}`))
    yield* greet
  })
  const client = NodeHelpScout.layer({ auth: Auth.layerOAuth2({ tokens }), tokenStore: TokenStore.layerMemory })
  yield* Effect.provide(program, Layer.provideMerge(Users.layer, client))
})

/** The same program with a simulated Help Scout and user, and a token that is revoked on the way. */
const simulated = Effect.gen(function* () {
  const simulator = yield* NodeSimulator.serve({ data: { conversations: 10 } })
  const consent = (page: URL, callback: string) =>
    Effect.gen(function* () {
      yield* Console.log(`Open ${page.href}`)
      const query = new URLSearchParams({
        code: yield* simulator.authorize(),
        state: page.searchParams.get("state") ?? ""
      })
      yield* Effect.promise(() => fetch(`${callback}?${query}`))
    })

  const program = Effect.gen(function* () {
    const saved = yield* Queue.unbounded<void>()
    yield* saveTokens(saved)
    yield* signIn(consent)
    yield* Queue.take(saved)
    yield* greet
    yield* simulator.revokeAccessTokens()
    yield* greet
    yield* Queue.take(saved)
  })
  const config = HelpScoutConfig.layer({
    baseUrl: simulator.baseUrl,
    clientId: simulator.clientId,
    clientSecret: Redacted.make(simulator.clientSecret)
  })
  const client = NodeHelpScout.layer({ config, auth: Auth.layerOAuth2(), tokenStore: TokenStore.layerMemory })
  yield* Effect.provide(program, Layer.provideMerge(Users.layer, client))
})

const isConfigured = Effect.map(Config.option(Config.string("HELPSCOUT_CLIENT_ID")), Option.isSome)

NodeRuntime.runMain(
  Effect.if(isConfigured, { onTrue: () => real, onFalse: () => simulated }).pipe(
    Effect.scoped,
    Effect.provide([server, NodeContext.layer])
  )
)
