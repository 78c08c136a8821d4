import { assert, it } from "@effect/vitest"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { families } from "../../src/server/families.js"

const named = ({ method, path }: Endpoint.Description): string => `${method} ${path}`

const routes = families.flatMap((family) => family.routes.map((route) => named(route.description)))

/** `conversations.threads` is simulated in `routes/Conversations/Threads.ts`. */
const fileOf = (group: string): string => {
  const path = group.split(".").map((name) => name.charAt(0).toUpperCase() + name.slice(1))
  return `packages/simulator/src/routes/${path.join("/")}.ts`
}

it("every endpoint of the catalogue has a route", () => {
  const missing = Catalogue.calls.filter(({ endpoint }) => !routes.includes(named(endpoint.description)))
  assert.deepStrictEqual(
    missing.map(({ endpoint, group, name }) => `${group}.${name} (${named(endpoint.description)}): ${fileOf(group)}`),
    [],
    "Add a route to each file named here."
  )
})

it("every route has an endpoint, and no endpoint has two routes", () => {
  const recorded = new Set(Catalogue.calls.map(({ endpoint }) => named(endpoint.description)))
  assert.deepStrictEqual(
    routes.filter((route) => !recorded.has(route)),
    []
  )
  assert.strictEqual(new Set(routes).size, routes.length)
})
