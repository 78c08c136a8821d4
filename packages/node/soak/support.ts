/** What the programs against the strict server share: a client of the server, a seeded generator, and the last line. */
import process from "node:process"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { isHelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { type Options as LimiterOptions, RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { TokenStore, type TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import type { StrictServer } from "@effect-helpscout/test-support/strictServer"
import * as Cause from "effect/Cause"
import type * as ConfigError from "effect/ConfigError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Redacted from "effect/Redacted"

export const print = (line: string) => void process.stdout.write(`${line}\n`)

/** mulberry32: a seed determines the run, apart from the order of concurrent requests. */
export const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const pick = <A>(random: () => number, from: ReadonlyArray<A>): A =>
  from[Math.floor(random() * from.length)] as A

export interface ClientOptions {
  readonly flow: "oauth2" | "clientCredentials"
  readonly timeout?: Duration.DurationInput
  readonly limiter?: LimiterOptions
  readonly maxResponseBytes?: number
  /** @default a store in memory */
  readonly tokenStore?: Layer.Layer<TokenStore, TokenStoreFailed | ConfigError.ConfigError>
  /** Tokens that the account already has. @default new ones */
  readonly tokens?: ReturnType<StrictServer["issue"]>
}

/** The client of Node.js with every resource, over undici and real sockets. */
export const client = (server: StrictServer, options: ClientOptions) =>
  HelpScout.layer.pipe(
    Layer.provideMerge(
      NodeHelpScout.layer({
        config: HelpScoutConfig.layer({
          baseUrl: server.baseUrl,
          clientId: server.clientId,
          clientSecret: Redacted.make(server.clientSecret),
          timeout: options.timeout ?? "60 seconds",
          ...(options.maxResponseBytes !== undefined && { maxResponseBytes: options.maxResponseBytes })
        }),
        auth:
          options.flow === "oauth2"
            ? Auth.layerOAuth2({ tokens: options.tokens ?? server.issue() })
            : Auth.layerClientCredentials,
        tokenStore: options.tokenStore ?? TokenStore.layerMemory,
        rateLimiter: RateLimiter.layer({ limit: 100_000_000, ...options.limiter })
      })
    )
  )

/** Retries without noticeable delays. */
export const quickRetries = (retries: number) =>
  Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.make({ retries, base: "2 millis", cap: "20 millis" }))

/** Logs nothing: failures are intended. */
export const quiet = Logger.withMinimumLogLevel(LogLevel.None)

/** What is wrong with the end of a call: only a value or an error of the client is allowed. */
export const defectOf = (exit: Exit.Exit<unknown, unknown>): string | undefined => {
  if (Exit.isSuccess(exit)) return undefined
  const failures = [...Cause.failures(exit.cause)]
  return failures.length === 1 && Cause.isFailType(exit.cause) && isHelpScoutError(failures[0])
    ? undefined
    : Cause.pretty(exit.cause)
}

/** Collects violations, prints the counts as JSON on the last line, and sets the exit code. */
export const makeReport = () => {
  const problems = new Map<string, number>()
  return {
    problem: (what: string) => void problems.set(what, (problems.get(what) ?? 0) + 1),
    /** `counts` is the last line. The program fails if there was a problem. */
    end: (counts: Readonly<Record<string, unknown>>) => {
      for (const [what, times] of [...problems].slice(0, 20)) print(`PROBLEM (${times}): ${what}`)
      print(JSON.stringify({ ...counts, problems: problems.size }))
      process.exitCode = problems.size === 0 ? 0 : 1
    }
  }
}
