import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { vendorEndpoints } from "./vendor-endpoints.js"

const lineOf = (method: string, path: string, status: number, stability: string) =>
  `${method} ${path} ${status} ${stability}`

/** The catalogue without second names: a record that has two is one value. */
const distinct = Catalogue.calls.filter(
  ({ endpoint }, index) => Catalogue.calls.findIndex((other) => other.endpoint === endpoint) === index
)

const names = new Set(Catalogue.methods.map(({ group, name }) => `${group}.${name}`))

describe("the catalogue", () => {
  it("has every endpoint of Help Scout, and nothing that Help Scout has not", () => {
    const ours = distinct.map(Catalogue.entry).map((e) => lineOf(e.method, e.path, e.status, e.stability))
    const theirs = vendorEndpoints.map((endpoint) => lineOf(...endpoint))
    const missing = theirs.filter((line) => !ours.includes(line))
    const invented = ours.filter((line) => !theirs.includes(line))
    assert.deepStrictEqual({ missing, invented }, { missing: [], invented: [] })
    // those that differ by media type alone have the same line
    assert.deepStrictEqual([...ours].sort(), [...theirs].sort())
  })

  it("the list it is held against is as long as the navigation of Help Scout's reference", () => {
    const documented = vendorEndpoints.filter(([, , , status]) => status === "documented")
    const counted: Record<string, number> = {}
    for (const [method] of documented) counted[method] = (counted[method] ?? 0) + 1
    // the same mail as JSON and as RFC 822 has one method and path, and there the two are one
    assert.deepStrictEqual(counted, { GET: 79 + 1, POST: 21, PUT: 20, PATCH: 6, DELETE: 19 })
  })

  it("second names of an endpoint are few, and told", () => {
    const second = Catalogue.calls.filter((call) => !distinct.includes(call))
    const first = second.map(({ endpoint }) => Catalogue.calls.find((call) => call.endpoint === endpoint))
    assert.deepStrictEqual(
      [...first, ...second].map((call) => `${call?.group}.${call?.name}`),
      ["conversations.threads.getOriginalSource", "conversations.threads.get"]
    )
  })

  it("each line has a name of its own, a page over https, and a status", () => {
    const lines = Catalogue.entries
    assert.strictEqual(new Set(lines.map(({ group, name }) => `${group}.${name}`)).size, lines.length)
    for (const line of lines) {
      assert.deepStrictEqual(Object.keys(line), ["group", "name", "method", "path", "status", "docs", "stability"])
      assert.match(line.docs, /^https:\/\/(developer\.helpscout\.com|github\.com)\/\S+$/)
      assert.match(line.path, /^\/(v2|v3|chat\/v1)(\/:?[\w-]+)+$/)
    }
  })

  it("streams stand beside the list that they stream, and are no endpoints of their own", () => {
    for (const { endpoint, group, name } of Catalogue.methods) {
      if (endpoint.kind !== "List") continue
      assert.includeMembers([...names], [`${group}.${name}All`, `${group}.${name}Pages`])
    }
    assert.isEmpty(Catalogue.calls.filter(({ endpoint }) => endpoint.kind === "All" || endpoint.kind === "Pages"))
  })

  it.effect("its groups and names are those that a program calls", () =>
    Effect.map(HelpScout, (helpScout) => {
      for (const { group, name } of Catalogue.methods) {
        let found: unknown = helpScout
        for (const key of [...group.split("."), name]) found = Reflect.get(Object(found), key)
        assert.isFunction(found, `${group}.${name}`)
      }
    }).pipe(Effect.provide(HelpScout.layer.pipe(Layer.provide(Simulator.Simulator.layerClient({ data: "empty" })))))
  )
})
