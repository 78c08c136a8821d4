/** The contract of a WebhookStore, as tests. */
import { assert, describe, it } from "@effect/vitest"
import type * as WebhookStore from "@effect-helpscout/node/WebhookStore"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** Longer than the pauses of a busy machine. */
const short = Duration.seconds(1)
/** A time after `short`. */
const afterShort = Duration.millis(1_200)
const long = Duration.minutes(1)

/** The tests wait for leases, so they run concurrently. */
export const contract = (name: string, open: Effect.Effect<WebhookStore.Service, never, Scope.Scope>) => {
  describe.concurrent(`${name}: the contract (law P4)`, () => {
    it.scopedLive("lets one holder claim a delivery at a time, until it is released", () =>
      Effect.gen(function* () {
        const store = yield* open
        assert.strictEqual(yield* store.begin("a", { holder: "1", lease: long }), "Begun")
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "InProgress")
        assert.strictEqual(yield* store.begin("b", { holder: "2", lease: long }), "Begun")
        yield* store.release("a", { holder: "2" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "InProgress")
        yield* store.release("a", { holder: "1" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
      })
    )

    it.scopedLive("lets one of 50 concurrent claims succeed", () =>
      Effect.gen(function* () {
        const store = yield* open
        const claims = yield* Effect.forEach(
          Array.from({ length: 50 }, (_, n) => String(n)),
          (holder) => store.begin("a", { holder, lease: long }),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(claims.filter((claim) => claim === "Begun").length, 1)
        assert.strictEqual(claims.filter((claim) => claim === "InProgress").length, 49)
      })
    )

    it.scopedLive("remembers a handled delivery for the given time, regardless of its holder", () =>
      Effect.gen(function* () {
        const store = yield* open
        yield* store.begin("a", { holder: "1", lease: long })
        yield* store.done("a", { remember: short })
        yield* store.release("a", { holder: "1" })
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Done")
        yield* Effect.sleep(afterShort)
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
      })
    )

    it.scopedLive("lets another holder claim a delivery after the lease, and ignores a release by the first", () =>
      Effect.gen(function* () {
        const store = yield* open
        yield* store.begin("a", { holder: "1", lease: short })
        yield* Effect.sleep(afterShort)
        assert.strictEqual(yield* store.begin("a", { holder: "2", lease: long }), "Begun")
        yield* store.release("a", { holder: "1" })
        assert.strictEqual(yield* store.begin("a", { holder: "3", lease: long }), "InProgress")
      })
    )
  })
}
