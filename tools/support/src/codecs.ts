/** Checks for every model: missing, new and `null` fields, and round trips. */

import { assert } from "@effect/vitest"
import * as Reader from "@effect-helpscout/core/Reader"
import * as Arbitrary from "effect/Arbitrary"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

/** Decodes as the client does. */
export const reader = <A, I>(schema: Schema.Schema<A, I>): ((payload: unknown) => A) => {
  const read = Reader.make(schema)
  return (payload) =>
    Either.getOrThrowWith(read(JSON.parse(JSON.stringify(payload))), (issues) => new Error(JSON.stringify(issues)))
}

/** Whether a value has no own key `__proto__`, which decoding drops. */
const ordinary = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true
  return !Object.hasOwn(value, "__proto__") && Object.values(value).every(ordinary)
}

/** Asserts that every output survives encode, decode, encode. */
export const assertRoundTrips = <A, I>(schema: Schema.Schema<A, I>): void => {
  const decode = Schema.decodeSync(schema)
  const encode = Schema.encodeSync(schema)
  FastCheck.assert(
    FastCheck.property(Arbitrary.make(schema).filter(ordinary), (generated) => {
      const wire = encode(generated)
      assert.deepStrictEqual(encode(decode(wire)), wire)
    }),
    { numRuns: 40 }
  )
}

/** Whether an input is accepted. */
export const accepts = <A, I>(schema: Schema.Schema<A, I>): ((value: unknown) => boolean) => {
  const encode = Schema.encodeUnknownEither(schema, { onExcessProperty: "error" })
  return (value) => encode(value)._tag === "Right"
}
