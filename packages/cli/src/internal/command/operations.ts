/** The operations of the catalogue as commands, and the few methods that combine requests. */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as UrlText from "@effect-helpscout/core/UrlText"
import { resources } from "@effect-helpscout/resources/Resources"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { type CommandDoc, commandDocs } from "../commandDocs.js"
import { type Combined, combined } from "./combined.js"
import { type Input, inputsOf, kebab } from "./fields.js"
import { withoutCollisions } from "./flags.js"
import { texts } from "./texts.js"

export interface Operation {
  /** `["conversations", "threads", "createReply"]` */
  readonly path: ReadonlyArray<string>
  /** `["conversations", "threads", "create-reply"]` */
  readonly words: ReadonlyArray<string>
  readonly kind: Endpoint.Any["kind"]
  readonly description: Endpoint.Description
  readonly doc: CommandDoc
  /** The ids in the path, which are positional arguments. */
  readonly params: ReadonlyArray<Param>
  readonly filters: ReadonlyArray<Input>
  readonly payload: ReadonlyArray<Input>
  readonly takesPayload: boolean
  /** It combines requests, the later ones of which depend on the responses to the earlier ones. */
  readonly isCombined: boolean
  /** The method that streams the list. Lists that are read at once have none. */
  readonly streamed: string | undefined
}

export interface Param {
  readonly key: string
  /** `conversation-id` */
  readonly name: string
  readonly isNumber: boolean
  /** The caller may choose it, and it is random by default. */
  readonly isOptional: boolean
}

/** The names of all operations, without evaluating a schema (law C7). */
export const operationNames: ReadonlyArray<string> = Object.keys(commandDocs).filter(
  (name) => commandDocs[name]?.isCombined !== true || name in combined
)

/** The names of the operations that send one request each: what permissions know, besides streams. */
export const requestNames: ReadonlyArray<string> = Object.keys(commandDocs).filter(
  (name) => commandDocs[name]?.isCombined !== true
)

type Resources = typeof resources

/** The record of a resource is evaluated when it is first used. */
const endpointAt = (path: ReadonlyArray<string>): Endpoint.Any | undefined => {
  const [resource = "", ...rest] = path
  if (!Object.hasOwn(resources, resource)) return undefined
  let found: Endpoint.Any | Endpoint.Endpoints | undefined = resources[resource as keyof Resources].endpoints
  for (const name of rest) {
    if (found === undefined || Endpoint.isEndpoint(found)) return undefined
    found = found[name]
  }
  return found !== undefined && Endpoint.isEndpoint(found) ? found : undefined
}

const isNumeric = (schema: Schema.Schema.Any): boolean => {
  const { ast } = Schema.encodedSchema(schema as Schema.Schema<unknown>)
  return SchemaAST.isNumberKeyword(ast)
}

/** In the order of the path. A method that combines requests may have one that no path contains. */
const paramsOf = ({ callerId, params, path }: Endpoint.Description): ReadonlyArray<Param> =>
  [...new Set([...[...path.matchAll(/:(\w+)/g)].map(([, key = ""]) => key), ...Object.keys(params)])].map((key) => ({
    key,
    name: kebab(key),
    isNumber: isNumeric(params[key] as Schema.Schema.Any),
    isOptional: callerId?.param === key
  }))

/** Every parameter of the query has one value, such as `async: true`: there is nothing to choose. */
const hasFilters = (query: Schema.Schema.Any | undefined): query is Schema.Schema.Any =>
  query !== undefined && UrlText.queryParameters(query).size > 0 && !isFixed(query.ast)

const isFixed = (ast: SchemaAST.AST): boolean =>
  SchemaAST.isTransformation(ast) && SchemaAST.isTypeLiteral(ast.to) && ast.to.propertySignatures.length === 0

const isUndefined = ({ ast }: Schema.Schema.Any): boolean => SchemaAST.isUndefinedKeyword(SchemaAST.typeAST(ast))

/** The help of an operation. */
export const docOf = (name: string): CommandDoc => {
  const doc = commandDocs[name] ?? { text: "" }
  return Object.hasOwn(texts, name) ? { ...doc, text: texts[name] ?? "" } : doc
}

const streamedOf = (path: ReadonlyArray<string>, own: Combined | undefined): string | undefined => {
  const name = path.at(-1) ?? ""
  if (own !== undefined) return own.kind === "List" ? name : undefined
  return endpointAt([...path.slice(0, -1), `${name}All`])?.kind === "All" ? `${name}All` : undefined
}

const make = (name: string): Operation => {
  const path = name.split(".")
  const own = Object.hasOwn(combined, name) ? combined[name] : undefined
  const endpoint = endpointAt((own?.like ?? name).split("."))
  if (endpoint === undefined) throw new Error(`${name}: expected an endpoint`)
  const description = { ...endpoint.description, ...own?.change(endpoint.description) }
  const doc = docOf(name)
  const takesPayload = description.payload !== undefined && !isUndefined(description.payload)
  const parameters = hasFilters(description.query) ? inputsOf(description.query.ast, doc.fields) : []
  const filters = parameters.filter(({ key }) => own?.sets?.includes(key) !== true)
  const payload = takesPayload ? inputsOf((description.payload as Schema.Schema.Any).ast, doc.fields) : []
  return {
    path,
    words: path.map(kebab),
    kind: own === undefined ? endpoint.kind : (own.kind ?? "One"),
    description,
    doc,
    params: paramsOf(description),
    filters: withoutCollisions(filters, []),
    payload: withoutCollisions(payload, filters),
    takesPayload,
    isCombined: own !== undefined,
    streamed: streamedOf(path, own)
  }
}

const made = new Map<string, Operation>()

/** The operation with this name: `conversations.threads.createReply`. */
export const operation = (name: string): Operation => {
  const found = made.get(name) ?? make(name)
  made.set(name, found)
  return found
}
