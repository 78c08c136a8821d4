/**
 * From the typed errors of core to the classes of this package: the same code, fields and message.
 */
import * as Predicate from "effect/Predicate"
import { HelpScoutError } from "../HelpScoutError.js"
import { errorClasses } from "./errorClasses.js"
import { toPlain } from "./plain.js"

const prefix = "HelpScout"

/** The names of this API, in messages that were written for the other. */
const reworded = (text: string): string =>
  text
    .replaceAll("to HelpScoutConfig.layer", "to the client")
    .replace(/\bauth\.(?=authorizationUrl|getTokens|setCredentials)/g, "helpScout.")
    .replaceAll(/DateTime\.Utc(?: or Date)?/g, "Date")

const rewordedIssues = (issues: unknown): unknown =>
  Array.isArray(issues) ? issues.map((issue) => ({ ...issue, message: reworded(issue.message) })) : issues

/** Returns `true` for an error that `fromTyped` knows. */
const isTyped = (error: unknown): error is { readonly _tag: string; readonly message: string } & object =>
  Predicate.hasProperty(error, "_tag") && typeof error._tag === "string" && error._tag.startsWith(prefix)

/** The fields of an error that are not on `Error`. Getters of its class are included. */
const fieldsOf = (error: object): Record<string, unknown> => {
  const { _tag, code, message, name, stack, cause, issues, ...rest } = { ...error } as Record<string, unknown>
  return {
    ...(toPlain(rest) as object),
    ...(code === undefined ? {} : { transportCode: code }),
    ...(issues === undefined ? {} : { issues: rewordedIssues(issues) })
  }
}

/**
 * Returns the error to reject with. `operation` is the name of the call, for errors that have none. Anything that is not
 * an error of the client is returned as it is.
 */
export const toError = (error: unknown, operation: string): unknown => {
  if (!isTyped(error)) return error
  const { isRetryable, status } = error as { readonly isRetryable?: boolean; readonly status?: number }
  const fields = {
    operation,
    ...fieldsOf(error),
    ...(status === undefined ? {} : { status }),
    isRetryable: isRetryable ?? false,
    message: reworded(error.message)
  }
  const Class = errorClasses[error._tag.slice(prefix.length)] ?? HelpScoutError
  return new Class(fields)
}
