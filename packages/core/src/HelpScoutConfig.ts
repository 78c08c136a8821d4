/**
 * The Help Scout account and app to use.
 *
 * ```ts
 * import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
 *
 * // reads HELPSCOUT_CLIENT_ID, HELPSCOUT_CLIENT_SECRET and the other variables from the environment
 * export const config = HelpScoutConfig.layerConfig
 * ```
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/**
 * The options of a client.
 *
 * @since 0.1.0
 */
export interface Options {
  /** The App ID, from Your Profile > My Apps. Required by both OAuth2 flows, not by a fixed token. */
  readonly clientId?: string
  /** The App Secret of the same app. */
  readonly clientSecret?: Redacted.Redacted
  /**
   * Distinguishes accounts that authorized the same app, so that one `TokenStore` can hold the tokens of all of them.
   *
   * @default "default"
   */
  readonly account?: string
  /** Without a version: paths start with theirs, `/v2` or `/v3`. @default "https://api.helpscout.net" */
  readonly baseUrl?: string
  /** The page that asks a user to authorize the app. @default "https://secure.helpscout.net/authentication/authorizeClientApplication" */
  readonly authorizeUrl?: string
  /** The time limit of one HTTP exchange, from sending to the last byte of the response. @default "60 seconds" */
  readonly timeout?: Duration.DurationInput
  /** The `User-Agent` header. @default "effect-helpscout" */
  readonly userAgent?: string
}

/**
 * The options, with defaults applied.
 *
 * @since 0.1.0
 */
export interface Service {
  readonly clientId: Option.Option<string>
  readonly clientSecret: Option.Option<Redacted.Redacted>
  readonly account: string
  readonly baseUrl: string
  readonly authorizeUrl: string
  readonly timeout: Duration.Duration
  readonly userAgent: string
}

const authorizeUrl = "https://secure.helpscout.net/authentication/authorizeClientApplication"

/**
 * Applies the defaults.
 *
 * @since 0.1.0
 */
export const make = (options: Options = {}): Service => ({
  clientId: Option.fromNullable(options.clientId),
  clientSecret: Option.fromNullable(options.clientSecret),
  account: options.account ?? "default",
  baseUrl: (options.baseUrl ?? "https://api.helpscout.net").replace(/\/+$/, ""),
  authorizeUrl: options.authorizeUrl ?? authorizeUrl,
  timeout: Duration.decode(options.timeout ?? "60 seconds"),
  userAgent: options.userAgent ?? "effect-helpscout"
})

/** Reads a variable. Blank means not set, because `.env` and compose files write it that way. */
const readText = (name: string): Config.Config<Option.Option<string>> =>
  Config.map(Config.option(Config.string(name)), (found) =>
    Option.filter(
      Option.map(found, (value) => value.trim()),
      (value) => value !== ""
    )
  )

const readValid = (name: string, expected: string, isValid: (value: string) => boolean) =>
  Config.validate(readText(name), {
    message: `HELPSCOUT_${name}: expected ${expected}`,
    validation: Option.match({ onNone: () => true, onSome: isValid })
  })

const isUrl = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const isTimeout = (value: string) =>
  Option.exists(Duration.decodeUnknown(value), (duration) => Duration.toMillis(duration) > 0)

const fromEnvironment: Config.Config<Service> = Config.all({
  clientId: readText("CLIENT_ID"),
  clientSecret: Config.map(readText("CLIENT_SECRET"), Option.map(Redacted.make)),
  account: readText("ACCOUNT"),
  baseUrl: readValid("BASE_URL", "an http or https URL such as https://api.helpscout.net", isUrl),
  authorizeUrl: readValid("AUTHORIZE_URL", `an http or https URL such as ${authorizeUrl}`, isUrl),
  timeout: readValid("TIMEOUT", "a duration greater than zero, such as 30 seconds", isTimeout),
  userAgent: readText("USER_AGENT")
}).pipe(
  Config.nested("HELPSCOUT"),
  Config.map((read) =>
    make({
      ...Option.match(read.clientId, { onNone: () => ({}), onSome: (clientId) => ({ clientId }) }),
      ...Option.match(read.clientSecret, { onNone: () => ({}), onSome: (clientSecret) => ({ clientSecret }) }),
      ...Option.match(read.account, { onNone: () => ({}), onSome: (account) => ({ account }) }),
      ...Option.match(read.baseUrl, { onNone: () => ({}), onSome: (baseUrl) => ({ baseUrl }) }),
      ...Option.match(read.authorizeUrl, { onNone: () => ({}), onSome: (authorizeUrl) => ({ authorizeUrl }) }),
      // `readValid` has validated that it is a duration
      ...Option.match(read.timeout, {
        onNone: () => ({}),
        onSome: (timeout) => ({ timeout: timeout as Duration.DurationInput })
      }),
      ...Option.match(read.userAgent, { onNone: () => ({}), onSome: (userAgent) => ({ userAgent }) })
    })
  )
)

/**
 * The configuration of a client.
 *
 * @since 0.1.0
 */
export class HelpScoutConfig extends Context.Tag("@effect-helpscout/core/HelpScoutConfig")<HelpScoutConfig, Service>() {
  /**
   * Provides the given options.
   *
   * @since 0.1.0
   */
  static readonly layer = (options: Options = {}): Layer.Layer<HelpScoutConfig> => Layer.succeed(this, make(options))

  /**
   * Reads the options with `Config`, by default from the environment: `HELPSCOUT_CLIENT_ID`,
   * `HELPSCOUT_CLIENT_SECRET` (redacted), and the optional `HELPSCOUT_ACCOUNT`, `HELPSCOUT_BASE_URL`,
   * `HELPSCOUT_AUTHORIZE_URL`, `HELPSCOUT_TIMEOUT` (`30 seconds`) and `HELPSCOUT_USER_AGENT`. A blank variable counts
   * as not set.
   *
   * @since 0.1.0
   */
  static readonly layerConfig: Layer.Layer<HelpScoutConfig, ConfigError.ConfigError> = Layer.effect(
    this,
    Effect.suspend(() => fromEnvironment)
  )
}

/**
 * Returns the key of this account in a `TokenStore`: the client id and the account, so that neither two apps nor two
 * accounts of one app share tokens.
 *
 * @since 0.1.0
 */
export const accountKey = (config: Service): string =>
  `${Option.getOrElse(config.clientId, () => "token")}:${config.account}`
