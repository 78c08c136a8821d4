/**
 * From parsed JSON to the decoded value in a single pass: one reader per schema, compiled when the layer is built.
 *
 * A reader returns what the schema decodes from the same input in its documented form, and reports every issue with its
 * path, as the schema does. On the way it accepts the forms of `leniency.ts`. The shapes that responses consist of are
 * compiled; any other shape falls back to the schema, after its nulls are dropped.
 */
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as Hal from "../../Hal.js"
import type { ValidationIssue } from "../../HelpScoutError.js"
import * as Issues from "../request/issues.js"
import * as Leniency from "./leniency.js"
import { annotationOf } from "./readerAnnotation.js"

/** The decoded value, or every issue. */
export type Reader = (input: unknown) => Either.Either<unknown, ReadonlyArray<ValidationIssue>>

/** Collects the issues of one pass. A path is built from the inside out, so that success allocates nothing. */
interface Sink {
  readonly issues: Array<{ path: string; readonly message: string }>
  /** Null items of lists, which are dropped. */
  nullItems: number
}

const Failed = Symbol("@effect-helpscout/core/reader/Failed")

/** Returns the value, or `Failed` after adding issues to the sink. */
type Read = (input: unknown, sink: Sink) => unknown

const fail = (sink: Sink, ast: SchemaAST.AST, actual: unknown): typeof Failed => {
  sink.issues.push({ path: "", message: Issues.mismatch(ast, actual) })
  return Failed
}

/** Puts a key before the paths of the issues added since `from`. */
const at = (sink: Sink, from: number, key: string): void => {
  for (let i = from; i < sink.issues.length; i++) {
    const issue = sink.issues[i] as Sink["issues"][number]
    issue.path = issue.path === "" ? key : `${key}.${issue.path}`
  }
}

// ---------------------------------------------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------------------------------------------

const string = (ast: SchemaAST.AST): Read => {
  return (input, sink) => {
    if (typeof input === "string") return input
    return typeof input === "number" ? String(input) : fail(sink, ast, input)
  }
}

const number = (ast: SchemaAST.AST): Read => {
  return (input, sink) => {
    if (typeof input === "number") return input
    const found = typeof input === "string" ? Leniency.asNumber(input) : undefined
    return found === undefined ? fail(sink, ast, input) : found
  }
}

const boolean = (ast: SchemaAST.AST): Read => {
  return (input, sink) => (typeof input === "boolean" ? input : fail(sink, ast, input))
}

const literal = (ast: SchemaAST.Literal): Read => {
  return (input, sink) => (input === ast.literal ? input : fail(sink, ast, input))
}

const refinement = (ast: SchemaAST.Refinement): Read => {
  const from = compile(ast.from)
  return (input, sink) => {
    const value = from(input, sink)
    if (value === Failed) return Failed
    const issue = ast.filter(value, {}, ast)
    if (Option.isNone(issue)) return value
    const refused = new ParseResult.Refinement(ast, value, "Predicate", issue.value)
    sink.issues.push(
      ...Issues.fromParseIssue(refused).map(({ message, path }) => ({
        message,
        path: path === Issues.root ? "" : path
      }))
    )
    return Failed
  }
}

/** A choice among scalars: a member that fits as it is comes before one that fits leniently. */
const scalars = (ast: SchemaAST.Union): Read | undefined => {
  const readers: Array<readonly [Read, (input: unknown) => boolean]> = []
  for (const member of ast.types) {
    const fits = fitsExactly(member)
    if (fits === undefined) return undefined
    readers.push([compile(member), fits])
  }
  return (input, sink) => {
    const scratch: Sink = { issues: [], nullItems: 0 }
    for (const [read, fits] of readers) {
      if (!fits(input)) continue
      const value = read(input, scratch)
      return value === Failed ? fail(sink, ast, input) : value
    }
    for (const [read] of readers) {
      const value = read(input, scratch)
      if (value !== Failed) return value
    }
    return fail(sink, ast, input)
  }
}

const fitsExactly = (ast: SchemaAST.AST): ((input: unknown) => boolean) | undefined => {
  switch (ast._tag) {
    case "StringKeyword":
      return (input) => typeof input === "string"
    case "NumberKeyword":
      return (input) => typeof input === "number"
    case "BooleanKeyword":
      return (input) => typeof input === "boolean"
    case "Literal":
      return (input) => input === ast.literal
    case "Refinement": {
      return fitsExactly(ast.from)
    }
    default:
      return undefined
  }
}

