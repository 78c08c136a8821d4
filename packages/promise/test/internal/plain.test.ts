import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { fromPlain, readFiles, toPlain } from "../../src/internal/plain.js"

describe("plain values", () => {
  it("replaces each value of Effect, at any depth", () => {
    const date = new Date(5)
    const value = {
      list: [{ at: DateTime.unsafeMake(5) }],
      some: Option.some({ at: DateTime.unsafeMake(5) }),
      none: Option.none(),
      secret: Redacted.make("s"),
      wait: Duration.seconds(2)
    }
    assert.deepStrictEqual(toPlain(value), {
      list: [{ at: date }],
      some: { at: date },
      none: undefined,
      secret: "s",
      wait: 2000
    })
  })

  it("keeps what has nothing to replace, and never changes its input", () => {
    const value = { a: [1, { b: null }], bytes: new Uint8Array(2) }
    assert.strictEqual(toPlain(value), value)
    const dated = Object.freeze({ at: DateTime.unsafeMake(5) })
    assert.notStrictEqual(toPlain(dated), dated)
  })

  it("turns dates of inputs into those of Effect, and leaves invalid dates to the endpoint", () => {
    const invalid = new Date(Number.NaN)
    assert.deepStrictEqual(fromPlain({ from: new Date(5), to: [invalid] }), {
      from: DateTime.unsafeMake(5),
      to: [invalid]
    })
  })

  it("reads files of every kind", async () => {
    const stream = new Blob(["b"]).stream()
    const value = { files: [{ data: new Blob(["a"]) }, { data: stream }, { data: new ArrayBuffer(1) }], text: "c" }
    assert.isUndefined(readFiles({ data: new Uint8Array(1), text: "c" }))
    const read = fromPlain(value, await readFiles(value)) as { files: ReadonlyArray<{ data: Uint8Array }> }
    assert.deepStrictEqual(
      read.files.map(({ data }) => [...data]),
      [[97], [98], [0]]
    )
  })
})
