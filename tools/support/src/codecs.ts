/** Laws of every model: what may be missing, new or `null`, and that what is read can be written and read again. */

import { assert } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

/** As the interpreter does. */
export const reader = <A, I>(schema: Schema.Schema<A, I>): ((payload: unknown) => A) => {
  const decode = Schema.decodeUnknownSync(schema)
  return (payload) => decode(Hal.dropNulls(JSON.parse(JSON.stringify(payload))))
}

/** No key of its own may be called so: decoding drops it. */
const ordinary = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true
  return !Object.hasOwn(value, "__proto__") && Object.values(value).every(ordinary)
}

/** Any output survives decode, encode, decode. */
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

/** Whether an input goes out. */
export const accepts = <A, I>(schema: Schema.Schema<A, I>): ((value: unknown) => boolean) => {
  const encode = Schema.encodeUnknownEither(schema, { onExcessProperty: "error" })
  return (value) => encode(value)._tag === "Right"
}
