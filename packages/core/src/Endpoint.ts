/**
 * The grammar of endpoints: each record is a value that describes one call, with its method, path, inputs and response.
 * `HelpScoutClient.methods` makes the methods of a resource from its records.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import * as Field from "@effect-helpscout/core/Field"
 * import * as Schema from "effect/Schema"
 *
 * const Folder = Schema.Struct({ id: Schema.Number, name: Schema.String })
 * const params = { folderId: Field.id("FolderId") }
 * export const get = Endpoint.get("/v2/folders/:folderId", { params, response: Folder, docs: "folders/get" })
 * ```
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { HelpScoutError } from "./HelpScoutError.js"
import type * as Page from "./Page.js"
import * as UrlText from "./UrlText.js"

/**
 * @since 0.1.0
 */
export const TypeId = "~@effect-helpscout/core/Endpoint"
/** @since 0.1.0 */
export type TypeId = typeof TypeId

/**
 * @since 0.1.0
 */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * What a call does, in ascending order:
 * - `read`: changes nothing
 * - `write`: changes data that the API can change back, such as a status, a tag or a note
 * - `send`: reaches someone outside the account: the customer who receives a reply, or the URL of a webhook
 * - `destroy`: removes something that the API cannot restore
 *
 * @since 0.1.0
 */
export type Impact = "read" | "write" | "send" | "destroy"

/**
 * Payloads whose impact differs from the endpoint's. A payload matches if it has all of these fields with these values in
 * what is sent: `{ draft: true }` for a reply that is only saved.
 *
 * @since 0.1.0
 */
export interface ImpactCase {
  readonly payload: Readonly<Record<string, string | number | boolean>>
  readonly impact: Exclude<Impact, "read">
}

/**
 * Where the endpoint is known from:
 * - `documented`: the reference
 * - `experimental`: the official SDK or observed traffic
 *
 * @since 0.1.0
 */
export type Stability = "documented" | "experimental"

/**
 * How a response is decoded. An endpoint takes a schema, for JSON, or one of `created`, `createdMaybe`, `noContent` and
 * `text`.
 *
 * @since 0.1.0
 */
export interface Response<out A> {
  readonly "~response": A
  readonly decode:
    | { readonly _tag: "Json"; readonly schema: Schema.Schema.Any }
    | { readonly _tag: "Created"; readonly schema: Schema.Schema.Any; readonly optional: boolean }
    | { readonly _tag: "NoContent" }
    | { readonly _tag: "Text"; readonly accept: string }
    | { readonly _tag: "Bytes" }
}

/**
 * The form of a list:
 * - `numbered`: HAL with a `page` object; pages can be requested by number
 * - `cursor`: HAL without a `page` object; each page is reached by the link of the page before it
 * - `plain`: all items at once, in HAL
 * - `array`: all items at once, as a bare JSON array
 * - `report`: `results`, with `page`, `pages` and `count` beside them
 *
 * @since 0.1.0
 */
export type Paging = "numbered" | "cursor" | "plain" | "array" | "report"

/**
 * An id in the path that the caller chooses. It makes a write idempotent: the server rejects its repetition with a 422,
 * so the write is retried like a read. After a retry, this 422 confirms the write, and the response is read from
 * `readBack`.
 *
 * @since 0.1.0
 */
export interface CallerId<out Param extends string = string> {
  /** The param that is optional in calls. Its default is a random UUID. */
  readonly param: Param
  /** The template of the GET that returns what the write returns: the first segments of the write's own path. */
  readonly readBack: string
}

/**
 * How a numbered list is read when it has to emit every item exactly once while it changes (law L10):
 * - `created`: by ascending creation date, with a search for what was created since the last item
 * - `cursor`: by the list with cursors that has the same items
 *
 * @since 0.1.0
 */
export type Stable =
  | {
      readonly _tag: "created"
      /** The field, which is a sort field, a field of the search language and a date of each item. */
      readonly field: string
    }
  | { readonly _tag: "cursor"; readonly list: Description }

/**
 * A schema that decodes to `A`. Schemas are invariant in their encoded type, which does not matter here.
 *
 * @since 0.1.0
 */
export type Decodes<A> = Schema.Schema<A, any>

/**
 * The facts of an endpoint without their types. The client, the simulator, the catalogue and the documents read them.
 *
 * @since 0.1.0
 */
