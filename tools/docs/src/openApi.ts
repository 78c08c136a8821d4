/**
 * The OpenAPI document: the records of all endpoints, their schemas by Effect's own `JSONSchema`, and their doc comments.
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import { Links } from "@effect-helpscout/core/Hal"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import * as JSONSchema from "effect/JSONSchema"
import type * as Schema from "effect/Schema"
import type { DocComment } from "./docComments.js"

/** What JSON can hold, as far as it matters here. */
export interface Json {
  readonly [key: string]: unknown
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** Help Scout ignores what it doesn't know, and may add what we don't know: no schema is closed. */
const clean = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(clean)
  if (!isJson(value)) return value
  const { $id, ...rest } = value
  // Effect's names of its own schemas: they would be taken for addresses
  const named = typeof $id === "string" && $id.startsWith("/schemas/") ? rest : value
  return Object.fromEntries(
    Object.entries(named)
      .filter(([key, item]) => !(key === "additionalProperties" && item === true))
      .filter(([key, item]) => !(key === "required" && Array.isArray(item) && item.length === 0))
      // such as `minLength(1)`: the keyword says as much
      .filter(([key, item]) => !(key === "title" && typeof item === "string" && /^\w+(\(.*\))?$/.test(item)))
      .map(([key, item]) => [key, clean(item)])
  )
}

const componentPath = "#/components/schemas/"

interface Components {
  /** The JSON Schema of what goes over the wire; what has an identifier goes among the components. */
  readonly schema: (schema: Schema.Schema.Any) => Json
  readonly all: () => Json
}

const makeComponents = (): Components => {
  const all = new Map<string, string>()
  return {
    schema: (schema) => {
      const definitions: Record<string, JSONSchema.JsonSchema7> = {}
      const made = JSONSchema.fromAST(schema.ast, {
        definitions,
        definitionPath: componentPath,
        target: "openApi3.1",
        additionalPropertiesStrategy: "allow"
      })
      for (const [name, definition] of Object.entries(definitions)) {
        const text = JSON.stringify(clean(definition))
        const known = all.get(name)
        if (known !== undefined && known !== text) throw new Error(`two schemas have the identifier ${name}`)
        all.set(name, text)
      }
      return clean(made) as Json
    },
    all: () =>
      Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, JSON.parse(text)]))
  }
}

// ---------------------------------------------------------------------------------------------------------------
// parameters
// ---------------------------------------------------------------------------------------------------------------

interface Parameter extends Json {
  readonly name: string
  readonly in: "path" | "query"
}

const pathParameters = (description: Endpoint.Description, components: Components): ReadonlyArray<Parameter> =>
  Object.entries(description.params).map(([name, schema]) => ({
    name,
    in: "path",
    required: true,
    schema: components.schema(schema)
  }))

/** Leads to the structs of a query: through references, and into the members of a union. */
const structsOf = (schema: Json, definitions: Json): ReadonlyArray<Json> => {
  if (typeof schema.$ref === "string") {
    return structsOf(definitions[schema.$ref.slice(componentPath.length)] as Json, definitions)
  }
  if (Array.isArray(schema.anyOf)) return schema.anyOf.flatMap((member: Json) => structsOf(member, definitions))
  return [schema]
}

const isNever = (schema: unknown): boolean =>
  isJson(schema) && isJson(schema.not) && Object.keys(schema.not).length === 0

const anyOf = (schemas: ReadonlyArray<unknown>): unknown => {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  return different.length === 1 ? different[0] : { anyOf: different }
}

const queryParameters = (description: Endpoint.Description): ReadonlyArray<Parameter> => {
  if (description.query === undefined) return []
  // a query is not a component: its members become parameters
  const components = makeComponents()
  const structs = structsOf(components.schema(description.query), components.all())
  const names = [...new Set(structs.flatMap(({ properties }) => Object.keys(properties as Json)))]
  return names.flatMap((name) => {
    const schemas = structs.flatMap(({ properties }) => {
      const schema = (properties as Json)[name]
      return schema === undefined || isNever(schema) ? [] : [inline(schema, components.all())]
    })
    if (schemas.length === 0) return []
    const isRequired = structs.every(({ required }) => Array.isArray(required) && required.includes(name))
    const schema = anyOf(schemas)
    const list = JSON.stringify(schema).includes('"type":"array"') ? { style: "form", explode: false } : {}
    return [{ name, in: "query", ...(isRequired ? { required: true } : {}), schema, ...list }]
  })
}

