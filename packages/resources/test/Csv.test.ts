import { assert, describe, it } from "@effect/vitest"
import * as Model from "@effect-helpscout/core/Model"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Csv from "@effect-helpscout/resources/Csv"
import { Customer } from "@effect-helpscout/resources/Customers/Customer"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/** A parser of RFC 4180, with absent cells apart from empty texts. */
const parse = (text: string, delimiter = ",", newline = "\r\n"): ReadonlyArray<ReadonlyArray<string | undefined>> => {
  const records: Array<Array<string | undefined>> = []
  let record: Array<string | undefined> = []
  let at = 0
  while (at < text.length) {
    let cell: string | undefined
    if (text[at] === '"') {
      cell = ""
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        assert.isBelow(at, text.length, "a quoted cell ends")
        if (text[at] === '"') at++
        cell += text[at]
      }
      at++
    } else {
      const start = at
      while (at < text.length && text[at] !== delimiter && !text.startsWith(newline, at)) at++
      const plain = text.slice(start, at)
      assert.notMatch(plain, /["\r\n]/, "special characters are quoted")
      cell = plain === "" ? undefined : plain
    }
    record.push(cell)
    if (text[at] === delimiter) {
      at++
      if (at < text.length && !text.startsWith(newline, at)) continue
      record.push(undefined)
    }
    assert.isTrue(text.startsWith(newline, at), "a record ends with a line break")
    at += newline.length
    records.push(record)
    record = []
  }
  return records
}

const collect = <E>(stream: Stream.Stream<string, E>) =>
  Effect.map(Stream.runCollect(stream), (texts) => Chunk.toReadonlyArray(texts).join(""))

class Owner extends Model.Opaque<Owner>("Owner")({
  name: Schema.optional(Schema.String),
  home: Schema.optional(Schema.Struct({ city: Schema.String }))
}) {}

class Row extends Model.Opaque<Row>("Row")({
  id: Schema.Number,
  text: Schema.optional(Schema.String),
  on: Schema.optional(Schema.DateTimeUtc),
  owner: Schema.optional(Schema.NullOr(Owner)),
  tags: Schema.optional(Schema.Array(Schema.String)),
  extra: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.Unknown })),
  either: Schema.optional(Schema.Union(Schema.Struct({ a: Schema.Number }), Schema.Struct({ b: Schema.Number }))),
  mixed: Schema.optional(Schema.Union(Schema.String, Schema.Struct({ a: Schema.Number }))),
  _links: Schema.optional(Schema.Struct({ self: Schema.String }))
}) {}

const rows = (...items: ReadonlyArray<Row>) => Stream.fromIterable(items)
const cells = (row: Row, options?: Csv.Options<Row>) =>
  Effect.map(collect(Csv.encode(Row, { header: false, ...options })(rows(row))), (text) => text.replace(/\r?\n$/, ""))

describe("columns", () => {
  it("are the fields in order, nested ones by their path, without links", () => {
    assert.deepStrictEqual(Csv.columns(Row), [
      "id",
      "text",
      "on",
      "owner.name",
      "owner.home.city",
      "tags",
      "extra",
      "either.a",
      "either.b",
      "mixed"
    ])
  })

  it("exist for resources", () => {
    assert.includeMembers(
      [...Csv.columns(Conversation)],
      ["number", "primaryCustomer.email", "tags", "snooze.snoozedUntil"]
    )
    assert.includeMembers([...Csv.columns(Customer)], ["firstName", "_embedded.emails"])
    for (const path of [...Csv.columns(Conversation), ...Csv.columns(Customer)]) assert.notInclude(path, "_links")
  })
})

describe("cells", () => {
  const table: ReadonlyArray<readonly [name: string, row: Row, options: Csv.Options<Row>, expected: string]> = [
    ["writes nothing for an absent field", { id: 1 }, { columns: ["text", "id"] }, ",1"],
    ["quotes an empty text, which is not absent", { id: 1, text: "" }, { columns: ["text"] }, '""'],
    ["doubles quotes", { id: 1, text: 'a "b"' }, { columns: ["text"] }, '"a ""b"""'],
    ["quotes line breaks", { id: 1, text: "a\nb\r\nc" }, { columns: ["text"] }, '"a\nb\r\nc"'],
    ["quotes the delimiter", { id: 1, text: "a,b;c" }, { columns: ["text"] }, '"a,b;c"'],
    ["quotes another delimiter", { id: 1, text: "a,b;c" }, { columns: ["text"], delimiter: ";" }, '"a,b;c"'],
    ["quotes only that delimiter", { id: 1, text: "a,b" }, { columns: ["text"], delimiter: "\t" }, "a,b"],
    ["keeps outer spaces", { id: 1, text: " a " }, { columns: ["text"] }, '" a "'],
    ["writes nested fields", { id: 1, owner: { name: "Ann" } }, { columns: ["owner.name", "owner.home.city"] }, "Ann,"],
    ["writes nothing below null", { id: 1, owner: null }, { columns: ["owner.name"] }, ""],
    ["writes an object as JSON", { id: 1, owner: { name: "A" } }, { columns: ["owner"] }, '"{""name"":""A""}"'],
    ["writes a list as JSON", { id: 1, tags: ["a", "b"] }, { columns: ["tags"] }, '"[""a"",""b""]"'],
    ["writes a record as JSON", { id: 1, extra: { a: 1 } }, { columns: ["extra"] }, '"{""a"":1}"'],
    ["calls a function", { id: 2 }, { columns: { double: (row) => row.id * 2, none: () => null } }, "4,"],
    ["calls a function that returns an object", { id: 2 }, { columns: { x: () => ({ a: [] }) } }, '"{""a"":[]}"']
  ]
  for (const [name, row, options, expected] of table) {
    it.effect(name, () => Effect.map(cells(row, options), (text) => assert.strictEqual(text, expected)))
  }

  const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20A"]
  it.effect("guards texts that a spreadsheet would run, in cells and in titles", () =>
    Effect.forEach(formulas, (text) =>
      Effect.gen(function* () {
        const written = yield* collect(Csv.encode(Row, { columns: { [text]: "text" } })(rows({ id: 1, text })))
        assert.deepStrictEqual(parse(written), [[`'${text}`], [`'${text}`]])
        const kept = yield* collect(Csv.encode(Row, { columns: ["text"], formulas: "keep" })(rows({ id: 1, text })))
        assert.deepStrictEqual(parse(kept), [["text"], [text]])
      })
    )
  )

  it.effect("does not guard numbers, dates, JSON and other texts", () =>
    Effect.gen(function* () {
      const row = { id: -5, text: "a=1", tags: ["=1"] }
      assert.strictEqual(yield* cells(row, { columns: ["id", "text", "tags"] }), '-5,a=1,"[""=1""]"')
    })
  )
})

