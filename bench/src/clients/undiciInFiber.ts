/** The floor for clients on Effect: undici's `request` and JSON.parse, called from a fiber. */
import * as Effect from "effect/Effect"
import type { Client } from "./Client.js"
import { loop } from "./inFiber.js"
import { requester } from "./undici.js"

export const make = (baseUrl: string): Client => {
  const once = requester(baseUrl)
  return {
    run: (kind, count, inFlight) =>
      Effect.runPromise(loop((kind) => Effect.tryPromise(() => once(kind)), kind, count, inFlight))
  }
}
