/**
 * The rules of a `TokenStore`, as checks for any test runner. Over a real backend they take real time (`it.live`).
 *
 * ```ts
 * import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
 * import { makeMemory } from "@effect-helpscout/core/TokenStore"
 *
 * export const checks = TokenStoreContract.store.map(({ name, check }) => [name, check({ open: makeMemory() })] as const)
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"
import type * as TokenStore from "../TokenStore.js"
import * as Tokens from "../Tokens.js"

/**
 * The store breaks a rule of the contract.
 *
 * @since 0.1.0
 */
export class ContractBroken extends Data.TaggedError("ContractBroken")<{ readonly message: string }> {}

/**
 * The store to check.
 *
 * @since 0.1.0
 */
export interface Subject<E = never> {
  /** Opens the store as one process would. Opened twice, it represents two processes with the same content. */
  readonly open: Effect.Effect<TokenStore.Service, E, Scope.Scope>
  /** The lease that the store was opened with. Make it short, because some checks wait for its end. @default "1 second" */
  readonly lease?: Duration.DurationInput
}

/**
 * A check of one rule.
 *
 * @since 0.1.0
 */
export interface Check {
  /** The rule as a sentence, for the name of a test. */
  readonly name: string
  /** Succeeds if the store keeps the rule. Uses its own account keys, so that all checks can share a store. */
  readonly check: <E>(subject: Subject<E>) => Effect.Effect<void, ContractBroken | TokenStore.TokenStoreFailed | E>
}

interface Given {
  readonly open: Effect.Effect<TokenStore.Service, ContractBroken, Scope.Scope>
  readonly account: string
  readonly lease: Duration.Duration
}

const rule = (
  name: string,
  body: (given: Given) => Effect.Effect<void, ContractBroken | TokenStore.TokenStoreFailed, Scope.Scope>
): Check => ({
  name,
  check: <E>(subject: Subject<E>) =>
    Effect.gen(function* () {
      const opened = yield* Ref.make<Option.Option<E>>(Option.none())
      const now = yield* Clock.currentTimeMillis
      const account = `contract-${now}-${yield* Random.nextIntBetween(0, 1_000_000_000)}`
      const lease = Duration.decode(subject.lease ?? "1 second")
      const open = Effect.catchAll(subject.open, (error) =>
        Effect.zipRight(
          Ref.set(opened, Option.some(error)),
          Effect.fail(new ContractBroken({ message: "the store does not open" }))
        )
      )
      const broken = yield* Effect.scoped(body({ open, account, lease })).pipe(
        Effect.disconnect,
        Effect.timeoutFail({
          duration: Duration.sum(Duration.times(lease, 5), "2 seconds"),
          onTimeout: () => new ContractBroken({ message: "the store hangs" })
        }),
        Effect.either
      )
      yield* Effect.flatMap(Ref.get(opened), Option.match({ onNone: () => Effect.void, onSome: Effect.fail }))
      yield* broken
    })
})

const ensure = (condition: boolean, message: string) =>
  condition ? Effect.void : Effect.fail(new ContractBroken({ message }))

const pair = (name: string): Tokens.Tokens =>
  Tokens.make({
    accessToken: `access-${name}`,
    refreshToken: `refresh-${name}`,
    issuedAt: DateTime.unsafeMake("2024-05-06T07:08:09.123Z"),
    expiresAt: DateTime.unsafeMake("2024-05-08T07:08:09.123Z")
  })

const same = (a: Tokens.Tokens, b: Tokens.Tokens) =>
  Equal.equals(a.accessToken, b.accessToken) &&
  Equal.equals(a.refreshToken, b.refreshToken) &&
  a.expiresAt?.epochMillis === b.expiresAt?.epochMillis &&
  a.issuedAt?.epochMillis === b.issuedAt?.epochMillis

/** Checks that the store holds these tokens under this generation. */
const holds = (store: TokenStore.Service, account: string, tokens: Tokens.Tokens, generation: number) =>
  Effect.flatMap(
    store.load(account),
    Option.match({
      onNone: () => ensure(false, "load finds no tokens, although some were saved"),
      onSome: (held) =>
        Effect.zipRight(
          ensure(held.generation === generation, `load returns generation ${held.generation}, not ${generation}`),
          ensure(same(held.tokens, tokens), "load returns other tokens than were saved")
        )
    })
  )

/** Holds the lock until the returned scope closes. */
const hold = (store: TokenStore.Service, account: string) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    yield* Effect.addFinalizer(() => Scope.close(scope, Exit.void))
    yield* Scope.extend(store.lock(account), scope)
    return scope
  })

const release = (scope: Scope.CloseableScope) => Scope.close(scope, Exit.void)

/** Returns `true` if the fiber is still waiting after this time. */
const waits = (fiber: Fiber.Fiber<unknown, unknown>, during: Duration.DurationInput) =>
  Effect.map(Effect.zipRight(Effect.sleep(during), fiber.poll), Option.isNone)

