/**
 * Schema issues as paths and expectations. A value is never quoted: it may be a secret, or part of a customer's message.
 * Where the type alone is wrong, the issue names the type that was found.
 */
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as SchemaAST from "effect/SchemaAST"
import type { ValidationIssue } from "../../HelpScoutError.js"

/** An error lists this many issues at most. */
const atMost = 8

/** The path of the whole value. */
export const root = "(root)"

export const atRoot = (message: string): ReadonlyArray<ValidationIssue> => [{ path: root, message }]

/** Puts a key or a path before the paths of issues. */
export const below = (prefix: string, found: ReadonlyArray<ValidationIssue>): ReadonlyArray<ValidationIssue> =>
  found.map((issue) => ({ ...issue, path: issue.path === root ? prefix : `${prefix}.${issue.path}` }))

const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}...` : text)

const issueAt = (path: string, message: string): ReadonlyArray<ValidationIssue> => [
  { path: path === "" ? root : path, message: shortened(message) }
]

const list = <A>(value: A | ReadonlyArray<A>): ReadonlyArray<A> =>
  // `Array.isArray` does not narrow a readonly array
  Array.isArray(value) ? (value as ReadonlyArray<A>) : [value as A]

const join = (path: string, more: ParseResult.Path): string =>
  // the same: a path is one key or a readonly array of keys
  [path, ...(list(more) as ReadonlyArray<PropertyKey>).map(String)].filter((part) => part !== "").join(".")

/** Describes a type. A struct without a name is an object, and an array is a list: their types would be long texts. */
export const expected = (ast: SchemaAST.AST): string =>
  Option.getOrElse(
    Option.orElse(SchemaAST.getDescriptionAnnotation(ast), () => SchemaAST.getTitleAnnotation(ast)),
    () => {
      if (Option.isSome(SchemaAST.getIdentifierAnnotation(ast))) return String(ast)
      if (SchemaAST.isTupleType(ast)) return "a list"
      return SchemaAST.isTypeLiteral(ast) ? "an object" : String(ast)
    }
  )

export const typeName = (value: unknown): string => {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return "an array"
  return typeof value === "object" ? "an object" : `a ${typeof value}`
}

const isScalar = (ast: SchemaAST.AST): boolean =>
  ast._tag === "Refinement" ? isScalar(ast.from) : /^(String|Number|Boolean)Keyword$/.test(ast._tag)

/** The types of JSON that a schema accepts; nothing where that is not a matter of types. */
const typeNames = (ast: SchemaAST.AST): ReadonlyArray<string> | undefined => {
  switch (ast._tag) {
    case "StringKeyword":
    case "TemplateLiteral":
      return ["a string"]
    case "NumberKeyword":
      return ["a number"]
    case "BooleanKeyword":
      return ["a boolean"]
    case "Refinement":
      return isScalar(ast.from) ? typeNames(ast.from) : undefined
    case "Literal":
      return [typeName(ast.literal)]
    case "TypeLiteral":
    case "Declaration":
      return ["an object"]
    case "TupleType":
      return ["an array"]
    case "Union": {
      const names = ast.types.map(typeNames)
      return names.every((each) => each !== undefined) ? names.flat() : undefined
    }
    default:
      return undefined
  }
}

/** `expected string, found a number`. The found type is left out where it is one of the accepted types. */
export const mismatch = (ast: SchemaAST.AST, actual: unknown): string => {
  const accepted = typeNames(ast)
  const found = typeName(actual)
  const text = shortened(`expected ${expected(ast)}`)
  return accepted === undefined || accepted.includes(found) ? text : `${text}, found ${found}`
}

/** The message for a value that must be an object. */
export const notAnObject = (found: unknown): string => `expected an object, found ${typeName(found)}`

/** A choice among literals or the like is one expectation rather than one for each member. */
const isScalars = (ast: SchemaAST.Union): boolean =>
  ast.types.every(
    (member) =>
      !SchemaAST.isTypeLiteral(member) && !SchemaAST.isTupleType(member) && !SchemaAST.isTransformation(member)
  )

const leaves = (issue: ParseResult.ParseIssue, path: string): ReadonlyArray<ValidationIssue> => {
  switch (issue._tag) {
    case "Pointer":
      return leaves(issue.issue, join(path, issue.path))
    case "Composite":
      return composite(issue, path)
    case "Refinement":
      if (issue.kind === "From") {
        // a refined scalar with a description names what it expects, whichever of its steps failed
        return isOfWrongType(issue) &&
          typeNames(issue.ast) !== undefined &&
          Option.isSome(SchemaAST.getDescriptionAnnotation(issue.ast))
          ? issueAt(path, mismatch(issue.ast, issue.actual))
          : leaves(issue.issue, path)
      }
      return filterIssue(issue.issue, path) ?? issueAt(path, `expected ${expected(issue.ast)}`)
    case "Transformation":
      // a codec with a description names what it expects, whichever of its steps failed
      return Option.isSome(SchemaAST.getDescriptionAnnotation(issue.ast))
        ? issueAt(path, mismatch(issue.ast, issue.actual))
        : leaves(issue.issue, path)
    case "Missing":
      return issueAt(path, "is missing")
    case "Unexpected":
      return issueAt(path, "is not a known field")
    case "Forbidden":
      return issueAt(path, "is forbidden")
    case "Type":
      return issueAt(path, mismatch(issue.ast, issue.actual))
  }
}

/** Whether a refined value already has the wrong type, rather than failing an inner refinement. */
const isOfWrongType = (issue: ParseResult.ParseIssue): boolean =>
  issue._tag === "Refinement" && issue.kind === "From" ? isOfWrongType(issue.issue) : issue._tag === "Type"

const composite = (issue: ParseResult.Composite, path: string): ReadonlyArray<ValidationIssue> => {
  if (SchemaAST.isUnion(issue.ast) && isScalars(issue.ast)) return issueAt(path, mismatch(issue.ast, issue.actual))
  // the same as in `join`
  const inner = (list(issue.issues) as ReadonlyArray<ParseResult.ParseIssue>).map((each) => leaves(each, path))
  if (!SchemaAST.isUnion(issue.ast)) return inner.flat()
  // the member with the fewest issues is the one that was most likely meant
  return inner.reduce((best, each) => (each.length < best.length ? each : best), inner[0] ?? [])
}

/** The path and the message of one of our own filters, whose messages hold no values. */
const filterIssue = (issue: ParseResult.ParseIssue, path: string): ReadonlyArray<ValidationIssue> | undefined => {
  if (issue._tag === "Pointer") return filterIssue(issue.issue, join(path, issue.path))
  if (issue._tag !== "Type" || issue.message === undefined) return undefined
  return issueAt(path, issue.message)
}

/** The first issues, without duplicates. */
export const first = (issues: ReadonlyArray<ValidationIssue>): ReadonlyArray<ValidationIssue> => {
  const found = new Map(
    issues.map((each) => [`${each.path}\n${each.message}`, { ...each, message: shortened(each.message) }])
  )
  return [...found.values()].slice(0, atMost)
}

/** The first leaves of an issue, without duplicates. */
export const fromParseIssue = (issue: ParseResult.ParseIssue): ReadonlyArray<ValidationIssue> =>
  first(leaves(issue, ""))