export interface Description {
  readonly method: HttpMethod
  /** The template, such as `/v2/conversations/:conversationId`. */
  readonly path: string
  readonly params: Readonly<Record<string, Schema.Schema.Any>>
  readonly query: Schema.Schema.Any | undefined
  readonly payload: Schema.Schema.Any | undefined
  readonly response: Response<unknown>
  /** For lists: the item, and the keys under which the items are found. */
  readonly list:
    | { readonly paging: Paging; readonly embedded: ReadonlyArray<string>; readonly item: Schema.Schema.Any }
    | undefined
  /** For lists with the option `order: "stable"`. */
  readonly stable: Stable | undefined
  /** For writes with an id in the path that the caller chooses: its param, and where the resource it adds to is read. */
  readonly callerId: CallerId | undefined
  /** What a call does. */
  readonly impact: Impact
  /** The payloads for which it does something else. The first match applies. */
  readonly impactCases: ReadonlyArray<ImpactCase>
  /** The documented status of a success. The client accepts any 2xx. */
  readonly status: number
  /** The URL of the vendor's page. */
  readonly docs: string
  readonly stability: Stability
}

interface Described {
  readonly [TypeId]: TypeId
  readonly description: Description
}

/**
 * A call with one response. Its method returns an Effect.
 *
 * @since 0.1.0
 */
export interface One<in Args, in Payload, out A> extends Described {
  readonly kind: "One"
  readonly "~one": (args: Args, payload: Payload) => A
}

/**
 * A list. Its method returns an Effect of one page.
 *
 * @since 0.1.0
 */
export interface List<in Args, out A, in Options> extends Described {
  readonly kind: "List"
  readonly "~list": (args: Args, options: Options) => A
}

/**
 * A list. Its method returns a Stream of all items.
 *
 * @since 0.1.0
 */
export interface All<in Args, out A, in Options> extends Described {
  readonly kind: "All"
  readonly "~all": (args: Args, options: Options) => A
}

/**
 * A list. Its method returns a Stream of all pages.
 *
 * @since 0.1.0
 */
export interface Pages<in Args, out A, in Options> extends Described {
  readonly kind: "Pages"
  readonly "~pages": (args: Args, options: Options) => A
}

/**
 * A file. Its method returns a Stream of bytes.
 *
 * @since 0.1.0
 */
export interface Bytes<in Args> extends Described {
  readonly kind: "Bytes"
  readonly "~bytes": (args: Args) => void
}

/**
 * Any endpoint value.
 *
 * @since 0.1.0
 */
export type Any =
  | One<never, never, unknown>
  | List<never, unknown, never>
  | All<never, unknown, never>
  | Pages<never, unknown, never>
  | Bytes<never>

/**
 * The records of a resource: endpoints by the name of their method, and nested groups.
 *
 * @since 0.1.0
 */
export interface Endpoints {
  readonly [name: string]: Any | Endpoints
}

/**
 * Returns `true` for an endpoint value, and `false` for a group of endpoints.
 *
 * @since 0.1.0
 */
export const isEndpoint = (value: Any | Endpoints): value is Any => TypeId in value

// ---------------------------------------------------------------------------------------------------------------
// types of methods
// ---------------------------------------------------------------------------------------------------------------

// a payload of type `undefined` has one encoding only, so the method takes no payload
type OneMethod<Args, Payload, A> = [Payload] extends [undefined]
  ? keyof Args extends never
    ? () => Effect.Effect<A, HelpScoutError>
    : {} extends Args
      ? (args?: Args) => Effect.Effect<A, HelpScoutError>
      : (args: Args) => Effect.Effect<A, HelpScoutError>
  : keyof Args extends never
    ? (payload: Payload) => Effect.Effect<A, HelpScoutError>
    : (args: Args, payload: Payload) => Effect.Effect<A, HelpScoutError>

type ListMethod<Args, A> = keyof Args extends never
  ? () => Effect.Effect<A, HelpScoutError>
  : {} extends Args
    ? (args?: Args) => Effect.Effect<A, HelpScoutError>
    : (args: Args) => Effect.Effect<A, HelpScoutError>

type StreamMethod<Args, A, Options> = {} extends Args
  ? (args?: Args, options?: Options) => Stream.Stream<A, HelpScoutError>
  : (args: Args, options?: Options) => Stream.Stream<A, HelpScoutError>

/**
 * The method of an endpoint, or the methods of a group.
 *
 * @since 0.1.0
 */
export type Method<E> =
  E extends One<infer Args, infer Payload, infer A>
    ? OneMethod<Args, Payload, A>
    : E extends List<infer Args, infer A, infer _>
      ? ListMethod<Args, Page.Page<A>>
      : E extends All<infer Args, infer A, infer Options>
        ? StreamMethod<Args, A, Options>
        : E extends Pages<infer Args, infer A, infer Options>
          ? StreamMethod<Args, Page.Page<A>, Options>
          : E extends Bytes<infer Args>
            ? (args: Args) => Stream.Stream<Uint8Array, HelpScoutError>
            : Service<E>

