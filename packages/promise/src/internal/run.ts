/** Runs an effect that needs no client. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { toError } from "./errors.js"

/** Rejects with the class of a typed error, and with a defect as it is. */
export const run = async <A, E>(
  operation: string,
  effect: Effect.Effect<A, E>,
  options?: { readonly signal: AbortSignal }
): Promise<A> => {
  const exit = await Effect.runPromiseExit(effect, options)
  if (Exit.isSuccess(exit)) return exit.value
  throw toError(Cause.squash(exit.cause), operation)
}
