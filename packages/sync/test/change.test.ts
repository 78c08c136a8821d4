/** A copy of an account that changes between any two requests. */
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Movement from "@effect-helpscout/simulator/Movement"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Oracle from "../soak/oracle.js"
import { account, folder, query, rows, runInto } from "./support.js"

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

const heavy = (seed: number) =>
  Effect.gen(function* () {
    const file = join(yield* folder, "copy.db")
    const { setChanges, account } = yield* Simulator
    const only = yield* account()
    // an import: 40 conversations of the same second
    Movement.arriveTogether(40)(only, Date.now())
    const changes = Movement.random({ seed, count: 2 })
    yield* setChanges(changes)
    // the simulator's lists do not lag behind writes
    const options = { overlap: 0 }
    for (let pass = 0; pass < 6; pass++) yield* runInto(file, options)
    yield* setChanges(undefined)
    yield* runInto(file, options)
    yield* runInto(file, { ...options, reconcile: true })
    const found = yield* Oracle.differences(yield* Oracle.state, rows(file))
    assert.deepStrictEqual(found.slice(0, 20), [], `seed ${seed}`)
    const [merges] = yield* query<{ n: number }>(file, "SELECT count(*) AS n FROM conversation_merges")
    const [deletions] = yield* query<{ n: number }>(
      file,
      "SELECT count(*) AS n FROM conversations WHERE _deleted_at IS NOT NULL"
    )
    return { merges: merges?.n ?? 0, deletions: deletions?.n ?? 0 }
  })

/** Over all seeds: a conversation that others were merged into may be deleted later, so a single seed proves nothing. */
const seen = { merges: 0, deletions: 0 }

describe("law Y3: a copy of an account that changes", () => {
  it.scopedLive.each(seeds)(
    "equals the account after a pass at rest and a reconciliation (seed %s)",
    (seed) =>
      Effect.gen(function* () {
        const { deletions, merges } = yield* heavy(seed)
        seen.merges += merges
        seen.deletions += deletions
      }).pipe(
        Effect.provide(
          account({
            seed,
            data: { conversations: 40, customers: 12, maxThreads: 60 },
            rateLimit: { limit: 1_000_000 }
          })
        )
      ),
    120_000
  )

  it("has seen merges and deletions", () => {
    assert.isAbove(seen.merges, 0)
    assert.isAbove(seen.deletions, 0)
  })
})
