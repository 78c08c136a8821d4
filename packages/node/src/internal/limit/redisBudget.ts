/** The account's budget in Redis, as one process speaks to it: each call is bounded, and none goes out late. */
import { createHash } from "node:crypto"
import type { Settle, Terms, Usage } from "@effect-helpscout/core/RateLimiterStore"
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

/** What Redis may not know of a request of this process: ages in milliseconds. */
export interface Report {
  readonly name: string
  readonly kind: "underWay" | "spent" | "free"
  readonly takenFor: number
  readonly endedFor: number
}

/** `Spent`: room comes in `millis` (Infinity: when something ends) and `underWay` units may make it sooner by their end. */
export type Answer =
  | { readonly _tag: "Granted" }
  | { readonly _tag: "Paused"; readonly millis: number }
  | { readonly _tag: "Spent"; readonly millis: number; readonly underWay: number }

const present = (value: number | undefined) => (value === undefined ? "" : String(value))
const flag = (value: boolean) => (value ? "1" : "0")

/** Waits for a connection that is being made, all who ask in one. */
const connecting = (redis: Redis | Cluster): (() => Promise<void>) => {
  let ready: Promise<void> | undefined
  return () => {
    // `wait`: one that connects with its first command
    if (redis.status === "ready" || redis.status === "wait") return Promise.resolve()
    if (redis.status === "end") return Promise.reject(new Error("the connection was closed"))
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
 * Ends within `millis`, also where it can't be interrupted. A process that stood still for so long looks at what has
 * arrived before it calls the answer late.
 */
const bounded = <A>(
  send: (signal: AbortSignal) => Promise<A>,
  millis: number
): Effect.Effect<A, Connection.RedisFault> =>
  Effect.suspend(() => {
    const controller = new AbortController()
    // bounded here, for a time limit inside of `command` is void where the caller is uninterruptible
    const sent = Connection.command(() => send(controller.signal), Duration.infinity)
    return Effect.flatMap(Effect.forkDaemon(Effect.interruptible(sent)), (fiber) =>
      Effect.async<A, Connection.RedisFault>((resume) => {
        const giveUp = () => {
          controller.abort()
          fiber.unsafeInterruptAsFork(fiber.id())
        }
        const late = () => {
          resume(Effect.fail(new Connection.RedisFault({ detail: `Redis: no answer within ${millis} ms` })))
          giveUp()
        }
        const timer = setTimeout(() => setImmediate(late), millis)
        fiber.addObserver((exit) => {
          clearTimeout(timer)
          resume(exit)
        })
        return Effect.sync(() => {
          clearTimeout(timer)
          giveUp()
        })
      })
    )
  })

export const make = (redis: Redis | Cluster, options: Options, script: string = Script.script) => {
  const keys = Script.keys(options.prefix, options.account)
  const connected = connecting(redis)
  const digest = createHash("sha1").update(script).digest("hex")

  const evaluate = async (args: ReadonlyArray<string>, signal: AbortSignal): Promise<unknown> => {
    await connected()
    signal.throwIfAborted()
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args)
    } catch (error) {
      // a server that was started anew does not know the script
      if (!String(error).includes("NOSCRIPT")) throw error
      signal.throwIfAborted()
      return redis.eval(script, keys.length, ...keys, ...args)
    }
  }

  /** Answers `undefined` where one has to join first. */
  const run = (
    operation: "take" | "settle" | "usage" | "join",
    epoch: string,
    terms: Terms,
    ...args: ReadonlyArray<string>
  ): Effect.Effect<ReadonlyArray<string> | undefined, Connection.RedisFault> =>
    Effect.map(
      bounded(
        (signal) =>
          evaluate(
            [operation, epoch, ...[terms.limit, terms.window, terms.reserve, options.lease].map(String), ...args],
            signal
          ),
        options.timeout
      ),
      (answer) => {
        // our own script answers nothing but lists of strings
        const fields = answer as ReadonlyArray<string>
        return fields[0] === "Join" ? undefined : fields
      }
    )

  return {
    take: (epoch: string, terms: Terms, name: string) =>
      Effect.map(run("take", epoch, terms, name), (fields): Answer | undefined => {
        if (fields === undefined) return undefined
        const [tag, millis, underWay] = fields
        if (tag === "Granted") return { _tag: "Granted" }
        if (tag === "Paused") return { _tag: "Paused", millis: Number(millis) }
        return {
          _tag: "Spent",
          millis: millis === "" ? Number.POSITIVE_INFINITY : Number(millis),
          underWay: Number(underWay)
        }
      }),

    /** Answers what `RateLimiterStore.settle` does. */
    settle: (epoch: string, name: string, takenFor: number, { counts, pause, reading, terms }: Settle) =>
      Effect.map(
        run(
          "settle",
          epoch,
          terms,
          name,
          flag(counts),
          String(takenFor),
          flag(reading !== undefined),
          present(reading?.limit),
          present(reading?.remaining),
          present(pause)
        ),
        (fields) => (fields === undefined ? undefined : fields[0] === "1")
      ),

    usage: (epoch: string, terms: Terms) =>
      Effect.map(run("usage", epoch, terms), (fields): Usage | undefined => {
        if (fields === undefined) return undefined
        const [limit = 0, spent = 0, inFlight = 0, foreign = 0, paused = 0] = fields.map(Number)
        return { limit, spent, inFlight, foreign, paused }
      }),

    /** Tells what Redis may not know, and answers the epoch that it is in. */
    join: (
      terms: Terms,
      told: { readonly limit: number | undefined; readonly paused: number },
      reports: ReadonlyArray<Report>
    ) =>
      Effect.map(
        run(
          "join",
          "",
          terms,
          present(told.limit),
          String(told.paused),
          ...reports.flatMap(({ endedFor, kind, name, takenFor }) => [name, kind, String(takenFor), String(endedFor)])
        ),
        (fields) => fields?.[0] ?? ""
      )
  }
}

export type RedisBudget = ReturnType<typeof make>
