/**
 * Endpoints as data: method, path, inputs and output of one call, written beside the vendor's page.
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
 * @category models
 */
export const TypeId = "~@effect-helpscout/core/Endpoint"
/** @since 0.1.0 */
export type TypeId = typeof TypeId

/**
 * @since 0.1.0
 * @category models
 */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * How sure it is that Help Scout has this endpoint: on its own pages, in its official SDK alone, or seen in use only.
 *
 * @since 0.1.0
 * @category models
 */
export type Stability = "documented" | "experimental"

/**
 * How an answer is read.
 *
 * @since 0.1.0
 * @category models
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
 * How a list arrives.
 * - `numbered`: HAL with a `page` object; pages can be asked for by number
 * - `cursor`: HAL without one; only the link leads on
 * - `plain`: everything at once, in HAL
 * - `array`: everything at once, as a bare JSON array
 * - `report`: `results` with `page`, `pages` and `count` beside them
 *
 * @since 0.1.0
 * @category models
 */
export type Paging = "numbered" | "cursor" | "plain" | "array" | "report"

/**
 * A schema of `A`, whatever its wire form: schemas are invariant in that, and only what it decodes to matters here.
 *
 * @since 0.1.0
 * @category models
 */
export type Decodes<A> = Schema.Schema<A, any>

/**
 * What the interpreter, the simulator and the catalogue read: the same facts, without their types.
 *
 * @since 0.1.0
 * @category models
 */
export interface Description {
  readonly method: HttpMethod
  /** The template, such as `/v2/conversations/:conversationId`. */
  readonly path: string
  readonly params: Readonly<Record<string, Schema.Schema.Any>>
  readonly query: Schema.Schema.Any | undefined
  readonly payload: Schema.Schema.Any | undefined
  readonly response: Response<unknown>
  /** For lists: the item and where it stands. */
  readonly list:
    | { readonly paging: Paging; readonly embedded: ReadonlyArray<string>; readonly item: Schema.Schema.Any }
    | undefined
  /** `drop`: a `null` in the answer is an absent key. `keep`: it means something of its own. */
  readonly nulls: "drop" | "keep"
  /** The status of an answer when all went well. Any other 2xx is a success as well. */
  readonly status: number
  /** The vendor's page. */
  readonly docs: string
  readonly stability: Stability
}

interface Described {
  readonly [TypeId]: TypeId
  readonly description: Description
}

/**
 * One call.
 *
 * @since 0.1.0
 * @category models
 */
export interface One<in Args, in Payload, out A> extends Described {
  readonly kind: "One"
  readonly "~one": (args: Args, payload: Payload) => A
}

/**
 * A list, a page at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface List<in Args, out A, in Options> extends Described {
  readonly kind: "List"
  readonly "~list": (args: Args, options: Options) => A
}

/**
 * A list as a Stream of its items.
 *
 * @since 0.1.0
 * @category models
 */
export interface All<in Args, out A, in Options> extends Described {
  readonly kind: "All"
  readonly "~all": (args: Args, options: Options) => A
}

/**
 * A list as a Stream of its pages.
 *
 * @since 0.1.0
 * @category models
 */
export interface Pages<in Args, out A, in Options> extends Described {
  readonly kind: "Pages"
  readonly "~pages": (args: Args, options: Options) => A
}

/**
 * A file as a Stream of its bytes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bytes<in Args> extends Described {
  readonly kind: "Bytes"
  readonly "~bytes": (args: Args) => void
}

/**
 * Any endpoint value.
 *
 * @since 0.1.0
 * @category models
 */
export type Any =
  | One<never, never, unknown>
  | List<never, unknown, never>
  | All<never, unknown, never>
  | Pages<never, unknown, never>
  | Bytes<never>

/**
 * A resource: endpoints by the name of their method, and groups of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Endpoints {
  readonly [name: string]: Any | Endpoints
}

/** @since 0.1.0 @category guards */
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
 * The method of an endpoint.
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
 * The methods of a resource, one for each key of its record, including groups.
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
  /** The page of Help Scout's endpoint reference: `conversations/list`. */
  readonly docs: string
  /** @default "documented" */
  readonly stability?: Stability
  /** @default "drop" */
  readonly nulls?: "drop" | "keep"
  /** @default 201 for a response with an id, 204 for a response without a body, otherwise 200 */
  readonly status?: 201 | 202
}

interface Queried<Q> {
  readonly query?: Decodes<Q>
}

// ---------------------------------------------------------------------------------------------------------------
// successes
// ---------------------------------------------------------------------------------------------------------------

const respond = <A>(decode: Response<A>["decode"]): Response<A> => ({ decode }) as Response<A>

/**
 * 201 with the id of the new thing in `Resource-ID`, or else at the end of `Location`.
 *
 * @since 0.1.0
 * @category successes
 */
export const created = <A>(id: Schema.Schema<A, number> | Schema.Schema<A, string>): Response<A> =>
  respond({ _tag: "Created", schema: id, optional: false })

/**
 * 201 that may or may not tell the id of the new thing.
 *
 * @since 0.1.0
 * @category successes
 */
export const createdMaybe = <A>(id: Schema.Schema<A, number> | Schema.Schema<A, string>): Response<Option.Option<A>> =>
  respond({ _tag: "Created", schema: id, optional: true })

/**
 * Any 2xx, whose body, if there is one, says nothing.
 *
 * @since 0.1.0
 * @category successes
 */
export const noContent: Response<void> = respond({ _tag: "NoContent" })

/**
 * The body as text, asked for by its media type.
 *
 * @since 0.1.0
 * @category successes
 */
export const text = (accept: string): Response<string> => respond({ _tag: "Text", accept })

