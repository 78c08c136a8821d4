import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { accountKey, HelpScoutConfig, make } from "../src/HelpScoutConfig.js"

/** Reads the configuration from these environment variables. */
const from = (environment: Readonly<Record<string, string>>) =>
  Effect.provide(
    HelpScoutConfig,
    Layer.provide(
      HelpScoutConfig.layerConfig,
      // as `ConfigProvider.fromEnv` reads them
      Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(environment)), { pathDelim: "_" }))
    )
  )

describe("layerConfig", () => {
  it.effect("reads each option by its name, and redacts the secret", () =>
    Effect.gen(function* () {
      const config = yield* from({
        HELPSCOUT_CLIENT_ID: "app",
        HELPSCOUT_CLIENT_SECRET: "planted-secret",
        HELPSCOUT_ACCOUNT: "north",
        HELPSCOUT_BASE_URL: "http://localhost:3000/",
        HELPSCOUT_AUTHORIZE_URL: "http://localhost:3000/authorize",
        HELPSCOUT_TIMEOUT: "5 seconds",
        HELPSCOUT_USER_AGENT: "mine/1"
      })
      assert.deepStrictEqual(Option.map(config.clientSecret, Redacted.value), Option.some("planted-secret"))
      assert.notInclude(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config), "planted-secret")
      assert.deepStrictEqual(
        { ...config, clientSecret: Option.none() },
        make({
          clientId: "app",
          account: "north",
          baseUrl: "http://localhost:3000",
          authorizeUrl: "http://localhost:3000/authorize",
          timeout: "5 seconds",
          userAgent: "mine/1"
        })
      )
      assert.strictEqual(accountKey(config), "app:north")
    })
  )

  it.effect("treats a blank variable as not set, and trims values", () =>
    Effect.gen(function* () {
      const names = ["CLIENT_ID", "CLIENT_SECRET", "ACCOUNT", "BASE_URL", "AUTHORIZE_URL", "TIMEOUT", "USER_AGENT"]
      for (const blank of ["", "  ", "\r\n"]) {
        assert.deepStrictEqual(
          yield* from(Object.fromEntries(names.map((name) => [`HELPSCOUT_${name}`, blank]))),
          make()
        )
      }
      const config = yield* from({
        HELPSCOUT_CLIENT_ID: " app\r",
        HELPSCOUT_CLIENT_SECRET: "secret\n",
        HELPSCOUT_BASE_URL: " http://localhost:3000 ",
        HELPSCOUT_TIMEOUT: "5 seconds\r"
      })
      assert.deepStrictEqual(config.clientId, Option.some("app"))
      assert.deepStrictEqual(Option.map(config.clientSecret, Redacted.value), Option.some("secret"))
      assert.strictEqual(config.baseUrl, "http://localhost:3000")
      assert.strictEqual(Duration.toSeconds(config.timeout), 5)
    })
  )

  it.effect(
    "names an invalid variable, the expected value and the one that was found, unless that may be a secret",
    () =>
      Effect.gen(function* () {
        const cases: ReadonlyArray<readonly [name: string, value: string, expected: string]> = [
          ["BASE_URL", "planted.example", "https://api.helpscout.net"],
          ["BASE_URL", "ftp://planted.example", "https://api.helpscout.net"],
          ["AUTHORIZE_URL", "planted", "https://"],
          ["TIMEOUT", "planted", "30 seconds"],
          ["TIMEOUT", "30", "30 seconds"],
          ["TIMEOUT", "0 seconds", "30 seconds"],
          ["TIMEOUT", "-1 seconds", "30 seconds"]
        ]
        for (const [name, value, expected] of cases) {
          const error = yield* Effect.flip(from({ [`HELPSCOUT_${name}`]: value }))
          assert.include(String(error), `HELPSCOUT_${name}: expected`)
          assert.include(String(error), expected)
          assert.include(String(error), `found "${value}"`)
        }
        for (const [name, value] of [
          ["BASE_URL", "https//app:planted@example.com"],
          ["TIMEOUT", "planted0123456789abcdef0123456789"]
        ] as const) {
          const error = yield* Effect.flip(from({ [`HELPSCOUT_${name}`]: value }))
          assert.include(String(error), `HELPSCOUT_${name}: expected`)
          assert.notInclude(String(error), "planted")
        }
      })
  )
})

describe("options that cannot work are rejected when the layer is built (law S5)", () => {
  const cases = [
    [{ baseUrl: "https://api.helpscout.net/v2" }, "Set it to https://api.helpscout.net"],
    [{ baseUrl: "https://api.helpscout.net/v3/" }, "Set it to https://api.helpscout.net"],
    [{ baseUrl: "https://gateway.example/helpscout/v2" }, "Set it to https://gateway.example/helpscout"],
    [{ baseUrl: "api.helpscout.net" }, "baseUrl"],
    [{ userAgent: "Zoë’s desk" }, "userAgent"],
    [{ userAgent: "desk\n" }, "userAgent"],
    [{ userAgent: "desk\r\nx-evil: 1" }, "userAgent"],
    [{ maxResponseBytes: 0 }, "maxResponseBytes"],
    [{ maxResponseBytes: Number.NaN }, "maxResponseBytes"]
  ] as const
  it.effect("by the layer of options, as a defect that names the correct value", () =>
    Effect.gen(function* () {
      for (const [options, message] of cases) {
        const exit = yield* Effect.exit(Effect.provide(HelpScoutConfig, HelpScoutConfig.layer(options)))
        assert.isTrue(Exit.isFailure(exit), JSON.stringify(options))
        assert.include(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", message)
      }
      // controls
      for (const options of [{ userAgent: "Zoë's desk" }, { baseUrl: "https://v2.example/v2x" }, {}]) {
        yield* Effect.provide(HelpScoutConfig, HelpScoutConfig.layer(options))
      }
    })
  )

  it.effect("by the layer of the environment, as a ConfigError", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(from({ HELPSCOUT_BASE_URL: "https://api.helpscout.net/v2" }))
      assert.include(String(failed), "Set it to https://api.helpscout.net")
      assert.include(String(yield* Effect.flip(from({ HELPSCOUT_USER_AGENT: "Zoë’s" }))), "userAgent")
      assert.include(String(yield* Effect.flip(from({ HELPSCOUT_MAX_RESPONSE_BYTES: "lots" }))), "MAX_RESPONSE_BYTES")
      assert.strictEqual((yield* from({ HELPSCOUT_MAX_RESPONSE_BYTES: "1000" })).maxResponseBytes, 1000)
    })
  )
})
