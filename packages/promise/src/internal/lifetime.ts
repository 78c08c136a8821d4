/**
 * Runs the effects of one client, until it is closed.
 *
 *   open ── close() ──► closing: new calls are rejected, running calls complete ──► closed
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import * as Scope from "effect/Scope"
import { CallAborted, CallTimedOut, ClientClosed } from "../HelpScoutError.js"
import type { RequestOptions } from "../Options.js"
import { toError } from "./errors.js"
import { durationOf } from "./optionRules.js"

/** What a call is, for its errors. */
export interface Call {
  /** `Conversations.get` */
  readonly operation: string
  readonly isWrite: boolean
}

const ambiguity = ({ isWrite }: Call): string =>
  isWrite ? " Before sending the write again, check whether it was applied." : ""

const aborted = (call: Call, signal: AbortSignal): CallAborted =>
  new CallAborted(
    { operation: call.operation, message: `${call.operation}: aborted by its signal.${ambiguity(call)}` },
    { cause: signal.reason }
  )

const closed = (operation: string): ClientClosed =>
  new ClientClosed({ operation, message: `${operation}: the client is closed. Create a new HelpScout.` })

const timedOut = (call: Call, timeout: Duration.Duration) => {
  const { operation } = call
  const message = `${operation}: not completed within ${Duration.format(timeout)}.${ambiguity(call)}`
  return new CallTimedOut({ operation, message, isRetryable: !call.isWrite, timeout: Duration.toMillis(timeout) })
}

const limited = <A, E>(
  call: Call,
  effect: Effect.Effect<A, E>,
  timeout: RequestOptions["timeout"]
): Effect.Effect<A, E | CallTimedOut> =>
  timeout === undefined ? effect : timeLimited(call, effect, durationOf(timeout))

const timeLimited = <A, E>(call: Call, effect: Effect.Effect<A, E>, duration: Duration.Duration) =>
  Effect.timeoutFail(effect, { duration, onTimeout: () => timedOut(call, duration) })

type Decorate = <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>

export class Lifetime {
  readonly scope: Scope.CloseableScope = Effect.runSync(Scope.make())
  readonly runtime: Runtime.Runtime<never>
  readonly #running = new Set<Promise<unknown>>()
  readonly #lists = new Set<Scope.CloseableScope>()
  readonly #decorate: Decorate
  #closing: Promise<void> | undefined

  /** `decorate` is applied to every call. */
  constructor(runtime: Runtime.Runtime<never>, decorate: Decorate) {
    this.runtime = runtime
    this.#decorate = decorate
  }

  /** Runs one call, whose options have been checked. The error is made here, so that its stack leads to the caller. */
  async run<A, E>(call: Call, effect: Effect.Effect<A, E>, options: RequestOptions = {}): Promise<A> {
    const { signal, timeout } = options
    if (this.#closing !== undefined) throw closed(call.operation)
    if (signal?.aborted) throw aborted(call, signal)
    const exit = await this.#track(
      Runtime.runPromiseExit(this.runtime)(this.#decorate(limited(call, effect, timeout)), signal && { signal })
    )
    if (Exit.isSuccess(exit)) return exit.value
    if (signal?.aborted && Cause.isInterrupted(exit.cause)) throw aborted(call, signal)
    throw Cause.isInterruptedOnly(exit.cause)
      ? closed(call.operation)
      : toError(Cause.squash(exit.cause), call.operation)
  }

  /** Opens a scope that ends with the client, for one iteration of a list. */
  openList(operation: string): Scope.CloseableScope {
    if (this.#closing !== undefined) throw closed(operation)
    const scope = Effect.runSync(Scope.make())
    this.#lists.add(scope)
    return scope
  }

  async closeList(scope: Scope.CloseableScope): Promise<void> {
    this.#lists.delete(scope)
    await Runtime.runPromise(this.runtime)(Scope.close(scope, Exit.void))
  }

  /** Waits for calls that are running, ends lists, and closes what the client has opened. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
    await Promise.all([...this.#lists].map((scope) => this.closeList(scope)))
    await Runtime.runPromise(this.runtime)(Scope.close(this.scope, Exit.void))
  }

  #track<A>(promise: Promise<A>): Promise<A> {
    this.#running.add(promise)
    const forget = () => this.#running.delete(promise)
    promise.then(forget, forget)
    return promise
  }
}