/**
 * The methods of a resource, groups included.
 *
 * Declarations inline a group and lose its doc comments. A resource with groups therefore names their services:
 * `interface Service extends Endpoint.Service<typeof endpoints> { readonly threads: Threads.Service }`.
 *
 * @since 0.1.0
 */
export type Service<R> = { readonly [K in keyof R]: Method<R[K]> }

// ---------------------------------------------------------------------------------------------------------------
// types of constructors
// ---------------------------------------------------------------------------------------------------------------

type PathKeys<Path extends string> = Path extends `${string}:${infer Key}/${infer Rest}`
  ? Key | PathKeys<`/${Rest}`>
  : Path extends `${string}:${infer Key}`
    ? Key
    : never

type ParamSchema = Schema.Schema<any, string> | Schema.Schema<any, number>

/** The params of a path: exactly the keys of the template. */
type Params<Path extends string, P> = [PathKeys<Path>] extends [never]
  ? { readonly params?: never }
  : {
      readonly params: { readonly [K in PathKeys<Path>]: ParamSchema } & {
        readonly [K in Exclude<keyof P, PathKeys<Path>>]: never
      } & P
    }

/** The params that a write with a caller's id requires, and the id, which is optional. */
type WriteArgs<P, Id extends string> = {
  readonly [K in Exclude<keyof P, Id>]: P[K] extends Schema.Schema<infer A, infer _I> ? A : never
} & {
  readonly [K in Extract<keyof P, Id>]?: P[K] extends Schema.Schema<infer A, infer _I> ? A : never
}

type Flat<T> = { readonly [K in keyof T]: T[K] }

type ParamArgs<P> = { readonly [K in keyof P]: P[K] extends Schema.Schema<infer A, infer _I> ? A : never }

/** The keys of a query: of every member if it is a union. */
type Keys<Q> = Q extends unknown ? keyof Q : never

/**
 * The arguments of a method: params, and what the paging of a list adds (`page` or `cursor`), as one plain object type,
 * and the query. The query is neither flattened nor distributed over, so that editors show its name.
 */
type Args<P, Q, Paging = {}> = [keyof (P & Paging)] extends [never]
  ? Q
  : [Keys<Q>] extends [never]
    ? { readonly [K in keyof (ParamArgs<P> & Paging)]: (ParamArgs<P> & Paging)[K] }
    : { readonly [K in keyof (ParamArgs<P> & Paging)]: (ParamArgs<P> & Paging)[K] } & Q

interface Common {
  /** The vendor's page, as a path below its endpoint reference (`conversations/list`) or as a URL. */
  readonly docs: string
  /** Where the endpoint is known from. @default "documented" */
  readonly stability?: Stability
  /** The documented status of a success. @default 201 with an id, 204 without content, otherwise 200 */
  readonly status?: 201 | 202
}

interface Queried<Q> {
  readonly query?: Decodes<Q>
}

// ---------------------------------------------------------------------------------------------------------------
// responses
// ---------------------------------------------------------------------------------------------------------------

const respond = <A>(decode: Response<A>["decode"]): Response<A> => ({ decode }) as Response<A>

/**
 * The id of the created resource, from the header `Resource-ID`, otherwise from the end of `Location`.
 *
 * @since 0.1.0
 */
export const created = <A>(id: Schema.Schema<A, number> | Schema.Schema<A, string>): Response<A> =>
  respond({ _tag: "Created", schema: id, optional: false })

/**
 * The id of the created resource, or none if the response has no id.
 *
 * @since 0.1.0
 */
export const createdMaybe = <A>(id: Schema.Schema<A, number> | Schema.Schema<A, string>): Response<Option.Option<A>> =>
  respond({ _tag: "Created", schema: id, optional: true })

/**
 * Nothing. A body is ignored.
 *
 * @since 0.1.0
 */
export const noContent: Response<void> = respond({ _tag: "NoContent" })

/**
 * The body as text. `accept` is the media type to request.
 *
 * @since 0.1.0
 */
export const text = (accept: string): Response<string> => respond({ _tag: "Text", accept })

const json = <A>(schema: Decodes<A> | Response<A>): Response<A> =>
  Schema.isSchema(schema) ? respond({ _tag: "Json", schema }) : (schema as Response<A>)

// ---------------------------------------------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------------------------------------------

