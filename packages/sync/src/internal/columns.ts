/** From the Effect schema of an item to the columns of its table, and from decoded values to cells. */
import * as DateTime from "effect/DateTime"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

/** The type of a column, which each database spells in its own way. */
export type ColumnType = "text" | "integer" | "number" | "boolean" | "timestamp" | "json"

/** A column, and where its value is in the decoded item. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly path: ReadonlyArray<string>
}

/** A value that a database stores. JSON and dates are text. */
export type Cell = string | number | boolean | null

/** `customerWaitingSince` becomes `customer_waiting_since`. */
export const snakeCase = (key: string): string => key.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase()

type Shape = ColumnType | SchemaAST.TypeLiteral

const identifierOf = (ast: SchemaAST.AST): unknown => ast.annotations[SchemaAST.IdentifierAnnotationId]

/** Ids are numbers with the filter of an integer. */
const isInteger = ({ annotations }: SchemaAST.Refinement): boolean => {
  const jsonSchema = annotations[SchemaAST.JSONSchemaAnnotationId]
  return typeof jsonSchema === "object" && jsonSchema !== null && "type" in jsonSchema && jsonSchema.type === "integer"
}

const shapeOfUnion = (ast: SchemaAST.Union): Shape => {
  const shapes = new Set(ast.types.filter((type) => !SchemaAST.isUndefinedKeyword(type)).map(shapeOf))
  const [only] = shapes
  if (shapes.size === 1 && only !== undefined) return only
  return [...shapes].every((shape) => typeof shape === "string" && shape !== "json") ? "text" : "json"
}

const shapeOf = (ast: SchemaAST.AST): Shape => {
  if (identifierOf(ast) === "Timestamp") return "timestamp"
  switch (ast._tag) {
    case "StringKeyword":
    case "TemplateLiteral":
      return "text"
    case "NumberKeyword":
      return "number"
    case "BooleanKeyword":
      return "boolean"
    case "Literal":
      return typeof ast.literal === "string" ? "text" : "json"
    case "Refinement":
      return isInteger(ast) ? "integer" : shapeOf(ast.from)
    case "Transformation":
      return shapeOf(ast.to)
    case "Suspend":
      return shapeOf(ast.f())
    case "Union":
      return shapeOfUnion(ast)
    case "TypeLiteral":
      return ast.indexSignatures.length === 0 ? ast : "json"
    default:
      return "json"
  }
}

const columnsBelow = (
  ast: SchemaAST.TypeLiteral,
  prefix: string,
  path: ReadonlyArray<string>,
  isTable: (path: ReadonlyArray<string>) => boolean
): ReadonlyArray<Column> =>
  ast.propertySignatures.flatMap((property): ReadonlyArray<Column> => {
    const key = String(property.name)
    const here = [...path, key]
    // links repeat the ids, and entries with tables of their own are not columns
    if (key === "_links" || isTable(here)) return []
    const name = key === "_embedded" ? prefix : `${prefix}${snakeCase(key)}`
    const shape = shapeOf(property.type)
    if (typeof shape === "string") return [{ name, type: shape, path: here }]
    return columnsBelow(shape, key === "_embedded" || name === "" ? name : `${name}_`, here, isTable)
  })

/** The columns of an item: structs are flattened, and lists and records are JSON. `tables` are the paths of child tables. */
export const columnsOf = (
  schema: Schema.Schema.Any,
  tables: ReadonlyArray<ReadonlyArray<string>>
): ReadonlyArray<Column> => {
  const shape = shapeOf(schema.ast)
  const isTable = (path: ReadonlyArray<string>) => tables.some((table) => table.join("/") === path.join("/"))
  return typeof shape === "string" ? [] : columnsBelow(shape, "", [], isTable)
}

/** The value at a path of a decoded item. */
export const valueAt = (value: unknown, path: ReadonlyArray<string>): unknown => {
  let found = value
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

/** The cell of a decoded value. */
export const cellOf = (value: unknown, type: ColumnType): Cell => {
  if (value === undefined || value === null) return null
  if (typeof value === "string" && type !== "json") return value
  if (DateTime.isDateTime(value)) return DateTime.formatIso(value)
  if (type === "json") return JSON.stringify(value)
  if (type === "text") return String(value)
  return typeof value === "number" || typeof value === "boolean" ? value : null
}
