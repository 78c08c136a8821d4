/**
 * The peer, `helpscout-mailbox-api`. Its own `updateRequestOptions` sets the server: it deletes `baseUrl`, but axios uses
 * `baseURL`. Links to next pages come from the server. Its token endpoint is fixed, so it receives a token that is valid
 * for longer than the run.
 */
import HelpScout from "helpscout-mailbox-api"
import { userId } from "../servers/bodies.js"
import { type Client, fromPromise, mostInFlight } from "./Client.js"

export const client = (baseUrl: string, accessToken: string): HelpScout => {
  const helpScout = new HelpScout({
    clientId: "bench",
    clientSecret: "bench-secret",
    authenticationFlow: "clientCredentials"
  })
  helpScout.updateRequestOptions({ baseURL: `${baseUrl}/v2/` })
  helpScout.setCredentials({ access_token: accessToken })
  return helpScout
}

/** The peer for a server without a limit. By default, it waits 125 ms between requests. */
export const unlimited = (baseUrl: string): HelpScout => {
  const helpScout = client(baseUrl, "canned")
  helpScout.updateBottleneckOptions({
    maxConcurrent: mostInFlight,
    minTime: 0,
    reservoir: null,
    reservoirRefreshInterval: null,
    reservoirRefreshAmount: null
  })
  return helpScout
}

export const make = (baseUrl: string): Client => {
  const helpScout = unlimited(baseUrl)
  return fromPromise((kind) =>
    kind === "small" ? helpScout.users.get(userId) : helpScout.conversations.list({ status: "all" })
  )
}
