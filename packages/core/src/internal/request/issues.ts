/**
 * Schema issues as paths and expectations. A value is never quoted: it may be a secret, or somebody's letter.
 */
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as SchemaAST from "effect/SchemaAST"
import type { ValidationIssue } from "../../HelpScoutError.js"

const atMost = 8

const expected = (ast: SchemaAST.AST): string =>
  Option.getOrElse(
    Option.orElse(SchemaAST.getDescriptionAnnotation(ast), () => SchemaAST.getTitleAnnotation(ast)),
    () => String(ast)
  )

const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}...` : text)

const list = <A>(value: A | ReadonlyArray<A>): ReadonlyArray<A> =>
  Array.isArray(value) ? (value as ReadonlyArray<A>) : [value as A]

const join = (path: string, more: ParseResult.Path): string =>
  [path, ...(list(more) as ReadonlyArray<PropertyKey>).map(String)].filter((part) => part !== "").join(".")

/** A choice of literals or the like is one expectation, not one for each member. */
const isScalars = (ast: SchemaAST.Union): boolean =>
  ast.types.every(
    (member) =>
      !SchemaAST.isTypeLiteral(member) && !SchemaAST.isTupleType(member) && !SchemaAST.isTransformation(member)
  )

const leaves = (issue: ParseResult.ParseIssue, path: string): ReadonlyArray<ValidationIssue> => {
  const one = (message: string): ReadonlyArray<ValidationIssue> => [
    { path: path === "" ? "(the whole)" : path, message: shortened(message) }
  ]
  switch (issue._tag) {
    case "Pointer":
      return leaves(issue.issue, join(path, issue.path))
    case "Composite": {
      const inner = (list(issue.issues) as ReadonlyArray<ParseResult.ParseIssue>).map((each) => leaves(each, path))
      if (!SchemaAST.isUnion(issue.ast)) return inner.flat()
      if (isScalars(issue.ast)) return one(`expected ${expected(issue.ast)}`)
      // the member that fits best tells what was meant
      return inner.reduce((best, each) => (each.length < best.length ? each : best), inner[0] ?? [])
    }
    case "Refinement": {
      if (issue.kind === "From") return leaves(issue.issue, path)
      const told = filterIssue(issue.issue, path)
      return told ?? one(`expected ${expected(issue.ast)}`)
    }
    case "Transformation":
      return leaves(issue.issue, path)
    case "Missing":
      return one("is missing")
    case "Unexpected":
      return one("is not a known field")
    case "Forbidden":
      return one("is forbidden")
    case "Type":
      return one(`expected ${expected(issue.ast)}`)
  }
}

/** What a filter of ours says itself: where, and in words that hold no value. */
const filterIssue = (issue: ParseResult.ParseIssue, path: string): ReadonlyArray<ValidationIssue> | undefined => {
  if (issue._tag === "Pointer") return filterIssue(issue.issue, join(path, issue.path))
  if (issue._tag !== "Type" || issue.message === undefined) return undefined
  return [{ path: path === "" ? "(the whole)" : path, message: shortened(issue.message) }]
}

/** The leaves of an issue, a few of them at most. */
export const fromParseIssue = (issue: ParseResult.ParseIssue, at = ""): ReadonlyArray<ValidationIssue> => {
  const found = new Map(leaves(issue, at).map((each) => [`${each.path}\n${each.message}`, each]))
  return [...found.values()].slice(0, atMost)
}
