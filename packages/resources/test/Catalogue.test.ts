import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** The catalogue without aliases: both names have the same endpoint. */
const distinct = Catalogue.calls.filter(
  ({ endpoint }, index) => Catalogue.calls.findIndex((other) => other.endpoint === endpoint) === index
)

const names = new Set(Catalogue.methods.map(({ group, name }) => `${group}.${name}`))

describe("the catalogue", () => {
  it("has at least the endpoints in the navigation of Help Scout's reference", () => {
    const counted: Record<string, number> = {}
    for (const { endpoint } of distinct) {
      const { method, stability } = endpoint.description
      if (stability === "documented") counted[method] = (counted[method] ?? 0) + 1
    }
    // as of November 2026, with the nine of the Chat API; the original source as JSON and as RFC 822 is one page of the reference and two endpoints
    const navigation = { GET: 79 + 1 + 2, POST: 21, PUT: 20 + 7, PATCH: 6, DELETE: 19 }
    for (const [method, count] of Object.entries(navigation)) assert.isAtLeast(counted[method] ?? 0, count, method)
  })

  it("has these endpoints that the reference does not document", () => {
    const experimental = Catalogue.entries.filter(({ stability }) => stability === "experimental")
    assert.sameMembers(
      experimental.map(({ group, method, name, path }) => `${group}.${name}: ${method} ${path}`),
      ["conversations.listV3: GET /v3/conversations"]
    )
  })

  it("expects another status than the usual one of these endpoints", () => {
    const usual = { Json: 200, Text: 200, Bytes: 200, Created: 201, NoContent: 204 }
    const unusual = Catalogue.calls.filter(({ endpoint: { description } }) => {
      const { list, response, status } = description
      return status !== (list === undefined ? usual[response.decode._tag] : 200)
    })
    assert.sameMembers(
      unusual.map(({ endpoint, group, name }) => `${group}.${name}: ${endpoint.description.status}`),
      [
        "customerProperties.create: 201",
        "customers.addresses.create: 201",
        "customers.deleteAsync: 202",
        "organizations.propertyDefinitions.create: 201"
      ]
    )
  })

  it("has a table of exact requests for each resource", () => {
    for (const resource of new Set(Catalogue.methods.map(({ group }) => group.split(".")[0] ?? ""))) {
      const file = new URL(`./${resource.charAt(0).toUpperCase()}${resource.slice(1)}.test.ts`, import.meta.url)
      const tests = readFileSync(file, "utf8")
      // each fails if an endpoint of the resource has no row
      assert.match(tests, /\b(?:assertCalls|namesOf|leaves)\(/, resource)
    }
  })

  it("has the impact of each endpoint: these may reach people, those cannot be undone (law S7)", () => {
    const namesOf = (impact: string) =>
      Catalogue.entries.filter((entry) => entry.impact === impact).map(({ group, name }) => `${group}.${name}`)
    // `users.create` invites, webhooks and workflows act on their own
    assert.sameMembers(namesOf("send"), [
      "chats.end",
      "chats.messages.create",
      "conversations.create",
      "conversations.threads.createChat",
      "conversations.threads.createReply",
      "conversations.threads.updateSchedule",
      "conversations.threads.publishSchedule",
      "users.create",
      "webhooks.create",
      "webhooks.update",
      "workflows.runManual",
      "workflows.update"
    ])
    assert.sameMembers(namesOf("destroy"), [
      "conversations.delete",
      "conversations.attachments.delete",
      "customerProperties.delete",
      "customers.delete",
      "customers.deleteAsync",
      "customers.addresses.delete",
      "customers.chatHandles.delete",
      "customers.emails.delete",
      "customers.phones.delete",
      "customers.socialProfiles.delete",
      "customers.websites.delete",
      "mailboxes.savedReplies.delete",
      "organizations.delete",
      "organizations.properties.delete",
      "organizations.propertyDefinitions.update",
      "organizations.propertyDefinitions.delete",
      "users.delete",
      "webhooks.delete"
    ])
    const deletions = Catalogue.entries.filter(({ method }) => method === "DELETE")
    const harmless = deletions.filter(({ impact }) => impact !== "destroy").map(({ group, name }) => `${group}.${name}`)
    assert.deepStrictEqual(harmless, ["conversations.deleteSnooze", "conversations.threads.deleteSchedule"])
  })

  it("has one alias", () => {
    const second = Catalogue.calls.filter((call) => !distinct.includes(call))
    const first = second.map(({ endpoint }) => Catalogue.calls.find((call) => call.endpoint === endpoint))
    assert.deepStrictEqual(
      [...first, ...second].map((call) => `${call?.group}.${call?.name}`),
      ["conversations.threads.getOriginalSource", "conversations.threads.get"]
    )
  })

  it("has a unique name, an https page and a valid path for each entry", () => {
    const lines = Catalogue.entries
    assert.strictEqual(new Set(lines.map(({ group, name }) => `${group}.${name}`)).size, lines.length)
    for (const line of lines) {
      assert.deepStrictEqual(Object.keys(line), [
        "group",
        "name",
        "method",
        "path",
        "impact",
        "impactCases",
        "status",
        "docs",
        "stability"
      ])
      assert.match(line.docs, /^https:\/\/(developer\.helpscout\.com|github\.com)\/\S+$/)
      assert.match(line.path, /^\/(v2|v3|chat\/v1)(\/:?[\w-]+)+$/)
    }
  })

  it("has both streams of each list, which are not entries", () => {
    for (const { endpoint, group, name } of Catalogue.methods) {
      if (endpoint.kind !== "List") continue
      assert.includeMembers([...names], [`${group}.${name}All`, `${group}.${name}Pages`])
    }
    assert.isEmpty(Catalogue.calls.filter(({ endpoint }) => endpoint.kind === "All" || endpoint.kind === "Pages"))
  })

  it.effect("has the groups and names of the service", () =>
    Effect.map(HelpScout, (helpScout) => {
      for (const { group, name } of Catalogue.methods) {
        let found: unknown = helpScout
        for (const key of [...group.split("."), name]) found = Reflect.get(Object(found), key)
        assert.isFunction(found, `${group}.${name}`)
      }
    }).pipe(Effect.provide(HelpScout.layer.pipe(Layer.provide(Simulator.Simulator.layerClient({ data: "empty" })))))
  )
})
