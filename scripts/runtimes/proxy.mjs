/** A proxy of one's own in front of the API, at the path /help-scout. It adds the token, and permits pages of other sites. */
import { once } from "node:events"
import { createServer } from "node:http"

const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" }

const accessToken = async ({ HELPSCOUT_BASE_URL, HELPSCOUT_CLIENT_ID, HELPSCOUT_CLIENT_SECRET }) => {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: HELPSCOUT_CLIENT_ID,
    client_secret: HELPSCOUT_CLIENT_SECRET
  })
  const response = await fetch(`${HELPSCOUT_BASE_URL}/v2/oauth2/token`, { method: "POST", body })
  return (await response.json()).access_token
}

export const startProxy = async (environment) => {
  const api = environment.HELPSCOUT_BASE_URL
  const authorization = `Bearer ${await accessToken(environment)}`
  const server = createServer(async (request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end()
    if (!request.url.startsWith("/help-scout/")) return response.writeHead(404, cors).end()
    const forwarded = await fetch(api + request.url.slice("/help-scout".length), { headers: { authorization } })
    const type = forwarded.headers.get("content-type") ?? ""
    // like Help Scout's own, the links lead to api.helpscout.net
    const text = (await forwarded.text()).replaceAll(api, "https://api.helpscout.net")
    response.writeHead(forwarded.status, { ...cors, "content-type": type }).end(text)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  return {
    url: `http://127.0.0.1:${server.address().port}/help-scout`,
    stop: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}
