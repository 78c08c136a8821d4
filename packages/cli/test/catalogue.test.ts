import * as UrlText from "@effect-helpscout/core/UrlText"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { assert, describe, it } from "vitest"
import { combined } from "../src/internal/command/combined.js"
import { inputsOf, kebab } from "../src/internal/command/fields.js"
import { flagsOf } from "../src/internal/command/flags.js"
import { operation, operationNames } from "../src/internal/command/operations.js"
import { resolve } from "../src/internal/command/resolve.js"
import { commandDocs } from "../src/internal/commandDocs.js"
import { columns } from "../src/internal/output/columns.js"

const entries = Catalogue.entries.map(({ group, name }) => `${group}.${name}`)

const methodNames = (group: string, service: object): ReadonlyArray<string> =>
  Object.entries(service).flatMap(([key, member]) => {
    const name = group === "" ? key : `${group}.${key}`
    return typeof member === "function" ? [name] : methodNames(name, member)
  })

// law C7
describe("the commands of the catalogue", () => {
  it("has a command for every entry of the catalogue", () => {
    for (const name of entries) {
      const resolved = resolve([...name.split(".").map(kebab), "--help"])
      assert.deepEqual(resolved._tag === "Operation" ? resolved.name : resolved, name)
    }
  })

  it("has an entry of the catalogue for every command, besides the methods that combine requests", () => {
    const others = operationNames.filter((name) => !entries.includes(name))
    assert.sameMembers(others, Object.keys(combined))
    for (const name of others) assert.isTrue(commandDocs[name]?.isCombined)
  })

  it("has a command for every method of the library, and a method for every command", async () => {
    const layer = HelpScout.layer.pipe(Layer.provide(Simulator.layerClient({ data: "empty" })))
    const methods = methodNames("", await Effect.runPromise(Effect.provide(HelpScout, layer)))
    // a list and its streams are one command, with --page, --limit and --all
    const streams = Catalogue.methods.filter(({ endpoint }) => endpoint.kind === "All" || endpoint.kind === "Pages")
    const commands = methods.filter((name) => !streams.some((stream) => `${stream.group}.${stream.name}` === name))
    assert.sameMembers(commands, [...operationNames])
    for (const { endpoint, group, name } of streams) {
      const { streamed } = operation(`${group}.${name.replace(/(?:All|Pages)$/, "")}`)
      if (endpoint.kind === "All") assert.strictEqual(streamed, name, group)
    }
  })

  it("has an argument for every id, and a flag for every parameter of the query and every field of the payload", () => {
    for (const name of entries) {
      const { description, filters, params, payload, takesPayload } = operation(name)
      assert.deepEqual(
        params.map(({ key }) => `:${key}`),
        description.path.match(/:\w+/g) ?? [],
        name
      )
      const parameters = description.query === undefined ? [] : [...UrlText.queryParameters(description.query).keys()]
      if (name !== "customers.deleteAsync")
        assert.sameMembers(
          filters.map(({ key }) => key),
          parameters,
          name
        )
      if (takesPayload && payload.length === 0) {
        // lists of changes, which only JSON can express
        assert.include(["customers.update", "customers.properties.update"], name)
      }
      const expected = takesPayload && description.payload ? inputsOf(description.payload.ast) : []
      assert.lengthOf(payload, expected.length, name)
    }
  })

  it("gives every flag of a command a name of its own", () => {
    for (const name of operationNames) {
      const names = flagsOf(operation(name)).map((flag) => flag.name)
      assert.lengthOf(new Set(names), names.length, `${name}: ${names}`)
      for (const flag of names) assert.match(flag, /^[a-z][a-z0-9-]*$/, name)
    }
  })

  it("streams every list that has pages", () => {
    for (const name of entries) {
      const { description, kind, streamed } = operation(name)
      const paging = description.list?.paging
      if (kind !== "List" || paging === "plain" || paging === "array") continue
      assert.isDefined(streamed, name)
    }
  })

  it("names groups that exist for its columns", () => {
    const groups = new Set(entries.flatMap((name) => [name, name.split(".").slice(0, -1).join(".")]))
    for (const name of Object.keys(columns)) assert.isTrue(groups.has(name), name)
  })
})
