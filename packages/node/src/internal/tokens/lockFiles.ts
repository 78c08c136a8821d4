/**
 * A lock for processes that share a directory. The lock is the file `lock-<number>` with the highest number. It is held
 * until `lock-<number>.released` exists or its lease ends. A process acquires it by creating the next number, which
 * succeeds for one process only. Numbers are never reused, so a holder whose lease has ended cannot release the lock of
 * its successor.
 */
import { readFileSync, readlinkSync } from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Process from "node:process"
import type { AcquiredLock } from "@effect-helpscout/core/TokenStore"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Files from "./files.js"

const Holder = Schema.parseJson(Schema.Struct({ pid: Schema.Number, space: Schema.NullOr(Schema.String) }))
const decodeHolder = Schema.decodeOption(Holder)

/**
 * Identifies the boot and the namespace in which process ids are comparable, so that containers that share a directory do
 * not consider each other dead. Linux only: on other systems, the lock of a dead holder is held until its lease ends.
 */
const pidNamespace: string | null = Either.getOrElse(
  Either.try(
    () => `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`
  ),
  () => null
)

/** The boot of a namespace: ids of different boots share no process. */
const bootOf = (space: string) => space.split(" ")[0]

const isRunning = (pid: number) => {
  const alive = Either.try({ try: () => Process.kill(pid, 0), catch: (error) => error as NodeJS.ErrnoException })
  return Either.isRight(alive) || alive.left.code !== "ESRCH"
}

/** The start of the system, in milliseconds of wall time. */
const bootedAt = () => Date.now() - Os.uptime() * 1000

/**
 * Returns `true` if the holder of a lock certainly no longer runs. Its process ended, or the lock is older than the start
 * of this system. The time alone is not enough: a clock that was wrong at the start makes each lock look old, and another
 * container may not see the start of the host.
 */
const isDead = ({ pid, space }: typeof Holder.Type, lockedAt: number) => {
  const beforeBoot = lockedAt < bootedAt()
  // without ids of boots, a number that another process got meanwhile looks alive
  if (pidNamespace === null || space === null) return beforeBoot && !isRunning(pid)
  if (space === pidNamespace) return !isRunning(pid)
  return beforeBoot && bootOf(space) !== bootOf(pidNamespace)
}

/** A lock file whose content cannot be decoded was written only in part, before a power failure: it has no holder. */
const isAbandoned = (path: string): Effect.Effect<boolean> =>
  Effect.zipWith(Files.read(path), Files.modifiedAt(path), (text, lockedAt) =>
    Option.match(decodeHolder(text), { onNone: () => true, onSome: (holder) => isDead(holder, lockedAt) })
  ).pipe(Effect.orElseSucceed(() => false))

interface Lock {
  readonly number: number
  readonly held: boolean
}

const numberOf = (name: string) => Number(/^lock-(\d+)(?:\.released)?$/.exec(name)?.[1] ?? 0)
/** The number of a file that a killed process has not completed. */
const draftNumberOf = (name: string) => Number(/^lock-(\d+)\..*draft$/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY)
const lockName = (number: number) => `lock-${number}`
const releasedName = (number: number) => `lock-${number}.released`

const current = (directory: string): Effect.Effect<Lock, Files.FileFault> =>
  Effect.map(Files.list(directory), (names) => {
    const number = names.reduce((most, name) => Math.max(most, numberOf(name)), 0)
    return { number, held: number > 0 && !names.includes(releasedName(number)) }
  })

/** Creates the next lock. Returns its number, or none if another process was faster. */
const acquire = (directory: string, number: number): Effect.Effect<Option.Option<number>, Files.FileFault> =>
  Effect.gen(function* () {
    const path = Path.join(directory, lockName(number))
    const created = yield* Files.create(path, JSON.stringify({ pid: Process.pid, space: pidNamespace })).pipe(
      Effect.as(true),
      // ENOENT: a process that acquired a later number has removed the draft
      Files.orElseOn(["EEXIST", "ENOENT"], false)
    )
    if (!created) return Option.none()
    const names = yield* Files.list(directory)
    if (names.some((name) => numberOf(name) > number || name === releasedName(number))) {
      // other processes acquired and released this number or later ones, so this name was free again
      yield* Files.remove(path)
      return Option.none()
    }
    for (const name of names) {
      const isObsolete = numberOf(name) > 0 ? numberOf(name) < number : draftNumberOf(name) < number
      if (isObsolete) yield* Files.remove(Path.join(directory, name))
    }
    return Option.some(number)
  })

/**
 * Releases the lock. Without effect after the lease, when the number is no longer the highest. On a full disk the lock
 * itself is renamed. If that fails as well, the lock lasts until its lease ends.
 */
const release = (directory: string, number: number) => {
  const released = Path.join(directory, releasedName(number))
  return Files.create(released, "").pipe(
    Effect.orElse(() => Files.rename(Path.join(directory, lockName(number)), released)),
    Effect.ignore
  )
}

/** Pauses between two looks at the lock, in milliseconds. */
const firstPause = 5
const longestPause = 100

/** Waits until the lock is released, its holder no longer runs, or its lease has ended. */
const awaitRelease = (directory: string, number: number, lease: number): Effect.Effect<void, Files.FileFault> => {
  const path = Path.join(directory, lockName(number))
  const poll = (pause: number, waited: number): Effect.Effect<void, Files.FileFault> =>
    Effect.gen(function* () {
      const now = yield* current(directory)
      if (!now.held || now.number !== number || waited >= lease) return
      if (yield* isAbandoned(path)) return
      const delay = Math.min(pause * (yield* Random.nextRange(0.5, 1)), lease - waited)
      const before = yield* Clock.currentTimeNanos
      yield* Effect.sleep(Duration.millis(delay))
      const slept = Number((yield* Clock.currentTimeNanos) - before) / 1e6
      // The waiting process measures the lease on the monotonic clock, so that a change of the wall clock cannot end it
      // early. A sleep of the machine counts little, because the holder slept as well.
      yield* poll(Math.min(pause * 1.5, longestPause), waited + Math.min(slept, 2 * delay))
    })
  return poll(firstPause, 0)
}

interface Acquired extends AcquiredLock {
  readonly number: number
}

/** Acquires the lock and releases it when the scope closes. */
export const lock = (
  directory: string,
  lease: Duration.Duration
): Effect.Effect<AcquiredLock, Files.FileFault, Scope.Scope> =>
  Effect.uninterruptibleMask((restore) => {
    const attempt: Effect.Effect<Acquired, Files.FileFault> = Effect.gen(function* () {
      const seen = yield* current(directory)
      if (seen.held) yield* restore(awaitRelease(directory, seen.number, Duration.toMillis(lease)))
      const now = yield* current(directory)
      // another lock than the one that was waited for has its own lease
      if (now.held && now.number !== seen.number) return yield* attempt
      const acquired = yield* acquire(directory, now.number + 1)
      return Option.isSome(acquired) ? { number: acquired.value, abandoned: now.held } : yield* attempt
    })
    return Effect.flatMap(attempt, ({ abandoned, number }) =>
      Effect.as(
        Effect.addFinalizer(() => release(directory, number)),
        { abandoned }
      )
    )
  })
