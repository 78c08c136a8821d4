import { assert, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

interface Counts {
  readonly sent: number
  readonly genuine: number
  readonly accepted: number
  readonly acceptedTwice: number
  readonly forgedAccepted: number
  readonly lost: number
}

/** A short `npm run soak:webhooks`: processes, Redis and sockets. */
it("handles exactly the genuine ones of 500 deliveries, each once, across graceful restarts (law P4)", async () => {
  const { code, output } = await Soak.run("webhooks", ["--deliveries", "500", "--restarts", "2"])
  assert.strictEqual(code, 0, output)
  const counted = Soak.counted<Counts>(output)
  assert.deepStrictEqual(counted, {
    sent: 500,
    genuine: counted.genuine,
    accepted: counted.genuine,
    acceptedTwice: 0,
    forgedAccepted: 0,
    lost: 0
  })
  assert.isAtLeast(counted.genuine, 250)
}, 600_000)

it("reports a receiver that leaks memory (the control)", async () => {
  const { code, output } = await Soak.run("webhooks", ["--deliveries", "500", "--restarts", "0", "--leak"])
  assert.strictEqual(code, 1, output)
  assert.include(output, "the memory of receiver-1 grows")
}, 600_000)
