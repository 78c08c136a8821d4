/**
 * Lists with the option `order: "stable"` (law L10): checks what it is combined with, and sends the requests of the walk
 * that `reading/stable.ts` decides on.
 */
import * as Effect from "effect/Effect"
import type * as Endpoint from "../../Endpoint.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as Page from "../../Page.js"
import * as UrlText from "../../UrlText.js"
import { millisOf } from "../reading/iso.js"
import * as List from "../reading/list.js"
import * as Stable from "../reading/stable.js"
import * as Trail from "../reading/trail.js"
import { isObject, type JsonObject } from "./json.js"
import type { Encode } from "./methods.js"
import type { OutgoingRequest } from "./outgoing.js"
import type { Pipeline } from "./pipeline.js"

type Issue = HelpScoutError.ValidationIssue
type ReadPage = Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>
type ListDescription = NonNullable<Endpoint.Description["list"]>

const ownOrder = ["sortField", "sortOrder", "page"]

const combined = 'cannot be combined with the option order: "stable"'

/** The arguments that a stable list cannot be combined with. */
const rejectedArgs = (
  stable: Endpoint.Stable,
  description: Endpoint.Description,
  args: JsonObject
): ReadonlyArray<Issue> => {
  const query =
    stable._tag === "cursor" && stable.list.query !== undefined ? UrlText.queryParameters(stable.list.query) : undefined
  const own = description.query === undefined ? undefined : UrlText.queryParameters(description.query)
  return Object.keys(args)
    .filter((name) => args[name] !== undefined)
    .filter((name) => ownOrder.includes(name) || (query !== undefined && own?.has(name) === true && !query.has(name)))
    .map((path) => ({ path, message: combined }))
}

/** The options that a stable list cannot be combined with. */
const rejectedOptions = (
  stable: Endpoint.Stable | undefined,
  { concurrency, order }: Page.StableStreamOptions
): ReadonlyArray<Issue> => {
  if (stable === undefined) return [{ path: "order", message: "is not an option of this list" }]
  // a program without types can pass anything
  if (order !== "stable") return [{ path: "order", message: `expected "stable", found ${JSON.stringify(order)}` }]
  return concurrency === undefined || concurrency <= 1 ? [] : [{ path: "concurrency", message: combined }]
}

/** The creation date of an item as received, in whole seconds: a search has no fractions. */
const readKey =
  (field: string): Stable.ReadKey =>
  (json) => {
    if (!isObject(json)) return undefined
    const { id, [field]: date } = json
    if ((typeof id !== "number" && typeof id !== "string") || typeof date !== "string") return undefined
    const at = millisOf(date) ?? Date.parse(date)
    return Number.isNaN(at) ? undefined : { id: String(id), at: Math.floor(at / 1000) * 1000 }
  }

/** The page that the caller sees: its new items, and the totals of the whole list. */
const pageOf = (
  items: ReadonlyArray<unknown>,
  { emitted, pages, total }: Stable.State,
  totals: Page.Totals | undefined,
  next: Page.Next<unknown> | undefined
): Page.Page<unknown> => {
  const size = totals?.size
  const left = total === undefined ? 0 : Math.max(0, total - emitted)
  const number = Math.max(1, pages)
  const totalPages =
    total === 0 ? 0 : number + (next === undefined ? 0 : Math.max(1, Math.ceil(left / (size ?? (items.length || 1)))))
  return {
    items,
    ...(next !== undefined && { next }),
    ...(totals !== undefined && {
      totals: {
        ...(size !== undefined && { size }),
        totalElements: next === undefined ? emitted : Math.max(emitted, total ?? 0),
        totalPages,
        number
      }
    })
  }
}

const compileCreated = (pipeline: Pipeline, operation: string, list: ListDescription, field: string) => {
  const open = List.compileOpen(list)
  const key = readKey(field)
  const read = (request: OutgoingRequest, state: Stable.State): ReadPage => {
    const { range } = state
    const at = { ...request, url: Stable.urlOf(field, request.url, state) }
    const totals = range._tag === "Since" ? undefined : range.totals
    const trail = range._tag === "Since" || totals === undefined ? Trail.start : Trail.before(range.page, totals)
    return Effect.flatMap(pipeline.send(at, "text"), (response) =>
      Effect.flatMap(open(at, response, trail), (page): ReadPage => {
        const step = Stable.advance(state, page, key)
        switch (step._tag) {
          case "Fail":
            return List.linkInvalid(operation, at, step.message)
          case "Again": {
            const again = Effect.suspend(() => read(request, step.state))
            return step.warning === undefined
              ? again
              : Effect.zipRight(
                  Effect.logWarning(`${operation}: the stable order is not available. ${step.warning}`),
                  again
                )
          }
          case "Emit":
            return Effect.map(page.read(step.keep), (items) => {
              const next = step.ended
                ? undefined
                : Page.next(
                    Stable.urlOf(field, request.url, step.state),
                    Effect.suspend(() => read(request, step.state))
                  )
              return pageOf(items, step.state, page.totals, next)
            })
        }
      })
    )
  }
  return read
}

/** Makes the function that reads the first page. Its links lead to the others. */
export const compile = (
  pipeline: Pipeline,
  operation: string,
  description: Endpoint.Description,
  encode: Encode,
  compileCursor: (cursor: Endpoint.Description, list: ListDescription) => (args: unknown) => ReadPage
): ((args: JsonObject, options: Page.StableStreamOptions) => ReadPage) => {
  const { list, stable } = description
  const byCursor =
    stable?._tag === "cursor" && stable.list.list !== undefined
      ? compileCursor(stable.list, stable.list.list)
      : undefined
  const byCreation =
    stable?._tag === "created" && list !== undefined
      ? compileCreated(pipeline, operation, list, stable.field)
      : undefined
  return (args, options) =>
    Effect.suspend((): ReadPage => {
      const found = [
        ...rejectedOptions(stable, options),
        ...(stable === undefined || !isObject(args) ? [] : rejectedArgs(stable, description, args))
      ]
      if (found.length > 0) return new HelpScoutError.InputInvalid({ operation, issues: found })
      return Effect.flatMap(encode(args), (request) => {
        if (byCursor !== undefined) return byCursor(args)
        const query = new URL(request.url).searchParams.get("query")
        const broken = query === null ? undefined : Stable.unbalanced(query)
        if (broken !== undefined)
          return new HelpScoutError.InputInvalid({ operation, issues: [{ path: "query", message: broken }] })
        // `list` and `stable` decide both
        return byCreation === undefined
          ? Effect.dieMessage(`${operation}: has no stable order`)
          : byCreation(request, Stable.start)
      })
    })
}
