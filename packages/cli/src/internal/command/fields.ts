/** The inputs of an endpoint as flags, derived from its schemas. */
import * as Field from "@effect-helpscout/core/Field"
import * as Option from "effect/Option"
import * as SchemaAST from "effect/SchemaAST"
import type { FieldDoc } from "../commandDocs.js"

/** How the text of a flag is read. */
export type Type =
  | { readonly _tag: "Text"; readonly known: ReadonlyArray<string> }
  | { readonly _tag: "Number"; readonly isId: boolean }
  | { readonly _tag: "Boolean" }
  | { readonly _tag: "Choice"; readonly choices: ReadonlyArray<string | number | boolean> }
  /** A moment. `isAhead`: a relative date is in the future, as for a snooze. */
  | { readonly _tag: "Date"; readonly isAhead: boolean }
  | { readonly _tag: "Day" }
  /** The path of a file, whose content is sent as base64. */
  | { readonly _tag: "File" }
  /** `env:NAME` or `@file`: a secret is never an argument, which other users of the machine can see. */
  | { readonly _tag: "Secret" }
  /** A customer: an id, an email address, or JSON. */
  | { readonly _tag: "Customer" }
  | { readonly _tag: "Json" }

export interface Input {
  /** Its name in the query or the payload. */
  readonly key: string
  readonly flag: string
  readonly type: Type
  readonly isList: boolean
  /** `null` has a meaning of its own. */
  readonly isNullable: boolean
  readonly isRequired: boolean
  readonly doc: FieldDoc | undefined
  /** For a change among alternatives (JSON Patch): the operation that the flag stands for. */
  readonly patch?: { readonly op: string; readonly path: string }
}

/** `createReply` becomes `create-reply`, `assigned_to` becomes `assigned-to`. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[_./\s]+/g, "-")
    .toLowerCase()

const singular = (name: string): string =>
  name.endsWith("ies") ? `${name.slice(0, -3)}y` : name.endsWith("sses") ? name.slice(0, -2) : name.replace(/s$/, "")

const identifierOf = (ast: SchemaAST.AST): string | undefined =>
  Option.getOrUndefined(SchemaAST.getIdentifierAnnotation(ast))

/** The members of a union, without refinements. */
const members = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(members)
  if (SchemaAST.isSuspend(ast)) return members(ast.f())
  return [ast]
}

const isNull = (ast: SchemaAST.AST): boolean => SchemaAST.isLiteral(ast) && ast.literal === null

const itemOf = (ast: SchemaAST.AST): SchemaAST.AST | undefined => {
  const inner = SchemaAST.isRefinement(ast) ? ast.from : ast
  if (inner !== ast) return itemOf(inner)
  return SchemaAST.isTupleType(ast) ? (ast.rest[0]?.type ?? ast.elements[0]?.type) : undefined
}

const isObject = (ast: SchemaAST.AST): boolean =>
  SchemaAST.isTypeLiteral(ast) || ast._tag === "Declaration" || SchemaAST.isTupleType(ast)

const isAhead = (key: string): boolean => /Until$|^scheduledFor$/.test(key)

const refined = (key: string, ast: SchemaAST.Refinement): Type => {
  const { format } = Option.getOrElse(SchemaAST.getJSONSchemaAnnotation(ast), () => ({})) as { format?: string }
  return format === "date" ? { _tag: "Day" } : scalarType(key, ast.from, identifierOf(ast) ?? "")
}

const transformed = (key: string, ast: SchemaAST.Transformation): Type => {
  const identifier = identifierOf(ast)
  if (identifier === "TimestampInput") return { _tag: "Date", isAhead: isAhead(key) }
  if (identifier === "Base64") return { _tag: "File" }
  return /secret/i.test(key) ? { _tag: "Secret" } : scalarType(key, ast.from)
}

const scalarType = (key: string, ast: SchemaAST.AST, identifier = identifierOf(ast) ?? ""): Type => {
  if (SchemaAST.isRefinement(ast)) return refined(key, ast)
  if (SchemaAST.isTransformation(ast)) return transformed(key, ast)
  if (SchemaAST.isStringKeyword(ast)) return { _tag: "Text", known: Field.knownValues(ast) }
  if (SchemaAST.isNumberKeyword(ast)) return { _tag: "Number", isId: identifier.endsWith("Id") }
  if (SchemaAST.isBooleanKeyword(ast)) return { _tag: "Boolean" }
  return { _tag: "Json" }
}

