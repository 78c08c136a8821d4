/**
 * Routes of the simulator: an endpoint value and a handler. Params, query and payload are decoded by the endpoint's own
 * schemas before the handler runs. Pass your own families as `families` to simulate endpoints of your own.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import * as Route from "@effect-helpscout/simulator/Route"
 * import * as Table from "@effect-helpscout/simulator/Table"
 * import * as Schema from "effect/Schema"
 *
 * const Badge = Schema.Struct({ id: Schema.Number, name: Schema.String })
 * const badges = Table.key<typeof Badge.Encoded>("badges")
 * const list = Endpoint.list("/v2/badges", { embedded: "badges", item: Badge, docs: "badges/list" })
 *
 * export const family = Route.family({
 *   populate: (account) => account.table(badges).insert((id) => ({ id, name: account.seed.pick(["gold", "silver"]) })),
 *   routes: [Route.make(list, ({ account, page }) => page(account.table(badges).all()))]
 * })
 * ```
 *
 * @since 0.1.0
 */

import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Hal from "@effect-helpscout/core/Hal"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Account } from "./Account.js"
import * as Response from "./Response.js"
import * as self from "./Route.js"
import * as Decode from "./server/decode.js"
import * as Paging from "./server/paging.js"

/**
 * The decoded request that a handler receives.
 *
 * @since 0.1.0
 */
export interface Request<Args, Payload> {
  /** Path params and query in one object, as in the client's methods. */
  readonly args: Args
  readonly payload: Payload
  readonly account: Account
  /** The user behind the token. */
  readonly userId: number
  /** Milliseconds since 1970, by Effect's Clock. */
  readonly now: number
  readonly path: string
  /** Headers as received, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Makes one page of rows in the format of the endpoint: numbered, by cursor, plain, a bare array or a report. */
  readonly page: <Row extends object>(rows: ReadonlyArray<Row>, options?: Paging.Options<Row>) => Response.Response
  /** Makes a 201 with `Resource-ID` and `Location`, which is the id below this path or below another. */
  readonly created: (
    id: number | string,
    options?: { readonly below?: string; readonly headers?: Readonly<Record<string, string>> }
  ) => Response.Response
  /** Makes a 200 with one row, or a 404 for undefined. */
  readonly ok: (row: object | undefined) => Response.Response
}

/**
 * The args of an endpoint value.
 *
 * @since 0.1.0
 */
export type Args<E> =
  E extends Endpoint.One<infer A, infer _P, infer _S>
    ? A
    : E extends Endpoint.List<infer A, infer _S, infer _O>
      ? A
      : E extends Endpoint.Bytes<infer A>
        ? A
        : never

/**
 * The payload of an endpoint value.
 *
 * @since 0.1.0
 */
export type Payload<E> = E extends Endpoint.One<infer _A, infer P, infer _S> ? P : never

/**
 * A request that matches a route, before it is decoded.
 *
 * @since 0.1.0
 */
export interface Received {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** Without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  readonly account: Account
  readonly userId: number
  readonly now: number
}

/**
 * An endpoint with a handler.
 *
 * @since 0.1.0
 */
export interface Route {
  readonly description: Endpoint.Description
  /** Decodes a request, handles it and returns the response. */
  readonly respond: (received: Received) => Response.Response
  /** Lists the query parameters that the endpoint does not have. */
  readonly unknownParameters: (query: string) => ReadonlyArray<string>
  /** Describes the first mismatch between a JSON response and the endpoint's own schemas. */
  readonly verify: (body: unknown) => string | undefined
}

/**
 * The routes of a resource, and the data that a generated account has of it.
 *
 * @since 0.1.0
 */
export interface Family {
  readonly routes: ReadonlyArray<Route>
  /** Generates the data. Runs once for each account, in the order of the families. Draw numbers from a fork of the seed: `account.seed.fork("tags")`. */
  readonly populate?: (account: Account) => void
  /** Applies the events that are due, such as the end of a snooze. Runs before each request that reaches a route. */
  readonly elapse?: (account: Account, now: number) => void
}

/**
 * Checks the type of a family.
 *
 * @since 0.1.0
 */
export const family = (family: Family): Family => family

const verifier = (description: Endpoint.Description): Route["verify"] => {
  const decode = description.response.decode
  const check = (schema: Schema.Schema.Any) => {
    const decodeOne = Decode.decoder(schema)
    return (value: unknown, at: string): string | undefined => {
      const result = decodeOne(Hal.dropNulls(value))
      return Either.isLeft(result)
        ? `${description.method} ${description.path}${at}: ${result.left.message}`
        : undefined
    }
  }
  if (description.list !== undefined) {
    const list = description.list
    const item = check(list.item)
    return (body) => {
      const found =
        list.paging === "array" ? body : list.paging === "report" ? undefined : Hal.embedded(body, list.embedded)
      if (!Array.isArray(found)) return undefined
      for (let i = 0; i < found.length; i++) {
        const wrong = item(found[i], ` [${i}]`)
        if (wrong !== undefined) return wrong
      }
      return undefined
    }
  }
  if (decode._tag !== "Json") return () => undefined
  const one = check(decode.schema)
  return (body) => one(body, "")
}

/**
 * Makes a route. A handler is synchronous, so no other request runs between its reads and its writes.
 *
 * @since 0.1.0
 */
export const make = <E extends Endpoint.Any>(
  endpoint: E,
  handler: (request: Request<Args<E>, Payload<E>>) => Response.Response
): Route => {
  const { description } = endpoint
  const decodeParams = Decode.params(description.params)
  const decodeQuery = Decode.query(description)
  const decodePayload = description.payload === undefined ? undefined : Decode.payload(description.payload)
  return {
    description,
    unknownParameters: (query) => decodeQuery(query).unknown,
    verify: verifier(description),
    respond: (received) => {
      const params = decodeParams(received.params)
      if (params._tag === "Rejected") return params.response
      const query = decodeQuery(received.query).decoded
      if (query._tag === "Rejected") return query.response
      const payload = decodePayload?.(received)
      if (payload?._tag === "Rejected") return payload.response
      const { account } = received
      const args = { ...params.value, ...query.value }
      return handler({
        // decoded by the schemas that the types are derived from
        args: args as Args<E>,
        payload: payload?.value.payload as Payload<E>,
        account,
        userId: received.userId,
        now: received.now,
        path: received.path,
        headers: received.headers,
        page: Paging.page({
          received,
          args,
          list: description.list ?? { paging: "array", embedded: [], item: Schema.Unknown }
        }),
        created: (id, options = {}) =>
          Response.empty(201, {
            "Resource-ID": String(id),
            Location: account.url(`${options.below ?? received.path}/${id}`),
            ...options.headers
          }),
        ok: (row) => (row === undefined ? Response.notFound : Response.text(account.text(row)))
      })
    }
  }
}

/**
 * This module, for programs that import it by its name: `import { Route }` has the same functions as `import * as Route`.
 *
 * @since 0.1.0
 */
export const Route: typeof import("./Route.js") = self
