import { assert, describe, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

interface Counts {
  readonly kills: number
  readonly rows: number
  readonly lost: number
  readonly duplicated: number
  readonly wrong: number
  readonly damaged: number
  readonly shrunk: number
}

/** A short `npm run soak:sync`: processes that are killed, the simulator on a socket, and faults. */
describe("law Y2: rows and position are committed together", () => {
  it("loses and duplicates nothing when the process is killed at random moments", async () => {
    const args = ["--kills", "6", "--conversations", "100", "--faults", "0.05"]
    const { code, output } = await Soak.run("sync", args, "sync")
    assert.strictEqual(code, 0, output)
    const { damaged, duplicated, kills, lost, rows, shrunk, wrong } = Soak.counted<Counts>(output)
    assert.isAtLeast(kills, 6)
    assert.isAbove(rows, 100)
    assert.deepStrictEqual(
      { lost, duplicated, wrong, damaged, shrunk },
      { lost: 0, duplicated: 0, wrong: 0, damaged: 0, shrunk: 0 }
    )
  }, 300_000)

  it("control: finds removed and changed rows", async () => {
    const { code, output } = await Soak.run("sync", ["--kills", "1", "--conversations", "30", "--damage"], "sync")
    assert.strictEqual(code, 1, output)
    const { lost, wrong } = Soak.counted<Counts>(output)
    assert.isAbove(lost, 0)
    assert.isAbove(wrong, 0)
  }, 300_000)
})
