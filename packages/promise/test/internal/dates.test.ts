import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { fromPlain, toPlain } from "../../src/internal/plain.js"
import { withSecrets } from "../../src/internal/secrets.js"

type AnySchema = Schema.Schema<unknown>

/** The schemas of a kind, each once, by the first method that has it. */
const schemasOf = (
  select: (method: Catalogue.Method) => ReadonlyArray<Schema.Schema.Any | undefined>
): ReadonlyArray<readonly [string, AnySchema]> => {
  const found = new Map<Schema.Schema.Any, string>()
  for (const method of Catalogue.methods) {
    for (const schema of select(method)) {
      if (schema !== undefined && !found.has(schema)) found.set(schema, `${method.group}.${method.name}`)
    }
  }
  // schemas without requirements, of types that do not matter here
  return [...found].map(([schema, name]) => [name, schema as AnySchema])
}

const inputs = schemasOf(({ endpoint: { description } }) => [
  description.query,
  description.payload,
  ...Object.values(description.params)
])

const outputs = schemasOf(({ endpoint: { description } }) => [
  description.list?.item,
  "schema" in description.response.decode ? description.response.decode.schema : undefined
])

/** The paths of values of Effect, and of `Date`s. */
const find = (value: unknown, path = "(root)"): { readonly effects: Array<string>; readonly dates: Array<string> } => {
  if (value instanceof Date) return { effects: [], dates: [path] }
  const isEffects =
    DateTime.isDateTime(value) || Option.isOption(value) || Redacted.isRedacted(value) || Duration.isDuration(value)
  if (isEffects) return { effects: [path], dates: DateTime.isDateTime(value) ? [path] : [] }
  if (typeof value !== "object" || value === null) return { effects: [], dates: [] }
  const inner = Object.entries(value).map(([key, child]) => find(child, `${path}.${key}`))
  return { effects: inner.flatMap(({ effects }) => effects), dates: inner.flatMap(({ dates }) => dates) }
}

/** Without the parameters that a query excludes, of which there are no values. */
const possible = (ast: SchemaAST.AST): SchemaAST.AST => {
  if (SchemaAST.isUnion(ast)) return SchemaAST.Union.make(ast.types.map(possible))
  if (!SchemaAST.isTypeLiteral(ast)) return ast
  const signatures = ast.propertySignatures.filter(({ type }) => !SchemaAST.isNeverKeyword(type))
  return new SchemaAST.TypeLiteral(signatures, ast.indexSignatures, ast.annotations)
}

const forAll = (schema: AnySchema, holds: (value: unknown) => void) => {
  const values = Arbitrary.make(Schema.make<unknown, unknown, never>(possible(SchemaAST.typeAST(schema.ast))))
  FastCheck.assert(FastCheck.property(values, holds), { numRuns: 15, seed: 7 })
}

describe("dates of the whole catalogue", () => {
  it("finds values of Effect where there are some", () => {
    assert.deepStrictEqual(find({ a: [DateTime.unsafeMake(0)], b: new Date(0) }), {
      effects: ["(root).a.0"],
      dates: ["(root).a.0", "(root).b"]
    })
    assert.isAbove(outputs.length, 30)
    assert.isAbove(inputs.length, 60)
  })

  for (const [name, schema] of outputs) {
    it(`returns dates as Date, and no value of Effect: ${name}`, () => {
      forAll(schema, (value) => {
        const plain = find(toPlain(value))
        assert.deepStrictEqual(plain.effects, [])
        assert.deepStrictEqual(plain.dates, find(value).dates)
      })
    })
  }

  for (const [name, schema] of inputs) {
    it(`accepts what it returns, with dates as Date: ${name}`, () => {
      const encode = Schema.encodeUnknownEither(schema)
      forAll(schema, (value) => {
        // some rules concern several fields
        FastCheck.pre(Either.isRight(encode(value)))
        const plain = toPlain(value)
        assert.deepStrictEqual(find(plain).effects, [])
        assert.deepStrictEqual(encode(withSecrets(schema, fromPlain(plain))), encode(value))
      })
    })
  }

  it("returns dates of webhook events as Date", () => {
    forAll(WebhookEvent.WebhookEvent as unknown as AnySchema, (event) => {
      assert.deepStrictEqual(find(toPlain(event)).effects, [])
    })
  })
})
