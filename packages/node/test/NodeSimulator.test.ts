import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Users } from "@effect-helpscout/resources/Users"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const command = fileURLToPath(new URL("../bin/helpscout-simulator.js", import.meta.url))

interface Running {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
}

/** Runs the command. It is killed when the scope closes. */
const start = (...args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync((): Running => {
      const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] })
      const text = { stdout: "", stderr: "" }
      for (const name of ["stdout", "stderr"] as const) child[name].on("data", (chunk) => (text[name] += chunk))
      return { child, stdout: () => text.stdout, stderr: () => text.stderr }
    }),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )

const ended = ({ child }: Running) => Effect.promise(async () => (await once(child, "close"))[0] as number | null)

/** The variables, once everything is printed. */
const variables = ({ child, stderr, stdout }: Running, pattern: RegExp) =>
  Effect.promise(async () => {
    while (!/CLIENT_SECRET.*\n/.test(stdout())) await once(child.stdout ?? child, "data")
    while (!stderr().includes("\n")) await once(child.stderr ?? child, "data")
    return Object.fromEntries([...stdout().matchAll(pattern)].map(([, name, value]) => [name, value] as const))
  })

/** A server for the redirection URL, which returns the parameters of the first call. */
const callback = Effect.gen(function* () {
  const calls: Array<URLSearchParams> = []
  const server = createServer((request, response) => {
    calls.push(new URL(request.url ?? "/", "http://localhost").searchParams)
    response.end("Signed in.")
  })
  yield* Effect.acquireRelease(
    Effect.promise(() => once(server.listen(0, "127.0.0.1"), "listening")),
    () => Effect.sync(() => server.close())
  )
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback` }
})

/** Does what a browser does when the user selects Authorize: sends the form, and follows the redirect. */
const approve = (page: URL) =>
  Effect.promise(async () => {
    const html = await (await fetch(page)).text()
    const form = new URLSearchParams({ decision: "allow" })
    for (const [, name, value] of html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g))
      form.append(name ?? "", (value ?? "").replaceAll("&amp;", "&"))
    form.append("user", /name="user" value="([^"]*)" checked/.exec(html)?.[1] ?? "")
    const action = new URL(/<form method="post" action="([^"]+)">/.exec(html)?.[1] ?? "", page)
    return (await fetch(action, { method: "POST", body: form })).text()
  })

describe("helpscout-simulator", () => {
  it.scopedLive("serves the authorization code flow: page, redirect, code, tokens and a first call", () =>
    Effect.gen(function* () {
      const { calls, url } = yield* callback
      const running = yield* start("--redirect-url", url, "--format", "env", "--seed", "acme")
      const {
        HELPSCOUT_AUTHORIZE_URL: authorizeUrl = "",
        HELPSCOUT_BASE_URL: baseUrl = "",
        HELPSCOUT_CLIENT_ID: clientId = "",
        HELPSCOUT_CLIENT_SECRET: clientSecret = ""
      } = yield* variables(running, /^(\w+)=(\S+)$/gm)
      assert.include(running.stderr(), `Simulated Help Scout at ${baseUrl}`)

      const client = NodeHelpScout.layer({
        config: HelpScoutConfig.layer({ authorizeUrl, baseUrl, clientId, clientSecret: Redacted.make(clientSecret) }),
        auth: Auth.layerOAuth2(),
        tokenStore: TokenStore.layerMemory
      })
      const me = yield* Effect.gen(function* () {
        const auth = yield* Auth
        assert.strictEqual(yield* approve(auth.authorizationUrl({ state: "s t&ate" })), "Signed in.")
        assert.strictEqual(calls[0]?.get("state"), "s t&ate")
        yield* auth.setCredentials(yield* auth.getTokens(Redacted.make(calls[0]?.get("code") ?? "")))
        return yield* (yield* Users).me()
      }).pipe(Effect.provide(Layer.provideMerge(Users.layer, client)))
      assert.strictEqual(me.id, 4001)
    })
  )

  const formats = [
    ["sh", /^export (\w+)=(\S+)$/gm],
    ["powershell", /^\$env:(\w+) = "(\S+)"$/gm],
    ["env", /^(\w+)=(\S+)$/gm]
  ] as const
  for (const [format, pattern] of formats) {
    it.scopedLive(`prints only variables to standard output as ${format}, and exits with 130 after Ctrl-C`, () =>
      Effect.gen(function* () {
        const running = yield* start("--format", format)
        const printed = yield* variables(running, pattern)
        assert.sameMembers(Object.keys(printed), [
          "HELPSCOUT_BASE_URL",
          "HELPSCOUT_AUTHORIZE_URL",
          "HELPSCOUT_CLIENT_ID",
          "HELPSCOUT_CLIENT_SECRET"
        ])
        assert.lengthOf(running.stdout().trim().split("\n"), 4)
        running.child.kill("SIGINT")
        assert.strictEqual(yield* ended(running), 130)
      })
    )
  }

  const wrong = [
    [["--port", "eighty"], 2, '--port must be a whole number from 0 to 65535, but is "eighty".'],
    [["--port", "65536"], 2, "--port must be a whole number from 0 to 65535"],
    [["--conversations", "1.5"], 2, "--conversations must be a whole number"],
    [["--format", "yaml"], 2, '--format must be sh, powershell or env, but is "yaml".'],
    [["--redirect-url", "localhost:3000"], 2, "--redirect-url must be an http or https URL"],
    [["--prot", "1"], 2, "Unknown option '--prot'. Run it with --help"],
    [["serve"], 2, "Unexpected argument 'serve'. "],
    [
      ["--host", "192.0.2.1"],
      1,
      "cannot listen on 192.0.2.1:0 (EADDRNOTAVAIL): the address does not belong to this machine."
    ]
  ] as const
  it.scopedLive("names the wrong option in one line, without a stack trace", () =>
    Effect.forEach(wrong, ([args, code, message]) =>
      Effect.gen(function* () {
        const running = yield* start(...args)
        assert.strictEqual(yield* ended(running), code)
        assert.include(running.stderr(), `helpscout-simulator: ${message}`)
        assert.lengthOf(running.stderr().trim().split("\n"), 1)
        assert.strictEqual(running.stdout(), "")
      })
    )
  )

  it.scopedLive("explains its options on --help", () =>
    Effect.gen(function* () {
      const running = yield* start("--help")
      assert.strictEqual(yield* ended(running), 0)
      for (const name of ["--port", "--redirect-url", "--format"]) assert.include(running.stdout(), name)
    })
  )
})
