/**
 * A lock among processes, in a directory: `lock-<number>`, of which the highest counts, is held until there is
 * `lock-<number>.released` beside it, or its lease is over. To take it is to make the next number, which succeeds for
 * one process only. Numbers never come back, so that a holder that was given up can't free the lock of its successor.
 */
import { readFileSync, readlinkSync } from "node:fs"
import * as Path from "node:path"
import * as Process from "node:process"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Files from "../files.js"

const Holder = Schema.parseJson(Schema.Struct({ pid: Schema.Number, space: Schema.NullOr(Schema.String) }))
const decodeHolder = Schema.decodeOption(Holder)

/**
 * Within what process ids mean the same processes: this boot and this namespace, so that containers that share a
 * directory don't take each other for dead. Linux only; elsewhere a dead holder is waited for until its lease is over.
 */
const processSpace: string | null = Either.getOrElse(
  Either.try(
    () => `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`
  ),
  () => null
)

const isDead = (holder: typeof Holder.Type) => {
  if (processSpace === null || holder.space !== processSpace) return false
  const alive = Either.try({ try: () => Process.kill(holder.pid, 0), catch: (error) => error as NodeJS.ErrnoException })
  return Either.isLeft(alive) && alive.left.code === "ESRCH"
}

interface Lock {
  readonly number: number
  readonly held: boolean
}

const numberOf = (name: string) => Number(/^lock-(\d+)(?:\.released)?$/.exec(name)?.[1] ?? 0)
const lockName = (number: number) => `lock-${number}`
const releasedName = (number: number) => `lock-${number}.released`

const current = (directory: string): Effect.Effect<Lock, Files.FileFault> =>
  Effect.map(Files.list(directory), (names) => {
    const number = names.reduce((most, name) => (name.endsWith(".released") ? most : Math.max(most, numberOf(name))), 0)
    return { number, held: number > 0 && !names.includes(releasedName(number)) }
  })

/** Makes the next lock; answers its number, or none if another one was faster. */
const take = (directory: string, number: number): Effect.Effect<Option.Option<number>, Files.FileFault> =>
  Effect.gen(function* () {
    const path = Path.join(directory, lockName(number))
    const made = yield* Files.create(path, JSON.stringify({ pid: Process.pid, space: processSpace })).pipe(
      Effect.as(true),
      Files.on(["EEXIST"], false)
    )
    if (!made) return Option.none()
    const names = yield* Files.list(directory)
    if (names.some((name) => numberOf(name) > number)) {
      // others went on meanwhile, so the name was free again
      yield* Files.remove(path)
      return Option.none()
    }
    for (const name of names) {
      if (numberOf(name) > 0 && numberOf(name) < number) yield* Files.remove(Path.join(directory, name))
    }
    return Option.some(number)
  })

/** After the lease the number is no longer the highest, and this says nothing. If it fails, the lease will end it. */
const release = (directory: string, number: number) =>
  Effect.ignore(Files.create(Path.join(directory, releasedName(number)), ""))

const firstPause = 5
const longestPause = 100

/** Waits for a lock until it is released, or its holder is dead, or has had it for the length of a lease. */
const awaitRelease = (directory: string, number: number, lease: number): Effect.Effect<void, Files.FileFault> => {
  const path = Path.join(directory, lockName(number))
  const look = (pause: number, waited: number): Effect.Effect<void, Files.FileFault> =>
    Effect.gen(function* () {
      const now = yield* current(directory)
      if (!now.held || now.number !== number || waited >= lease) return
      const holder = Option.flatMap(yield* Effect.option(Files.read(path)), decodeHolder)
      if (Option.exists(holder, isDead)) return
      const asked = Math.min(pause * (yield* Random.nextRange(0.5, 1)), lease - waited)
      const before = yield* Clock.currentTimeNanos
      yield* Effect.sleep(Duration.millis(asked))
      const slept = Number((yield* Clock.currentTimeNanos) - before) / 1e6
      // The lease is counted by who waits, on the monotonic clock: whatever the wall clock does, it is not over before
      // its time. While the machine slept, so did the holder.
      yield* look(Math.min(pause * 1.5, longestPause), waited + Math.min(slept, 2 * asked))
    })
  return look(firstPause, 0)
}

/** Takes the lock, and gives it back when the scope closes. */
export const lock = (directory: string, lease: Duration.Duration): Effect.Effect<void, Files.FileFault, Scope.Scope> =>
  Effect.uninterruptibleMask((restore) => {
    const attempt: Effect.Effect<number, Files.FileFault> = Effect.gen(function* () {
      const seen = yield* current(directory)
      if (seen.held) yield* restore(awaitRelease(directory, seen.number, Duration.toMillis(lease)))
      const now = yield* current(directory)
      // a lock that is not the one that was waited for has a lease of its own
      if (now.held && now.number !== seen.number) return yield* attempt
      const taken = yield* take(directory, now.number + 1)
      return Option.isSome(taken) ? taken.value : yield* attempt
    })
    return Effect.flatMap(attempt, (number) => Effect.addFinalizer(() => release(directory, number)))
  })
