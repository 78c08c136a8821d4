/**
 * From the methods of the Effect API to those of this package, by one mapping: an Effect becomes a Promise, a Stream an
 * async iterable, and a Stream of bytes a `ReadableStream`. The records decide which, and where the options of a call are.
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Page from "@effect-helpscout/core/Page"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Stream from "effect/Stream"
import type { NumberedListOptions, Page as PlainPage, Sequence, StableListOptions } from "../List.js"
import type { RequestOptions } from "../Options.js"
import { helpers } from "./helpers.js"
import type { Call, Lifetime } from "./lifetime.js"
import { check } from "./optionRules.js"
import { requestRule } from "./options.js"
import { fromPlain, readFiles, toPlain } from "./plain.js"
import { withOptions } from "./requests.js"
import { withSecrets } from "./secrets.js"
import { makeList, makeReadableStream, makeSequence, type Source } from "./sequence.js"

type Method = (...args: ReadonlyArray<unknown>) => unknown

/** The methods of a group, and its groups. */
export type Group = { readonly [name: string]: Method | Group }

/** A payload that is always `undefined` has one encoding only, so the method takes no payload. */
const takesPayload = ({ payload }: Endpoint.Description): boolean =>
  payload !== undefined && !SchemaAST.isUndefinedKeyword(SchemaAST.typeAST(payload.ast))

/** The payload's schema, if the method takes one. */
const payloadOf = ({ description }: Endpoint.Any): Schema.Schema.Any | undefined =>
  takesPayload(description) ? description.payload : undefined

/** The number of parameters before the options. */
const parametersOf = ({ description, kind }: Endpoint.Any): number => {
  const { list, params, query } = description
  if (kind === "All" || kind === "Pages") return 1
  const isPaged = list !== undefined && list.paging !== "plain" && list.paging !== "array"
  const takesArgs = Object.keys(params).length > 0 || query !== undefined || isPaged
  return (takesArgs ? 1 : 0) + (takesPayload(description) ? 1 : 0)
}

// ---------------------------------------------------------------------------------------------------------------
// pages
// ---------------------------------------------------------------------------------------------------------------

/** A plain page keeps the Effect that reads the next one, out of sight. */
const toPlainPage = (page: unknown): PlainPage<unknown> => {
  // methods of the kinds List and Pages return pages
  const { items, next, totals } = page as Page.Page<unknown>
  return {
    items: items.map(toPlain),
    ...(next === undefined ? {} : { next: Page.next(next.href, next[Page.Load]) }),
    ...(totals === undefined ? {} : { totals })
  }
}

/** Reads the page after a plain page. */
export const nextPage = async (
  lifetime: Lifetime,
  page: PlainPage<unknown>,
  options: RequestOptions
): Promise<PlainPage<unknown> | undefined> => {
  const next = page.next as Page.Next<unknown> | undefined
  const call = { operation: "HelpScout.nextPage", isWrite: false }
  check(call.operation, requestRule, options)
  return next === undefined
    ? undefined
    : toPlainPage(await lifetime.run(call, withOptions(next[Page.Load], options), options))
}

// ---------------------------------------------------------------------------------------------------------------
// methods
// ---------------------------------------------------------------------------------------------------------------

/** What a method is called with: `parameters` arguments, of which the last is the payload if there is one. */
interface Signature {
  readonly parameters: number
  readonly payload?: Schema.Schema.Any | undefined
}

/** The input of the method of the Effect API. Files are read first, within the call's time limit. */
const inputOf = ({ parameters, payload }: Signature, args: ReadonlyArray<unknown>) => {
  const given = args.slice(0, parameters)
  const convert = (files?: ReadonlyMap<object, Uint8Array>) => {
    // an array stays one
    const input = fromPlain(given, files) as ReadonlyArray<unknown>
    return payload === undefined ? input : [...input.slice(0, -1), withSecrets(payload, input.at(-1))]
  }
  const reading = readFiles(given)
  return reading === undefined
    ? Effect.sync(convert)
    : Effect.map(Effect.tryPromise({ try: () => reading, catch: identity }), convert)
}

