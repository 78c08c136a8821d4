/**
 * Path and query as text: from the encoded side of their schemas, and back. The client writes, the simulator reads.
 *
 * ```ts
 * import * as UrlText from "@effect-helpscout/core/UrlText"
 * import * as Schema from "effect/Schema"
 *
 * const { ast } = Schema.Array(Schema.Number)
 * export const written = UrlText.writeQuery([1, 2], UrlText.isList(ast)) // { _tag: "Text", text: "1,2" }
 * export const read = UrlText.reader(ast)("1,2") // [1, 2]
 * ```
 *
 * @since 0.1.0
 */
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

/**
 * The inputs of an endpoint that are sent in its URL.
 *
 * @since 0.1.0
 */
export interface UrlInputs {
  /** The template, such as `/v2/conversations/:conversationId`. */
  readonly path: string
  readonly params: Readonly<Record<string, Schema.Schema.Any>>
  readonly query: Schema.Schema.Any | undefined
}

/** The members of a union; any other type is its own only member. */
const members = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> =>
  SchemaAST.isUnion(ast) ? ast.types.flatMap(members) : SchemaAST.isRefinement(ast) ? members(ast.from) : [ast]

const scalar = (ast: SchemaAST.AST): "string" | "number" | "boolean" | undefined => {
  switch (ast._tag) {
    case "StringKeyword":
    case "TemplateLiteral":
      return "string"
    case "NumberKeyword":
      return "number"
    case "BooleanKeyword":
      return "boolean"
    case "Enums":
      return "string"
    case "Literal": {
      const type = typeof ast.literal
      return type === "string" || type === "number" || type === "boolean" ? type : undefined
    }
    default:
      return undefined
  }
}

const listItem = (ast: SchemaAST.AST): SchemaAST.AST | undefined =>
  SchemaAST.isTupleType(ast) && ast.elements.length === 0 && ast.rest.length === 1 ? ast.rest[0]?.type : undefined

const isTextual = (ast: SchemaAST.AST): boolean =>
  members(ast).every((member) => {
    if (scalar(member) !== undefined) return true
    const item = listItem(member)
    return item !== undefined && members(item).every((inner) => scalar(inner) !== undefined)
  })

/**
 * The parameters of a query by name, on the encoded side. A union has the parameters of all its members.
 *
 * @since 0.1.0
 */
export const queryParameters = (query: Schema.Schema.Any): ReadonlyMap<string, SchemaAST.AST> => {
  const found = new Map<string, SchemaAST.AST>()
  for (const member of members(SchemaAST.encodedAST(query.ast))) {
    if (!SchemaAST.isTypeLiteral(member))
      throw new TypeError(`a query must be a struct or a union of structs, found ${String(member)}`)
    for (const property of member.propertySignatures) {
      // an optional property of type `never` forbids a name
      if (SchemaAST.isNeverKeyword(property.type)) continue
      const known = found.get(String(property.name))
      found.set(
        String(property.name),
        known === undefined ? property.type : SchemaAST.Union.make([known, property.type])
      )
    }
  }
  return found
}

/**
 * Throws if a parameter of the path or the query cannot be written as text. Called when a record is made.
 *
 * @since 0.1.0
 */
export const assertTextual = ({ params, path, query }: UrlInputs): void => {
  const reject = (name: string): never => {
    throw new TypeError(
      `${path}: "${name}" cannot be written as text. Use a string, a number, a boolean, a literal, a date or a list of these.`
    )
  }
  for (const [name, schema] of Object.entries(params)) {
    const ast = SchemaAST.encodedAST(schema.ast)
    if (!members(ast).every((member) => scalar(member) !== undefined)) reject(name)
  }
  if (query === undefined) return
  for (const [name, ast] of queryParameters(query)) if (!isTextual(ast)) reject(name)
}

/** Reads a scalar as a number or a boolean where the schema accepts that and the text has its form. */
const scalarReader = (ast: SchemaAST.AST): ((text: string) => unknown) => {
  const types = members(ast).map(scalar)
  const numeric = types.includes("number")
  const boolean = types.includes("boolean")
  return (text) => {
    if (numeric && text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text)
    return boolean && (text === "true" || text === "false") ? text === "true" : text
  }
}

/**
 * Reads the text of one parameter to the encoded side of its schema. Lists are separated by commas.
 *
 * @since 0.1.0
 */
export const reader = (ast: SchemaAST.AST): ((text: string) => unknown) => {
  const encoded = members(SchemaAST.encodedAST(ast))
  const items = encoded.flatMap((member) => listItem(member) ?? [])
  const one = scalarReader(SchemaAST.Union.make(encoded))
  if (items.length === 0) return one
  const item = scalarReader(SchemaAST.Union.make(items))
  const onlyLists = items.length === encoded.length
  return (text) => {
    if (!onlyLists && !text.includes(",")) return one(text)
    return text === "" ? [] : text.split(",").map(item)
  }
}

/**
 * Returns `true` if a parameter is written as a comma-separated list, whose items cannot contain commas.
 *
 * @since 0.1.0
 */
export const isList = (ast: SchemaAST.AST): boolean => members(ast).some((member) => listItem(member) !== undefined)

/**
 * The text of a value, or the reason why it has none, such as `must not be empty`.
 *
 * @since 0.1.0
 */
export type Written =
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Rejected"; readonly reason: string }

const written = (text: string): Written => ({ _tag: "Text", text })
const rejected = (reason: string): Written => ({ _tag: "Rejected", reason })
const noText = rejected("cannot be written as text: must be a string, a number or a boolean")

const writeScalar = (value: unknown): Written => {
  switch (typeof value) {
    case "string":
      // a lone surrogate cannot be encoded as UTF-8
      return /\p{Surrogate}/u.test(value)
        ? rejected("must be well-formed text, found half a surrogate pair")
        : written(value)
    case "number":
      return Number.isFinite(value) ? written(String(value)) : rejected(`must be a finite number, found ${value}`)
    case "boolean":
      return written(String(value))
    default:
      return noText
  }
}

/**
 * Writes the encoded value of a query parameter.
 *
 * @since 0.1.0
 */
export const writeQuery = (value: unknown, list: boolean): Written => {
  if (!Array.isArray(value)) {
    return list && typeof value === "string" && value.includes(",")
      ? rejected("must not contain a comma (the list separator)")
      : writeScalar(value)
  }
  if (value.length === 0) return rejected("must not be an empty list, which would return everything")
  const parts: Array<string> = []
  for (const item of value) {
    const part = writeScalar(item)
    if (part._tag === "Rejected") return part
    if (part.text.includes(",")) return rejected("must not have an item with a comma (the list separator)")
    if (part.text === "") return rejected("must not have an empty item")
    parts.push(part.text)
  }
  return written(parts.join(","))
}

/**
 * Writes one segment of a path, percent-encoded. A number is an id.
 *
 * @since 0.1.0
 */
export const writeSegment = (value: unknown): Written => {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && value >= 1
      ? written(String(value))
      : rejected(`must be a positive integer, found ${value}`)
  }
  if (typeof value !== "string") return noText
  // law D2: either of these would lead to another endpoint
  if (value === "" || value === "." || value === "..") return rejected('must not be empty, "." or ".."')
  const part = writeScalar(value)
  return part._tag === "Text" ? written(encodeURIComponent(part.text)) : part
}
