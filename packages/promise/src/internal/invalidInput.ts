/** The error of input that is checked here and not by an endpoint: options, tokens, durations. */
import { InputInvalid, type ValidationIssue } from "../HelpScoutError.js"

const sentence = ({ message, path }: ValidationIssue): string => `${path} ${message}`

/** Returns the error that names every invalid field, in the words of the endpoints. */
export const invalidInput = (operation: string, issues: ReadonlyArray<ValidationIssue>): InputInvalid =>
  new InputInvalid({
    operation,
    message: `${operation}: the input is invalid, and no request was sent. Correct ${issues.map(sentence).join("; ")}.`,
    issues
  })