const callMethod = (lifetime: Lifetime, call: Call, method: Method, signature: Signature, isPage: boolean): Method => {
  const convert = isPage ? toPlainPage : toPlain
  return async (...args) => {
    const options = (args[signature.parameters] ?? {}) as RequestOptions
    check(call.operation, requestRule, options)
    const effect = Effect.suspend(() =>
      Effect.flatMap(inputOf(signature, args), (input) => method(...input) as Effect.Effect<unknown, unknown>)
    )
    return convert(await lifetime.run(call, withOptions(effect, options), options))
  }
}

type StreamOptions = StableListOptions & NumberedListOptions

/** The options of the stream itself, without those of its requests. A handler becomes an Effect. */
const streamOptions = ({ headers, onInvalid, onResponse, priority, signal, timeout, ...options }: StreamOptions) => ({
  ...options,
  ...(onInvalid && { onInvalid: (item: Page.InvalidItem) => Effect.promise(async () => onInvalid(item)) })
})

const sourceOf = (
  lifetime: Lifetime,
  call: Call,
  method: Method,
  parameters: number,
  convert: Source["toPlain"],
  args: ReadonlyArray<unknown>
): Source => {
  const options = (args[parameters] ?? {}) as StreamOptions
  const input = fromPlain(args.slice(0, parameters)) as ReadonlyArray<unknown>
  const padded = Array.from({ length: parameters }, (_, index) => input[index])
  const stream = Stream.suspend(() => method(...padded, streamOptions(options)) as Stream.Stream<unknown, unknown>)
  return { lifetime, call, options, stream, toPlain: convert }
}

const mapMethod = (
  lifetime: Lifetime,
  path: string,
  method: Method,
  endpoint: Endpoint.Any | undefined,
  pages: () => Method
): Method => {
  const operation = path.charAt(0).toUpperCase() + path.slice(1)
  // helpers read and write
  const call = { operation, isWrite: endpoint === undefined || endpoint.description.method !== "GET" }
  const helper = helpers[path]
  const parameters = endpoint === undefined ? (helper?.parameters ?? method.length) : parametersOf(endpoint)
  const source = (convert: Source["toPlain"], args: ReadonlyArray<unknown>) =>
    sourceOf(lifetime, call, method, parameters, convert, args)
  switch (endpoint?.kind) {
    case "All":
      return (...args) => makeList(source(toPlain, args), () => pages()(...args) as Sequence<PlainPage<unknown>>)
    case "Pages":
      return (...args) => makeSequence(source(toPlainPage, args))
    case "Bytes":
      return (...args) => makeReadableStream(source(identity, args))
    case undefined:
      return helper?.result === "Stream"
        ? (...args) => makeSequence(source(toPlain, args))
        : callMethod(lifetime, call, method, { parameters }, false)
    default:
      return callMethod(
        lifetime,
        call,
        method,
        { parameters, payload: endpoint && payloadOf(endpoint) },
        endpoint?.kind === "List"
      )
  }
}

/** Maps the methods of a group and of the groups in it. `records` describes those that send one request. */
export const mapGroup = (lifetime: Lifetime, path: string, group: Group, records: Endpoint.Endpoints): Group => {
  const mapped: Record<string, Method | Group> = {}
  for (const [name, member] of Object.entries(group)) {
    const record = records[name]
    if (typeof member !== "function") {
      mapped[name] = mapGroup(lifetime, `${path}.${name}`, member, isGroup(record) ? record : {})
    } else {
      // a list has a method with the same name for its pages
      const pages = () => mapped[name.replace(/All$/, "Pages")] as Method
      mapped[name] = mapMethod(lifetime, `${path}.${name}`, member, isGroup(record) ? undefined : record, pages)
    }
  }
  return mapped
}

const isGroup = (record: Endpoint.Any | Endpoint.Endpoints | undefined): record is Endpoint.Endpoints =>
  record !== undefined && !Endpoint.isEndpoint(record)
