/**
 * Responses in the odd forms that Help Scout was observed to send beside the documented ones, chosen by a seed: nulls in
 * lists, `[]` for `{}` and objects with numbered keys for lists, numbers as texts and texts as numbers, empty and zero
 * dates, malformed links, other spellings of embedded keys. None of them changes the meaning of a response.
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as SchemaAST from "effect/SchemaAST"
import type * as Seed from "../Seed.js"

type Json = Readonly<Record<string, unknown>>
/** Puts a value into an odd form. */
type Write = (value: unknown, seed: Seed.Seed) => unknown

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const unchanged: Write = (value) => value

const identifierOf = (ast: SchemaAST.AST): string | undefined => {
  const found = SchemaAST.getIdentifierAnnotation(ast)
  return found._tag === "Some" ? found.value : undefined
}

const number: Write = (value, seed) => (typeof value === "number" && seed.chance(0.4) ? String(value) : value)

const text: Write = (value, seed) => {
  const isNumber = typeof value === "string" && /^(?:0|[1-9]\d{0,8})$/.test(value)
  return isNumber && seed.chance(0.4) ? Number(value) : value
}

const links: Write = (value, seed) =>
  isObject(value) && seed.chance(0.3)
    ? { ...value, broken: seed.pick<unknown>([{ href: null }, "https://example.com", [], { next: [] }]) }
    : value

const numbered = (items: ReadonlyArray<unknown>): Json => Object.fromEntries(items.map((item, index) => [index, item]))

const list =
  (item: Write): Write =>
  (value, seed) => {
    if (!Array.isArray(value)) return value
    if (value.length === 0) return seed.chance(0.3) ? {} : value
    const items = value.map((each) => item(each, seed))
    if (seed.chance(0.3)) items.splice(seed.int(0, items.length), 0, null)
    return seed.chance(0.2) ? numbered(items) : items
  }

const strings: Write = (value, seed) =>
  Array.isArray(value) && value.length === 1 && seed.chance(0.5) ? value[0] : list(text)(value, seed)

const emptyDates = ["", "0000-00-00", "0000-00-00 00:00:00", "-0001-11-30T00:00:00Z"] as const

/** The values that stand for the absence of an optional property. */
const absences = (ast: SchemaAST.AST): readonly [unknown, ...ReadonlyArray<unknown>] => {
  if (identifierOf(ast) === "Timestamp") return [null, ...emptyDates]
  // an object without required keys would be an object
  const required = ast._tag === "TypeLiteral" && ast.propertySignatures.some(({ isOptional }) => !isOptional)
  return required ? [null, {}, []] : [null]
}

const spelled = (key: string, seed: Seed.Seed): string =>
  seed.chance(0.3)
    ? seed.pick([key.replaceAll("_", "-"), key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)])
    : key

const respelled = (object: Json, seed: Seed.Seed): Json =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [spelled(key, seed), value]))

const struct = (ast: SchemaAST.TypeLiteral): Write => {
  const properties = ast.propertySignatures.map(({ isOptional, name, type }) => ({
    name: String(name),
    write: compile(type),
    absences: isOptional ? absences(type) : undefined
  }))
  return (value, seed) => {
    if (!isObject(value)) return value
    const out: Record<string, unknown> = { ...value }
    for (const { absences, name, write } of properties) {
      const old = out[name]
      if (old !== undefined && old !== null) {
        const written = write(old, seed)
        out[name] = name === "_embedded" && isObject(written) ? respelled(written, seed) : written
      } else if (absences !== undefined && seed.chance(0.3)) out[name] = seed.pick(absences)
    }
    return Object.keys(out).length === 0 && seed.chance(0.5) ? [] : out
  }
}

const record =
  (item: Write): Write =>
  (value, seed) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, item(each, seed)])) : value

const compile = (ast: SchemaAST.AST): Write => {
  const identifier = identifierOf(ast)
  if (identifier === "Timestamp") return unchanged
  if (identifier === "Links") return links
  if (ast === Field.Strings.ast) return strings
  switch (ast._tag) {
    case "StringKeyword":
      return text
    case "NumberKeyword":
      return number
    case "Refinement":
      return ast.from._tag === "NumberKeyword" ? number : unchanged
    case "TupleType":
      return ast.rest[0] === undefined ? unchanged : list(compile(ast.rest[0].type))
    case "TypeLiteral": {
      const index = ast.indexSignatures[0]
      return index === undefined ? struct(ast) : record(compile(index.type))
    }
    default:
      return unchanged
  }
}

/** The keys of totals: `page` of HAL, and those of reports. */
const totals = ["size", "totalElements", "totalPages", "number", "count", "pages", "page"]

const withTotals = (object: Json, seed: Seed.Seed): Json =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, totals.includes(key) ? number(value, seed) : value])
  )

const isLast = (body: Json): boolean => !isObject(body._links) || body._links.next === undefined

/** Where the items of a list are, and what is around them. */
const envelope = ({ embedded, item, paging }: NonNullable<Endpoint.Description["list"]>): Write => {
  const items = list(compile(item.ast))
  const report = (rows: unknown, seed: Seed.Seed): unknown =>
    isObject(rows) ? { ...withTotals(rows, seed), results: items(rows.results, seed) } : rows
  return (body, seed) => {
    if (paging === "array") return items(body, seed)
    if (!isObject(body)) return body
    if (paging === "report") {
      const [below] = embedded
      return below === undefined ? report(body, seed) : { ...body, [below]: report(body[below], seed) }
    }
    const [key = ""] = embedded
    const inner = isObject(body._embedded) ? { [spelled(key, seed)]: items(body._embedded[key], seed) } : undefined
    const absent = seed.chance(0.5) ? {} : { _embedded: seed.pick([[], {}, null]) }
    return {
      ...body,
      ...(inner === undefined ? absent : { _embedded: inner }),
      ...(isObject(body.page) && { page: withTotals(body.page, seed) }),
      _links: isLast(body) && seed.chance(0.5) ? seed.pick<unknown>([[], null, {}]) : links(body._links, seed)
    }
  }
}

/** Makes the function that puts the JSON text of a response into odd forms. */
export const make = ({ list, response }: Endpoint.Description): ((body: string, seed: Seed.Seed) => string) => {
  const { decode } = response
  const write = list !== undefined ? envelope(list) : decode._tag === "Json" ? compile(decode.schema.ast) : unchanged
  return (body, seed) => JSON.stringify(write(JSON.parse(body), seed))
}
