/**
 * Any resource as CSV (RFC 4180), with columns from its schema or of your choice.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
 * import * as Csv from "@effect-helpscout/resources/Csv"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const tags = (conversation: Conversation) => conversation.tags?.map(({ tag }) => tag).join(", ")
 * const columns = { number: "number", subject: "subject", customer: "primaryCustomer.email", tags }
 *
 * export const print = Effect.flatMap(Conversations, (conversations) =>
 *   conversations.listAll({ status: "all" }).pipe(
 *     Csv.encode(Conversation, { columns }),
 *     Stream.runForEach((lines) => Effect.sync(() => process.stdout.write(lines)))
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 */
import { InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as Stream from "effect/Stream"
import { encodeItems } from "./internal/textItems.js"

/**
 * The content of a column: the path of a field, such as `primaryCustomer.email`, or a function of the item. `null` and
 * `undefined` become an empty cell, objects and lists JSON.
 *
 * @since 0.1.0
 */
export type Column<A> = string | ((item: A) => unknown)

/**
 * How to write CSV.
 *
 * @since 0.1.0
 */
export interface Options<A> {
  /** The columns in their order: paths of fields, or an object from the titles of the columns. @default `columns(schema)` */
  readonly columns?: ReadonlyArray<string> | Readonly<Record<string, Column<A>>>
  /** Whether the first record contains the titles. @default true */
  readonly header?: boolean
  /** @default "," */
  readonly delimiter?: "," | ";" | "\t"
  /** The end of a record. @default "\r\n" */
  readonly newline?: "\r\n" | "\n"
  /** Begins with a byte order mark, which Excel needs to read UTF-8. @default false */
  readonly bom?: boolean
  /**
   * Spreadsheets run a cell as a formula if its text begins with `=`, `+`, `-`, `@`, a tab or a line break, and anyone can
   * write such a subject to an inbox. `"escape"` puts a `'` before such a text, which shows it as text. It does not change
   * numbers. `"keep"` writes texts as they are, for programs that read the file.
   *
   * @default "escape"
   */
  readonly formulas?: "escape" | "keep"
}

// ---------------------------------------------------------------------------------------------------------------
// columns
// ---------------------------------------------------------------------------------------------------------------

const isEmpty = (ast: SchemaAST.AST): boolean =>
  ast._tag === "UndefinedKeyword" || (ast._tag === "Literal" && ast.literal === null)

/** The structs that a value of the type may be, or nothing if it may be anything else. */
const structsOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.TypeLiteral> => {
  switch (ast._tag) {
    case "TypeLiteral":
      return ast.indexSignatures.length === 0 && ast.propertySignatures.length > 0 ? [ast] : []
    case "Refinement":
      return structsOf(ast.from)
    case "Union": {
      const members = ast.types.filter((type) => !isEmpty(type)).map(structsOf)
      return members.some((structs) => structs.length === 0) ? [] : members.flat()
    }
    // a recursive type has no last column
    default:
      return []
  }
}

/** Links do not describe the item. */
const links = "_links"

/** The paths below a type in the order of its fields, each once. */
const pathsBelow = (ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<string> => {
  const structs = structsOf(ast)
  if (structs.length === 0) return path.length === 0 ? [] : [path.join(".")]
  const found = structs.flatMap((struct) =>
    struct.propertySignatures
      .filter(({ name }) => name !== links)
      .flatMap(({ name, type }) => pathsBelow(type, [...path, String(name)]))
  )
  return [...new Set(found)]
}

/**
 * The columns of a schema: one for each field, in order. The fields of nested objects have columns of their own, such as
 * `primaryCustomer.email`. A list is one column, which contains JSON. Links are left out.
 *
 * @since 0.1.0
 */
export const columns = <A, I>(schema: Schema.Schema<A, I>): ReadonlyArray<string> =>
  pathsBelow(Schema.encodedSchema(schema).ast, [])

const at = (value: unknown, keys: ReadonlyArray<string>): unknown => {
  let found = value
  for (const key of keys) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined
    // just checked
    found = (found as Readonly<Record<string, unknown>>)[key]
  }
  return found
}

/** Whether the type has a field with this path, nested objects as a whole included. */
const hasPath = (ast: SchemaAST.AST, [key, ...rest]: ReadonlyArray<string>): boolean =>
  key === undefined ||
  structsOf(ast).some((struct) =>
    struct.propertySignatures.some(({ name, type }) => name === key && hasPath(type, rest))
  )

// ---------------------------------------------------------------------------------------------------------------
// cells
// ---------------------------------------------------------------------------------------------------------------

/** What makes a spreadsheet evaluate a text, full-width forms included. */
const startsFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** Writes a value as the content of a cell. */
const contentOf = (value: unknown, isGuarded: boolean): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value)
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "")
  return isGuarded && startsFormula.test(text) ? `'${text}` : text
}

/** Quotes a cell where RFC 4180 requires it. An empty text is quoted, which distinguishes it from an absent one. */
const quoted = (content: string | undefined, delimiter: string): string => {
  if (content === undefined) return ""
  const needed = content === "" || content.includes(delimiter) || /["\r\n]|^\s|\s$/.test(content)
  return needed ? `"${content.replaceAll('"', '""')}"` : content
}

/**
 * Encodes items as CSV, by the schema of the items: `Csv.encode(Conversation)`. Emits one text per chunk of the Stream,
 * so memory does not grow with the number of items. Without items, it emits the header alone.
 *
 * Dates are ISO 8601 texts. Fails with `InputInvalid` for a path that the schema does not have, and for an item that does
 * not match the schema, which items of the API always do.
 *
 * @since 0.1.0
 */
export const encode = <A, I>(
  schema: Schema.Schema<A, I>,
  options: Options<A> = {}
): (<E, R>(items: Stream.Stream<A, E, R>) => Stream.Stream<string, E | InputInvalid, R>) => {
  const { bom = false, delimiter = ",", formulas = "escape", header = true, newline = "\r\n" } = options
  const { ast } = Schema.encodedSchema(schema)
  const chosen = options.columns ?? columns(schema)
  const named: ReadonlyArray<readonly [title: string, column: Column<A>]> = Array.isArray(chosen)
    ? chosen.map((path: string) => [path, path] as const)
    : // `Array.isArray` does not narrow a readonly array
      Object.entries(chosen as Readonly<Record<string, Column<A>>>)
  const unknown = named.flatMap(([, column]) =>
    typeof column === "string" && !hasPath(ast, column.split(".")) ? [column] : []
  )

  const record = (values: ReadonlyArray<unknown>): string =>
    values.map((value) => quoted(contentOf(value, formulas === "escape"), delimiter)).join(delimiter) + newline

  const readers = named.map(([, column]) => {
    if (typeof column === "function") return (_: I, item: A) => column(item)
    const keys = column.split(".")
    return (encoded: I) => at(encoded, keys)
  })
  const encodeRecords = encodeItems("Csv.encode", schema, (encoded, item) =>
    record(readers.map((read) => read(encoded, item)))
  )

  return (items) => {
    if (unknown.length > 0 || named.length === 0) {
      const issues =
        named.length === 0
          ? [{ path: "columns", message: "must contain a column" }]
          : unknown.map((path) => ({ path: `columns.${path}`, message: "is not a field of the schema" }))
      return Stream.fail(new InputInvalid({ operation: "Csv.encode", issues }))
    }
    const start = `${bom ? "\uFEFF" : ""}${header ? record(named.map(([title]) => title)) : ""}`
    return start === "" ? encodeRecords(items) : Stream.concat(Stream.succeed(start), encodeRecords(items))
  }
}
