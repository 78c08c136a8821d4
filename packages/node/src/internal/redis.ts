/**
 * A connection to Redis on which no command waits for ever, and whose failures quote neither command nor password.
 */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { Redis, type RedisOptions } from "ioredis"
import { within } from "./undisturbed.js"

export class RedisFault extends Data.TaggedError("RedisFault")<{ readonly detail: string }> {}

/** A server's own word for what is wrong (`NOAUTH`, `READONLY`, `OOM`): its sentence may quote the command. */
const codeOf = (error: unknown): string => {
  if (Predicate.hasProperty(error, "code") && typeof error.code === "string") return error.code
  if (!Predicate.hasProperty(error, "message") || typeof error.message !== "string") return "UNKNOWN"
  if (error.message === "Command timed out") return "TIMEOUT"
  if (Predicate.hasProperty(error, "name") && error.name === "MaxRetriesPerRequestError") return "no connection"
  return /^[A-Z][A-Z0-9]+(?= )/.exec(error.message)?.[0] ?? "no connection"
}

/**
 * A command in flight when the connection breaks fails at once, being neither repeated nor known to have been carried
 * out; one that finds no connection waits for a few tries to connect; all end within `timeout`. Connecting goes on for
 * ever in the background.
 */
const options = (timeout: Duration.Duration): RedisOptions => ({
  connectTimeout: Duration.toMillis(timeout),
  commandTimeout: Duration.toMillis(timeout),
  // a server that answers nothing: begin anew, rather than time out on the same connection until TCP gives up
  socketTimeout: 2 * Duration.toMillis(timeout),
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 3,
  // a master that has become a replica: its address may lead to the new one by now
  reconnectOnError: ({ message }) => message.includes("READONLY"),
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
  connectionName: "effect-helpscout"
})

export const connect = (
  connection: string | Redacted.Redacted | RedisOptions,
  timeout: Duration.Duration
): Effect.Effect<Redis, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const given = Redacted.isRedacted(connection) ? Redacted.value(connection) : connection
      const redis =
        typeof given === "string" ? new Redis(given, options(timeout)) : new Redis({ ...options(timeout), ...given })
      // without a listener ioredis prints them; each command fails with its own
      return redis.on("error", () => {})
    }),
    (redis) =>
      within(Effect.ignore(Effect.tryPromise(() => redis.quit())), Duration.millis(500)).pipe(
        Effect.ensuring(Effect.sync(() => redis.disconnect()))
      )
  )

/** Sends a command; fails after `timeout`, whatever the connection's own options are. */
export const command = <A>(send: () => Promise<A>, timeout: Duration.Duration): Effect.Effect<A, RedisFault> =>
  Effect.tryPromise({ try: send, catch: (error) => new RedisFault({ detail: `Redis: ${codeOf(error)}` }) }).pipe(
    Effect.timeoutFail({
      duration: timeout,
      onTimeout: () => new RedisFault({ detail: `Redis: no answer within ${Duration.toMillis(timeout)} ms` })
    })
  )