const documentation = "https://developer.helpscout.com/mailbox-api/endpoints/"

interface Options extends Common {
  readonly impact?: Impact | undefined
  readonly impactCases?: ReadonlyArray<ImpactCase> | undefined
  readonly callerId?: CallerId | undefined
  readonly stable?: StableBy | undefined
  readonly params?: Readonly<Record<string, Schema.Schema.Any>> | undefined
  readonly query?: Schema.Schema.Any | undefined
  readonly payload?: Schema.Schema.Any | undefined
}

const defaultStatus = { Json: 200, Text: 200, Bytes: 200, Created: 201, NoContent: 204 } as const

/** Throws if the read of a caller's id is not at the start of the write's own path. Called when a record is made. */
const assertReadBack = ({ callerId, path }: Description): void => {
  if (callerId === undefined || path.startsWith(`${callerId.readBack}/`)) return
  throw new TypeError(`${path}: "readBack" must be the start of this path, found ${callerId.readBack}`)
}

/** The stable order of a list: the name of its creation date, or the list with cursors that has the same items. */
type StableBy = "createdAt" | List<never, unknown, never>

const stableOf = (by: StableBy | undefined): Stable | undefined => {
  if (by === undefined) return undefined
  return typeof by === "string" ? { _tag: "created", field: by } : { _tag: "cursor", list: by.description }
}

const describe = (
  method: HttpMethod,
  path: string,
  options: Options,
  result: Pick<Description, "response" | "list">
): Description => {
  const description: Description = {
    method,
    path,
    params: options.params ?? {},
    query: options.query,
    payload: options.payload,
    ...result,
    stable: stableOf(options.stable),
    callerId: options.callerId,
    impact: method === "GET" ? "read" : (options.impact ?? "destroy"),
    impactCases: options.impactCases ?? [],
    status: options.status ?? (result.list === undefined ? defaultStatus[result.response.decode._tag] : 200),
    docs: options.docs.startsWith("https://") ? options.docs : `${documentation}${options.docs}/`,
    stability: options.stability ?? "documented"
  }
  UrlText.assertTextual(description)
  assertReadBack(description)
  return description
}

const endpoint = <E extends Any>(kind: E["kind"], description: Description): E =>
  // the arguments, the payload and the result exist only in the type
  ({ [TypeId]: TypeId, kind, description }) as unknown as E

const write =
  (method: HttpMethod) =>
  <
    const Path extends string,
    A = void,
    const P extends Readonly<Record<string, unknown>> = {},
    Q extends object = {},
    Payload = never,
    const Id extends PathKeys<Path> = never
  >(
    path: Path,
    options: Common &
      Params<Path, P> &
      Queried<Q> & {
        /** What a call does. Only a GET is certain to change nothing, so every write states it. */
        readonly impact: Exclude<Impact, "read">
        /** The payloads for which it does something else, such as a reply that is saved as a draft. */
        readonly impactCases?: ReadonlyArray<ImpactCase>
        /** Makes the write idempotent: an id in the path that the caller may choose. */
        readonly callerId?: CallerId<Id>
        readonly payload?: Decodes<Payload>
        /** How the response is decoded. @default Endpoint.noContent */
        readonly response?: Response<A> | Decodes<A>
      }
  ): One<[Id] extends [never] ? Args<P, Q> : Flat<WriteArgs<P, Id>> & Q, Payload, A> =>
    endpoint(
      "One",
      describe(method, path, options as Options, {
        response: json(options.response ?? (noContent as Response<A>)),
        list: undefined
      })
    )

/**
 * A read of one resource: GET. It costs one unit of the rate limit, and is retried after transient failures.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import * as Field from "@effect-helpscout/core/Field"
 * import * as Schema from "effect/Schema"
 *
 * const TagId = Field.id("TagId")
 * const Tag = Schema.Struct({ id: TagId, name: Schema.String })
 * export const get = Endpoint.get("/v2/tags/:tagId", { params: { tagId: TagId }, response: Tag, docs: "tags/get" })
 * ```
 *
 * @since 0.1.0
 */
export const get = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Common & Params<Path, P> & Queried<Q> & { readonly response: Decodes<A> | Response<A> }
): One<Args<P, Q>, never, A> =>
  endpoint("One", describe("GET", path, options as Options, { response: json(options.response), list: undefined }))

/**
 * A write that creates a resource or runs an action: POST. Like every write, it costs two units of the rate limit, and is
 * retried only if it was certainly not applied.
 *
 * @since 0.1.0
 */
export const post = write("POST")

/**
 * A write that replaces a resource: PUT.
 *
 * @since 0.1.0
 */
