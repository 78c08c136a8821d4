import { assert, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

interface Counted {
  readonly processes: number
  readonly store: string
  readonly expiries: number
  readonly renewals: number
  readonly kills: number
  readonly failed: number
  readonly loggedOut: number
  readonly unavoidable: number
}

/** `npm run soak:tokens` in short: real processes, real files, a real Redis, and the simulator over a real socket. */
for (const store of ["file", "redis"]) {
  it(`processes that share a ${store} store renew once for each expiry, and may be killed at any instant`, async () => {
    const { code, output } = await Soak.run("tokens", [
      "--stores",
      store,
      "--expiries",
      "2",
      "--life",
      "3",
      "--rounds",
      "6"
    ])
    assert.strictEqual(code, 0, output)
    const counted = Soak.counted<Counted>(output)
    assert.strictEqual(counted.processes, 8)
    assert.strictEqual(counted.store, store)
    assert.isAtLeast(counted.expiries, 2)
    assert.strictEqual(counted.renewals, counted.expiries, output)
    assert.strictEqual(counted.failed, 0, output)
    assert.strictEqual(counted.kills, 6)
    assert.strictEqual(counted.loggedOut, 0, output)
  }, 600_000)
}
