/**
 * The bodies that are being read. They do not occupy the slots of deliveries, because anyone can send a body slowly: a
 * delivery needs a slot only after its signature was verified.
 *
 * Together they hold a limited number of bytes. When they reach it, the body that has been read for the longest time
 * gives way. A genuine delivery arrives at once, so a slow body gives way before it.
 */

import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Completion from "@effect-helpscout/core/Completion"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Body from "./body.js"
import type { Settings } from "./settings.js"

export type Fault = Body.Fault | "TooSlow" | "Displaced"

interface Reader {
  held: number
  readonly displaced: Deferred.Deferred<never, "Displaced">
}

/** The bytes that a connection costs in addition to its body. They limit the number of bodies without bytes. */
const overhead = 16 * 1024

export const make = ({ bodyTimeout, maxBodyBytes, maxHeldBytes }: Settings) => {
  /** In the order in which they started. */
  const readers = new Set<Reader>()
  let held = 0

  const hold = (reader: Reader, size: number): void => {
    reader.held += size
    held += size
    for (const oldest of readers) {
      if (held <= maxHeldBytes || readers.size === 1) return
      leave(oldest)
      Deferred.unsafeDone(oldest.displaced, Effect.fail("Displaced"))
    }
  }
  const leave = (reader: Reader): void => {
    if (readers.delete(reader)) held -= reader.held
  }

  const enter = Effect.map(Deferred.make<never, "Displaced">(), (displaced) => {
    const reader: Reader = { held: 0, displaced }
    readers.add(reader)
    hold(reader, overhead)
    return reader
  })

  return {
    /** Runs to completion: a sender that disconnects ends it by a fault of the body. */
    read: (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Uint8Array, Fault> =>
      Effect.acquireUseRelease(
        enter,
        (reader) => {
          const body = Body.read(request, maxBodyBytes, (size) => readers.has(reader) && hold(reader, size))
          const read = Effect.raceFirst(body, Deferred.await(reader.displaced))
          return Effect.flatMap(
            Completion.toCompletion(Effect.timeoutOption(read, bodyTimeout)),
            Option.match({ onNone: () => Effect.fail("TooSlow" as const), onSome: Effect.succeed })
          )
        },
        (reader) => Effect.sync(() => leave(reader))
      )
  }
}
