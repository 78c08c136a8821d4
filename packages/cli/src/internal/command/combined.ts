/**
 * The methods that combine requests, as if each of them were an endpoint: what differs from the endpoint whose request
 * matters. Schemas are derived from its record (law C7).
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

type Description = Endpoint.Description

export interface Combined {
  /** The endpoint whose request matters, which has its impact. */
  readonly like: string
  readonly change: (description: Description) => Partial<Description>
  /** Items that are streamed: as they are found, or as batches are done. */
  readonly kind?: "List" | "All"
  /** The parameters of the query that the method sets itself. */
  readonly sets?: ReadonlyArray<string>
}

// ---------------------------------------------------------------------------------------------------------------
// schemas
// ---------------------------------------------------------------------------------------------------------------

type Property = SchemaAST.PropertySignature
type Change = (property: Property) => Property | undefined

const changed = (ast: SchemaAST.AST, change: Change): SchemaAST.AST => {
  if (SchemaAST.isRefinement(ast)) {
    return new SchemaAST.Refinement(changed(ast.from, change), ast.filter, ast.annotations)
  }
  if (!SchemaAST.isTypeLiteral(ast)) throw new Error(`expected a struct, found ${ast._tag}`)
  const properties = ast.propertySignatures.flatMap((property) => change(property) ?? [])
  return new SchemaAST.TypeLiteral(properties, ast.indexSignatures, ast.annotations)
}

const withProperties = (schema: Schema.Schema.Any | undefined, change: Change): Schema.Schema.Any =>
  Schema.make(changed((schema ?? Schema.Struct({})).ast, change))

const hasNull = (ast: SchemaAST.AST): boolean =>
  SchemaAST.isUnion(ast) && ast.types.some((type) => SchemaAST.isLiteral(type) && type.literal === null)

/**
 * Every field may be left out, which keeps its value. `null` erases what the whole may be without, except what Help Scout
 * keeps in any case.
 */
const partial = (schema: Schema.Schema.Any | undefined, kept: ReadonlyArray<string> = []) =>
  withProperties(schema, ({ annotations, isOptional, isReadonly, name, type }) => {
    const isErasable = isOptional && !hasNull(type) && !kept.includes(String(name))
    const value = isErasable ? SchemaAST.Union.make([type, Schema.Null.ast]) : type
    return new SchemaAST.PropertySignature(name, value, true, isReadonly, annotations)
  })

const itemOf = (ast: SchemaAST.AST): SchemaAST.AST => {
  if (SchemaAST.isRefinement(ast)) return itemOf(ast.from)
  const [item] = SchemaAST.isTupleType(ast) ? ast.rest : []
  if (item === undefined) throw new Error(`expected a list, found ${ast._tag}`)
  return item.type
}

/** Lists of any length, but not empty ones. */
const unlimited = (schema: Schema.Schema.Any | undefined) =>
  withProperties(schema, ({ annotations, isOptional, isReadonly, name, type }) => {
    const list = Schema.Array(Schema.make(itemOf(type))).pipe(Schema.minItems(1))
    return new SchemaAST.PropertySignature(name, list.ast, isOptional, isReadonly, annotations)
  })

const values = Schema.Record({ key: Schema.String, value: Schema.Union(Schema.String, Schema.Number) })

/** The value that a method returns is printed as it is. */
const response = { decode: { _tag: "NoContent" } } as Description["response"]

// ---------------------------------------------------------------------------------------------------------------
// methods
// ---------------------------------------------------------------------------------------------------------------

const withoutQuery = () => ({ query: undefined })

export const combined: Readonly<Record<string, Combined>> = {
  "conversations.getComplete": { like: "conversations.get", change: withoutQuery },
  "conversations.listAllComplete": {
    like: "conversations.list",
    // it has no pages
    change: () => ({ list: undefined }),
    kind: "List",
    sets: ["embed", "page"]
  },
  "conversations.reply": {
    like: "conversations.threads.createReply",
    change: ({ payload }) => ({
      payload: withProperties(payload, (property) => (property.name === "customer" ? undefined : property))
    })
  },
  "conversations.tags.add": { like: "conversations.tags.update", change: () => ({}) },
  "conversations.tags.remove": { like: "conversations.tags.update", change: () => ({}) },
  "customers.findOrCreate": {
    like: "customers.create",
    change: () => ({ params: { email: Schema.String }, response })
  },
  "customers.updatePartial": {
    like: "customers.overwrite",
    change: ({ payload }) => ({ payload: partial(payload) })
  },
  "mailboxes.customFields.resolve": {
    like: "mailboxes.customFields.list",
    change: () => ({ list: undefined, payload: values, response })
  },
  "organizations.updatePartial": {
    like: "organizations.update",
    change: ({ payload }) => ({ payload: partial(payload, ["logoUrl"]) })
  },
  "workflows.runManualBatches": {
    like: "workflows.runManual",
    change: ({ payload }) => ({ payload: unlimited(payload) }),
    kind: "All"
  }
}
