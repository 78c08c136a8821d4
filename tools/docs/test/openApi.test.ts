import { assert, describe, it } from "@effect/vitest"
import * as Hal from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { Validator } from "@seriousme/openapi-schema-validator"
import { Ajv2020 } from "ajv/dist/2020.js"
import * as Effect from "effect/Effect"
import type { Json } from "../src/openApi.js"
import { openApiDocument } from "../src/reference.js"

const { components, paths } = openApiDocument as {
  readonly components: { readonly schemas: Record<string, Json> }
  readonly paths: Record<string, Record<string, Operation>>
}

interface Operation {
  readonly operationId: string
  readonly parameters: ReadonlyArray<{ readonly name: string; readonly in: string; readonly required?: boolean }>
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: Json }> }>
}

const operationOf = ({ method, path: template }: Pick<Catalogue.Entry, "method" | "path">): Operation | undefined =>
  paths[template.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]

const makeAjv = () => {
  // a format is a hint: Help Scout leaves the zone out of some dates
  // strictTypes: the type of a bound beside `$ref: Int` is behind the reference
  const options = { strict: true, strictRequired: false, strictTypes: false, allErrors: true, validateFormats: false }
  const ajv = new Ajv2020(options)
  return ajv.addSchema({ $id: "api", components: openApiDocument.components }).addKeyword("components")
}

/** References as seen from outside of the document. */
const fromOutside = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'))

describe("openapi.json", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator()
    const { errors, valid } = await validator.validate(JSON.parse(JSON.stringify(openApiDocument)))
    assert.isTrue(valid, JSON.stringify(errors))
    assert.strictEqual(validator.version, "3.1")
    const broken = await new Validator().validate({ ...openApiDocument, info: {} })
    assert.isFalse(broken.valid)
  })

  it("its schemas are valid JSON Schema 2020-12, and every reference leads somewhere", () => {
    const ajv = makeAjv()
    for (const name of Object.keys(components.schemas)) {
      assert.match(name, /^[A-Za-z0-9]+$/)
      assert.isFunction(ajv.compile({ $ref: `api#/components/schemas/${name}` }))
    }
  })

  it("has each line of the catalogue with its success, and nothing else", () => {
    const wanted = new Set<string>()
    for (const entry of Catalogue.entries) {
      wanted.add(`${entry.method} ${entry.path}`)
      assert.property(operationOf(entry)?.responses, String(entry.status), `${entry.group}.${entry.name}`)
    }
    const count = Object.values(paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0)
    assert.strictEqual(count, wanted.size)
  })

  it("each parameter of a path is in its template, and the other way round", () => {
    for (const [template, operations] of Object.entries(paths)) {
      const named = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { operationId, parameters } of Object.values(operations)) {
        const declared = parameters.filter(({ in: place, required }) => place === "path" && required === true)
        assert.deepStrictEqual(declared.map(({ name }) => name).sort(), named.sort(), operationId)
        assert.strictEqual(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, parameters.length)
      }
    }
  })

  it("calls that differ by a parameter or by a media type are one operation", () => {
    const deletion = operationOf({ method: "DELETE", path: "/v2/customers/:customerId" })
    assert.includeMembers(Object.keys(deletion?.responses ?? {}), ["202", "204"])
    assert.deepStrictEqual(
      deletion?.parameters.map(({ name, required }) => [name, required === true]),
      [
        ["customerId", true],
        ["async", false]
      ]
    )
    const source = operationOf({
      method: "GET",
      path: "/v2/conversations/:conversationId/threads/:threadId/original-source"
    })
    assert.deepStrictEqual(Object.keys(source?.responses["200"]?.content ?? {}), [
      "application/hal+json",
      "message/rfc822"
    ])
  })

  it("a parameter that every member of a query requires is required, and one of several members is not", () => {
    const report = operationOf({ method: "GET", path: "/v2/reports/company" })
    const required = report?.parameters.filter((parameter) => parameter.required === true).map(({ name }) => name)
    assert.includeMembers(required ?? [], ["start", "end"])
    const list = operationOf({ method: "GET", path: "/v2/conversations" })?.parameters ?? []
    assert.isUndefined(list.find(({ name }) => name === "mailbox")?.required)
    assert.isDefined(list.find(({ name }) => name === "customFieldsByIds"))
  })

  it.effect("describes the responses of the simulator", () =>
    Effect.gen(function* () {
      const ajv = makeAjv()
      const read = (entry: Catalogue.Entry, address: `/${string}`) =>
        Effect.gen(function* () {
          const response = yield* HelpScoutClient.request({ method: "GET", path: address })
          const schema = operationOf(entry)?.responses["200"]?.content?.["application/hal+json"]?.schema ?? { not: {} }
          const validate = ajv.compile(fromOutside(schema))
          // optional keys may be null in a response
          assert.isTrue(validate(Hal.dropNulls(response)), `${address}: ${ajv.errorsText(validate.errors)}`)
          return response
        })
      const lists = Catalogue.entries.filter(
        ({ method, path: template, stability }) =>
          method === "GET" && stability === "documented" && !template.includes(":") && !template.includes("/reports/")
      )
      assert.isAbove(lists.length, 10)
      for (const entry of lists) yield* read(entry, entry.path as `/${string}`)

      const conversations = yield* HelpScoutClient.request({ method: "GET", path: "/v2/conversations?status=all" })
      const [id] = /(?<="id":)\d+/.exec(JSON.stringify(conversations)) ?? []
      for (const template of ["/v2/conversations/:conversationId", "/v2/conversations/:conversationId/threads"]) {
        const entry = Catalogue.entries.find((one) => one.method === "GET" && one.path === template)
        if (entry === undefined) assert.fail(template)
        yield* read(entry, template.replace(":conversationId", id ?? "") as `/${string}`)
      }
    }).pipe(Effect.provide(Simulator.Simulator.layerClient({ data: { conversations: 30 } })))
  )
})
