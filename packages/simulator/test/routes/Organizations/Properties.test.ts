import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Organizations } from "@effect-helpscout/resources/Organizations"
import type * as Simulator from "@effect-helpscout/simulator/Simulator"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const run = <A, E>(
  effect: Effect.Effect<A, E, Organizations | Simulator.Simulator>,
  options: Simulator.Options = { data: "empty" }
) => {
  const simulated = simulatorLayer(options)
  return Effect.provide(effect, Layer.provideMerge(Organizations.layer, simulated))
}

const failure = <A>(effect: Effect.Effect<A, HelpScoutError, never>) =>
  Effect.map(Effect.flip(effect), (error) => error._tag)

describe("organization properties in the simulator", () => {
  it.effect("are defined, changed and deleted with their values", () =>
    run(
      Effect.gen(function* () {
        const { propertyDefinitions: definitions, ...organizations } = yield* Organizations
        const organizationId = yield* organizations.create({ name: "Acme" })
        const slug = "tier"
        yield* definitions.create({
          type: "dropdown",
          slug,
          name: "Tier",
          options: [{ label: "Gold" }, { label: "Silver" }]
        })
        for (const type of ["date", "number", "text", "url"] as const)
          yield* definitions.create({ type, slug: type, name: type })
        assert.strictEqual(yield* failure(definitions.create({ type: "text", slug, name: "x" })), "HelpScoutConflict")
        assert.deepStrictEqual(yield* definitions.get({ slug }), {
          type: "dropdown",
          slug,
          name: "Tier",
          options: [{ label: "Gold" }, { label: "Silver" }]
        })

        const good = { tier: "Gold", date: "2024-02-29", number: "100", text: "", url: "https://example.org" }
        const bad = { tier: "gold", date: "today", number: "1.5", url: "x" }
        for (const [slug, value] of Object.entries(good))
          yield* organizations.properties.update({ organizationId, slug }, { value })
        for (const [slug, value] of [...Object.entries(bad), ["date", "2023-02-29"] as const]) {
          const error = yield* Effect.flip(organizations.properties.update({ organizationId, slug }, { value }))
          assert.strictEqual(error._tag, "HelpScoutValidationFailed", slug)
        }
        assert.strictEqual(
          yield* failure(organizations.properties.update({ organizationId, slug: "none" }, { value: "x" })),
          "HelpScoutNotFound"
        )
        const values = Effect.map(
          organizations.get({ organizationId, includeProperties: true }),
          ({ properties = [] }) => Object.fromEntries(properties.map(({ slug, value }) => [slug, value]))
        )
        assert.deepStrictEqual(yield* values, good)

        yield* organizations.properties.delete({ organizationId, slug: "text" })
        assert.notProperty(yield* values, "text")
        yield* definitions.update({ slug }, { name: "Level" })
        assert.strictEqual((yield* definitions.get({ slug })).options?.length, 2)
        assert.property(yield* values, slug)
        // a removed option removes its values
        yield* definitions.update({ slug }, { name: "Level", options: [{ label: "Silver" }] })
        assert.deepInclude(yield* definitions.get({ slug }), { name: "Level", options: [{ label: "Silver" }] })
        assert.notProperty(yield* values, slug)

        yield* definitions.delete({ slug: "number" })
        assert.notProperty(yield* values, "number")
        assert.deepStrictEqual(
          (yield* definitions.list()).items.map(({ slug }) => slug),
          ["tier", "date", "text", "url"]
        )
        for (const missing of [
          definitions.get({ slug: "number" }),
          definitions.delete({ slug: "number" }),
          definitions.update({ slug: "number" }, { name: "x" })
        ]) {
          assert.strictEqual(yield* failure(Effect.asVoid(missing)), "HelpScoutNotFound")
        }
      })
    )
  )

  it.effect("are limited to fifty", () =>
    run(
      Effect.gen(function* () {
        const { propertyDefinitions: definitions } = yield* Organizations
        for (let i = 0; i < 50; i++) yield* definitions.create({ type: "text", slug: `p${i}`, name: "x" })
        assert.strictEqual(
          yield* failure(definitions.create({ type: "text", slug: "p50", name: "x" })),
          "HelpScoutPreconditionFailed"
        )
      })
    )
  )
})
