import { execFile } from "node:child_process"
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { api, client, environment, json, me, serve } from "./internal/http/support.js"

describe("NodeHelpScout.layerConfig", () => {
  it.scopedLive(
    "obtains a token with the credentials of the environment, saves it in a file, and sends its User-Agent",
    () =>
      Effect.gen(function* () {
        const state = yield* Effect.acquireRelease(
          Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-state-"))),
          (directory) => Effect.sync(() => Fs.rmSync(directory, { recursive: true }))
        )
        const server = yield* serve(api)
        yield* environment({
          HELPSCOUT_CLIENT_ID: "app",
          HELPSCOUT_CLIENT_SECRET: "secret",
          HELPSCOUT_BASE_URL: server.url,
          XDG_STATE_HOME: state
        })
        for (const _ of [1, 2]) {
          // two programs in sequence: the second one loads the saved token
          assert.deepStrictEqual(yield* Effect.provide(me(), NodeHelpScout.layerConfig), { id: 1 })
        }
        assert.deepStrictEqual(
          server.seen.map(({ url }) => url),
          ["/v2/oauth2/token", "/v2/users/me", "/v2/users/me"]
        )
        for (const { headers } of server.seen) {
          assert.match(headers["user-agent"] ?? "", /^effect-helpscout\/\d+\.\d+\.\d+ node\/\d+/)
          assert.strictEqual(headers["accept-encoding"], "gzip, br")
        }
        assert.strictEqual(server.seen[2]?.headers.authorization, "Bearer fresh")
        assert.lengthOf(Fs.readdirSync(Path.join(state, "effect-helpscout")), 1)
      })
  )

  it.scopedLive("fails with the names of the missing variables", () =>
    Effect.gen(function* () {
      const empty = Layer.setConfigProvider(ConfigProvider.fromMap(new Map([["XDG_STATE_HOME", Os.tmpdir()]])))
      const store = { tokenStore: TokenStore.layerMemory }
      const failed = yield* Effect.flip(Effect.provide(me(), Layer.provide(NodeHelpScout.layer(store), empty)))
      assert.include(String(failed), "HELPSCOUT_CLIENT_ID")
    })
  )
})

describe("NodeHelpScout.layer", () => {
  it.scopedLive("uses the given parts", () =>
    Effect.gen(function* () {
      const used: Array<string> = []
      const recording = <A, E, R>(name: string, layer: Layer.Layer<A, E, R>) =>
        Layer.tap(layer, () => Effect.sync(() => used.push(name)))
      const server = yield* serve(api)
      const layer = NodeHelpScout.layer({
        config: recording(
          "config",
          HelpScoutConfig.layer({
            baseUrl: server.url,
            clientId: "app",
            clientSecret: Redacted.make("secret"),
            userAgent: "mine"
          })
        ),
        auth: recording("auth", Auth.layerClientCredentials),
        tokenStore: recording("tokenStore", TokenStore.layerMemory),
        rateLimiter: recording("rateLimiter", RateLimiter.layerUnlimited),
        httpClient: recording("httpClient", NodeHelpScout.layerHttpClient)
      })
      yield* Effect.provide(Effect.all([me(), Auth, RateLimiter, HelpScoutConfig]), layer)
      assert.deepStrictEqual(used.sort(), ["auth", "config", "httpClient", "rateLimiter", "tokenStore"])
      assert.deepStrictEqual(
        server.seen.map(({ headers }) => headers["user-agent"]),
        ["mine", "mine"]
      )
    })
  )
})

describe("NodeHelpScout.layer: redirects (law O2)", () => {
  it.scopedLive("are not followed to another host, which receives neither the token nor the secret", () =>
    Effect.gen(function* () {
      const otherHost = yield* serve(api)
      const server = yield* serve((url) =>
        url === "/v2/here"
          ? { status: 302, headers: { location: "/v2/there" } }
          : url === "/v2/there"
            ? { body: json({ id: 2 }) }
            : { status: 307, headers: { location: `${otherHost.url}${url}` } }
      )
      const fixed = client(server.url)
      const rejected = yield* Effect.flip(Effect.provide(me(), fixed))
      assert.strictEqual(rejected._tag, "HelpScoutRequestRejected")
      assert.deepStrictEqual(yield* Effect.provide(me("/v2/here"), fixed), { id: 2 })
      const renewing = NodeHelpScout.layer({
        config: HelpScoutConfig.layer({
          baseUrl: server.url,
          clientId: "app",
          clientSecret: Redacted.make("planted")
        }),
        tokenStore: TokenStore.layerMemory
      })
      const failed = yield* Effect.flip(Effect.provide(me(), renewing))
      assert.strictEqual(failed._tag, "HelpScoutAuthFailed")
      assert.lengthOf(otherHost.seen, 0)
    })
  )
})

describe("the package", () => {
  const directory = fileURLToPath(new URL("..", import.meta.url))

  it("sends its own version in the User-Agent", () => {
    const { version } = JSON.parse(Fs.readFileSync(Path.join(directory, "package.json"), "utf8"))
    assert.include(NodeHelpScout.userAgent, `effect-helpscout/${version} `, "update src/internal/version.ts")
  })

  it("loads ioredis only with the modules that use it", async () => {
    const loads = async (module: string) => {
      const script = `await import("@effect-helpscout/node/${module}")
        const { default: Module } = await import("node:module")
        console.log(Object.keys(Module._cache).some((path) => path.includes("/ioredis/")))`
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
        cwd: directory
      })
      return stdout.trim()
    }
    assert.strictEqual(await loads("NodeHelpScout"), "false")
    assert.strictEqual(await loads("RedisTokenStore"), "true")
  })
})