const literals = (types: ReadonlyArray<SchemaAST.AST>): ReadonlyArray<string | number | boolean> =>
  types.flatMap((type) =>
    SchemaAST.isLiteral(type) && type.literal !== null && typeof type.literal !== "bigint" ? [type.literal] : []
  )

const typeOf = (key: string, types: ReadonlyArray<SchemaAST.AST>): Type => {
  const choices = literals(types)
  if (choices.length > 0 && choices.length === types.length) return { _tag: "Choice", choices: [...new Set(choices)] }
  if (key === "customer" && types.every(isObject)) return { _tag: "Customer" }
  const [first] = types
  return first === undefined || types.some(isObject) ? { _tag: "Json" } : scalarType(key, first)
}

/** The input of one property. `types` are those that it has in the members of a union. */
const inputOf = (
  key: string,
  types: ReadonlyArray<SchemaAST.AST>,
  isRequired: boolean,
  doc: FieldDoc | undefined
): Input => {
  const alternatives = types.flatMap(members).filter((ast) => !SchemaAST.isUndefinedKeyword(ast))
  const values = alternatives.filter((ast) => !isNull(ast))
  const items = values.flatMap((ast) => itemOf(ast) ?? [])
  const isList = items.length > 0
  const type = typeOf(key, isList ? items.flatMap(members) : values)
  const flag = type._tag === "File" ? "file" : kebab(isList ? singular(key) : key)
  return { key, flag, type, isList, isNullable: values.length < alternatives.length, isRequired, doc }
}

/** The structs of a query or a payload: the encoded side, which flags are written to. */
const structs = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.TypeLiteral> => {
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(structs)
  if (SchemaAST.isRefinement(ast) || SchemaAST.isTransformation(ast)) return structs(ast.from)
  return SchemaAST.isTypeLiteral(ast) ? [ast] : []
}

const literalOf = (struct: SchemaAST.TypeLiteral, name: string): string | undefined => {
  const type = struct.propertySignatures.find((property) => property.name === name)?.type
  return type !== undefined && SchemaAST.isLiteral(type) && typeof type.literal === "string" ? type.literal : undefined
}

/** The flags of JSON Patch: `--status closed`, `--remove-assign-to`. */
const patchInputs = (found: ReadonlyArray<SchemaAST.TypeLiteral>): ReadonlyArray<Input> => {
  const flags = new Map<string, { readonly op: string; readonly path: string; readonly types: Array<SchemaAST.AST> }>()
  for (const struct of found) {
    const [op, path] = [literalOf(struct, "op") ?? "", literalOf(struct, "path") ?? ""]
    const flag = kebab(op === "remove" ? `remove${path}` : path.slice(1))
    const known = flags.get(flag) ?? { op, path, types: [] }
    const value = struct.propertySignatures.find(({ name }) => name === "value")?.type
    known.types.push(value ?? SchemaAST.booleanKeyword)
    flags.set(flag, known)
  }
  return [...flags].map(([flag, { op, path, types }]) => ({
    ...inputOf(path, types, false, undefined),
    flag,
    patch: { op, path }
  }))
}

/** The inputs of a query or a payload. A payload without flags is given as `--data`. */
export const inputsOf = (ast: SchemaAST.AST, docs: Readonly<Record<string, FieldDoc>> = {}): ReadonlyArray<Input> => {
  const found = structs(ast)
  if (found.length > 0 && found.every((struct) => literalOf(struct, "op") !== undefined)) {
    return found.every((struct) => literalOf(struct, "path") !== undefined) ? patchInputs(found) : []
  }
  const properties = new Map<string, Array<SchemaAST.PropertySignature>>()
  for (const property of found.flatMap((struct) => struct.propertySignatures)) {
    const name = String(property.name)
    // an optional property of type `never` forbids a name
    if (SchemaAST.isNeverKeyword(property.type)) continue
    properties.set(name, [...(properties.get(name) ?? []), property])
  }
  const inputs = [...properties].map(([name, signatures]) => {
    const isRequired = signatures.length === found.length && signatures.every(({ isOptional }) => !isOptional)
    return inputOf(
      name,
      signatures.map(({ type }) => type),
      isRequired,
      docs[name]
    )
  })
  // a list whose singular is a field of its own, such as `phone` and `phones`
  const isTaken = ({ flag, key }: Input) => inputs.some((other) => other.key !== key && other.flag === flag)
  return inputs.map((input) => (input.isList && isTaken(input) ? { ...input, flag: kebab(input.key) } : input))
}