/** Runs ten concurrent saves per store that replace the same generation: one succeeds. */
const oneSaveSucceeds = (stores: ReadonlyArray<TokenStore.Service>, account: string) =>
  Effect.gen(function* () {
    const results = yield* Effect.all(
      Array.from({ length: 10 }, (_, round) =>
        stores.map((store, at) => store.save(account, pair(`${round}-${at}`), { replaces: 0 }))
      ).flat(),
      { concurrency: "unbounded" }
    )
    const [winner, ...others] = results.filter((result) => result.saved)
    if (winner === undefined || others.length > 0) {
      return yield* ensure(false, `${results.filter((result) => result.saved).length} saves succeeded`)
    }
    for (const store of stores) yield* holds(store, account, winner.current.tokens, 1)
    yield* ensure(
      results.every(({ current }) => current.generation === 1 && same(current.tokens, winner.current.tokens)),
      "the rejected saves do not return the tokens of the one that succeeded"
    )
  })

/** Runs ten holders per store: two never hold the lock at the same time. */
const excludes = (stores: ReadonlyArray<TokenStore.Service>, account: string) =>
  Effect.gen(function* () {
    const inside = yield* Ref.make(0)
    const overlapped = yield* Ref.make(false)
    const once = (store: TokenStore.Service) =>
      Effect.gen(function* () {
        yield* store.lock(account)
        const others = yield* Ref.getAndUpdate(inside, (count) => count + 1)
        if (others > 0) yield* Ref.set(overlapped, true)
        yield* Effect.sleep("2 millis")
        yield* Ref.update(inside, (count) => count - 1)
      }).pipe(Effect.scoped)
    yield* Effect.all(Array.from({ length: 10 }, () => stores.map(once)).flat(), {
      concurrency: "unbounded",
      discard: true
    })
    yield* ensure(!(yield* Ref.get(overlapped)), "two hold the lock at the same time")
  })

/**
 * The rules of `load`, `save` and, within one client, of `lock`.
 *
 * @since 0.1.0
 */
export const store: ReadonlyArray<Check> = [
  rule("an account that was never saved has no tokens", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* ensure(Option.isNone(yield* store.load(account)), "load finds tokens, although none were saved")
    })
  ),
  rule("load returns what was saved, including secrets and dates, from generation 1", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      const result = yield* store.save(account, pair("a"), { replaces: 0 })
      yield* ensure(
        result.saved && result.current.generation === 1 && same(result.current.tokens, pair("a")),
        "save does not return what it saved"
      )
      yield* holds(store, account, pair("a"), 1)
    })
  ),
  rule("fields that are absent when saved are absent when loaded", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* store.save(account, Tokens.make({ accessToken: "bare" }), { replaces: 0 })
      yield* holds(store, account, Tokens.make({ accessToken: "bare" }), 1)
    })
  ),
  rule("each save increases the generation by one", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* store.save(account, pair("a"), { replaces: 0 })
      yield* store.save(account, pair("b"), { replaces: 1 })
      yield* store.save(account, pair("c"), { replaces: 2 })
      yield* holds(store, account, pair("c"), 3)
    })
  ),
  rule("a save that replaces an older generation is rejected and returns the newer tokens", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* store.save(account, pair("a"), { replaces: 0 })
      yield* store.save(account, pair("b"), { replaces: 1 })
      for (const replaces of [0, 1]) {
        const result = yield* store.save(account, pair("late"), { replaces })
        yield* ensure(!result.saved, `a save that replaces generation ${replaces} overwrites generation 2`)
        yield* ensure(
          result.current.generation === 2 && same(result.current.tokens, pair("b")),
          "the newer tokens are not returned"
        )
      }
      yield* holds(store, account, pair("b"), 2)
    })
  ),
  rule("a save to an emptied store succeeds with the next generation", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      const result = yield* store.save(account, pair("a"), { replaces: 5 })
      yield* ensure(result.saved, "the save is rejected, although the store has nothing newer")
      yield* holds(store, account, pair("a"), 6)
    })
  ),
  rule("of concurrent saves that replace the same generation, one succeeds", ({ account, open }) =>
    Effect.flatMap(open, (store) => oneSaveSucceeds([store, store], account))
  ),
  rule("accounts are separate, whatever their keys contain", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      const keys = ["", ":a", "/a", "%2Fa", "/../a", " a", "\u00e4", ".json", "*"].map(
        (suffix) => `${account}${suffix}`
      )
      for (const key of keys) yield* store.save(key, pair(key), { replaces: 0 })
      for (const key of keys) yield* holds(store, key, pair(key), 1)
    })
  ),
  rule("within one client the lock has one holder at a time, and every waiter gets it", ({ account, open }) =>
    Effect.flatMap(open, (store) => excludes([store], account))
  ),
  rule("a holder that fails releases the lock", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* Effect.ignore(Effect.scoped(Effect.zipRight(store.lock(account), Effect.fail("on purpose"))))
      yield* isAcquiredWithin(store, account, "500 ms of the failure", Duration.millis(500))
    })
  ),
  rule("a waiter is interrupted at once, and the lock stays usable", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      const holder = yield* hold(store, account)
      const waiter = yield* Effect.fork(Effect.scoped(store.lock(account)))
      yield* ensure(yield* waits(waiter, "20 millis"), "two hold the lock at the same time")
      const interrupted = yield* Fiber.interrupt(waiter).pipe(Effect.disconnect, Effect.timeoutOption("200 millis"))
      yield* ensure(Option.isSome(interrupted), "an interrupted waiter continues to wait")
      yield* release(holder)
      yield* isAcquiredWithin(store, account, "500 ms of its release", Duration.millis(500))
    })
  ),
  rule("the locks of two accounts are independent", ({ account, open }) =>
    Effect.gen(function* () {
      const store = yield* open
      yield* hold(store, account)
      yield* isAcquiredWithin(
        store,
        `${account}-other`,
        "500 ms while another account holds its own",
        Duration.millis(500)
      )
    })
  )
]

