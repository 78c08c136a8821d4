/**
 * Path and query as text: from the encoded side of their schemas, and back again. The client writes, the simulator
 * reads.
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
import type { Description } from "./Endpoint.js"

/** The members of a type: those of a union, or itself. */
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
 * The parameters of a query by their name, on the encoded side; a union has those of all its members.
 *
 * @since 0.1.0
 * @category accessors
 */
export const queryParameters = (query: Schema.Schema.Any): ReadonlyMap<string, SchemaAST.AST> => {
  const found = new Map<string, SchemaAST.AST>()
  for (const member of members(SchemaAST.encodedAST(query.ast))) {
    if (!SchemaAST.isTypeLiteral(member))
      throw new TypeError(`a query is a struct or a union of structs, not ${String(member)}`)
    for (const property of member.propertySignatures) {
      // an optional property of type `never` only forbids its name
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
 * Refuses a record whose path or query has no text form, when the record is made.
 *
 * @since 0.1.0
 * @category guards
 */
export const assertTextual = (description: Pick<Description, "path" | "params" | "query">): void => {
  const refuse = (name: string): never => {
    throw new TypeError(
      `${description.path}: "${name}" has no text form; use a string, a number, a boolean, a literal, a date or a list of these`
    )
  }
  for (const name in description.params) {
    const ast = SchemaAST.encodedAST((description.params[name] as Schema.Schema.Any).ast)
    if (!members(ast).every((member) => scalar(member) !== undefined)) refuse(name)
  }
  if (description.query !== undefined) {
    for (const [name, ast] of queryParameters(description.query)) if (!isTextual(ast)) refuse(name)
  }
}

/** Reads a scalar: as the first of these types that the text is of. */
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
 * Reads the text of one parameter to the encoded side of its schema: lists are parted by commas.
 *
 * @since 0.1.0
 * @category constructors
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
 * Whether a parameter is written as a comma-separated list, so that no item may hold a comma.
 *
 * @since 0.1.0
 * @category guards
 */
export const isList = (ast: SchemaAST.AST): boolean => members(ast).some((member) => listItem(member) !== undefined)

/**
 * What was written, or why it can't be.
 *
 * @since 0.1.0
 * @category models
 */
export type Written =
  | { readonly _tag: "Text"; readonly text: string }
  | { readonly _tag: "Refused"; readonly why: string }

const written = (text: string): Written => ({ _tag: "Text", text })
const refused = (why: string): Written => ({ _tag: "Refused", why })

const writeScalar = (value: unknown): Written => {
  switch (typeof value) {
    case "string":
      // a lone surrogate has no UTF-8 form
      return /\p{Surrogate}/u.test(value) ? refused("holds half a surrogate pair") : written(value)
    case "number":
      return Number.isFinite(value) ? written(String(value)) : refused("is no finite number")
    case "boolean":
      return written(String(value))
    default:
      return refused("has no text form")
  }
}

/**
 * Writes the encoded value of a query parameter.
 *
 * @since 0.1.0
 * @category constructors
 */
export const writeQuery = (value: unknown, list: boolean): Written => {
  if (!Array.isArray(value)) {
    return list && typeof value === "string" && value.includes(",")
      ? refused("holds a comma, which parts the items of a list")
      : writeScalar(value)
  }
  if (value.length === 0) return refused("is an empty list, which would ask for everything")
  const parts: Array<string> = []
  for (const item of value) {
    const part = writeScalar(item)
    if (part._tag === "Refused") return part
    if (part.text.includes(",")) return refused("holds an item with a comma, which parts the items of a list")
    if (part.text === "") return refused("holds an empty item")
    parts.push(part.text)
  }
  return written(parts.join(","))
}

/**
 * Writes one segment of a path, percent-encoded.
 *
 * @since 0.1.0
 * @category constructors
 */
export const writeSegment = (value: unknown): Written => {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && value >= 1
      ? written(String(value))
      : refused("is no id: ids are whole numbers from 1")
  }
  if (typeof value !== "string") return refused("has no text form")
  if (value === "" || value === "." || value === "..") return refused("is no path segment")
  const part = writeScalar(value)
  return part._tag === "Text" ? written(encodeURIComponent(part.text)) : part
}