const list = (ast: SchemaAST.TupleType, item: SchemaAST.AST): Read => {
  const read = compile(item)
  return (input, sink) => {
    const found = Leniency.asList(input)
    if (found === undefined) return fail(sink, ast, input)
    const out: Array<unknown> = []
    let failed = false
    for (let i = 0; i < found.length; i++) {
      const raw = found[i]
      if (raw === null) {
        sink.nullItems++
        continue
      }
      const from = sink.issues.length
      const value = read(raw, sink)
      if (value === Failed) {
        failed = true
        at(sink, from, String(i))
      } else out.push(value)
    }
    return failed ? Failed : out
  }
}

/** The properties that most of a response consists of are read without a call. */
const isString = 1
const isNumber = 2

interface Property {
  readonly key: string
  readonly optional: boolean
  /** An object without a value stands for its absence, if it has required keys. */
  readonly hollow: boolean
  readonly spellings: ReadonlyArray<string>
  readonly kind: number
  readonly read: Read
  readonly isAbsent: ((raw: unknown) => boolean) | undefined
}

/** The values of an optional property that stand for its absence. */
const absenceOf = (type: SchemaAST.AST): Property["isAbsent"] => annotationOf(type)?.isAbsent

const property = (signature: SchemaAST.PropertySignature): Property => ({
  key: String(signature.name),
  optional: signature.isOptional,
  hollow: signature.type._tag === "TypeLiteral",
  spellings: Leniency.spellings(String(signature.name)),
  kind: signature.type._tag === "StringKeyword" ? isString : signature.type._tag === "NumberKeyword" ? isNumber : 0,
  read: compile(signature.type),
  isAbsent: signature.isOptional ? absenceOf(signature.type) : undefined
})

const struct = (ast: SchemaAST.TypeLiteral): Read => {
  const properties = ast.propertySignatures.map(property)
  return (input, sink) => {
    const object = Leniency.asObject(input)
    if (object === undefined) return fail(sink, ast, input)
    const out: Record<string, unknown> = {}
    let failed = false
    for (let i = 0; i < properties.length; i++) {
      const { key, kind, spellings, read, optional, hollow, isAbsent } = properties[i] as Property
      let raw = object[key]
      if (raw === undefined || raw === null) {
        for (let j = 0; j < spellings.length; j++) {
          const other = object[spellings[j] as string]
          if (other !== undefined && other !== null) {
            raw = other
            break
          }
        }
        if (raw === undefined || raw === null) {
          if (!optional) {
            failed = true
            sink.issues.push({ path: key, message: "is missing" })
          }
          continue
        }
      }
      if (kind === isString && typeof raw === "string") {
        out[key] = raw
        continue
      }
      if (kind === isNumber && typeof raw === "number") {
        out[key] = raw
        continue
      }
      if (isAbsent?.(raw) === true) continue
      const from = sink.issues.length
      const value = read(raw, sink)
      if (value !== Failed) out[key] = value
      else if (optional && hollow && Leniency.isHollow(raw)) sink.issues.length = from
      else {
        failed = true
        at(sink, from, key)
      }
    }
    return failed ? Failed : out
  }
}

/** An object with any keys and values of one schema. */
const record = (ast: SchemaAST.TypeLiteral, value: SchemaAST.AST): Read => {
  const readValue = compile(value)
  return (input, sink) => {
    const object = Leniency.asObject(input)
    if (object === undefined) return fail(sink, ast, input)
    const out: Record<string, unknown> = {}
    let failed = false
    for (const key in object) {
      const raw = object[key]
      // assigned, it would change the prototype
      if (raw === null || raw === undefined || key === "__proto__") continue
      const from = sink.issues.length
      const read = readValue(raw, sink)
      if (read === Failed) {
        failed = true
        at(sink, from, key)
      } else out[key] = read
    }
    return failed ? Failed : out
  }
}

