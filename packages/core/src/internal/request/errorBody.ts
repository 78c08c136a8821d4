/**
 * Reads the body of an error response in any form that was observed: vnd.error (with `_links.about`, or the older
 * `links`), `errors`, one `message` with its `path`, problem+json, or an OAuth error. Any other body, such as a gateway's
 * HTML, is empty.
 */
import type { ValidationIssue } from "../../HelpScoutError.js"
import * as issues from "./issues.js"

export interface ErrorBody {
  readonly detail?: string
  readonly logRef?: string
  readonly issues: ReadonlyArray<ValidationIssue>
}

const empty: ErrorBody = { issues: [] }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

const string = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value.slice(0, 500) : undefined

/** `http://.../errors#NotEmpty` names the rule `NotEmpty`. */
const rule = (error: Readonly<Record<string, unknown>>): string | undefined => {
  const links = isRecord(error._links) ? error._links.about : Array.isArray(error.links) ? error.links[0] : undefined
  const href = isRecord(links) ? string(links.href) : undefined
  const hash = href?.lastIndexOf("#") ?? -1
  return href !== undefined && hash >= 0 ? string(href.slice(hash + 1)) : undefined
}

const text = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? string(
        value
          .map(string)
          .filter((part) => part !== undefined)
          .join("; ")
      )
    : string(value)

/** The path of an issue, in the spellings of the bodies that were observed. */
const pathOf = (error: Readonly<Record<string, unknown>>): string | undefined =>
  string(error.path) ?? string(error.field) ?? string(error.property)

const messageOf = (error: Readonly<Record<string, unknown>>): string | undefined =>
  text(error.message) ?? string(error.detail) ?? string(error.title)

const issue = (error: unknown, key?: string): ReadonlyArray<ValidationIssue> => {
  if (Array.isArray(error)) return error.flatMap((each) => issue(each, key))
  const path = key ?? issues.root
  if (!isRecord(error)) {
    const message = string(error)
    return message === undefined ? [] : [{ path, message }]
  }
  const broken = rule(error)
  return [
    {
      path: pathOf(error) ?? path,
      message: messageOf(error) ?? "was rejected",
      ...(broken === undefined ? {} : { rule: broken })
    }
  ]
}

const isIndex = (key: string) => /^\d+$/.test(key)

/** A list of errors: an array, one error, a text, or an object with a key for each index or field. */
const issuesIn = (errors: unknown): ReadonlyArray<ValidationIssue> => {
  if (!isRecord(errors) || Array.isArray(errors)) return issue(errors)
  if (pathOf(errors) !== undefined || messageOf(errors) !== undefined) return issue(errors)
  return Object.entries(errors).flatMap(([key, error]) => issue(error, isIndex(key) ? undefined : key))
}

/** An error contains this many issues at most. */
const maxIssues = 50

const all = (body: Readonly<Record<string, unknown>>): ReadonlyArray<ValidationIssue> => {
  const listed = [...(isRecord(body._embedded) ? issuesIn(body._embedded.errors) : []), ...issuesIn(body.errors)]
  if (listed.length > 0) return listed.slice(0, maxIssues)
  // `{message, path}`: the body is itself the issue
  return pathOf(body) === undefined || messageOf(body) === undefined ? [] : issue(body)
}

const detailOf = (body: Readonly<Record<string, unknown>>): string | undefined => {
  const problem = [string(body.title), string(body.detail)].filter((part) => part !== undefined).join(": ")
  const oauth = [string(body.error), string(body.error_description)].filter((part) => part !== undefined).join(": ")
  return text(body.message) ?? string(problem) ?? string(oauth)
}

/** Whether anything was found. */
export const isError = ({ detail, issues, logRef }: ErrorBody): boolean =>
  detail !== undefined || logRef !== undefined || issues.length > 0

/** Reads the body of an error response, given its text. */
export const parse = (text: string): ErrorBody => {
  try {
    return read(JSON.parse(text))
  } catch {
    return empty
  }
}

/** Reads the body of an error response, given its JSON. */
export const read = (body: unknown): ErrorBody => {
  if (!isRecord(body)) return empty
  const detail = detailOf(body)
  const logRef = string(body.logRef)
  return {
    ...(detail === undefined ? {} : { detail }),
    ...(logRef === undefined ? {} : { logRef }),
    issues: all(body)
  }
}
