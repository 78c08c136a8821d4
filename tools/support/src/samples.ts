/** Complete inputs of a schema: every optional key is present, and every list has two items. */
import type * as SchemaAST from "effect/SchemaAST"
import * as Ast from "effect/SchemaAST"

/** A value in the documented form, as Help Scout would send it. */
export const sample = (ast: SchemaAST.AST, seed = 1): unknown => {
  const identifier = Ast.getIdentifierAnnotation(ast)
  if (identifier._tag === "Some") {
    if (identifier.value === "Timestamp") return `2026-0${(seed % 9) + 1}-2${seed % 9}T10:20:30Z`
    if (identifier.value === "Links") return { self: { href: `https://api.helpscout.net/v2/things/${seed}` } }
    if (identifier.value === "Base64") return "aGVsbG8="
  }
  switch (ast._tag) {
    case "StringKeyword":
      return `text ${seed}`
    case "NumberKeyword":
      return seed + 10
    case "BooleanKeyword":
      return seed % 2 === 0
    case "Literal":
      return ast.literal
    case "UnknownKeyword":
    case "AnyKeyword":
      return { anything: seed }
    case "Refinement":
      return sample(ast.from, seed)
    case "Transformation":
      return sample(ast.from, seed)
    case "Union":
      return sample(ast.types[0], seed)
    case "TupleType":
      return ast.rest[0] === undefined ? [] : [sample(ast.rest[0].type, seed), sample(ast.rest[0].type, seed + 1)]
    case "TypeLiteral": {
      const out: Record<string, unknown> = {}
      for (const [index, { name, type }] of ast.propertySignatures.entries())
        out[String(name)] = sample(type, seed + index)
      for (const { type } of ast.indexSignatures)
        Object.assign(out, { 12: sample(type, seed), 34: sample(type, seed + 1) })
      return out
    }
    default:
      throw new Error(`no sample for ${ast._tag}`)
  }
}

export type Path = ReadonlyArray<string | number>

/** The paths of all keys and items below a value. */
export const pathsOf = (value: unknown, at: Path = []): ReadonlyArray<Path> => {
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return [path, ...pathsOf(inner, path)]
  })
}

/** A copy with the value at a path replaced, or without that key. */
export const replaceAt = (value: unknown, [key, ...rest]: Path, replace: (old: unknown) => unknown): unknown => {
  if (key === undefined) return replace(value)
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? replaceAt(each, rest, replace) : each))
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) }
  const replaced = replaceAt(copy[key], rest, replace)
  if (replaced === undefined) delete copy[key]
  else copy[key] = replaced
  return copy
}

/** The odd forms that a value may take, by the name of their kind. */
export const oddForms: Readonly<Record<string, (old: unknown) => unknown>> = {
  removed: () => undefined,
  null: () => null,
  "empty array": () => [],
  "empty object": () => ({}),
  "object with a null": () => ({ day: null, hour: null }),
  "numbered object": (old) => ({ 0: old, 1: old }),
  "array with a null": (old) => (Array.isArray(old) ? [...old, null] : [null]),
  "nested array": (old) => [old],
  "empty string": () => "",
  "zero date": () => "0000-00-00",
  "zero date and time": () => "0000-00-00 00:00:00",
  "PHP zero date": () => "-0001-11-30T00:00:00Z",
  "day that does not exist": () => "2026-02-30T00:00:00Z",
  "short number": () => "1",
  "numeric string": () => "123",
  "decimal string": () => "1.5",
  "negative string": () => "-4",
  "number with a space": () => "12 ",
  "hexadecimal string": () => "0x1f",
  number: () => 7,
  fraction: () => 1.5,
  "huge number": () => 1e300,
  zero: () => 0,
  true: () => true,
  false: () => false,
  word: () => "someword",
  date: () => "2026-11-02T03:04:05Z"
}
