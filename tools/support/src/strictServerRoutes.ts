/**
 * The routes of the strict server: what each accepts, and its response. Written from Help Scout's documentation alone. It
 * imports nothing from the packages and nothing from the simulator, so that this server and the simulator can disagree.
 */

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** What a route sees of a request. */
export interface RouteRequest {
  /** The segments of the path that the template leaves open. */
  readonly params: ReadonlyArray<string>
  readonly query: URLSearchParams
  readonly body: unknown
  /** A new id for what is created. */
  readonly nextId: () => number
  readonly baseUrl: string
}

export interface RouteResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json | Buffer
}

/** Returns what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined

export interface Route {
  readonly method: string
  readonly path: RegExp
  /** The parameters that the query may have. */
  readonly query: Readonly<Record<string, Check>>
  /** The body that a write must have. */
  readonly body?: Check
  /** A text that identifies what is written, so that a repeated write is noticed. */
  readonly marker?: (request: RouteRequest) => string
  readonly respond: (request: RouteRequest) => RouteResponse
}

// ---------------------------------------------------------------------------------------------------------------
// checks
// ---------------------------------------------------------------------------------------------------------------

const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? undefined : `expected ${pattern.source}, found ${String(value)}`

const isText: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : `expected a text, found ${JSON.stringify(value)}`

const isId: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) > 0 ? undefined : `expected an id, found ${JSON.stringify(value)}`

const isBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "expected a boolean")

const isDate = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)

const oneOf =
  (...values: ReadonlyArray<string>): Check =>
  (value) =>
    typeof value === "string" && values.includes(value) ? undefined : `expected one of ${values.join(", ")}`

const listOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(item).find((found) => found !== undefined) : "expected a list"

/** An object with exactly these keys. A name that ends with `?` is optional. */
const objectOf =
  (keys: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "expected an object"
    for (const key of Object.keys(value)) {
      if (!(key in keys) && !(`${key}?` in keys)) return `unknown key ${key}`
    }
    for (const [name, check] of Object.entries(keys)) {
      const optional = name.endsWith("?")
      const key = optional ? name.slice(0, -1) : name
      if (!(key in value)) {
        if (optional) continue
        return `missing key ${key}`
      }
      const found = check((value as Record<string, unknown>)[key])
      if (found !== undefined) return `${key}: ${found}`
    }
    return undefined
  }

const page = matches(/^[1-9]\d*$/)
const status = oneOf("active", "all", "closed", "open", "pending", "spam")

// ---------------------------------------------------------------------------------------------------------------
// data
// ---------------------------------------------------------------------------------------------------------------

/** The number of conversations and of tags of the account. */
export const total = 60
const pageSize = 25

const person = (id: number): Json => ({
  id,
  type: "user",
  first: "Ada",
  last: `Person ${id}`,
  email: `person${id}@example.org`,
  photoUrl: null
})

const conversation = (id: number, baseUrl: string): Json => ({
  id,
  number: 1000 + id,
  threads: 3,
  type: "email",
  folderId: 11,
  status: "active",
  state: "published",
  subject: `Question ${id}`,
  preview: "A question",
  mailboxId: 7,
  assignee: person(9),
  createdBy: { id: 21, type: "customer", first: "Grace", last: "Hopper", email: "grace@example.org" },
  createdAt: "2026-03-04T05:06:07Z",
  closedBy: 0,
  closedByUser: { id: 0, type: "user", first: "unknown", last: "unknown", email: "unknown" },
  closedAt: null,
  userUpdatedAt: "2026-03-04T06:06:07Z",
  customerWaitingSince: { time: "2026-03-04T05:06:07Z", friendly: "2 hours ago" },
  source: { type: "email", via: "customer" },
  tags: [{ id: 3, color: "#c1b0a0", tag: "urgent" }],
  cc: [],
  bcc: [],
  primaryCustomer: { id: 21, type: "customer", first: "Grace", last: "Hopper", email: "grace@example.org" },
  customFields: [{ id: 5, name: "Plan", value: "1", text: "Plus" }],
  snooze: null,
  nextEvent: null,
  _embedded: {},
  _links: {
    self: { href: `${baseUrl}/v2/conversations/${id}` },
    threads: { href: `${baseUrl}/v2/conversations/${id}/threads` },
    mailbox: { href: `${baseUrl}/v2/mailboxes/7` }
  }
})

const tag = (id: number): Json => ({
  id,
  slug: `tag-${id}`,
  name: `tag ${id}`,
  color: "blue",
  createdAt: "2026-03-04T05:06:07Z",
  updatedAt: "2026-03-04T05:06:07Z",
  ticketCount: id
})

const me: Json = {
  id: 9,
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.org",
  role: "owner",
  timezone: "UTC",
  createdAt: "2026-03-04T05:06:07Z",
  updatedAt: "2026-03-04T05:06:07Z",
  type: "user",
  initials: "AL",
  jobTitle: "",
  phone: "",
  alternateEmails: [],
  _links: {}
}

const ok = (body: Json): RouteResponse => ({
  status: 200,
  headers: { "content-type": "application/hal+json;charset=UTF-8" },
  body
})