export const put = write("PUT")

/**
 * A write that changes a part of a resource: PATCH.
 *
 * @since 0.1.0
 */
export const patch = write("PATCH")

const del = write("DELETE")

export {
  /**
   * A write that deletes a resource: DELETE.
   *
   * @since 0.1.0
   */
  del as delete
}

interface ListOptions<A> extends Common {
  /** The key of the items below `_embedded`, in each spelling in use. For a report, the key that contains `results`. */
  readonly embedded: string | ReadonlyArray<string>
  /** The schema of one item. */
  readonly item: Decodes<A>
}

const listOf = <E extends Any>(paging: Paging, path: string, options: Options & ListOptions<unknown>): E => {
  const embedded = typeof options.embedded === "string" ? [options.embedded] : options.embedded
  return endpoint(
    "List",
    describe("GET", path, options, { response: noContent, list: { paging, embedded, item: options.item } })
  )
}

interface PageNumber {
  /** The number of the page, counted from 1. @default 1 */
  readonly page?: number
}

/** The cursor of a page, from the `next` link of the page before. */
interface Cursor {
  readonly cursor?: string
}

/**
 * A list in numbered pages. The method accepts `page` in addition to the query. With `stable`, its Streams accept the
 * option `order: "stable"`.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import * as Schema from "effect/Schema"
 *
 * const Tag = Schema.Struct({ id: Schema.Number, name: Schema.String })
 * const list = Endpoint.list("/v2/tags", { embedded: "tags", item: Tag, docs: "tags/list" })
 * export const endpoints = { list, listAll: Endpoint.all(list), listPages: Endpoint.pages(list) }
 * ```
 *
 * @since 0.1.0
 */
export const list = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {},
  S = never
>(
  path: Path,
  options: Params<Path, P> &
    Queried<Q> &
    ListOptions<A> & {
      /** The creation date of the items, or the list with cursors that has the same items. */
      readonly stable?: S & StableBy
    }
): List<Args<P, Q, PageNumber>, A, [S] extends [never] ? Page.NumberedStreamOptions : Page.StableStreamOptions> =>
  listOf("numbered", path, options as never)

/**
 * A list whose pages are reached only by their links (v3). The method accepts `cursor` in addition to the query.
 *
 * @since 0.1.0
 */
export const listCursor = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Params<Path, P> & Queried<Q> & ListOptions<A>
): List<Args<P, Q, Cursor>, A, Page.StreamOptions> => listOf("cursor", path, options as never)

/**
 * A list without pages: all items at once, below `_embedded`.
 *
 * @since 0.1.0
 */
export const listPlain = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Params<Path, P> & Queried<Q> & ListOptions<A>
): List<Args<P, Q>, A, Page.StreamOptions> => listOf("plain", path, options as never)

/**
 * A list without pages: all items at once, as a bare JSON array.
 *
 * @since 0.1.0
 */
export const listArray = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Params<Path, P> & Queried<Q> & Omit<ListOptions<A>, "embedded">
): List<Args<P, Q>, A, Page.StreamOptions> => listOf("array", path, { ...options, embedded: [] } as never)

/**
 * The rows of a report in numbered pages: `results` with `page`, `pages` and `count`, at the top or below `embedded`. The
 * method accepts `page` in addition to the query.
 *
 * @since 0.1.0
 */
export const listReport = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Params<Path, P> & Queried<Q> & Omit<ListOptions<A>, "embedded"> & { readonly embedded?: string }
): List<Args<P, Q, PageNumber>, A, Page.NumberedStreamOptions> =>
  listOf("report", path, { ...options, embedded: options.embedded ?? [] } as never)

/**
 * The items of a list as a Stream, page after page.
 *
 * @since 0.1.0
 */
export const all = <Args, A, O>(list: List<Args, A, O>): All<Args, A, O> => endpoint("All", list.description)

/**
 * The pages of a list as a Stream, with their totals and links.
 *
 * @since 0.1.0
 */
export const pages = <Args, A, O>(list: List<Args, A, O>): Pages<Args, A, O> => endpoint("Pages", list.description)

/**
 * A file as a Stream of bytes. A redirect to another host is followed, without the token.
 *
 * @since 0.1.0
 */
export const file = <const Path extends string, const P extends Readonly<Record<string, unknown>> = {}>(
  path: Path,
  options: Common & Params<Path, P>
): Bytes<Args<P, {}>> =>
  endpoint(
    "Bytes",
    describe("GET", path, options as Options, { response: respond({ _tag: "Bytes" }), list: undefined })
  )
