/**
 * The leniency of responses, written a second time: puts an input into the documented form of a schema, so that the
 * schema itself can decode it. Readers are held against it.
 */
import { Strings } from "@effect-helpscout/core/Field"
import * as SchemaAST from "effect/SchemaAST"

export type Json = Readonly<Record<string, unknown>>

/** The normalized input, and where lists lost null items: by path, the original index of each item left. */
export interface Normalized {
  readonly value: unknown
  readonly indices: ReadonlyMap<string, ReadonlyArray<number>>
}

const identifierOf = (ast: SchemaAST.AST): string | undefined => {
  const found = SchemaAST.getIdentifierAnnotation(ast)
  return found._tag === "Some" ? found.value : undefined
}

/** The one codec that accepts a single string for a list: it is recognized by identity. */
const isStrings = (ast: SchemaAST.AST): boolean => ast === Strings.ast

const emptyDates = new Set([
  "",
  "0000-00-00",
  "0000-00-00 00:00:00",
  "0000-00-00T00:00:00Z",
  "-0001-11-30T00:00:00Z",
  "0001-01-01T00:00:00Z"
])

const isPlainObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const toObject = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? {} : value)

const toList = (value: unknown): unknown =>
  isPlainObject(value) &&
  Object.keys(value).every((key) => String(Number.parseInt(key, 10)) === key && !key.startsWith("-"))
    ? Object.keys(value)
        .sort((a, b) => Number(a) - Number(b))
        .map((key) => value[key])
    : value

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)])
  )
}

const isEmptyObject = (value: unknown): boolean => {
  const object = toObject(value)
  return isPlainObject(object) && Object.values(object).every((inner) => inner === null || inner === undefined)
}

const spellings = (key: string): ReadonlyArray<string> => {
  const words = key.startsWith("_") ? [] : key.split(/(?<=[a-z\d])(?=[A-Z])|[_-]/).map((word) => word.toLowerCase())
  if (words.length < 2) return []
  const camel = words.map((word, i) => (i === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join("")
  return [camel, words.join("_"), words.join("-")]
}

const isUnassigned = (value: unknown): boolean =>
  isPlainObject(value) && value.email === "none@nowhere.com" && String(value.id) === "1"

const requires = (ast: SchemaAST.TypeLiteral): boolean => ast.propertySignatures.some((each) => !each.isOptional)

export const normalize = (ast: SchemaAST.AST, input: unknown): Normalized => {
  const indices = new Map<string, ReadonlyArray<number>>()
  const join = (path: string, key: string | number) => (path === "" ? String(key) : `${path}.${key}`)

  const isAbsent = (type: SchemaAST.AST, raw: unknown): boolean => {
    if (identifierOf(type) === "Timestamp") return typeof raw === "string" && emptyDates.has(raw)
    if (identifierOf(type) === "Links") return !isPlainObject(toObject(raw))
    if (identifierOf(type) === "Person") return isUnassigned(raw)
    if (identifierOf(type) === "UserPerson") return isUnassigned(raw) || (isPlainObject(raw) && String(raw.id) === "0")
    return type._tag === "TypeLiteral" && requires(type) && isEmptyObject(raw)
  }

  const list = (raw: unknown, path: string, item: (raw: unknown, path: string) => unknown): unknown => {
    const found = toList(raw)
    if (!Array.isArray(found)) return raw
    const kept = found.flatMap((each, index) => (each === null ? [] : [index]))
    indices.set(path, kept)
    return kept.map((original, index) => item(found[original], join(path, index)))
  }

  const visit = (type: SchemaAST.AST, raw: unknown, path: string): unknown => {
    if (identifierOf(type) === "Timestamp") return raw
    if (identifierOf(type) === "Links") {
      const links = toObject(raw)
      if (!isPlainObject(links)) return raw
      return Object.fromEntries(
        Object.entries(links).filter(([, link]) => isPlainObject(link) && typeof link.href === "string")
      )
    }
    if (isStrings(type)) {
      const one = (each: unknown) => (typeof each === "number" ? String(each) : each)
      return typeof raw === "string" ? [raw] : list(raw, path, one)
    }
    switch (type._tag) {
      case "StringKeyword":
        return typeof raw === "number" ? String(raw) : raw
      case "NumberKeyword":
        return typeof raw === "string" && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(raw) ? Number(raw) : raw
      case "Refinement": {
        const normalized = visit(type.from, raw, path)
        // a string that is not an id stays a string
        return typeof raw === "string" && !Number.isInteger(normalized) ? raw : normalized
      }
      case "TupleType":
        return type.rest[0] === undefined
          ? raw
          : list(raw, path, (each, at) => visit(type.rest[0]?.type ?? type, each, at))
      case "TypeLiteral": {
        const object = toObject(raw)
        if (!isPlainObject(object)) return raw
        const index = type.indexSignatures[0]
        if (index !== undefined) {
          return Object.fromEntries(
            Object.entries(object)
              .filter(([key, value]) => value !== null && key !== "__proto__")
              .map(([key, value]) => [key, visit(index.type, value, join(path, key))])
          )
        }
        const out: Record<string, unknown> = {}
        for (const { isOptional, name, type: inner } of type.propertySignatures) {
          const key = String(name)
          const found = [key, ...spellings(key)]
            .map((each) => object[each])
            .find((each) => each !== undefined && each !== null)
          if (found === undefined || (isOptional && isAbsent(inner, found))) continue
          out[key] = visit(inner, found, join(path, key))
        }
        return out
      }
      case "Union": {
        const tags = new Set(type.types.map((each) => (each._tag === "Refinement" ? each.from._tag : each._tag)))
        if (![...tags].every((tag) => tag === "StringKeyword" || tag === "NumberKeyword")) return withoutNulls(raw)
        // a scalar that fits as it is stays
        return tags.size === 2 ? raw : visit(type.types[0] ?? type, raw, path)
      }
      default:
        return withoutNulls(raw)
    }
  }

  return { value: visit(ast, input, ""), indices }
}

/** A path of the normalized input as a path of the input. */
export const originalPath = ({ indices }: Normalized, path: string): string => {
  const original: Array<string> = []
  let normalized = ""
  for (const part of path.split(".")) {
    const kept = indices.get(normalized)
    original.push(kept === undefined ? part : String(kept[Number(part)] ?? part))
    normalized = normalized === "" ? part : `${normalized}.${part}`
  }
  return original.join(".")
}
