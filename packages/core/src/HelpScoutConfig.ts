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
import * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { isSendable } from "./internal/request/headerValue.js"

/**
 * The options of a client.
 *
 * @since 0.1.0
 */
export interface Options {
  /** The App ID, from Your Profile > My Apps. Required by both OAuth2 flows, not by a fixed token. */
  readonly clientId?: string
  /**
   * The App Secret of the same app. Never ship it to a browser: everybody who loads the page could read the whole account.
   * Let a server of yours add the token, and set `baseUrl` to that server.
   */
  readonly clientSecret?: Redacted.Redacted
  /**
   * Distinguishes accounts that authorized the same app, so that one `TokenStore` can hold the tokens of all of them.
   *
   * @default "default"
   */
  readonly account?: string
  /**
   * Without a version: paths start with theirs, `/v2` or `/v3`. It may be a proxy and have a path, such as
   * `https://example.com/help-scout`: links to `api.helpscout.net` are followed there. @default "https://api.helpscout.net"
   */
  readonly baseUrl?: string
  /** The page that asks a user to authorize the app. @default "https://secure.helpscout.net/authentication/authorizeClientApplication" */
  readonly authorizeUrl?: string
  /** The time limit of one HTTP exchange, from sending to the last byte of the response. @default "60 seconds" */
  readonly timeout?: Duration.DurationInput
  /** The `User-Agent` header. @default "effect-helpscout" */
  readonly userAgent?: string
  /**
   * The maximum size of a response, as received and as decompressed. A larger response fails with `ResponseInvalid`, which
   * bounds memory. Streams, such as `attachments.file`, are not limited. @default 64 MiB
   */
  readonly maxResponseBytes?: number
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
  readonly maxResponseBytes: number
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
  userAgent: options.userAgent ?? "effect-helpscout",
  maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024
})

/** Why a configuration cannot work, or nothing. */
const mistakeIn = (config: Service): ConfigError.ConfigError | undefined => {
  const invalid = (name: string, message: string) => ConfigError.InvalidData(["HELPSCOUT", name], message)
  if (!isUrl(config.baseUrl)) {
    return invalid(
      "BASE_URL",
      `baseUrl: expected an http or https URL such as https://api.helpscout.net${found(config.baseUrl)}`
    )
  }
  // other clients want the version here, and each path starts with its own
  const version = /\/v\d+$/.exec(config.baseUrl)?.[0]
  if (version !== undefined) {
    const correct = config.baseUrl.slice(0, -version.length)
    return invalid("BASE_URL", `baseUrl: must not end with a version, because paths contain it. Set it to ${correct}`)
  }
  if (!isSendable(config.userAgent)) {
    return invalid("USER_AGENT", "userAgent: expected printable characters of Latin-1, without line breaks")
  }
  if (!(config.maxResponseBytes >= 1)) {
    return invalid(
      "MAX_RESPONSE_BYTES",
      `maxResponseBytes: expected a number of bytes greater than zero, such as 67108864, found ${config.maxResponseBytes}`
    )
  }
  return undefined
}

const checked = (config: Service): Effect.Effect<Service, ConfigError.ConfigError> => {
  const mistake = mistakeIn(config)
  return mistake === undefined ? Effect.succeed(config) : Effect.fail(mistake)
}

/** Reads a variable. Blank means not set, because `.env` and compose files write it that way. */
const readText = (name: string): Config.Config<Option.Option<string>> =>
  Config.map(Config.option(Config.string(name)), (found) =>
    Option.filter(
      Option.map(found, (value) => value.trim()),
      (value) => value !== ""
    )
  )

const readValid = (name: string, expected: string, isValid: (value: string) => boolean) =>
  Config.mapOrFail(readText(name), (value) =>
    Option.match(value, { onNone: () => true, onSome: isValid })
      ? Either.right(value)
      : Either.left(
          ConfigError.InvalidData(
            [name],
            `HELPSCOUT_${name}: expected ${expected}${found(Option.getOrElse(value, () => ""))}`
          )
        )
  )

/** A password in a URL, or a secret that was set in the wrong variable (law O1). */
const maybeSecret = /@|^[\w-]{20,}$/

/** Quotes a wrong value, unless it may be a secret. */
const found = (value: string) => (maybeSecret.test(value) || value.length > 100 ? "" : `, found "${value}"`)

const isUrl = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
const isByteCount = (value: string) => /^[1-9]\d*$/.test(value)
const isTimeout = (value: string) =>
  Option.exists(Duration.decodeUnknown(value), (duration) => Duration.toMillis(duration) > 0)

const fromEnvironment: Config.Config<Service> = Config.all({
  clientId: readText("CLIENT_ID"),
  clientSecret: Config.map(readText("CLIENT_SECRET"), Option.map(Redacted.make)),
  account: readText("ACCOUNT"),
  baseUrl: readValid("BASE_URL", "an http or https URL such as https://api.helpscout.net", isUrl),
  authorizeUrl: readValid("AUTHORIZE_URL", `an http or https URL such as ${authorizeUrl}`, isUrl),
  timeout: readValid("TIMEOUT", "a duration greater than zero, such as 30 seconds", isTimeout),
  userAgent: readText("USER_AGENT"),
  maxResponseBytes: readValid(
    "MAX_RESPONSE_BYTES",
    "a number of bytes greater than zero, such as 67108864",
    isByteCount
  )
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
      ...Option.match(read.userAgent, { onNone: () => ({}), onSome: (userAgent) => ({ userAgent }) }),
      ...Option.match(read.maxResponseBytes, {
        onNone: () => ({}),
        onSome: (bytes) => ({ maxResponseBytes: Number(bytes) })
      })
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
   * Provides the given options. Options that cannot work, such as a `baseUrl` that ends with `/v2` or a `userAgent` with a
   * line break, are a defect that names the correct value.
   *
   * @since 0.1.0
   */
  static readonly layer = (options: Options = {}): Layer.Layer<HelpScoutConfig> =>
    Layer.effect(this, Effect.orDie(Effect.suspend(() => checked(make(options)))))

  /**
   * Reads the options with `Config`, by default from the environment: `HELPSCOUT_CLIENT_ID`,
   * `HELPSCOUT_CLIENT_SECRET` (redacted), and the optional `HELPSCOUT_ACCOUNT`, `HELPSCOUT_BASE_URL`,
   * `HELPSCOUT_AUTHORIZE_URL`, `HELPSCOUT_TIMEOUT` (`30 seconds`), `HELPSCOUT_USER_AGENT` and
   * `HELPSCOUT_MAX_RESPONSE_BYTES`. A blank variable counts as not set.
   *
   * @since 0.1.0
   */
  static readonly layerConfig: Layer.Layer<HelpScoutConfig, ConfigError.ConfigError> = Layer.effect(
    this,
    Effect.suspend(() => Effect.flatMap(fromEnvironment, checked))
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
