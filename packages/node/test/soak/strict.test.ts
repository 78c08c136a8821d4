import { assert, describe, it } from "@effect/vitest"
import * as Soak from "@effect-helpscout/test-support/soak"

/** Short runs of the programs that attack the client through the strict server, each with a control that must fail. */
interface Program {
  readonly name: string
  readonly does: string
  readonly args: ReadonlyArray<string>
  /** Counts that prove that something happened. */
  readonly atLeast: Readonly<Record<string, number>>
  /** Counts that must be zero. */
  readonly zero: ReadonlyArray<string>
  readonly control: ReadonlyArray<string>
  /** What the control reports. */
  readonly reports: string
}

const programs: ReadonlyArray<Program> = [
  {
    name: "renewal",
    does: "renews once for each revocation under concurrent calls (laws T1, T3 and S6)",
    args: ["--calls", "150", "--rounds", "4"],
    atLeast: { calls: 1200, interrupted: 1, renewals: 8, endpointFailures: 1 },
    zero: ["failed", "reused", "problems"],
    control: ["--calls", "20", "--rounds", "1", "--unshared"],
    reports: "refresh tokens were sent twice"
  },
  {
    name: "writes",
    does: "carries no write out twice through faults, and reports each write as it ended (laws S2, S3 and S4)",
    args: ["--writes", "1200"],
    atLeast: { faulty: 1100, succeeded: 1, ambiguous: 1, applied: 1, failed: 1 },
    zero: ["duplicates", "problems"],
    control: ["--writes", "30", "--twice"],
    reports: "carried out more than once"
  },
  {
    name: "hostile",
    does: "survives hostile responses and forged deliveries, and leaks no secret (laws O1, P4 and P7)",
    args: ["--responses", "1500", "--deliveries", "600"],
    atLeast: { fuzzed: 1500, fuzzKinds: 30, searches: 3000, forgeryKinds: 30, forged: 600, genuineHandled: 25 },
    zero: ["defects", "leaked", "forgedAccepted", "problems"],
    control: ["--responses", "100", "--deliveries", "60", "--leak", "--gullible"],
    reports: "a secret in a log"
  },
  {
    name: "interrupt",
    does: "leaves nothing behind when calls and startups are interrupted (laws T3, R4 and P9)",
    args: ["--interruptions", "800"],
    atLeast: { interruptions: 800, interrupted: 100, startups: 80 },
    zero: ["left", "reused", "duplicates", "problems"],
    control: ["--interruptions", "20", "--leak"],
    reports: "keep listening"
  },
  {
    name: "load",
    does: "keeps memory flat under mixed load (laws L4, P5 and P7)",
    args: ["--minutes", "0.15", "--calls", "400"],
    atLeast: { calls: 400, succeeded: 100, deliveries: 20, handled: 10, renewals: 1 },
    zero: ["reused", "duplicates", "problems"],
    control: ["--minutes", "0.1", "--calls", "400", "--leak"],
    reports: "memory grows"
  }
]

for (const { args, atLeast, control, does, name, reports, zero } of programs) {
  describe(`soak:${name}`, () => {
    it(does, async () => {
      const { code, output } = await Soak.run(name, args)
      assert.strictEqual(code, 0, output)
      const counted = Soak.counted<Readonly<Record<string, number>>>(output)
      for (const [key, least] of Object.entries(atLeast))
        assert.isAtLeast(counted[key] ?? 0, least, `${key}: ${output}`)
      for (const key of zero) assert.strictEqual(counted[key], 0, `${key}: ${output}`)
    }, 600_000)

    it("reports a violation (the control)", async () => {
      const { code, output } = await Soak.run(name, control)
      assert.strictEqual(code, 1, output)
      assert.include(output, reports)
    }, 600_000)
  })
}
