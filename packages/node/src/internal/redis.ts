/**
 * Connections to Redis with a time limit for every command. Their failures contain neither the command nor the password.
 */
import * as Completion from "@effect-helpscout/core/Completion"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { Redis, type RedisOptions } from "ioredis"

export class RedisFault extends Data.TaggedError("RedisFault")<{ readonly detail: string }> {}

/** The server's error code (`NOAUTH`, `READONLY`, `OOM`), without its message, which may quote the command (law O1). */
const reasonOf = (error: unknown): string => {
  if (Predicate.hasProperty(error, "code") && typeof error.code === "string") return error.code
  if (!Predicate.hasProperty(error, "message") || typeof error.message !== "string") return "UNKNOWN"
  if (error.message === "Command timed out") return "no response in time (TIMEOUT)"
  if (Predicate.hasProperty(error, "name") && error.name === "MaxRetriesPerRequestError") return "not connected"
  return /^[A-Z][A-Z0-9]+(?= )/.exec(error.message)?.[0] ?? "not connected"
}

/**
 * A command in flight when the connection breaks fails at once: it is not repeated, and it may have been executed. A
 * command without a connection waits for a few attempts to connect. All commands end within `timeout`. The client
 * reconnects in the background without limit.
 */
const options = (timeout: Duration.Duration): RedisOptions => ({
  connectTimeout: Duration.toMillis(timeout),
  commandTimeout: Duration.toMillis(timeout),
  // reconnects when the server stops responding, instead of timing out on the same connection until TCP closes it
  socketTimeout: 2 * Duration.toMillis(timeout),
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 3,
  // the master has become a replica, so its address may lead to the new master by now
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
      // without a listener, ioredis prints these errors; each command fails with its own error
      return redis.on("error", () => {})
    }),
    (redis) =>
      Completion.toCompletion(
        Effect.timeoutOption(Effect.ignore(Effect.tryPromise(() => redis.quit())), "500 millis")
      ).pipe(Effect.ensuring(Effect.sync(() => redis.disconnect())))
  )

/** Sends a command. Fails after `timeout`, whatever the options of the connection are. */
export const command = <A>(send: () => Promise<A>, timeout: Duration.Duration): Effect.Effect<A, RedisFault> =>
  Effect.tryPromise({ try: send, catch: (error) => new RedisFault({ detail: `Redis: ${reasonOf(error)}` }) }).pipe(
    Effect.timeoutFail({
      duration: timeout,
      onTimeout: () =>
        new RedisFault({ detail: `Redis: no response within ${Duration.toMillis(timeout)} ms (TIMEOUT)` })
    })
  )