/** Puts what references lead to in their place. */
const inline = (value: unknown, definitions: Json): unknown => {
  if (Array.isArray(value)) return value.map((item) => inline(item, definitions))
  if (!isJson(value)) return value
  if (typeof value.$ref === "string") return inline(definitions[value.$ref.slice(componentPath.length)], definitions)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(item, definitions)]))
}

const pagingParameters = (description: Endpoint.Description): ReadonlyArray<Parameter> => {
  switch (description.list?.paging) {
    case "numbered":
    case "report":
      return [
        {
          name: "page",
          in: "query",
          description: "Which page to read, from 1.",
          schema: { type: "integer", minimum: 1 }
        }
      ]
    case "cursor":
      return [
        { name: "cursor", in: "query", description: "From the link to the next page.", schema: { type: "string" } }
      ]
    default:
      return []
  }
}

const parametersOf = (description: Endpoint.Description, components: Components): ReadonlyArray<Parameter> => {
  const known = [...pathParameters(description, components), ...queryParameters(description)]
  const added = pagingParameters(description).filter(({ name }) => !known.some((parameter) => parameter.name === name))
  return [...known, ...added]
}

// ---------------------------------------------------------------------------------------------------------------
// responses
// ---------------------------------------------------------------------------------------------------------------

const integer = { type: "integer" }

const object = (properties: Json, required: ReadonlyArray<string> = []): Json => ({
  type: "object",
  ...(required.length === 0 ? {} : { required }),
  properties
})

const listSchema = (list: NonNullable<Endpoint.Description["list"]>, components: Components): Json => {
  const items = { type: "array", items: components.schema(list.item) }
  const key = list.embedded[0]
  const links = { _links: components.schema(Links) }
  // an empty list may come without `_embedded`
  const embedded = key === undefined ? {} : { _embedded: object({ [key]: items }) }
  switch (list.paging) {
    case "numbered":
      return object({ ...embedded, ...links, page: { $ref: `${componentPath}PageTotals` } })
    case "array":
      return items
    case "report": {
      const rows = object({ results: items, page: integer, pages: integer, count: integer })
      return key === undefined ? rows : object({ [key]: rows })
    }
    default:
      return object({ ...embedded, ...links })
  }
}

const hal = "application/hal+json"

const contentOf = ({ list, response }: Endpoint.Description, components: Components): Json | undefined => {
  if (list !== undefined) return { [hal]: { schema: listSchema(list, components) } }
  const { decode } = response
  switch (decode._tag) {
    case "Json":
      return { [hal]: { schema: components.schema(decode.schema) } }
    case "Text":
      return { [decode.accept]: { schema: { type: "string" } } }
    case "Bytes":
      return { "application/octet-stream": {} }
    default:
      return undefined
  }
}

const reasons: Readonly<Record<number, string>> = {
  200: "What was asked for.",
  201: "Created.",
  202: "Accepted; it is done later.",
  204: "Done."
}

const headersOf = ({ response }: Endpoint.Description, components: Components): Json => {
  if (response.decode._tag !== "Created") return {}
  const description = "The id of what was created."
  return {
    headers: {
      "Resource-ID": {
        description,
        required: !response.decode.optional,
        schema: components.schema(response.decode.schema)
      },
      Location: { description: "Its address.", schema: { type: "string" } }
    }
  }
}

const responseOf = (call: Catalogue.Method, components: Components): readonly [status: string, response: Json] => {
  const { description } = call.endpoint
  const { status } = Catalogue.entry(call)
  const content = contentOf(description, components)
  return [
    String(status),
    {
      description: reasons[status] ?? "Done.",
      ...headersOf(description, components),
      ...(content === undefined ? {} : { content })
    }
  ]
}

// ---------------------------------------------------------------------------------------------------------------
// operations
// ---------------------------------------------------------------------------------------------------------------

interface Operation extends Json {
  readonly summary: string
  readonly description: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly responses: Readonly<Record<string, Json>>
}

const operationOf = (call: Catalogue.Method, components: Components, comment: DocComment): Operation => {
  const { endpoint, group, name } = call
  const { docs, impact, impactCases, payload, stability } = endpoint.description
  const [code, response] = responseOf(call, components)
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: comment.summary,
    description: comment.text,
    externalDocs: { url: docs },
    "x-impact": impact,
    ...(impactCases.length === 0 ? {} : { "x-impact-cases": impactCases }),
    ...(stability === "documented" ? {} : { "x-stability": stability }),
    parameters: parametersOf(endpoint.description, components),
    ...(payload === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: components.schema(payload) } } } }),
    responses: { [code]: response, default: { $ref: "#/components/responses/Refused" } }
  }
}