/** A codec that brings its own way of reading. */
const annotated = (ast: SchemaAST.AST): Read | undefined => {
  const { normalize, read } = annotationOf(ast) ?? {}
  if (read !== undefined) {
    return (input, sink) => {
      const value = read(input)
      return value === undefined ? fail(sink, ast, input) : value
    }
  }
  if (normalize === undefined) return undefined
  const readNormalized = plain(ast)
  return (input, sink) => readNormalized(normalize(input), sink)
}

const fallback = (ast: SchemaAST.AST): Read => {
  const decode = ParseResult.decodeUnknownEither(Schema.make<unknown, unknown, never>(ast), { errors: "all" })
  return (input, sink) => {
    const decoded = decode(Hal.dropNulls(input))
    if (Either.isRight(decoded)) return decoded.right
    for (const { message, path } of Issues.fromParseIssue(decoded.left)) {
      sink.issues.push({ path: path === Issues.root ? "" : path, message })
    }
    return Failed
  }
}

const memo = new WeakMap<SchemaAST.AST, Read>()

const plain = (ast: SchemaAST.AST): Read => {
  switch (ast._tag) {
    case "StringKeyword":
      return string(ast)
    case "NumberKeyword":
      return number(ast)
    case "BooleanKeyword":
      return boolean(ast)
    case "Literal":
      return literal(ast)
    case "UnknownKeyword":
    case "AnyKeyword":
      return (input) => Hal.dropNulls(input)
    case "Refinement":
      return refinement(ast)
    case "Union":
      return scalars(ast) ?? fallback(ast)
    case "TupleType": {
      const [rest] = ast.rest
      return ast.elements.length === 0 && ast.rest.length === 1 && rest !== undefined
        ? list(ast, rest.type)
        : fallback(ast)
    }
    case "TypeLiteral": {
      const [index] = ast.indexSignatures
      if (index === undefined) return struct(ast)
      return ast.propertySignatures.length === 0 &&
        ast.indexSignatures.length === 1 &&
        index.parameter._tag === "StringKeyword"
        ? record(ast, index.type)
        : fallback(ast)
    }
    default:
      return fallback(ast)
  }
}

const compile = (ast: SchemaAST.AST): Read => {
  const known = memo.get(ast)
  if (known !== undefined) return known
  const read = annotated(ast) ?? plain(ast)
  memo.set(ast, read)
  return read
}

/** Whether a schema is read without falling back to Schema anywhere. Returns the paths that do fall back. */
export const fallbacks = (ast: SchemaAST.AST, path = ""): ReadonlyArray<string> => {
  if (annotationOf(ast)?.read !== undefined) return []
  switch (ast._tag) {
    case "StringKeyword":
    case "NumberKeyword":
    case "BooleanKeyword":
    case "Literal":
    case "UnknownKeyword":
    case "AnyKeyword":
      return []
    case "Refinement":
      return fallbacks(ast.from, path)
    case "Union":
      return scalars(ast) === undefined ? [path] : []
    case "TupleType": {
      const [rest] = ast.rest
      return ast.elements.length === 0 && ast.rest.length === 1 && rest !== undefined
        ? fallbacks(rest.type, `${path}[]`)
        : [path]
    }
    case "TypeLiteral":
      return [
        ...ast.propertySignatures.flatMap((each) => fallbacks(each.type, `${path}.${String(each.name)}`)),
        ...ast.indexSignatures.flatMap((each) => fallbacks(each.type, `${path}.*`))
      ]
    default:
      return [path]
  }
}

/** The reader of a schema. `onNullItems` is called with the number of null items dropped from lists, if any. */
export const make = (schema: Schema.Schema.Any, onNullItems: (count: number) => void = () => {}): Reader => {
  const read = compile(schema.ast)
  return (input) => {
    const sink: Sink = { issues: [], nullItems: 0 }
    const value = read(input, sink)
    if (sink.nullItems > 0) onNullItems(sink.nullItems)
    return value === Failed
      ? Either.left(
          Issues.first(sink.issues.map(({ message, path }) => ({ path: path === "" ? Issues.root : path, message })))
        )
      : Either.right(value)
  }
}

/** Reads every value as the schema does, without leniency: headers, and custom requests. */
export const exact = (schema: Schema.Schema.Any): Reader => {
  // the types of a record were checked where it was made
  const decode = ParseResult.decodeUnknownEither(schema as Schema.Schema<unknown, unknown>)
  return (json) => Either.mapLeft(decode(json), Issues.fromParseIssue)
}
