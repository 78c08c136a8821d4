import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { program, start, withSimulator } from "./helpscout.js"

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const port = await freePort()
const { environment, home, run, simulator } = withSimulator({
  data: { conversations: 3 },
  redirectUrl: `http://127.0.0.1:${port}/`
})

/** Runs the login, and a browser that opens the page which the command prints. */
const login = async (profile: string, decide: (page: string) => Promise<unknown>) => {
  const { authorizeUrl } = await simulator((one) => Effect.succeed(one))
  const child: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    [program, "login", "--oauth2", "--port", String(port), "--profile", profile],
    { env: { ...environment(), HELPSCOUT_AUTHORIZE_URL: authorizeUrl } }
  )
  let stderr = ""
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  const page = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text
      const found = /^http\S+client_id=\S+$/m.exec(stderr)?.[0]
      if (found !== undefined && stderr.endsWith("\n")) resolve(found)
    })
    void ended.then(() => reject(new Error(stderr)))
  })
  await decide(page)
  return { code: await ended, stderr }
}

/** Submits the form of the page, and follows the redirect to the command. */
const submit = async (page: string, decision: "allow" | "deny") => {
  const html = await (await fetch(page)).text()
  const fields = [...html.matchAll(/<input type="(?:hidden|radio)" name="([^"]+)" value="([^"]+)"/g)]
  const form = new URLSearchParams({ decision })
  for (const [, name = "", value = ""] of fields) if (!form.has(name)) form.set(name, value)
  const [, action = ""] = /<form method="post" action="([^"]+)"/.exec(html) ?? []
  const response = await fetch(new URL(action, page), { method: "POST", body: form })
  return { status: response.status, text: await response.text(), url: response.url }
}

const profilePath = (name: string) => join(home, "config/effect-helpscout/profiles", `${name}.json`)

describe("login --oauth2", () => {
  it("receives the redirect of the browser, and saves the profile for later commands", async () => {
    const { code, stderr } = await login("browser", async (page) => {
      // neither a foreign page nor a guess logs in
      const forged = await fetch(`http://127.0.0.1:${port}/?code=forged&state=guessed`)
      assert.strictEqual(forged.status, 400)
      const { status, text, url } = await submit(page, "allow")
      assert.strictEqual(status, 200)
      assert.include(text, "You are logged in.")
      assert.isTrue(url.startsWith(`http://127.0.0.1:${port}/?`))
    })
    assert.strictEqual(code, 0, stderr)
    assert.match(stderr, /Logged in as \S+@/)
    // law C6
    assert.strictEqual(statSync(profilePath("browser")).mode & 0o077, 0)
    const { HELPSCOUT_CLIENT_ID: _, HELPSCOUT_CLIENT_SECRET: __, ...withoutCredentials } = environment()
    const later = await start(["whoami", "--profile", "browser"], withoutCredentials)
    assert.strictEqual(later.code, 0, later.stderr)
  })

  it("ends when access is denied, and saves nothing", async () => {
    const { code, stderr } = await login("denied", async (page) => {
      assert.include((await submit(page, "deny")).text, "Access was denied.")
    })
    assert.strictEqual(code, 2, stderr)
    assert.include(stderr, "login: access was denied in the browser.")
    assert.isFalse(existsSync(profilePath("denied")))
  })

  it("names a port that is in use", async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(port, "127.0.0.1", resolve))
    try {
      const { code, stderr } = await run(["login", "--oauth2", "--port", String(port), "--profile", "busy"])
      assert.strictEqual(code, 2)
      assert.include(stderr, `login: port ${port} cannot be used (EADDRINUSE). Pass another --port.`)
      assert.isFalse(existsSync(profilePath("busy")))
    } finally {
      busy.close()
    }
  })
})