const listed =
  (path: string, key: string, item: (id: number, baseUrl: string) => Json) =>
  ({ baseUrl, query }: RouteRequest): RouteResponse => {
    const number = Number(query.get("page") ?? "1")
    const first = (number - 1) * pageSize
    const count = Math.max(0, Math.min(pageSize, total - first))
    const totalPages = Math.ceil(total / pageSize)
    const linkTo = (to: number): Json => {
      const params = new URLSearchParams(query)
      params.set("page", String(to))
      return { href: `${baseUrl}${path}?${params}` }
    }
    return ok({
      ...(count > 0 && {
        _embedded: { [key]: Array.from({ length: count }, (_, n) => item(first + n + 1, baseUrl)) }
      }),
      _links: {
        self: linkTo(number),
        first: linkTo(1),
        last: linkTo(totalPages),
        ...(number < totalPages && { next: linkTo(number + 1) })
      },
      page: { size: pageSize, totalElements: total, totalPages, number }
    })
  }

const created =
  (path: string) =>
  ({ baseUrl, nextId }: RouteRequest): RouteResponse => {
    const id = nextId()
    return { status: 201, headers: { "resource-id": String(id), location: `${baseUrl}${path}/${id}` } }
  }

const noContent = (): RouteResponse => ({ status: 204 })

/** Reads a key of a body that its check has accepted. */
const textOf = (body: unknown, key: string): string => String((body as Readonly<Record<string, unknown>>)[key])

/** The file that every attachment contains. */
export const file = Buffer.alloc(256 * 1024, "attachment ")

// ---------------------------------------------------------------------------------------------------------------
// routes
// ---------------------------------------------------------------------------------------------------------------

const none = {}
const attachment = objectOf({ fileName: isText, mimeType: isText, data: isText })

export const routes: ReadonlyArray<Route> = [
  { method: "GET", path: /^\/v2\/users\/me$/, query: none, respond: () => ok(me) },
  {
    method: "GET",
    path: /^\/v2\/conversations$/,
    query: {
      page,
      status,
      mailbox: matches(/^\d+(,\d+)*$/),
      tag: isText,
      modifiedSince: isDate,
      query: isText,
      sortField: isText,
      sortOrder: oneOf("asc", "desc"),
      embed: oneOf("threads")
    },
    respond: listed("/v2/conversations", "conversations", conversation)
  },
  {
    method: "GET",
    path: /^\/v2\/conversations\/([1-9]\d*)$/,
    query: { embed: oneOf("threads") },
    respond: ({ baseUrl, params: [id] }) =>
      Number(id) <= total
        ? ok(conversation(Number(id), baseUrl))
        : { status: 404, headers: { "content-type": "application/hal+json" }, body: { message: "Not found" } }
  },
  {
    method: "GET",
    path: /^\/v2\/conversations\/([1-9]\d*)\/attachments\/([1-9]\d*)\/file$/,
    query: none,
    respond: () => ({ status: 200, headers: { "content-type": "application/octet-stream" }, body: file })
  },
  { method: "GET", path: /^\/v2\/tags$/, query: { page }, respond: listed("/v2/tags", "tags", tag) },
  {
    method: "POST",
    path: /^\/v2\/conversations\/([1-9]\d*)\/notes$/,
    query: none,
    body: objectOf({
      text: isText,
      "user?": isId,
      "status?": oneOf("active", "closed", "pending", "spam"),
      "imported?": isBoolean,
      "createdAt?": isDate,
      "attachments?": listOf(attachment)
    }),
    marker: ({ body }) => textOf(body, "text"),
    respond: created("/v2/threads")
  },
  {
    method: "POST",
    path: /^\/v2\/conversations\/([1-9]\d*)\/reply$/,
    query: none,
    body: objectOf({
      customer: objectOf({ "id?": isId, "email?": isText }),
      text: isText,
      "user?": isId,
      "status?": oneOf("active", "closed", "pending", "spam"),
      "draft?": isBoolean,
      "imported?": isBoolean,
      "createdAt?": isDate,
      "cc?": listOf(isText),
      "bcc?": listOf(isText),
      "attachments?": listOf(attachment)
    }),
    marker: ({ body }) => textOf(body, "text"),
    respond: created("/v2/threads")
  },
  {
    method: "POST",
    path: /^\/v2\/customers$/,
    query: none,
    body: objectOf({
      "firstName?": isText,
      "lastName?": isText,
      "background?": isText,
      "jobTitle?": isText,
      "emails?": listOf(objectOf({ type: oneOf("home", "work", "other"), value: isText }))
    }),
    marker: ({ body }) => textOf(body, "firstName"),
    respond: created("/v2/customers")
  },
  {
    method: "PUT",
    path: /^\/v2\/conversations\/([1-9]\d*)\/tags$/,
    query: none,
    body: objectOf({ tags: listOf(isText) }),
    marker: ({ body }) => (body as { readonly tags: ReadonlyArray<string> }).tags.join(","),
    respond: noContent
  },
  {
    method: "PATCH",
    path: /^\/v2\/conversations\/([1-9]\d*)$/,
    query: none,
    body: objectOf({ op: oneOf("replace"), path: oneOf("/subject"), value: isText }),
    marker: ({ body }) => textOf(body, "value"),
    respond: noContent
  },
  {
    method: "DELETE",
    path: /^\/v2\/conversations\/([1-9]\d*)$/,
    query: none,
    marker: ({ params: [id] }) => `conversation ${id}`,
    respond: noContent
  }
]
