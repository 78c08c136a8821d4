/** Durations of options, which JavaScript programs can misspell. */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { InputInvalid } from "../HelpScoutError.js"

/** Returns a duration, or throws `InputInvalid` for anything else. */
export const durationOf = (operation: string, path: string, value: unknown): Duration.Duration => {
  const duration = Option.filter(Duration.decodeUnknown(value), (found) => !Number.isNaN(Duration.toMillis(found)))
  if (Option.isSome(duration)) return duration.value
  const issue = { path, message: 'expected milliseconds or a text such as "30 seconds"' }
  const message = `${operation}: the input is invalid, and no request was sent. Correct ${path}: ${issue.message}.`
  throw Object.assign(new InputInvalid({ operation, message }), { issues: [issue] })
}

/** The same in milliseconds. */
export const millisOf = (operation: string, path: string, value: unknown): number =>
  Duration.toMillis(durationOf(operation, path, value))
