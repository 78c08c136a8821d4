/** The same minimum with pages as a Stream and events from a PubSub, as our design requires, without our code. */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const Item = Schema.Struct({ id: Schema.Number, createdAt: Schema.DateTimeUtc })

const page = (url: string) =>
  HttpClient.get(url).pipe(
    Effect.flatMap((response) => response.json),
    Effect.flatMap(Schema.decodeUnknown(Schema.Array(Item))),
    Effect.map((items) => [Chunk.fromIterable(items), Option.none<string>()] as const)
  )

export const ids = Effect.gen(function* () {
  const events = yield* PubSub.sliding<string>({ capacity: 16, replay: 1 })
  const mutex = yield* Effect.makeSemaphore(1)
  yield* mutex.withPermits(1)(events.publish("renewed"))
  yield* Effect.forkScoped(Stream.runDrain(Stream.fromPubSub(events)))
  const items = Stream.paginateChunkEffect("https://api.helpscout.net", page)
  return yield* Stream.runCollect(Stream.mapEffect(items, ({ id }) => Effect.succeed(id), { concurrency: 2 }))
}).pipe(Effect.scoped, Effect.provide(FetchHttpClient.layer), Effect.runPromise)
