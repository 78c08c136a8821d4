import { assert, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

interface Counted {
  readonly sent: number
  readonly genuine: number
  readonly accepted: number
  readonly acceptedTwice: number
  readonly forgedAccepted: number
  readonly lost: number
}

/** `npm run soak:webhooks` in short: real processes, a real Redis, real sockets. */
it("of a thousand deliveries, exactly the genuine ones are handled, each once, across graceful restarts", async () => {
  const { code, output } = await Soak.run("webhooks", ["--deliveries", "1000", "--restarts", "2"])
  assert.strictEqual(code, 0, output)
  const counted = Soak.counted<Counted>(output)
  assert.deepStrictEqual(counted, {
    sent: 1000,
    genuine: counted.genuine,
    accepted: counted.genuine,
    acceptedTwice: 0,
    forgedAccepted: 0,
    lost: 0
  })
  assert.isAtLeast(counted.genuine, 500)
}, 600_000)

it("a receiver that leaks is noticed", async () => {
  const { code, output } = await Soak.run("webhooks", ["--deliveries", "1000", "--restarts", "0", "--leak"])
  assert.strictEqual(code, 1, output)
  assert.include(output, "the memory of receiver-1 grows")
}, 600_000)