/** OpenAPI knows one operation for a method and a path: calls that differ by a parameter or by a media type are one there. */
const merge = (first: Operation, second: Operation): Operation => {
  const has = (operation: Operation, { in: place, name }: Parameter) =>
    operation.parameters.some((parameter) => parameter.in === place && parameter.name === name)
  const optional = (one: Operation, other: Operation) =>
    one.parameters.map((parameter) => {
      if (has(other, parameter)) return parameter
      const { required: _, ...rest } = parameter
      return rest as Parameter
    })
  const responses: Record<string, Json> = { ...first.responses, ...second.responses }
  for (const [code, { content }] of Object.entries(first.responses)) {
    const other = second.responses[code]
    if (isJson(content) && isJson(other?.content))
      responses[code] = { ...other, content: { ...content, ...other.content } }
  }
  return {
    ...first,
    description: `${first.description}\n\nOr: ${second.description}`,
    parameters: [...optional(first, second), ...optional(second, first).filter((parameter) => !has(first, parameter))],
    responses
  }
}

const pathsOf = (components: Components, comments: ReadonlyMap<string, DocComment>): Json => {
  const paths: Record<string, Record<string, Operation>> = {}
  const seen = new Set<Endpoint.Any>()
  for (const call of Catalogue.calls) {
    // a second name of an endpoint that is there
    if (seen.has(call.endpoint)) continue
    seen.add(call.endpoint)
    const name = `${call.group}.${call.name}`
    const comment = comments.get(name)
    if (comment === undefined) throw new Error(`${name} has no doc comment`)
    const { method, path } = call.endpoint.description
    const template = path.replace(/:(\w+)/g, "{$1}")
    const operation = operationOf(call, components, comment)
    const known = paths[template]?.[method.toLowerCase()]
    const merged = known === undefined ? operation : merge(known, operation)
    paths[template] = { ...paths[template], [method.toLowerCase()]: merged }
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
}

// ---------------------------------------------------------------------------------------------------------------
// document
// ---------------------------------------------------------------------------------------------------------------

/** The totals of a list and the body of an error, which are not part of any record. */
const shared: Json = {
  PageTotals: object({ size: integer, totalElements: integer, totalPages: integer, number: integer }),
  VndError: {
    ...object({
      message: { type: "string" },
      logRef: { type: "string" },
      _embedded: object({
        errors: {
          type: "array",
          items: object({
            path: { type: "string" },
            message: { type: "string" },
            source: { type: "string" },
            rejectedValue: {},
            _links: { $ref: `${componentPath}Links` }
          })
        }
      }),
      _links: { $ref: `${componentPath}Links` }
    })
  }
}

const site = "https://developer.helpscout.com/mailbox-api/"

const description = `Written from the endpoint records of effect-helpscout; not published by Help Scout.

A property that is not required in a response may be absent or \`null\`. Responses may contain further properties, and strings with \`examples\` may have new values. Dates in requests have whole seconds and end with \`Z\`.

A read costs one unit of the account's rate limit, a write two. \`X-RateLimit-Limit-Minute\` and \`X-RateLimit-Remaining-Minute\` contain the limit and the rest, and a 429 contains the time to wait.

\`x-impact\` is what a call does: \`read\`, \`write\` (the API can change it back), \`send\` (reaches someone outside the account) or \`destroy\` (the API cannot restore it). Payloads that have the fields of an entry of \`x-impact-cases\` have its impact instead.`

/** Makes the document. */
export const openApi = (comments: ReadonlyMap<string, DocComment>, version: string): Json => {
  const components = makeComponents()
  const paths = pathsOf(components, comments)
  const groups = [...new Set(Catalogue.entries.map(({ group }) => group))]
  return {
    openapi: "3.1.0",
    info: { title: "Help Scout Mailbox API", version, description },
    externalDocs: { url: site },
    servers: [{ url: "https://api.helpscout.net" }],
    security: [{ oauth2: [] }],
    tags: groups.map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...components.all(), ...shared },
      responses: {
        Refused: {
          description: "Refused, or failed.",
          content: { "application/vnd.error+json": { schema: { $ref: `${componentPath}VndError` } } }
        }
      },
      securitySchemes: {
        oauth2: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: "https://secure.helpscout.net/authentication/authorizeClientApplication",
              tokenUrl: "https://api.helpscout.net/v2/oauth2/token",
              refreshUrl: "https://api.helpscout.net/v2/oauth2/token",
              scopes: {}
            },
            clientCredentials: { tokenUrl: "https://api.helpscout.net/v2/oauth2/token", scopes: {} }
          }
        }
      }
    }
  }
}
