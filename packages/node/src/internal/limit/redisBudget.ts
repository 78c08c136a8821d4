/** One process's calls to the account's budget in Redis. Each call is bounded, and none is sent late. */
import { createHash } from "node:crypto"
import type { Limits, Settlement, Usage } from "@effect-helpscout/core/RateLimiterStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Cluster, Redis } from "ioredis"
import * as Connection from "../redis.js"
import * as Script from "./script.js"

export interface Options {
  readonly prefix: string
  readonly account: string
  /** Milliseconds. */
  readonly lease: number
  /** Milliseconds. */
  readonly timeout: number
}

/** A request of this process that Redis may not know; ages in milliseconds. */
export interface Report {
  readonly name: string
  readonly kind: "inFlight" | "completed" | "returned"
  readonly acquiredAgo: number
  readonly endedAgo: number
}

/**
 * `Exhausted`: there will be room in `millis` (Infinity: when a request ends), or sooner if some of the `inFlight` units are
 * returned.
 */
export type RedisDecision =
  | { readonly _tag: "Granted" }
  | { readonly _tag: "Paused"; readonly millis: number }
  | { readonly _tag: "Exhausted"; readonly millis: number; readonly inFlight: number }

const present = (value: number | undefined) => (value === undefined ? "" : String(value))
const flag = (value: boolean) => (value ? "1" : "0")

/** Waits for the connection; concurrent callers share one listener. */
const connecting = (redis: Redis | Cluster): (() => Promise<void>) => {
  let ready: Promise<void> | undefined
  return () => {
    // `wait`: the client connects with its first command
    if (redis.status === "ready" || redis.status === "wait") return Promise.resolve()
    if (redis.status === "end") return Promise.reject(new Error("the connection is closed"))
    ready ??= new Promise((resolve) => {
      redis.once("ready", () => {
        ready = undefined
        resolve()
      })
    })
    return ready
  }
}

/**
 * Ends within `millis`, also in an uninterruptible region. A process that was blocked for that long reads the replies that
 * have arrived before it reports a timeout.
 */
const bounded = <A>(
  send: (signal: AbortSignal) => Promise<A>,
  millis: number
): Effect.Effect<A, Connection.RedisFault> =>
  Effect.suspend(() => {
    const controller = new AbortController()
    // bounded here, because a time limit inside `command` has no effect if the caller is uninterruptible
    const sent = Connection.command(() => send(controller.signal), Duration.infinity)
    return Effect.flatMap(Effect.forkDaemon(Effect.interruptible(sent)), (fiber) =>
      Effect.async<A, Connection.RedisFault>((resume) => {
        const cancel = () => {
          controller.abort()
          fiber.unsafeInterruptAsFork(fiber.id())
        }
        const timedOut = () => {
          resume(Effect.fail(new Connection.RedisFault({ detail: `Redis: no reply within ${millis} ms` })))
          cancel()
        }
        const timer = setTimeout(() => setImmediate(timedOut), millis)
        fiber.addObserver((exit) => {
          clearTimeout(timer)
          resume(exit)
        })
        return Effect.sync(() => {
          clearTimeout(timer)
          cancel()
        })
      })
    )
  })

/** Returns a function that runs the script, and loads it into a server that does not know it. */
const evaluator = (redis: Redis | Cluster, keys: ReadonlyArray<string>, script: string) => {
  const connected = connecting(redis)
  const digest = createHash("sha1").update(script).digest("hex")
  return async (args: ReadonlyArray<string>, signal: AbortSignal): Promise<unknown> => {
    await connected()
    signal.throwIfAborted()
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args)
    } catch (error) {
      // a restarted server does not know the script
      if (!String(error).includes("NOSCRIPT")) throw error
      signal.throwIfAborted()
      return redis.eval(script, keys.length, ...keys, ...args)
    }
  }
}

const toDecision = ([tag, millis, inFlight]: ReadonlyArray<string>): RedisDecision => {
  if (tag === "Granted") return { _tag: "Granted" }
  if (tag === "Paused") return { _tag: "Paused", millis: Number(millis) }
  return {
    _tag: "Exhausted",
    millis: millis === "" ? Number.POSITIVE_INFINITY : Number(millis),
    inFlight: Number(inFlight)
  }
}

const toUsage = (fields: ReadonlyArray<string>): Usage => {
  const [limit = 0, completed = 0, inFlight = 0, external = 0, paused = 0] = fields.map(Number)
  return { limit, completed, inFlight, external, paused }
}

/** `acquire`, `settle` and `usage` return `undefined` if the process must join first. */
export const make = (redis: Redis | Cluster, options: Options, script: string = Script.script) => {
  const evaluate = evaluator(redis, Script.keys(options.prefix, options.account), script)

  const run = (
    operation: "acquire" | "settle" | "usage" | "join",
    epoch: string,
    { limit, reserve, window }: Limits,
    ...args: ReadonlyArray<string>
  ): Effect.Effect<ReadonlyArray<string> | undefined, Connection.RedisFault> => {
    const all = [operation, epoch, ...[limit, window, reserve, options.lease].map(String), ...args]
    return Effect.map(
      bounded((signal) => evaluate(all, signal), options.timeout),
      (reply) => {
        // cast: the script only replies with lists of strings
        const fields = reply as ReadonlyArray<string>
        return fields[0] === "Join" ? undefined : fields
      }
    )
  }

  return {
    acquire: (epoch: string, limits: Limits, name: string) =>
      Effect.map(run("acquire", epoch, limits, name), (fields) => fields && toDecision(fields)),

    /** Returns what `RateLimiterStore.settle` returns. */
    settle: (epoch: string, name: string, acquiredAgo: number, { counts, limits, pause, reading }: Settlement) =>
      Effect.map(
        run(
          "settle",
          epoch,
          limits,
          name,
          flag(counts),
          String(acquiredAgo),
          flag(reading !== undefined),
          present(reading?.limit),
          present(reading?.remaining),
          present(pause)
        ),
        (fields) => fields && fields[0] === "1"
      ),

    usage: (epoch: string, limits: Limits) =>
      Effect.map(run("usage", epoch, limits), (fields) => fields && toUsage(fields)),

    /** Reports what Redis may not know. Returns the current epoch. */
    join: (
      limits: Limits,
      known: { readonly limit: number | undefined; readonly paused: number },
      reports: ReadonlyArray<Report>
    ) =>
      Effect.map(
        run(
          "join",
          "",
          limits,
          present(known.limit),
          String(known.paused),
          ...reports.flatMap(({ acquiredAgo, endedAgo, kind, name }) => [
            name,
            kind,
            String(acquiredAgo),
            String(endedAgo)
          ])
        ),
        (fields) => fields?.[0] ?? ""
      )
  }
}

export type RedisBudget = ReturnType<typeof make>
