import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { ConversationComplete } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Ndjson from "@effect-helpscout/resources/Ndjson"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Row = Schema.Struct({ id: Schema.Number, text: Schema.optional(Schema.String), on: Schema.DateTimeUtc })
const on = Schema.decodeSync(Schema.DateTimeUtc)("2030-01-02T03:04:05.000Z")

describe("encode", () => {
  it.effect("writes one line per item and one text per chunk, with dates as texts", () =>
    Effect.gen(function* () {
      const items = Stream.fromChunks(
        Chunk.make({ id: 1, text: "a\nb\u2028", on }, { id: 2, on }),
        Chunk.make({ id: 3, on })
      )
      const texts = Chunk.toReadonlyArray(yield* Stream.runCollect(Ndjson.encode(Row)(items)))
      const date = '"on":"2030-01-02T03:04:05.000Z"'
      assert.deepStrictEqual(texts, [`{"id":1,"text":"a\\nb\u2028",${date}}\n{"id":2,${date}}\n`, `{"id":3,${date}}\n`])
    })
  )

  it.effect("writes nothing without items", () =>
    Effect.map(Stream.runCollect(Ndjson.encode(Row)(Stream.empty)), (texts) => assert.lengthOf(texts, 0))
  )

  it.effect("fails with the issues of an item that does not match, and without its values", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(
        Stream.runDrain(Ndjson.encode(Row)(Stream.succeed({ id: "s3cret", on } as unknown as typeof Row.Type)))
      )
      assert.strictEqual(failed._tag, "HelpScoutInputInvalid")
      assert.deepStrictEqual(failed.issues, [{ path: "id", message: "expected number" }])
    })
  )

  it.effect("writes complete conversations that decode to what was read", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const read = yield* Stream.runCollect(conversations.listAllComplete({ status: "all" }))
      const texts = yield* Stream.runCollect(Ndjson.encode(ConversationComplete)(Stream.fromChunk(read)))
      const decode = Schema.decodeSync(Schema.parseJson(ConversationComplete))
      const decoded = Chunk.toReadonlyArray(texts)
        .join("")
        .trimEnd()
        .split("\n")
        .map((line) => decode(line))
      assert.lengthOf(decoded, 40)
      assert.deepStrictEqual(decoded, [...read])
    }).pipe(
      Effect.provide(Layer.provideMerge(Conversations.layer, Simulator.layerClient({ data: { conversations: 40 } })))
    )
  )
})
