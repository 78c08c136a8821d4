/** Streams as async iterables. Elements are pulled in chunks, each chunk by one run of the client. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { List, Page, Sequence } from "../List.js"
import type { RequestOptions } from "../Options.js"
import type { Call, Lifetime } from "./lifetime.js"
import { atLeast, check, options } from "./optionRules.js"
import { listRule } from "./options.js"
import { withOptions } from "./requests.js"

/** A stream, how its elements are mapped, and how it is run. */
export interface Source {
  readonly lifetime: Lifetime
  readonly call: Call
  readonly options: RequestOptions
  /** Begins anew for each iteration. */
  readonly stream: Stream.Stream<unknown, unknown>
  readonly toPlain: (element: unknown) => unknown
}

/** Returns the next chunk, or `undefined` at the end. */
type Pull = () => Promise<ReadonlyArray<unknown> | undefined>

const open = async ({ call, lifetime, options, stream }: Source, scope: Scope.Scope): Promise<Pull> => {
  check(call.operation, listRule, options)
  const pull = await lifetime.run(call, withOptions(Scope.extend(Stream.toPull(stream), scope), options), options)
  const next = Effect.matchEffect(pull, {
    onSuccess: (chunk) => Effect.succeed(Chunk.toReadonlyArray(chunk)),
    onFailure: Option.match({ onNone: () => Effect.succeed(undefined), onSome: Effect.fail })
  })
  return () => lifetime.run(call, withOptions(next, options), options)
}

/** Emits the chunks of a stream, and closes what the stream has opened. */
async function* chunksOf(source: Source): AsyncGenerator<ReadonlyArray<unknown>, void, undefined> {
  const scope = source.lifetime.openList(source.call.operation)
  try {
    const pull = await open(source, scope)
    for (let chunk = await pull(); chunk !== undefined; chunk = await pull()) yield chunk
  } finally {
    await source.lifetime.closeList(scope)
  }
}

const arrayRule = options<{ readonly limit?: number }>({ limit: atLeast(0) })

class StreamSequence implements Sequence<unknown> {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    const { toPlain } = this.#source
    for await (const chunk of chunksOf(this.#source)) {
      for (const element of chunk) yield toPlain(element)
    }
  }

  async toArray(options: { readonly limit?: number } = {}): Promise<Array<unknown>> {
    check(this.#source.call.operation, arrayRule, options)
    const { limit = Number.POSITIVE_INFINITY } = options
    const elements: Array<unknown> = []
    if (limit === 0) return elements
    for await (const element of this) {
      elements.push(element)
      if (elements.length >= limit) break
    }
    return elements
  }

  async first(): Promise<unknown> {
    for await (const element of this) return element
    return undefined
  }
}

class StreamList extends StreamSequence implements List<unknown> {
  readonly #pages: () => Sequence<Page<unknown>>

  constructor(source: Source, pages: () => Sequence<Page<unknown>>) {
    super(source)
    this.#pages = pages
  }

  pages(): Sequence<Page<unknown>> {
    return this.#pages()
  }
}

export const makeSequence = (source: Source): Sequence<unknown> => new StreamSequence(source)

export const makeList = (source: Source, pages: () => Sequence<Page<unknown>>): List<unknown> =>
  new StreamList(source, pages)

/** A stream of bytes, which is read as it is consumed. */
export const makeReadableStream = (source: Source): ReadableStream<Uint8Array> => {
  const chunks = chunksOf(source)
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next()
        if (done) return controller.close()
        // a stream of bytes has no other elements
        for (const bytes of value) controller.enqueue(bytes as Uint8Array)
      },
      cancel: async () => {
        await chunks.return()
      }
    },
    // nothing is requested before the first read
    { highWaterMark: 0 }
  )
}
