import { assert, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

interface Counts {
  readonly processes: number
  readonly store: string
  readonly expiries: number
  readonly renewals: number
  readonly kills: number
  readonly failed: number
  readonly loggedOut: number
  readonly unavoidable: number
}

/** A short `npm run soak:tokens`: processes, files, Redis, and the simulator on a socket. The tests mostly wait. */
for (const store of ["file", "redis"]) {
  it.concurrent(`renews once per expiry in processes that share a ${store} store, and survives kills (laws T8 and P1)`, async () => {
    const { code, output } = await Soak.run("tokens", [
      "--stores",
      store,
      "--expiries",
      "2",
      "--life",
      "3",
      "--rounds",
      "4",
      "--processes",
      "3"
    ])
    assert.strictEqual(code, 0, output)
    const counted = Soak.counted<Counts>(output)
    assert.strictEqual(counted.processes, 3)
    assert.strictEqual(counted.store, store)
    assert.isAtLeast(counted.expiries, 2)
    assert.strictEqual(counted.renewals, counted.expiries, output)
    assert.strictEqual(counted.failed, 0, output)
    assert.strictEqual(counted.kills, 4)
    assert.strictEqual(counted.loggedOut, 0, output)
  }, 600_000)
}
