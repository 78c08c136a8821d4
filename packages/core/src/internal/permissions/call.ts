/** What a call does, as far as its request shows: its impact, and the inboxes that it names. */
import type { Description, HttpMethod, Impact } from "../../Endpoint.js"
import { isObject, type JsonObject } from "../request/json.js"

/** The inboxes of a call. */
export interface Scope {
  /** The ids that its path, query and payload name. */
  readonly named: ReadonlyArray<number>
  /** The conversation in its path, whose inbox counts too. */
  readonly conversationId: string | undefined
  /** `false`: it may concern other inboxes than those that it names. */
  readonly isKnown: boolean
}

export interface Call {
  /** The names of all methods that send this request. Not empty. */
  readonly names: ReadonlyArray<string>
  /** A custom request: its operation is unknown, so rules about operations cannot pass it. */
  readonly custom: boolean
  /** All that it may do. */
  readonly impacts: () => ReadonlyArray<Impact>
  readonly scope: () => Scope
}

const severity: ReadonlyArray<Impact> = ["read", "write", "send", "destroy"]

export const mostSevere = (impacts: ReadonlyArray<Impact>): Impact =>
  impacts.reduce((worst, impact) => (severity.indexOf(impact) > severity.indexOf(worst) ? impact : worst), "read")

// a body was written by this client
const parsed = (body: string | undefined): unknown => (body === undefined ? undefined : JSON.parse(body))

// ---------------------------------------------------------------------------------------------------------------
// impact
// ---------------------------------------------------------------------------------------------------------------

const impactOf = ({ impact, impactCases }: Description, payload: unknown): Impact => {
  if (!isObject(payload)) return impact
  const found = impactCases.find((one) => Object.entries(one.payload).every(([key, value]) => payload[key] === value))
  return found?.impact ?? impact
}

const compileImpact = (description: Description): ((body: string | undefined) => ReadonlyArray<Impact>) => {
  const always = [description.impact]
  if (description.impactCases.length === 0) return () => always
  return (body) => {
    const payload = parsed(body)
    return Array.isArray(payload) && payload.length > 0
      ? payload.map((item) => impactOf(description, item))
      : [impactOf(description, payload)]
  }
}

// ---------------------------------------------------------------------------------------------------------------
// inboxes
// ---------------------------------------------------------------------------------------------------------------

const inboxParam = ":mailboxId"
const conversationParam = ":conversationId"

/** The names under which queries and payloads contain inboxes. A test finds each of them in the schemas. */
const names: ReadonlySet<string> = new Set(["mailbox", "mailboxes", "mailboxId", "mailboxIds"])

const idsOf = (value: unknown): ReadonlyArray<number> => {
  if (typeof value === "number") return [value]
  if (Array.isArray(value)) return value.flatMap(idsOf)
  return isObject(value) ? idsOf(value.id) : []
}

const isMove = (value: JsonObject): boolean =>
  typeof value.path === "string" && names.has(value.path.replace(/^\//, "")) && "op" in value

const inboxesIn = (value: unknown): ReadonlyArray<number> => {
  if (Array.isArray(value)) return value.flatMap(inboxesIn)
  if (!isObject(value)) return []
  if (isMove(value)) return idsOf(value.value)
  return Object.entries(value).flatMap(([key, inner]) => (names.has(key) ? idsOf(inner) : inboxesIn(inner)))
}

const inboxesInQuery = (query: string | undefined): ReadonlyArray<number> =>
  query === undefined
    ? []
    : [...new URLSearchParams(query)].flatMap(([name, value]) => (names.has(name) ? value.split(",").map(Number) : []))

const compileScope = ({ path }: Description): ((url: string, body: string | undefined) => Scope) => {
  const template = path.split("/")
  const inbox = template.indexOf(inboxParam)
  const conversation = template.indexOf(conversationParam)
  const hasParams = template.some((segment) => segment.startsWith(":"))
  return (url, body) => {
    const [pathname = "", query] = url.split("?", 2)
    const segments = pathname.split("/")
    const inPath = inbox === -1 ? [] : [Number(segments[inbox])]
    const named = [...inPath, ...inboxesInQuery(query), ...inboxesIn(parsed(body))]
    const conversationId = conversation === -1 ? undefined : segments[conversation]
    // an id of anything else leads to an inbox that only Help Scout knows
    const isKnown = inbox !== -1 || conversationId !== undefined || (!hasParams && named.length > 0)
    return { named, conversationId, isKnown }
  }
}

/** Compiles what permissions judge. Nothing is computed until a rule asks for it. */
export const compile = (aliases: ReadonlyArray<string>, description: Description) => {
  const impacts = compileImpact(description)
  const scope = compileScope(description)
  return (url: string, body: string | undefined): Call => ({
    names: aliases,
    custom: false,
    impacts: () => impacts(body),
    scope: () => scope(url, body)
  })
}

// ---------------------------------------------------------------------------------------------------------------
// custom requests
// ---------------------------------------------------------------------------------------------------------------

const reads: ReadonlyArray<Impact> = ["read"]
const anyWrite: ReadonlyArray<Impact> = ["write", "send", "destroy"]
const unknownScope: Scope = { named: [], conversationId: undefined, isKnown: false }

/** A custom request shows its method only. */
export const custom = (operation: string, method: HttpMethod): Call => ({
  names: [operation],
  custom: true,
  impacts: () => (method === "GET" ? reads : anyWrite),
  scope: () => unknownScope
})
