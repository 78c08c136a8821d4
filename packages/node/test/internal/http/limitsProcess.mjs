// Makes calls with the default limit, and reports their errors and the growth of the resident memory.
import process from "node:process"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const [transport, origin = "", kind] = process.argv.slice(2)
const layer = NodeHelpScout.layer({
  config: HelpScoutConfig.layer({ baseUrl: origin, timeout: "30 seconds" }),
  auth: Auth.layerToken(Redacted.make("planted-token")),
  tokenStore: TokenStore.layerMemory,
  httpClient: transport === "fetch" ? FetchHttpClient.layer : NodeHelpScout.layerHttpClient
})

const call = (method, status) =>
  HelpScoutClient.request({ method, path: `/${status}/${kind}`, ...(method === "GET" ? {} : { body: {} }) }).pipe(
    Effect.flip,
    Effect.map(({ _tag, applied, message }) => ({ method, status, tag: _tag, applied, message }))
  )

const before = process.memoryUsage.rss()
const outcomes = await Effect.runPromise(
  Effect.all([call("GET", 200), call("PUT", 200), call("GET", 422)]).pipe(Effect.provide(layer))
)
const grown = Math.round(process.resourceUsage().maxRSS / 1024 - before / 2 ** 20)
process.send({ outcomes, grown })
process.disconnect()
