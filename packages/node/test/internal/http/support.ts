/** Local HTTP servers, and a client with a fixed token over the default transport. */
import * as Http from "node:http"
import type * as Net from "node:net"
import process from "node:process"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

export interface SeenRequest {
  readonly url: string
  readonly headers: Http.IncomingHttpHeaders
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Starts a server on this machine, and records its requests. */
export const serve = (reply: (url: string) => Reply) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const seen: Array<SeenRequest> = []
      const server = Http.createServer((request, response) => {
        request.resume()
        const { body, headers, status } = reply(request.url ?? "")
        seen.push({ url: request.url ?? "", headers: request.headers })
        response.writeHead(status ?? 200, { "content-type": "application/json", ...headers }).end(body)
      })
      const port = await listen(server)
      return { seen, server, port, url: `http://127.0.0.1:${port}` }
    }),
    ({ server }) => Effect.promise(() => close(server))
  )

export const listen = (server: Net.Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(address === null || typeof address === "string" ? 0 : address.port)
    })
  })

export const close = (server: Http.Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })

/** Sets environment variables until the scope closes. */
export const environment = (variables: Readonly<Record<string, string>>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const before = { ...process.env }
      Object.assign(process.env, variables)
      return before
    }),
    (before) =>
      Effect.sync(() => {
        for (const name of Object.keys(variables)) {
          if (before[name] === undefined) delete process.env[name]
          else process.env[name] = before[name]
        }
      })
  )

export const me = (path: `/${string}` = "/v2/users/me") => HelpScoutClient.request({ method: "GET", path })

/** The client with a fixed token over the default transport. */
export const client = (baseUrl: string) =>
  NodeHelpScout.layer({
    config: HelpScoutConfig.layer({ baseUrl, timeout: "5 seconds" }),
    auth: Auth.layerToken(Redacted.make("planted")),
    tokenStore: TokenStore.layerMemory
  })

export const json = (value: unknown) => JSON.stringify(value)
/** Responds as Help Scout's token endpoint and API. */
export const api = (url: string): Reply =>
  url === "/v2/oauth2/token"
    ? { body: json({ token_type: "bearer", access_token: "fresh", expires_in: 7200 }) }
    : { body: json({ id: 1 }) }
