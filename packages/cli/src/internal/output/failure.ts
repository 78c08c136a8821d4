/** Errors as one paragraph or as JSON, and the exit code of each class. */
import { type HelpScoutError, isHelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as ConfigError from "effect/ConfigError"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import { NotConfirmed, UsageError } from "../command/usageError.js"
import { safe } from "./text.js"

/** law C3: the exit code of each class of errors. docs/cli.md lists them. */
export const exitCodes = {
  unexpected: 1,
  usage: 2,
  auth: 3,
  forbidden: 4,
  notFound: 5,
  rejected: 6,
  rateLimited: 7,
  unavailable: 8,
  ambiguous: 9,
  unreadable: 10,
  incomplete: 11,
  notConfirmed: 12,
  destination: 13
} as const

type ExitClass = keyof typeof exitCodes

const classes: Readonly<Record<string, ExitClass>> = {
  UsageError: "usage",
  NotConfirmed: "notConfirmed",
  BulkIncomplete: "incomplete",
  ChecksFailed: "incomplete",
  ConfigError: "usage",
  HelpScoutInputInvalid: "usage",
  HelpScoutListenFailed: "usage",
  HelpScoutAuthFailed: "auth",
  HelpScoutUnauthorized: "auth",
  HelpScoutForbidden: "forbidden",
  HelpScoutPermissionDenied: "forbidden",
  HelpScoutNotFound: "notFound",
  HelpScoutValidationFailed: "rejected",
  HelpScoutConflict: "rejected",
  HelpScoutPreconditionFailed: "rejected",
  HelpScoutPayloadTooLarge: "rejected",
  HelpScoutRequestRejected: "rejected",
  HelpScoutRateLimited: "rateLimited",
  HelpScoutServiceUnavailable: "unavailable",
  HelpScoutTransportFailed: "unavailable",
  HelpScoutResponseInvalid: "unreadable",
  HelpScoutAmbiguousWrite: "ambiguous",
  HelpScoutTokenStoreFailed: "auth",
  HelpScoutSyncFailed: "destination"
}

export interface Failure {
  /** The tag of the error, without the library's prefix. */
  readonly error: string
  readonly message: string
  readonly exitCode: number
  readonly correlationId?: string
  readonly retryAfterSeconds?: number
}

/** What to do at a command line, where the library's advice is about code. */
const advice: Readonly<Record<string, string>> = {
  MissingCredentials:
    "No credentials are configured. Run `helpscout login`, or set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET. To try the command without an account, run `helpscout simulate`.",
  NoTokens: "This profile is not logged in. Run `helpscout login`.",
  InvalidClient:
    "Help Scout rejected the client id or secret. Compare them with My Apps in your Help Scout profile, and run `helpscout login` again.",
  RefreshTokenRefused: "The login has expired or was revoked. Run `helpscout login` again."
}

const messageOf = (error: HelpScoutError): string => {
  if (error._tag === "HelpScoutAuthFailed") return advice[error.reason] ?? error.message
  if (error._tag === "HelpScoutRateLimited") {
    const seconds = Math.ceil(Duration.toSeconds(error.retryAfter))
    return `${error.operation}: the account's rate limit is exhausted. Try again in ${seconds} s, or run \`helpscout limits\` to see what uses it.`
  }
  return error.message
}

const tagOf = (error: unknown): string =>
  Predicate.hasProperty(error, "_tag") && typeof error._tag === "string" ? error._tag : "Unexpected"

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Every mistake, with the name of its variable. */
const configMessage: (error: ConfigError.ConfigError) => string = ConfigError.reduceWithContext(undefined, {
  andCase: (_, one, other) => `${one}; ${other}`,
  orCase: (_, one, other) => (one === other ? one : `${one}, or ${other}`),
  invalidDataCase: (_, path, message) => `${path.join("_")}: ${message}`,
  missingDataCase: (_, path, message) => `${path.join("_")}: ${message}`,
  sourceUnavailableCase: (_, path, message) => `${path.join("_")}: ${message}`,
  unsupportedCase: (_, path, message) => `${path.join("_")}: ${message}`
})

const messageOfOther = (error: unknown): string => {
  if (ConfigError.isConfigError(error)) return `The configuration is invalid. ${sentence(configMessage(error))}`
  if (error instanceof UsageError || error instanceof NotConfirmed) return error.message
  if (Predicate.hasProperty(error, "message") && typeof error.message === "string") {
    const isOurs = tagOf(error) in classes
    return isOurs ? error.message : `Unexpected error: ${error.message}. Please report it.`
  }
  return `Unexpected error: ${String(error)}. Please report it.`
}

const classOf = (error: unknown, tag: string): ExitClass =>
  isHelpScoutError(error) && error._tag === "HelpScoutAuthFailed" && error.reason === "TokenEndpointFailed"
    ? "unavailable"
    : (classes[tag] ?? "unexpected")

export const failureOf = (error: unknown): Failure => {
  const tag = ConfigError.isConfigError(error) ? "ConfigError" : tagOf(error)
  const exitCode = exitCodes[classOf(error, tag)]
  const message = safe(isHelpScoutError(error) ? messageOf(error) : messageOfOther(error))
  const correlationId =
    isHelpScoutError(error) && error.correlationId !== undefined ? { correlationId: error.correlationId } : {}
  const retryAfter =
    tag === "HelpScoutRateLimited" && Predicate.hasProperty(error, "retryAfter")
      ? { retryAfterSeconds: Math.ceil(Duration.toSeconds(error.retryAfter as Duration.Duration)) }
      : {}
  return { error: tag.replace(/^HelpScout/, ""), message, exitCode, ...correlationId, ...retryAfter }
}
