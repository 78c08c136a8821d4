/**
 * Schema issues as paths and expectations. A value is never quoted: it may be a secret, or somebody's letter.
 */
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as SchemaAST from "effect/SchemaAST"
import type { ValidationIssue } from "../HelpScoutError.js"

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

const walk = (issue: ParseResult.ParseIssue, path: string, found: Map<string, ValidationIssue>): void => {
  if (found.size >= atMost) return
  const add = (message: string) => {
    const key = `${path}\n${message}`
    if (!found.has(key)) found.set(key, { path: path === "" ? "(the whole)" : path, message: shortened(message) })
  }
  switch (issue._tag) {
    case "Pointer":
      walk(issue.issue, join(path, issue.path), found)
      return
    case "Composite":
      if (SchemaAST.isUnion(issue.ast) && isScalars(issue.ast)) {
        add(`expected ${expected(issue.ast)}`)
        return
      }
      for (const inner of list(issue.issues) as ReadonlyArray<ParseResult.ParseIssue>) walk(inner, path, found)
      return
    case "Refinement":
      if (issue.kind === "From") walk(issue.issue, path, found)
      else add(`expected ${expected(issue.ast)}`)
      return
    case "Transformation":
      walk(issue.issue, path, found)
      return
    case "Missing":
      add("is missing")
      return
    case "Unexpected":
      add("is not a known field")
      return
    case "Forbidden":
      add("is forbidden")
      return
    case "Type":
      add(`expected ${expected(issue.ast)}`)
      return
  }
}

/** The leaves of an issue, a few of them at most. */
export const fromParseIssue = (issue: ParseResult.ParseIssue, at = ""): ReadonlyArray<ValidationIssue> => {
  const found = new Map<string, ValidationIssue>()
  walk(issue, at, found)
  return [...found.values()]
}
