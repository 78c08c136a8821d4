/**
 * Reads the body of an error response in any of Help Scout's forms: vnd.error (with `_links.about`, or the older
 * `links`), a flat `message`, or an OAuth error. Any other body, such as a gateway's HTML, is empty.
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

const issue = (error: unknown): ReadonlyArray<ValidationIssue> => {
  if (!isRecord(error)) return []
  const broken = rule(error)
  return [
    {
      path: string(error.path) ?? issues.root,
      message: string(error.message) ?? "was rejected",
      ...(broken === undefined ? {} : { rule: broken })
    }
  ]
}

export const parse = (text: string): ErrorBody => {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return empty
  }
  if (!isRecord(body)) return empty
  const embedded = isRecord(body._embedded) && Array.isArray(body._embedded.errors) ? body._embedded.errors : []
  const oauth = [string(body.error), string(body.error_description)].filter((part) => part !== undefined).join(": ")
  const detail = string(body.message) ?? string(oauth)
  const logRef = string(body.logRef)
  return {
    ...(detail === undefined ? {} : { detail }),
    ...(logRef === undefined ? {} : { logRef }),
    issues: embedded.flatMap(issue)
  }
}
