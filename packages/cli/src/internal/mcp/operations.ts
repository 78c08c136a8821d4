/** The whole catalogue for the three tools that reach it: search, describe, run. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { resources } from "@effect-helpscout/resources/Resources"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { commandDocs } from "../commandDocs.js"
import { ToolError } from "./toolError.js"

export type Json = Readonly<Record<string, unknown>>

const nameOf = ({ group, name }: Catalogue.Method): string => `${group}.${name}`

const byName: ReadonlyMap<string, Catalogue.Method> = new Map(
  Catalogue.calls.map((method) => [nameOf(method).toLowerCase(), method])
)

const docOf = (method: Catalogue.Method): string => commandDocs[nameOf(method)]?.text ?? ""

export const find = (name: string): Either.Either<Catalogue.Method, ToolError> => {
  const found = byName.get(name.trim().toLowerCase())
  return found === undefined
    ? Either.left(
        new ToolError({
          message: `There is no operation ${JSON.stringify(name.slice(0, 80))}. search_operations finds them.`
        })
      )
    : Either.right(found)
}

// ---------------------------------------------------------------------------------------------------------------
// search and describe
// ---------------------------------------------------------------------------------------------------------------

const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)
    .map((word) => word.replace(/(?:ies)$/, "y").replace(/(?<=[a-z]{3})s$/, ""))

const score = (method: Catalogue.Method, words: ReadonlyArray<string>): number => {
  const inName = new Set(wordsOf(nameOf(method)))
  const inDoc = new Set(wordsOf(docOf(method)))
  return words.reduce((sum, word) => sum + (inName.has(word) ? 3 : inDoc.has(word) ? 1 : 0), 0)
}

/** The operations that fit best, best first. Without words, all of them. */
export const search = (query: string): ReadonlyArray<Catalogue.Method> => {
  const words = wordsOf(query)
  if (words.length === 0) return Catalogue.calls
  return Catalogue.calls
    .map((method) => ({ method, score: score(method, words) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ method }) => method)
}

const impactText = ({ impact, impactCases }: Endpoint.Description): string =>
  [impact, ...impactCases.map((one) => `${one.impact} with ${JSON.stringify(one.payload)}`)].join("; ")

/** One line for a list. */
export const line = (method: Catalogue.Method): string =>
  `${nameOf(method)} (${impactText(method.endpoint.description)}): ${docOf(method).split("\n")[0]}`

const schemaOf = (schema: Schema.Schema.Any): unknown => {
  try {
    return JSONSchema.make(schema as Schema.Schema<unknown>)
  } catch {
    return { description: "See the page of Help Scout's reference." }
  }
}

/** What `run_operation` needs to know about an operation. */
export const describe = (method: Catalogue.Method): string => {
  const { description } = method.endpoint
  const { list, params, payload, query } = description
  return [
    nameOf(method),
    docOf(method),
    `Impact: ${impactText(description)}`,
    `Request: ${description.method} ${description.path}`,
    `Reference: ${description.docs}`,
    ...(Object.keys(params).length === 0 ? [] : [`params (in the path, required): ${Object.keys(params).join(", ")}`]),
    ...(query === undefined ? [] : [`query:\n${JSON.stringify(schemaOf(query))}`]),
    ...(payload === undefined ? [] : [`payload:\n${JSON.stringify(schemaOf(payload))}`]),
    ...(list === undefined ? [] : ["A list: pass the cursor of a result to continue."])
  ]
    .filter((part) => part !== "")
    .join("\n\n")
}

// ---------------------------------------------------------------------------------------------------------------
// run
// ---------------------------------------------------------------------------------------------------------------

const decode = (name: string, schema: Schema.Schema.Any, value: unknown): Either.Either<unknown, ToolError> =>
  Either.mapLeft(
    Schema.decodeUnknownEither(schema as Schema.Schema<unknown>, { errors: "all", onExcessProperty: "error" })(value),
    (error) => {
      const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
        .slice(0, 5)
        .map(({ message, path }) => `${[name, ...path.map(String)].join(".")}: ${message.split("\n")[0]}`)
      return new ToolError({
        message: `The input is invalid, and no request was sent. ${[...new Set(issues)].join("; ")}`
      })
    }
  )

export interface Input {
  readonly params?: Json | undefined
  readonly query?: Json | undefined
  readonly payload?: unknown
  readonly page?: number | undefined
}

/** The method of an operation, with only its own resource built. */
const methodAt = (path: ReadonlyArray<string>) => {
  const [resource = "", ...rest] = path
  // the path is one of the catalogue
  const tag = resources[resource as keyof typeof resources] as (typeof resources)["tags"]
  return Effect.map(Effect.provide(tag, tag.layer), (service) =>
    rest.reduce<unknown>((member, name) => Reflect.get(member as object, name), service)
  ) as Effect.Effect<
    (...args: ReadonlyArray<unknown>) => Effect.Effect<unknown, HelpScoutError>,
    never,
    HelpScoutClient
  >
}

const decoded = ({ endpoint }: Catalogue.Method, input: Input): Either.Either<ReadonlyArray<unknown>, ToolError> =>
  Either.gen(function* () {
    const { list, params, payload, query } = endpoint.description
    const args: Record<string, unknown> = { ...(input.params ?? {}) }
    if (query !== undefined) Object.assign(args, yield* decode("query", query, input.query ?? {}))
    else if (input.query !== undefined && Object.keys(input.query).length > 0) {
      return yield* Either.left(
        new ToolError({ message: "This operation has no query. describe_operation shows its input." })
      )
    }
    if (list !== undefined && input.page !== undefined && input.page > 1) args.page = input.page
    const takesArgs = Object.keys(params).length > 0 || query !== undefined || list !== undefined
    return [
      ...(takesArgs ? [args] : []),
      ...(payload === undefined ? [] : [yield* decode("payload", payload, input.payload)])
    ]
  })

export type Result =
  | { readonly _tag: "Page"; readonly items: ReadonlyArray<unknown>; readonly nextPage: number | undefined }
  | { readonly _tag: "Value"; readonly value: unknown }

const isPaged = ({ endpoint }: Catalogue.Method): boolean => {
  const paging = endpoint.description.list?.paging
  return paging === "numbered" || paging === "report"
}

export const run = (
  method: Catalogue.Method,
  input: Input
): Effect.Effect<Result, HelpScoutError | ToolError, HelpScoutClient> =>
  Effect.gen(function* () {
    if (method.endpoint.kind === "Bytes") {
      return yield* new ToolError({ message: "Files are not returned. The command `helpscout` downloads them." })
    }
    const args = yield* decoded(method, input)
    const call = yield* methodAt(nameOf(method).split("."))
    const result = yield* call(...args)
    if (method.endpoint.kind !== "List") {
      return { _tag: "Value", value: Option.isOption(result) ? Option.getOrUndefined(result) : result }
    }
    const page = result as Page.Page<unknown>
    const nextPage = page.next !== undefined && isPaged(method) ? (input.page ?? 1) + 1 : undefined
    return { _tag: "Page", items: page.items, nextPage }
  })
