/** The three tools that reach the whole catalogue: search, describe and run. */
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Items from "./items.js"
import * as Operations from "./operations.js"
import type { Settings } from "./settings.js"
import { define, described, done, optional, type Tool } from "./tool.js"

const Fields = Schema.Record({ key: Schema.String, value: Schema.Unknown })

export const everything = ({ allow = [] }: Settings): ReadonlyArray<Tool> => [
  define({
    name: "search_operations",
    title: "Search operations",
    description: `Finds operations of Help Scout's API by words, such as "merge customer" or "saved replies". ${Catalogue.calls.length} exist; describe_operation shows the input of one, and run_operation runs it.`,
    impact: "read",
    input: Schema.Struct({ query: optional(Schema.String, "Words. Without them, all operations.") }),
    run: ({ query = "" }, { page }) =>
      Effect.sync(() => {
        const found = Operations.search(query)
        const shown = found.slice((page - 1) * 40, page * 40)
        return {
          summary: `${found.length} operations.`,
          items: shown.map((method) => ({ label: Operations.line(method), trusted: true })),
          page,
          nextPage: found.length > page * 40 ? page + 1 : undefined
        }
      })
  }),
  define({
    name: "describe_operation",
    title: "Describe an operation",
    description: "Shows what an operation does, its impact, and the JSON Schemas of its input.",
    impact: "read",
    input: Schema.Struct({
      operation: described(Schema.String, "Its name, such as conversations.threads.createNote.")
    }),
    run: ({ operation }) =>
      Effect.map(Operations.find(operation), (method) => ({
        items: [{ label: `${method.group}.${method.name}`, text: Operations.describe(method), trusted: true }]
      }))
  }),
  define({
    name: "run_operation",
    title: "Run an operation",
    description:
      "Runs any operation of Help Scout's API. Call describe_operation first. Prefer the other tools where they fit.",
    impact: (["destroy", "send", "write"] as const).find((impact) => allow.includes(impact)) ?? "read",
    needs: "read",
    input: Schema.Struct({
      operation: described(Schema.String, "Its name, such as teams.list."),
      params: optional(Fields, "The ids in the path, by name."),
      query: optional(Fields, "The filters."),
      payload: Schema.optional(Schema.Unknown.annotations({ description: "The body, as describe_operation shows it." }))
    }),
    run: ({ operation, params, payload, query }, { page }) =>
      Effect.gen(function* () {
        const method = yield* Operations.find(operation)
        const result = yield* Operations.run(method, { params, query, payload, page })
        const label = `${method.group}.${method.name}`
        if (result._tag === "Page") {
          return {
            items: result.items.map((item) => Items.json(item, label)),
            page,
            nextPage: result.nextPage,
            people: result.items
          }
        }
        if (result.value === undefined) return done(`${label}: done`)
        return { items: [Items.json(result.value, label)], people: result.value }
      })
  })
]
