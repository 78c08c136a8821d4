/**
 * A child process, `canned.js <latency in ms> <pages>`: a server that responds at once (or after the latency) with
 * prepared bodies, so that its own cost is negligible. Its rate limit is never reached. It returns its address.
 */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import { respond } from "../processes.js"
import * as Bodies from "./bodies.js"
import * as Pages from "./pages.js"

const [latency = 0, total = 1] = process.argv.slice(2).map(Number)

const server = Http.createServer({ keepAliveTimeout: 120_000 })
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
// a server that listens on a port has an address of this form
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const bodies = await Effect.runPromise(Bodies.make)
const small = Buffer.from(bodies.small)
const pages = Pages.make(bodies.embedded, total, baseUrl)
const first = pages.body(1)
const token = Buffer.from(JSON.stringify({ token_type: "bearer", access_token: "canned", expires_in: 172_800 }))

const bodyOf = (url: string): Buffer => {
  if (url.startsWith("/v2/users/")) return small
  if (url.startsWith("/v2/oauth2/token")) return token
  const page = Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1)
  return page === 1 ? first : pages.body(page)
}

server.on("request", (request: Http.IncomingMessage, response: Http.ServerResponse) => {
  request.resume()
  const reply = () => {
    const body = bodyOf(request.url ?? "/")
    response.writeHead(200, {
      "content-type": "application/hal+json;charset=UTF-8",
      "content-length": body.length,
      "correlation-id": "5f9a3c1e-7c55-4f6e-9d3e-8f1b2a6c4d70",
      "x-ratelimit-limit-minute": "100000000",
      "x-ratelimit-remaining-minute": "99999999"
    })
    response.end(body)
  }
  if (latency === 0) reply()
  else setTimeout(reply, latency)
})

respond<null, string>(() => baseUrl)