describe("encode", () => {
  it.effect("writes the header alone without items, and a byte order mark if asked to", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* collect(Csv.encode(Row, { columns: ["id"] })(Stream.empty)), "id\r\n")
      assert.strictEqual(
        yield* collect(Csv.encode(Row, { columns: ["id"], bom: true, newline: "\n" })(rows({ id: 1 }))),
        "\uFEFFid\n1\n"
      )
      assert.strictEqual(yield* collect(Csv.encode(Row, { columns: ["id"], header: false })(Stream.empty)), "")
    })
  )

  it.effect("fails with every column that the schema does not have", () =>
    Effect.gen(function* () {
      const columns = ["id", "nmae", "owner.nme", "tags.0"]
      const failed = yield* Effect.flip(collect(Csv.encode(Row, { columns })(rows({ id: 1 }))))
      assert.strictEqual(failed._tag, "HelpScoutInputInvalid")
      assert.deepStrictEqual(
        failed.issues.map(({ path }) => path),
        ["columns.nmae", "columns.owner.nme", "columns.tags.0"]
      )
      const none = yield* Effect.flip(collect(Csv.encode(Row, { columns: [] })(rows({ id: 1 }))))
      assert.deepStrictEqual(none.issues, [{ path: "columns", message: "must contain a column" }])
    })
  )

  it.effect("fails with the issues of an item that does not match, and without its values", () =>
    Effect.gen(function* () {
      const item = { id: "s3cret" } as unknown as Row
      const failed = yield* Effect.flip(collect(Csv.encode(Row)(rows(item))))
      assert.deepStrictEqual(failed.issues, [{ path: "id", message: "expected number" }])
    })
  )

  it.effect("reads one chunk at a time", () =>
    Effect.gen(function* () {
      let read = 0
      const items = Stream.rechunk(
        Stream.tap(
          Stream.iterate(1, (id) => id + 1),
          () => Effect.sync(() => read++)
        ),
        2
      )
      const two = yield* Stream.runCollect(
        Stream.take(Csv.encode(Row, { columns: ["id"], header: false })(Stream.map(items, (id) => ({ id }))), 2)
      )
      assert.deepStrictEqual(Chunk.toReadonlyArray(two), ["1\r\n2\r\n", "3\r\n4\r\n"])
      assert.strictEqual(read, 4)
    })
  )

  const special = FastCheck.array(
    FastCheck.constantFrom('"', ",", ";", "\t", "\r", "\n", " ", "=", "'", "ü", "😀", "a")
  )
  const text = special.map((characters) => characters.join(""))
  it.effect("writes any text so that a parser of RFC 4180 reads it back", () =>
    Effect.promise(() =>
      FastCheck.assert(
        FastCheck.asyncProperty(
          FastCheck.array(
            FastCheck.record({ id: FastCheck.integer(), text: FastCheck.option(text, { nil: undefined }) })
          ),
          FastCheck.constantFrom(...([",", ";", "\t"] as const)),
          FastCheck.constantFrom(...(["\r\n", "\n"] as const)),
          async (items, delimiter, newline) => {
            const options = { columns: ["text", "id"], formulas: "keep", delimiter, newline } as const
            const made = items.map(({ id, text }): Row => (text === undefined ? { id } : { id, text }))
            const written = await Effect.runPromise(collect(Csv.encode(Row, options)(rows(...made))))
            assert.deepStrictEqual(parse(written, delimiter, newline), [
              ["text", "id"],
              ...items.map(({ id, text }) => [text, String(id)])
            ])
          }
        )
      )
    )
  )

  it.effect("encodes every conversation of an account in the columns of its schema", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const listed = yield* Stream.runCollect(conversations.listAll({ status: "all" }))
      const written = yield* collect(Csv.encode(Conversation)(Stream.fromChunk(listed)))
      const [header = [], ...records] = parse(written)
      assert.lengthOf(records, 60)
      for (const record of records) assert.lengthOf(record, header.length)
      const at = header.indexOf("primaryCustomer.email")
      assert.deepStrictEqual(
        records.map((record) => record[at]),
        [...listed].map(({ primaryCustomer }) => primaryCustomer?.email)
      )
    }).pipe(
      Effect.provide(Layer.provideMerge(Conversations.layer, Simulator.layerClient({ data: { conversations: 60 } })))
    )
  )
})