const isAcquiredWithin = (store: TokenStore.Service, account: string, what: string, time: Duration.Duration) =>
  Effect.scoped(store.lock(account)).pipe(
    Effect.timeoutOption(time),
    Effect.flatMap((taken) => ensure(Option.isSome(taken), `the lock cannot be acquired within ${what}`))
  )

/**
 * The rules of stores that several processes share.
 *
 * @since 0.1.0
 */
export const shared: ReadonlyArray<Check> = [
  // law T8
  rule("one process loads what another saved", ({ account, open }) =>
    Effect.gen(function* () {
      const one = yield* open
      const other = yield* open
      yield* one.save(account, pair("a"), { replaces: 0 })
      yield* holds(other, account, pair("a"), 1)
      yield* other.save(account, pair("b"), { replaces: 1 })
      yield* holds(one, account, pair("b"), 2)
    })
  ),
  rule("of concurrent saves by several processes that replace the same generation, one succeeds", ({ account, open }) =>
    Effect.flatMap(Effect.all([open, open]), (stores) => oneSaveSucceeds(stores, account))
  ),
  rule("among processes the lock has one holder at a time, and every waiter gets it", ({ account, open }) =>
    Effect.flatMap(Effect.all([open, open]), (stores) => excludes(stores, account))
  ),
  rule("the lock of a process that died is free after its lease and not before", ({ account, lease, open }) =>
    Effect.gen(function* () {
      const dead = yield* open
      const next = yield* open
      yield* hold(dead, account)
      const waiter = yield* Effect.fork(Effect.scoped(next.lock(account)))
      yield* ensure(yield* waits(waiter, Duration.times(lease, 0.5)), "the lock is released before its lease ends")
      yield* isFreeAfterLease(waiter, lease)
    })
  ),
  rule(
    "a holder that returns after its lease does not release the lock of the next holder",
    ({ account, lease, open }) =>
      Effect.gen(function* () {
        const [slow, next, last] = yield* Effect.all([open, open, open])
        const holder = yield* hold(slow, account)
        const taken = yield* Deferred.make<void>()
        const second = yield* Effect.fork(
          Effect.scoped(
            next
              .lock(account)
              .pipe(
                Effect.zipRight(Deferred.succeed(taken, undefined)),
                Effect.zipRight(Effect.sleep(Duration.times(lease, 0.7)))
              )
          )
        )
        yield* Deferred.await(taken)
        yield* release(holder)
        const third = yield* Effect.fork(Effect.scoped(last.lock(account)))
        yield* ensure(yield* waits(third, Duration.times(lease, 0.4)), "two hold the lock at the same time")
        yield* Fiber.join(second)
        yield* isFreeAfterLease(third, lease)
      })
  ),
  rule(
    "a holder that returns after its lease cannot overwrite the tokens of the next holder",
    ({ account, lease, open }) =>
      Effect.gen(function* () {
        const slow = yield* open
        const next = yield* open
        yield* slow.save(account, pair("a"), { replaces: 0 })
        yield* hold(slow, account)
        const waiter = yield* Effect.fork(
          Effect.scoped(Effect.zipRight(next.lock(account), next.save(account, pair("b"), { replaces: 1 })))
        )
        yield* isFreeAfterLease(waiter, lease)
        const late = yield* slow.save(account, pair("late"), { replaces: 1 })
        yield* ensure(!late.saved && same(late.current.tokens, pair("b")), "the late save succeeds")
        yield* holds(next, account, pair("b"), 2)
      })
  )
]

const isFreeAfterLease = <A>(waiter: Fiber.Fiber<A, TokenStore.TokenStoreFailed>, lease: Duration.Duration) =>
  Fiber.join(waiter).pipe(
    Effect.timeoutOption(Duration.sum(Duration.times(lease, 2), "1 second")),
    Effect.flatMap((taken) => ensure(Option.isSome(taken), "the lock is not free after its lease"))
  )
