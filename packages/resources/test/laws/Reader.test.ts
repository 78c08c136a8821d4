import process from "node:process"
import { isDeepStrictEqual } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { normalize, originalPath } from "@effect-helpscout/test-support/normalize"
import { oddForms, type Path, pathsOf, replaceAt, sample } from "@effect-helpscout/test-support/samples"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as ParseResult from "effect/ParseResult"
import type * as Schema from "effect/Schema"
import * as Reader from "../../../core/src/internal/reading/reader.js"
import * as Issues from "../../../core/src/internal/request/issues.js"
import * as Catalogue from "../../src/Catalogue.js"

type AnySchema = Schema.Schema<unknown, unknown>

/** Every endpoint with a JSON body, with the schema of the body, or of an item for lists. */
const bodies = Catalogue.calls.flatMap(({ endpoint, group, name }) => {
  const { list, response } = endpoint.description
  const schema = list?.item ?? (response.decode._tag === "Json" ? response.decode.schema : undefined)
  // the catalogue's schemas require no services
  return schema === undefined ? [] : [{ name: `${group}.${name}`, schema: schema as AnySchema }]
})

/** What the schema says about the input in its documented form: the same value, or the same issues. */
const reference = (schema: AnySchema) => {
  const decode = ParseResult.decodeUnknownEither(schema, { errors: "all" })
  return (input: unknown) => {
    const normalized = normalize(schema.ast, input)
    return Either.mapLeft(decode(normalized.value), (issue) =>
      Issues.fromParseIssue(issue).map(({ message, path }) => ({ path: originalPath(normalized, path), message }))
    )
  }
}

const sorted = (issues: ReadonlyArray<{ readonly path: string; readonly message: string }>) =>
  issues.map(({ message, path }) => `${path}: ${message}`).sort()

const assertAgree = (
  input: unknown,
  ours: Either.Either<unknown, ReadonlyArray<{ path: string; message: string }>>,
  theirs: typeof ours,
  context: string
) => {
  if (isDeepStrictEqual(ours, theirs)) return
  if (Either.isRight(ours) && Either.isRight(theirs)) assert.deepStrictEqual(ours.right, theirs.right, context)
  else if (Either.isLeft(ours) && Either.isLeft(theirs))
    assert.deepStrictEqual(sorted(ours.left), sorted(theirs.left), context)
  else
    assert.fail(
      `${context}: the reader says ${ours._tag === "Left" ? JSON.stringify(ours.left) : ours._tag}, the schema ${theirs._tag === "Left" ? JSON.stringify(theirs.left) : theirs._tag}, of ${JSON.stringify(input)?.slice(0, 300)}`
    )
}

/** `npm run mutations` runs every case and prints the table. */
const isComplete = process.env.READER_CASES === "all"

/** How the mutations of one kind ended. */
interface Row {
  decoded: number
  failed: number
  defects: number
}

const rowOf = (table: Map<string, Row>, form: string): Row => {
  const row = table.get(form) ?? { decoded: 0, failed: 0, defects: 0 }
  table.set(form, row)
  return row
}

const readOrThrow = (read: Reader.Reader, input: unknown, row: Row) => {
  try {
    const result = read(input)
    row[Either.isRight(result) ? "decoded" : "failed"] += 1
    return result
  } catch {
    row.defects += 1
    return undefined
  }
}

const total = (table: ReadonlyMap<string, Row>, key: keyof Row) =>
  [...table.values()].reduce((sum, row) => sum + row[key], 0)

const shown = (table: ReadonlyMap<string, Row>): string => {
  const line = (kind: string, { decoded, defects, failed }: Row) => `| ${kind} | ${decoded} | ${failed} | ${defects} |`
  const all = { decoded: total(table, "decoded"), failed: total(table, "failed"), defects: total(table, "defects") }
  const rows = [...table].map(([kind, row]) => line(kind, row))
  return ["| kind | decoded | failed | defects |", "| --- | ---: | ---: | ---: |", ...rows, line("all", all)].join("\n")
}

describe("law D6: a reader returns what its schema decodes from the documented form", () => {
  it("for every key of every response, removed and in every odd form", () => {
    let cases = 0
    const table = new Map<string, Row>()
    for (const { name, schema } of bodies) {
      const read = Reader.make(schema)
      const expected = reference(schema)
      const whole = sample(schema.ast)
      assertAgree(whole, read(whole), expected(whole), name)
      assert.isTrue(Either.isRight(read(whole)), name)
      for (const path of pathsOf(whole)) {
        for (const [form, replace] of Object.entries(oddForms)) {
          // every case with READER_CASES=all; a different tenth of them for each endpoint by default
          cases += 1
          if (!isComplete && (cases + name.length) % 10 !== 0) continue
          const input = replaceAt(whole, path, replace)
          const result = readOrThrow(read, input, rowOf(table, form))
          if (result !== undefined) {
            assertAgree(input, result, expected(input), `${name} ${path.join(".")}: ${form}`)
          }
        }
      }
    }
    if (isComplete) process.stdout.write(`${shown(table)}\n`)
    assert.isAbove(cases, 1_000)
    assert.sameMembers([...table.keys()], Object.keys(oddForms))
    assert.strictEqual(total(table, "defects"), 0, shown(table))
    // control: both ends occur
    assert.isAbove(total(table, "decoded"), 100)
    assert.isAbove(total(table, "failed"), 100)
  }, 300_000)

  it("for several odd keys at once", () => {
    const schemas = bodies.map(({ name, schema }) => {
      const whole = sample(schema.ast)
      return { name, read: Reader.make(schema), expected: reference(schema), whole, paths: pathsOf(whole) }
    })
    const forms = Object.entries(oddForms)
    FastCheck.assert(
      FastCheck.property(
        FastCheck.nat(schemas.length - 1),
        FastCheck.array(FastCheck.tuple(FastCheck.nat(), FastCheck.nat(forms.length - 1)), {
          minLength: 2,
          maxLength: 6
        }),
        (index, mutations) => {
          const { expected, name, paths, read, whole } = schemas[index] as (typeof schemas)[number]
          let input = whole
          for (const [at, form] of mutations) {
            const path = paths[at % paths.length] as Path
            if (reaches(input, path)) input = replaceAt(input, path, forms[form]?.[1] ?? (() => null))
          }
          assertAgree(input, read(input), expected(input), name)
        }
      ),
      { numRuns: isComplete ? 100_000 : 2_000 }
    )
  }, 300_000)

  it("compiles every shape but those that are listed here", () => {
    const found = bodies.flatMap(({ name, schema }) => Reader.fallbacks(schema.ast).map((path) => `${name} ${path}`))
    assert.deepStrictEqual(found, [
      "conversations.attachments.getData .data",
      "customers.list ._embedded.properties[].source",
      "customers.listV3 ._embedded.properties[].source",
      "customers.get ._embedded.properties[].source",
      "organizations.customers ._embedded.properties[].source",
      "reports.conversation.getReceivedMessagesReport .current[]",
      "reports.conversation.getReceivedMessagesReport .previous[]"
    ])
  })
})

/** Whether a path still leads to a key, after other keys were replaced. */
const reaches = (value: unknown, path: Path): boolean => {
  let at = value
  for (const key of path) {
    if (typeof at !== "object" || at === null || !(key in at)) return false
    at = (at as Record<string, unknown>)[key]
  }
  return true
}
