import * as Util from "node:util"
import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { finish } from "@effect-helpscout/test-support/program"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"

const secrets = {
  clientSecret: "planted-client-secret",
  accessToken: "planted-access-token",
  refreshToken: "planted-refresh-token",
  code: "planted-code"
}

/** Every text form of a value that a person or a log may see. */
const shown = (value: unknown): string =>
  [Util.inspect(value, { depth: 12, showHidden: true }), String(value), json(value)].join("\n")

const json = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ""
  } catch {
    return ""
  }
}

/** Collects the program's output: logs of every level, spans with their events, causes and events. */
const observed = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const seen: Array<string> = []
    const logger = Logger.make((options) => {
      seen.push(shown(options.message), shown(options.annotations), Cause.pretty(options.cause), shown(options.spans))
    })
    const native = yield* Effect.tracer
    const tracer = Tracer.make({
      span: (name, parent, context, links, startTime, kind, options) => {
        const span = native.span(name, parent, context, links, startTime, kind, options)
        return new Proxy(span, {
          get: (target, key) => {
            const value: unknown = Reflect.get(target, key, target)
            if (typeof value !== "function") return value
            return (...args: ReadonlyArray<unknown>) => {
              seen.push(`${name} ${String(key)} ${shown(args)}`)
              return Reflect.apply(value, target, args) as unknown
            }
          }
        })
      },
      context: (f, fiber) => native.context(f, fiber)
    })
    const exit = yield* Effect.exit(program).pipe(
      Effect.withTracer(tracer),
      Effect.provide(Layer.merge(Logger.replace(Logger.defaultLogger, logger), Logger.minimumLogLevel(LogLevel.All)))
    )
    seen.push(shown(exit))
    if (Exit.isFailure(exit)) {
      seen.push(Cause.pretty(exit.cause, { renderErrorCause: true }))
      for (const error of Cause.failures(exit.cause)) seen.push(shown(error))
    }
    return seen.join("\n")
  })

const planted = (text: string): ReadonlyArray<string> =>
  Object.values(secrets).filter((secret) => text.includes(secret))

type Script = NonNullable<Simulator.Options["faults"]>

const always =
  (fault: Fault.Fault): Script =>
  () =>
    fault

/** A response of the token endpoint that is almost valid. */
const malformed: Script = ({ path }) =>
  path === "/v2/oauth2/token"
    ? Fault.body(
        `{"access_token":"${secrets.accessToken} é","refresh_token":"${secrets.refreshToken}","expires_in":"soon"}`
      )
    : undefined

/** Some servers, such as Spring's OAuth, quote the token that they reject. */
const quoted: Script = ({ path }) =>
  path === "/v2/oauth2/token"
    ? undefined
    : {
        _tag: "Response",
        when: "before",
        status: 403,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          error: "invalid_token",
          error_description: `Access token expired: ${secrets.accessToken}`,
          logRef: secrets.accessToken,
          _embedded: { errors: [{ path: "authorization", message: `not ${secrets.accessToken}` }] }
        })
      }

const scripts: Readonly<Record<string, Script>> = {
  "nothing wrong": () => undefined,
  "a malformed token response": malformed,
  "a rejection that quotes the token": quoted,
  "a refused connection": always(Fault.refused),
  "a reset connection": always(Fault.reset("after")),
  "401": always(Fault.status(401)),
  "403": always(Fault.status(403)),
  "a gateway's 500": always(Fault.status(500, { body: "html" })),
  HTML: always(Fault.htmlBody()),
  "a truncated body": always(Fault.truncated()),
  "a redirect to another host": always(Fault.redirect("https://evil.example/x")),
  "no response": always(Fault.hang())
}

const program = Effect.gen(function* () {
  const conversations = yield* Conversations
  const auth = yield* Auth
  const config = yield* HelpScoutConfig
  const events = yield* Effect.fork(Stream.runCollect(Stream.interruptAfter(auth.events, "1 minute")))
  const get = yield* Effect.exit(conversations.get({ conversationId: 1 }))
  const create = yield* Effect.exit(conversations.threads.createNote({ conversationId: 1 }, { text: "x" }))
  const code = yield* Effect.exit(auth.getTokens(secrets.code))
  yield* Effect.logInfo("what a program may log", {
    get,
    create,
    code,
    config,
    auth: yield* auth.token.pipe(Effect.option)
  })
  const all = yield* events
  yield* Effect.logInfo("and the events", all)
  return yield* get
})

const over = (faults: Script) => {
  const config = HelpScoutConfig.layer({
    clientId: "app",
    clientSecret: Redacted.make(secrets.clientSecret),
    timeout: "2 seconds"
  })
  const tokens = { accessToken: secrets.accessToken, refreshToken: secrets.refreshToken }
  return Conversations.layer.pipe(
    Layer.provide(HelpScoutClient.layer),
    Layer.provideMerge(Layer.merge(Auth.layerOAuth2({ tokens }), RateLimiter.layer())),
    Layer.provideMerge(config),
    Layer.provide(TokenStore.layerMemory),
    Layer.provide(Simulator.Simulator.layer({ clientId: "app", clientSecret: secrets.clientSecret, faults }))
  )
}

describe("law O1: planted secrets", () => {
  for (const [name, script] of Object.entries(scripts)) {
    it.effect(`do not appear in a log, span, event, cause or error: ${name}`, () =>
      Effect.gen(function* () {
        const seen = yield* finish(observed(Effect.provide(program, over(script))))
        assert.isAbove(seen.length, 1000)
        assert.deepStrictEqual(planted(seen), [])
      })
    )
  }

  it.effect("are found by the same search in the platform's own error (control)", () =>
    Effect.gen(function* () {
      const leaking = Effect.flatMap(HttpClient.HttpClient, (client) =>
        client.get("https://api.helpscout.net/v2/users/me", {
          headers: { authorization: `Bearer ${secrets.accessToken}` }
        })
      ).pipe(Effect.provide(Simulator.Simulator.layer({ faults: () => Fault.refused })))
      assert.deepStrictEqual(planted(yield* observed(leaking)), [secrets.accessToken])
    })
  )
})
