/** Removes the access token from what a server sends back (law O1). */
import * as Headers from "@effect/platform/Headers"
import type { ResponseHead } from "./exchange.js"

/** Some servers quote the token that they reject (law O1). A short token, as in a test, may be an ordinary word. */
export const withoutToken = (text: string, token: string) =>
  token.length < 8 ? text : text.replaceAll(token, "<redacted>")

/** The same for headers, which observers, errors and spans show: `correlation-id`, `content-type` and the others. */
export const withoutTokenInHeaders = (head: ResponseHead, token: string): ResponseHead => {
  const { headers } = head.response
  if (token.length < 8 || !Object.values(headers).some((value) => value.includes(token))) return head
  const clean = Headers.fromInput(
    Object.entries(headers).map(([name, value]) => [name, withoutToken(value, token)] as const)
  )
  // all other members are on prototypes or keyed by symbols, so a copy would lose them
  const response = new Proxy(head.response, {
    get: (target, key) => (key === "headers" ? clean : Reflect.get(target, key, target))
  })
  return { response, text: head.text }
}
