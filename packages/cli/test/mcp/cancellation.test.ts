import { once } from "node:events"
import { mkdtempSync } from "node:fs"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { call, connect, type Kind } from "./support.js"

/** A Help Scout that never responds to `/v2/tags`, and reports when a client gives up. */
const openSilent = async () => {
  const paths: Array<string> = []
  const waiting: Array<{ readonly request: IncomingMessage; readonly closed: Promise<unknown> }> = []
  let onWaiting = () => {}
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://localhost").pathname
    paths.push(`${request.method} ${path}`)
    if (path.startsWith("/v2/tags")) {
      // a response that was not sent closes with its connection
      waiting.push({ request, closed: once(response, "close") })
      return onWaiting()
    }
    const body = path.endsWith("/oauth2/token")
      ? { access_token: "token-0123456789", token_type: "bearer", expires_in: 172_800 }
      : { id: 1, firstName: "Ada", lastName: "Jones", email: "ada@example.com", role: "owner", timezone: "UTC" }
    response.setHeader("content-type", "application/json")
    return response.end(JSON.stringify(body))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    nextWaiting: () =>
      new Promise<(typeof waiting)[number]>((resolve) => {
        const take = () => {
          const found = waiting.shift()
          if (found !== undefined) resolve(found)
        }
        onWaiting = take
        take()
      }),
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

let helpScout: Awaited<ReturnType<typeof openSilent>>
beforeAll(async () => {
  helpScout = await openSilent()
})
afterAll(() => helpScout.close())

describe.each(["stdio", "http"] satisfies ReadonlyArray<Kind>)("law M7: a canceled call over %s", (kind) => {
  it.each(["the client cancels it", "the client goes"])("closes its request to Help Scout when %s", async (reason) => {
    const environment = {
      PATH: process.env.PATH ?? "",
      HOME: mkdtempSync(join(tmpdir(), "mcp-")),
      HELPSCOUT_BASE_URL: helpScout.baseUrl,
      HELPSCOUT_CLIENT_ID: "id",
      HELPSCOUT_CLIENT_SECRET: "secret"
    }
    const { client, close } = await connect(kind, { environment })
    const stray: Array<string> = []
    client.onerror = ({ message }) => stray.push(message)
    const isCancel = reason === "the client cancels it"
    helpScout.paths.length = 0
    const controller = new AbortController()
    const calling = client.callTool({ name: "list_tags", arguments: {} }, undefined, { signal: controller.signal })
    const ended = calling.then(
      () => "a result",
      (error) => String(error)
    )
    const { closed, request } = await helpScout.nextWaiting()
    // control: the request is open until the call is canceled
    assert.isFalse(request.socket.destroyed)
    if (isCancel) controller.abort("enough")
    else await close()
    await closed
    assert.isTrue(request.socket.destroyed)
    assert.include(await ended, isCancel ? "enough" : "closed")
    if (isCancel) {
      // the session goes on, and the canceled request is not retried
      assert.isFalse((await call(client, "run_operation", { operation: "users.me" })).isError)
      // and no response to it arrives
      if (kind === "stdio") assert.deepEqual(stray, [])
      await close()
    }
    assert.deepEqual(
      helpScout.paths.filter((path) => path === "GET /v2/tags"),
      ["GET /v2/tags"]
    )
  })
})
