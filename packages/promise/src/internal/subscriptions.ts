/** The events of a client: handlers run one after the other, and each event waits for the handler before it. */
import type { Service as Auth, AuthEvent } from "@effect-helpscout/core/Auth"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import * as Stream from "effect/Stream"
import type { Events } from "../Events.js"
import { toError } from "./errors.js"
import { toPlainTokens } from "./tokens.js"

const failuresOf = (auth: Auth, tag: AuthEvent["_tag"]) =>
  Stream.filterMap(auth.events, (event) =>
    "error" in event && event._tag === tag ? Option.some(toError(event.error, `Auth.${event._tag}`)) : Option.none()
  )

const streamOf = (auth: Auth, name: keyof Events): Stream.Stream<unknown> => {
  switch (name) {
    case "tokens":
      return Stream.map(auth.tokens, toPlainTokens)
    case "renewalFailed":
      return failuresOf(auth, "RenewalFailed")
    case "saveFailed":
      return failuresOf(auth, "SaveFailed")
    default:
      throw new TypeError(
        `HelpScout.on: there is no event ${JSON.stringify(name)}. Pass tokens, renewalFailed or saveFailed.`
      )
  }
}

/** A handler that fails is a bug of the program: it becomes an unhandled rejection, and the next event is handled. */
const handle = (handler: (value: never) => unknown, value: unknown) =>
  Effect.promise(async () => {
    try {
      await handler(value as never)
    } catch (error) {
      void Promise.reject(error)
    }
  })

export class Subscriptions {
  readonly #runtime: Runtime.Runtime<never>
  readonly #auth: Auth
  readonly #fibers = new Set<Fiber.RuntimeFiber<void>>()

  constructor(runtime: Runtime.Runtime<never>, auth: Auth) {
    this.#runtime = runtime
    this.#auth = auth
  }

  add(name: keyof Events, handler: (value: never) => unknown): () => void {
    const events = streamOf(this.#auth, name)
    const fiber = Runtime.runFork(this.#runtime)(Stream.runForEach(events, (value) => handle(handler, value)))
    this.#fibers.add(fiber)
    return () => {
      this.#fibers.delete(fiber)
      Runtime.runFork(this.#runtime)(Fiber.interrupt(fiber))
    }
  }

  /** Waits until the handlers have received the last events. The streams must have ended. */
  async settle(): Promise<void> {
    await Runtime.runPromise(this.#runtime)(Fiber.awaitAll(this.#fibers))
    this.#fibers.clear()
  }
}