const json = <A>(schema: Decodes<A> | Response<A>): Response<A> =>
  Schema.isSchema(schema) ? respond({ _tag: "Json", schema }) : (schema as Response<A>)

// ---------------------------------------------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------------------------------------------

const documentation = "https://developer.helpscout.com/mailbox-api/endpoints/"

interface Options extends Common {
  readonly params?: Readonly<Record<string, Schema.Schema.Any>> | undefined
  readonly query?: Schema.Schema.Any | undefined
  readonly payload?: Schema.Schema.Any | undefined
}

const usual = { Json: 200, Text: 200, Bytes: 200, Created: 201, NoContent: 204 } as const

const describe = (
  method: HttpMethod,
  path: string,
  options: Options,
  answer: Pick<Description, "response" | "list">
): Description => {
  const description: Description = {
    method,
    path,
    params: options.params ?? {},
    query: options.query,
    payload: options.payload,
    ...answer,
    nulls: options.nulls ?? "drop",
    status: options.status ?? (answer.list === undefined ? usual[answer.response.decode._tag] : 200),
    docs: options.docs.startsWith("https://") ? options.docs : `${documentation}${options.docs}/`,
    stability: options.stability ?? "documented"
  }
  UrlText.assertTextual(description)
  return description
}

const one = <E extends Any>(kind: E["kind"], description: Description): E =>
  // the type arguments exist in the type alone
  ({ [TypeId]: TypeId, kind, description }) as unknown as E

const write =
  (method: HttpMethod) =>
  <
    const Path extends string,
    A = void,
    const P extends Readonly<Record<string, unknown>> = {},
    Q extends object = {},
    Payload = never
  >(
    path: Path,
    options: Common &
      Params<Path, P> &
      Queried<Q> & {
        readonly payload?: Decodes<Payload>
        /** @default Endpoint.noContent */
        readonly response?: Response<A> | Decodes<A>
      }
  ): One<Args<P, Q>, Payload, A> =>
    one(
      "One",
      describe(method, path, options as Options, {
        response: json(options.response ?? (noContent as Response<A>)),
        list: undefined
      })
    )

/**
 * Reads one thing. Costs one unit of the rate limit; sent again after a failure that may pass.
 *
 * @since 0.1.0
 * @category constructors
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
  one("One", describe("GET", path, options as Options, { response: json(options.response), list: undefined }))

/**
 * Creates, or does. Like every write it costs two units, and is sent again only when nothing can have been applied.
 *
 * @since 0.1.0
 * @category constructors
 */
export const post = write("POST")

/**
 * Replaces.
 *
 * @since 0.1.0
 * @category constructors
 */
export const put = write("PUT")

/**
 * Changes a part.
 *
 * @since 0.1.0
 * @category constructors
 */
export const patch = write("PATCH")

const del = write("DELETE")

export {
  /**
   * Deletes.
   *
   * @since 0.1.0
   * @category constructors
   */
  del as delete
}

interface ListOptions<A> extends Common {
  /** The key below `_embedded` (or, in a report, beside `results`), in each spelling that is in use. */
  readonly embedded: string | ReadonlyArray<string>
  readonly item: Decodes<A>
}

const listOf = <E extends Any>(paging: Paging, path: string, options: Options & ListOptions<unknown>): E => {
  const embedded = typeof options.embedded === "string" ? [options.embedded] : options.embedded
  return one(
    "List",
    describe("GET", path, options, { response: noContent, list: { paging, embedded, item: options.item } })
  )
}

/** The number of a page, from 1. */
interface PageNumber {
  readonly page?: number
}

/** The cursor of a page, from the `next` link of the page before. */
interface Cursor {
  readonly cursor?: string
}

/**
 * Lists in numbered pages. `page` is added to the query.
 *
 * @since 0.1.0
 * @category constructors
 */
export const list = <
  const Path extends string,
  A,
  const P extends Readonly<Record<string, unknown>> = {},
  Q extends object = {}
>(
  path: Path,
  options: Params<Path, P> & Queried<Q> & ListOptions<A>
): List<Args<P, Q, PageNumber>, A, Page.NumberedStreamOptions> => listOf("numbered", path, options as never)

/**
 * Lists in pages that only their links lead to (v3). `cursor` is added to the query.
 *
 * @since 0.1.0
 * @category constructors
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
 * Lists everything at once, below `_embedded`.
 *
 * @since 0.1.0
 * @category constructors
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
 * Lists everything at once, as a bare JSON array.
 *
 * @since 0.1.0
 * @category constructors
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
 * Lists the rows of a report: `results` with `page`, `pages` and `count`, at the top or below `embedded`.
 *
 * @since 0.1.0
 * @category constructors
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
 * A list as a Stream of its items, page after page.
 *
 * @since 0.1.0
 * @category combinators
 */
export const all = <Args, A, O>(list: List<Args, A, O>): All<Args, A, O> => one("All", list.description)

/**
 * A list as a Stream of its pages, with their totals and links.
 *
 * @since 0.1.0
 * @category combinators
 */
export const pages = <Args, A, O>(list: List<Args, A, O>): Pages<Args, A, O> => one("Pages", list.description)

/**
 * A file as a Stream of its bytes. A redirect to another host is followed without the token.
 *
 * @since 0.1.0
 * @category constructors
 */
export const file = <const Path extends string, const P extends Readonly<Record<string, unknown>> = {}>(
  path: Path,
  options: Common & Params<Path, P>
): Bytes<Args<P, {}>> =>
  one("Bytes", describe("GET", path, options as Options, { response: respond({ _tag: "Bytes" }), list: undefined }))
