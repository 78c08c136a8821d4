/** `helpscout login` */

import { randomUUID } from "node:crypto"
import { createServer, type Server } from "node:http"
import * as Process from "node:process"
import * as Prompt from "@effect/cli/Prompt"
import { Auth } from "@effect-helpscout/core/Auth"
import { Users } from "@effect-helpscout/resources/Users"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Account from "../account.js"
import type { Session } from "../command/session.js"
import { UsageError } from "../command/usageError.js"
import { readSecret } from "../command/values.js"
import * as Terminal from "../output/terminal.js"
import * as Profiles from "../profiles.js"
import type { Implementation } from "./commands.js"

const section = "Login"

const ask = <A>(prompt: Prompt.Prompt<A>): Effect.Effect<A, UsageError> =>
  Effect.promise(() => import("@effect/platform-node/NodeTerminal")).pipe(
    Effect.flatMap(({ layer }) => Effect.provide(Prompt.run(prompt), layer)),
    Effect.mapError(() => new UsageError({ message: "login: canceled. Nothing was saved." }))
  ) as Effect.Effect<A, UsageError>

const missing = (what: string, how: string) =>
  new UsageError({ message: `login: ${what} is missing, and there is no terminal to ask on. ${how}` })

const clientIdOf = (session: Session): Effect.Effect<string, UsageError> => {
  const given = session.text("client-id") ?? Process.env.HELPSCOUT_CLIENT_ID
  if (given !== undefined && given !== "") return Effect.succeed(given)
  return Terminal.isInteractive
    ? ask(Prompt.text({ message: "App ID (Your Profile > My Apps):" }))
    : missing("the app's id", "Pass --client-id.")
}

/** law C6: never an argument. */
const clientSecretOf = (session: Session): Effect.Effect<Redacted.Redacted, UsageError> => {
  const given = session.text("client-secret")
  if (given !== undefined) return Effect.map(readSecret("login: --client-secret", given), Redacted.make)
  const variable = Process.env.HELPSCOUT_CLIENT_SECRET ?? ""
  if (variable !== "") return Effect.succeed(Redacted.make(variable))
  return Terminal.isInteractive
    ? ask(Prompt.hidden({ message: "App Secret:" }))
    : missing("the app's secret", "Set HELPSCOUT_CLIENT_SECRET, or pass --client-secret env:NAME or @file.")
}

const page = "<!doctype html><title>helpscout</title><p>You are logged in. You can close this page."

const deniedPage = "<!doctype html><title>helpscout</title><p>Access was denied. You can close this page."

/**
 * Waits for Help Scout to send the browser back, with the state that was sent along. Anything else is not the expected
 * redirect, and the wait goes on. The page is delivered before the code is used, because the server closes then.
 */
const receiveCode = (server: Server, state: string): Effect.Effect<string, UsageError> =>
  Effect.async((resume) => {
    server.on("request", (request, response) => {
      const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1")
      const isOurs = searchParams.get("state") === state
      const code = searchParams.get("code")
      const respond = (status: number, text: string, after: () => void) =>
        response.writeHead(status, { "content-type": "text/html", connection: "close" }).end(text, after)
      if (isOurs && code !== null) return respond(200, page, () => resume(Effect.succeed(code)))
      if (isOurs && searchParams.has("error")) {
        const message = "login: access was denied in the browser. Nothing was saved. Run the command again to retry."
        return respond(200, deniedPage, () => resume(new UsageError({ message })))
      }
      return respond(400, "This is not the expected redirect.", () => {})
    })
  })

const listen = (port: number): Effect.Effect<Server, UsageError> =>
  Effect.async((resume) => {
    const server = createServer()
    server.once("error", (error) =>
      resume(
        new UsageError({
          message: `login: port ${port} cannot be used (${(error as NodeJS.ErrnoException).code}). Pass another --port.`
        })
      )
    )
    server.listen(port, "127.0.0.1", () => resume(Effect.succeed(server)))
  })

const authorize = (port: number) =>
  Effect.scoped(
    Effect.gen(function* () {
      const auth = yield* Auth
      const server = yield* Effect.acquireRelease(listen(port), (opened) =>
        Effect.sync(() => {
          opened.close()
          opened.closeAllConnections()
        })
      )
      const state = randomUUID()
      yield* Terminal.note(
        `The app's redirection URL must be http://127.0.0.1:${port}. Open this page in a browser:\n${auth.authorizationUrl({ state }).href}`
      )
      const code = yield* receiveCode(server, state)
      yield* auth.setCredentials(yield* auth.getTokens(code))
    })
  )

export const command: Implementation = {
  text: "Saves a profile: the app's id and secret, in a file that only you can read. The secret is asked for, or read from HELPSCOUT_CLIENT_SECRET; it is never an argument.",
  flags: [
    { name: "client-id", value: "id", text: "The App ID, from Your Profile > My Apps.", section },
    { name: "client-secret", value: "env:NAME|@file", text: "Where the App Secret is.", section },
    { name: "oauth2", text: "Authorize in a browser, as a user of another account than the app's.", section },
    { name: "port", value: "n", text: "The port of the redirection URL, for --oauth2.", default: "8976", section }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const name = session.account.profile ?? Process.env.HELPSCOUT_PROFILE ?? Profiles.defaultName
      const clientId = yield* clientIdOf(session)
      const clientSecret = yield* clientSecretOf(session)
      const baseUrl = Process.env.HELPSCOUT_BASE_URL ?? ""
      const flow = session.has("oauth2") ? "oauth2" : "client-credentials"
      const previous = yield* Effect.option(Profiles.load(name))
      const path = yield* Profiles.save(name, {
        flow,
        clientId,
        clientSecret: Redacted.value(clientSecret),
        account: name,
        ...(baseUrl === "" ? {} : { baseUrl })
      })
      const port = (yield* session.port("port")) ?? 8976
      const me = Effect.flatMap(Users, (users) => users.me())
      const user = yield* (flow === "oauth2" ? Effect.zipRight(authorize(port), me) : me).pipe(
        Effect.provide(Users.layer),
        Effect.provide(Account.layer({ profile: name, isReadOnly: true })),
        // a login that does not work is not kept
        Effect.onError(() =>
          Effect.ignore(
            previous._tag === "Some" && previous.value !== undefined
              ? Profiles.save(name, previous.value)
              : Profiles.remove(name)
          )
        )
      )
      yield* Terminal.note(`Logged in as ${user.email ?? user.id}. Saved in ${path}.`)
    })
}
