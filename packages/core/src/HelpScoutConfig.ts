/**
 * Which Help Scout account is spoken to, and as which app.
 *
 * ```ts
 * import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
 *
 * // reads HELPSCOUT_CLIENT_ID, HELPSCOUT_CLIENT_SECRET and the rest from the environment
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
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The App ID, from Your Profile > My Apps. Needed by both OAuth2 flows, not by a fixed token. */
  readonly clientId?: string
  /** The App Secret that belongs to it. */
  readonly clientSecret?: Redacted.Redacted
  /**
   * Tells the accounts apart that authorised the same app, so that a `TokenStore` can hold the tokens of all of them.
   *
   * @default "default"
   */
  readonly account?: string
  /** Without a version: paths bring theirs, `/v2` or `/v3`. @default "https://api.helpscout.net" */
  readonly baseUrl?: string
  /** The page that asks a user to authorise the app. @default "https://secure.helpscout.net/authentication/authorizeClientApplication" */
  readonly authorizeUrl?: string
  /** How long one attempt may take, from sending to the last byte of its answer. @default "60 seconds" */
  readonly timeout?: Duration.DurationInput
  /** @default "effect-helpscout" */
  readonly userAgent?: string
}

/**
 * The options with their defaults filled in.
 *
 * @since 0.1.0
 * @category models
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
 * Fills in the defaults.
 *
 * @since 0.1.0
 * @category constructors
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

/** A blank variable is one that is not set: `.env` files and compose files write it so. */
const text = (name: string): Config.Config<Option.Option<string>> =>
  Config.map(Config.option(Config.string(name)), (read) =>
    Option.filter(
      Option.map(read, (value) => value.trim()),
      (value) => value !== ""
    )
  )

const checked = (name: string, expected: string, holds: (value: string) => boolean) =>
  Config.validate(text(name), {
    message: `HELPSCOUT_${name}: expected ${expected}`,
    validation: Option.match({ onNone: () => true, onSome: holds })
  })

const isUrl = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const isTimeout = (value: string) =>
  Option.exists(Duration.decodeUnknown(value), (duration) => Duration.toMillis(duration) > 0)

const fromEnvironment: Config.Config<Service> = Config.all({
  clientId: text("CLIENT_ID"),
  clientSecret: Config.map(text("CLIENT_SECRET"), Option.map(Redacted.make)),
  account: text("ACCOUNT"),
  baseUrl: checked("BASE_URL", "a URL such as https://api.helpscout.net", isUrl),
  authorizeUrl: checked("AUTHORIZE_URL", `a URL such as ${authorizeUrl}`, isUrl),
  timeout: checked("TIMEOUT", "a duration above zero, such as 30 seconds", isTimeout),
  userAgent: text("USER_AGENT")
}).pipe(
  Config.nested("HELPSCOUT"),
  Config.map((read) =>
    make({
      ...Option.match(read.clientId, { onNone: () => ({}), onSome: (clientId) => ({ clientId }) }),
      ...Option.match(read.clientSecret, { onNone: () => ({}), onSome: (clientSecret) => ({ clientSecret }) }),
      ...Option.match(read.account, { onNone: () => ({}), onSome: (account) => ({ account }) }),
      ...Option.match(read.baseUrl, { onNone: () => ({}), onSome: (baseUrl) => ({ baseUrl }) }),
      ...Option.match(read.authorizeUrl, { onNone: () => ({}), onSome: (authorizeUrl) => ({ authorizeUrl }) }),
      // `checked` has seen that it is a duration
      ...Option.match(read.timeout, {
        onNone: () => ({}),
        onSome: (timeout) => ({ timeout: timeout as Duration.DurationInput })
      }),
      ...Option.match(read.userAgent, { onNone: () => ({}), onSome: (userAgent) => ({ userAgent }) })
    })
  )
)

/**
 * The account and app that a client speaks for.
 *
 * @since 0.1.0
 * @category services
 */
export class HelpScoutConfig extends Context.Tag("@effect-helpscout/core/HelpScoutConfig")<HelpScoutConfig, Service>() {
  /**
   * A configuration given in the program.
   *
   * @since 0.1.0
   */
  static readonly layer = (options: Options = {}): Layer.Layer<HelpScoutConfig> => Layer.succeed(this, make(options))

  /**
   * A configuration read through `Config`, by default from the environment: `HELPSCOUT_CLIENT_ID`,
   * `HELPSCOUT_CLIENT_SECRET` (kept redacted), and, where wanted, `HELPSCOUT_ACCOUNT`, `HELPSCOUT_BASE_URL`,
   * `HELPSCOUT_AUTHORIZE_URL`, `HELPSCOUT_TIMEOUT` (`30 seconds`) and `HELPSCOUT_USER_AGENT`. A blank one is not set.
   *
   * @since 0.1.0
   */
  static readonly layerConfig: Layer.Layer<HelpScoutConfig, ConfigError.ConfigError> = Layer.effect(
    this,
    Effect.suspend(() => fromEnvironment)
  )
}

/**
 * Under which key a `TokenStore` keeps the tokens of this account: client id and account together, so that neither
 * two apps nor two accounts of one app can be mixed up.
 *
 * @since 0.1.0
 * @category combinators
 */
export const accountKey = (config: Service): string =>
  `${Option.getOrElse(config.clientId, () => "token")}:${config.account}`
