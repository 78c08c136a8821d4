import { assert, describe, it } from "@effect/vitest"
import * as Reader from "@effect-helpscout/core/Reader"
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as Field from "../src/Field.js"

const decode = Schema.decodeUnknownEither(Field.Timestamp)
const millis = (text: string) => Either.getOrUndefined(Either.map(decode(text), (date) => date.epochMillis))
const send = Schema.encodeEither(Field.TimestampInput)

describe("Field (law D3, law D4)", () => {
  it("reads dates with Z, an offset, a fraction or no zone as UTC", () => {
    const at = Date.UTC(2024, 0, 2, 3, 4, 5)
    assert.strictEqual(millis("2024-01-02T03:04:05Z"), at)
    assert.strictEqual(millis("2024-01-02T05:04:05+02:00"), at)
    assert.strictEqual(millis("2024-01-02T03:04:05"), at)
    assert.strictEqual(millis("2024-01-02 03:04:05"), at)
    assert.strictEqual(millis("2024-01-02T03:04:05.678901Z"), at + 678)
    assert.strictEqual(millis("2024-01-02"), Date.UTC(2024, 0, 2))
    assert.isUndefined(millis("yesterday"))
  })

  it("writes whole seconds with a Z, without the fraction", () => {
    assert.deepStrictEqual(send(DateTime.unsafeMake("2024-01-02T03:04:05.999Z")), Either.right("2024-01-02T03:04:05Z"))
  })

  it("writes a Date like the DateTime of the same moment, and rejects an invalid one", () => {
    assert.deepStrictEqual(send(new Date("2024-01-02T03:04:05.999Z")), Either.right("2024-01-02T03:04:05Z"))
    for (const invalid of [new Date("yesterday"), new Date(Date.UTC(10_000, 0, 1))]) {
      assert.isTrue(Either.isLeft(send(invalid)))
    }
  })

  it("rejects a date outside the years 1 to 9999, or in another form", () => {
    assert.isTrue(Either.isLeft(send(DateTime.unsafeMake(Date.UTC(10_000, 0, 1)))))
    assert.isTrue(Either.isLeft(Schema.decodeUnknownEither(Field.TimestampInput)("2024-01-02T03:04:05.000Z")))
  })

  it.prop(
    "reads every written date back to the same second",
    [
      FastCheck.date({
        min: new Date("0001-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59Z"),
        noInvalidDate: true
      })
    ],
    ([date]) => {
      const text = Either.getOrThrow(send(DateTime.unsafeMake(date)))
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      assert.strictEqual(millis(text), Math.floor(date.getTime() / 1000) * 1000)
    }
  )

  it("decodes a new enum value as a string", () => {
    const Status = Field.openEnum("active", "closed")
    assert.deepStrictEqual(Schema.decodeUnknownEither(Status)("snoozed"), Either.right("snoozed"))
    assert.deepStrictEqual(Field.knownValues(Status.ast), ["active", "closed"])
  })

  it("reads a single string as a list", () => {
    assert.deepStrictEqual(Reader.make(Field.Strings)("a@x.org"), Either.right(["a@x.org"]))
    assert.deepStrictEqual(Reader.make(Field.Strings)(["a", "b"]), Either.right(["a", "b"]))
  })

  it("accepts only calendar dates that exist, in the form YYYY-MM-DD", () => {
    assert.isTrue(Either.isRight(Schema.decodeUnknownEither(Field.CalendarDate)("2024-02-29")))
    for (const text of ["2024-2-9", "29.02.2024", "2024-13-01", "2024-02-30", "2023-02-29"]) {
      assert.isTrue(Either.isLeft(Schema.decodeUnknownEither(Field.CalendarDate)(text)), text)
    }
  })
})
