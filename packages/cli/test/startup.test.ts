import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { withSimulator } from "./helpscout.js"

const { home, run } = withSimulator({ data: { conversations: 3 } })

interface Coverage {
  readonly result: ReadonlyArray<{
    readonly url: string
    readonly functions: ReadonlyArray<{
      readonly functionName: string
      readonly ranges: ReadonlyArray<{ readonly count: number }>
    }>
  }>
}

/** The modules of the bundle that a command evaluates: esbuild wraps each in a function with its path as name. */
const evaluatedBy = async (args: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const directory = mkdtempSync(join(tmpdir(), "helpscout-coverage-"))
  try {
    await run(args, { env: { NODE_V8_COVERAGE: directory, NODE_DISABLE_COMPILE_CACHE: "1" } })
    const reports = readdirSync(directory).map(
      (name): Coverage => JSON.parse(readFileSync(join(directory, name), "utf8"))
    )
    return reports
      .flatMap(({ result }) => result.filter(({ url }) => url.endsWith("command.cjs")))
      .flatMap(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
      .map(({ functionName }) => functionName)
      .filter((name) => name.endsWith(".js"))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const heavy: ReadonlyArray<readonly [what: string, pattern: RegExp, user: ReadonlyArray<string>]> = [
  ["the MCP server", /internal\/mcp\/server/, ["mcp", "--allow", "nothing"]],
  ["sync", /packages\/sync\//, ["sync", "sqlite:/nonexistent/directory/helpscout.db"]],
  ["the simulator", /packages\/simulator\//, ["simulate", "--port", "99999"]],
  ["HTML to Markdown", /turndown/, ["read", "1"]]
]

describe("the start of the command", () => {
  it("evaluates neither MCP nor sync, the simulator or HTML to Markdown for a request", async () => {
    const evaluated = await evaluatedBy(["users", "me"])
    assert.isTrue(evaluated.some((path) => path.includes("internal/account")))
    for (const [what, pattern] of heavy)
      assert.deepEqual(
        evaluated.filter((path) => pattern.test(path)),
        [],
        what
      )
    const resources = evaluated.filter((path) => /packages\/resources\/dist\/[A-Z]\w+\.js/.test(path))
    assert.isTrue(resources.some((path) => path.endsWith("/Users.js")))
    assert.isFalse(resources.some((path) => path.endsWith("/Conversations.js")))
  })

  it.each(heavy)("evaluates %s when it is used", async (_, pattern, args) => {
    const evaluated = await evaluatedBy(args)
    assert.isTrue(
      evaluated.some((path) => pattern.test(path)),
      `${evaluated.length} modules`
    )
  })
})

describe("the cache of compiled code", () => {
  const cache = join(home, ".cache/effect-helpscout")
  const files = () => readdirSync(cache).filter((name) => name.endsWith(".code"))
  const me = async () => {
    const { code, stderr, stdout } = await run(["users", "me", "--fields", "id"])
    assert.strictEqual(code, 0, stderr)
    assert.match(stdout, /^\{"id":\d+\}\n$/)
  }

  it("is written by the first request, for this user only, and kept", async () => {
    await me()
    const [name = "", ...others] = files()
    assert.deepEqual(others, [])
    assert.strictEqual(statSync(join(cache, name)).mode & 0o777, 0o600)
    const { mtimeMs } = statSync(join(cache, name))
    await me()
    assert.strictEqual(statSync(join(cache, name)).mtimeMs, mtimeMs)
  })

  it("is replaced if it is broken or writable by others, and if it belongs to another build", async () => {
    await me()
    const [name = ""] = files()
    const path = join(cache, name)
    const size = statSync(path).size
    writeFileSync(path, "broken")
    writeFileSync(join(cache, "other.code"), "")
    await me()
    assert.isAbove(statSync(path).size, size / 2)
    assert.deepEqual(files(), [name])
    chmodSync(path, 0o666)
    await me()
    assert.strictEqual(statSync(path).mode & 0o777, 0o600)
  })
})

describe("the transport of the command", () => {
  it("sends requests through the proxy of the environment", async () => {
    const seen: Array<string> = []
    const proxy = createServer((request, response) => {
      seen.push(String(request.url))
      response.writeHead(418).end()
    }).on("connect", (request, socket) => {
      seen.push(String(request.url))
      socket.end("HTTP/1.1 418 No\r\n\r\n")
    })
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
    const { port } = proxy.address() as AddressInfo
    try {
      const { code } = await run(["users", "me"], {
        env: { HTTP_PROXY: `http://127.0.0.1:${port}`, XDG_STATE_HOME: join(home, "other") }
      })
      assert.notStrictEqual(code, 0)
      assert.isAbove(seen.length, 0)
    } finally {
      proxy.close()
      proxy.closeAllConnections()
    }
  })
})
