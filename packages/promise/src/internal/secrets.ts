/** Payloads with secrets, which programs without Effect give as text. */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

const isSecret = ({ type }: SchemaAST.PropertySignature): boolean =>
  SchemaAST.isDeclaration(type) && Schema.is(Schema.make(type))(Redacted.make("text"))

const known = new WeakMap<Schema.Schema.Any, ReadonlyArray<PropertyKey>>()

const namesOf = (payload: Schema.Schema.Any): ReadonlyArray<PropertyKey> => {
  const found = known.get(payload)
  if (found !== undefined) return found
  const secrets = SchemaAST.getPropertySignatures(SchemaAST.typeAST(payload.ast)).filter(isSecret)
  const names = secrets.map(({ name }) => name)
  known.set(payload, names)
  return names
}

/** Returns the value with its secrets as the schema requires them. Anything else is checked by the endpoint. */
export const withSecrets = (payload: Schema.Schema.Any, value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  const given = namesOf(payload).filter((name) => typeof Reflect.get(value, name) === "string")
  if (given.length === 0) return value
  return { ...value, ...Object.fromEntries(given.map((name) => [name, Redacted.make(Reflect.get(value, name))])) }
}
