/**
 * Every endpoint, read from the records of all resources: what there is, where it leads and how sure it is.
 *
 * ```ts
 * import * as Catalogue from "@effect-helpscout/resources/Catalogue"
 *
 * export const experimental = Catalogue.entries.filter((entry) => entry.stability !== "documented")
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { resources } from "./internal/resources.js"

/**
 * A method that a record becomes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Method {
  /** Where it is found: `conversations.threads`. */
  readonly group: string
  /** What it is called there: `createReply`. */
  readonly name: string
  readonly endpoint: Endpoint.Any
}

const methodsOf = (group: string, endpoints: Endpoint.Endpoints): ReadonlyArray<Method> =>
  Object.entries(endpoints).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [{ group, name, endpoint: value }] : methodsOf(`${group}.${name}`, value)
  )

/**
 * The method of every record, with those that stream a list.
 *
 * @since 0.1.0
 * @category constants
 */
export const methods: ReadonlyArray<Method> = Object.entries(resources).flatMap(([name, tag]) =>
  methodsOf(name, tag.endpoints)
)

/**
 * An endpoint as a line of a table.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  /** Where its method is found: `conversations.threads`. */
  readonly group: string
  /** What its method is called there: `createReply`. */
  readonly name: string
  readonly method: Endpoint.HttpMethod
  /** The template: `/v2/conversations/:conversationId/reply`. */
  readonly path: string
  /** The status of the answer when all went well. */
  readonly status: number
  /** The vendor's page. */
  readonly docs: string
  readonly stability: Endpoint.Stability
}

/**
 * The line of a method.
 *
 * @since 0.1.0
 * @category combinators
 */
export const entry = (method: Method): Entry => {
  const { method: verb, path, status, docs, stability } = method.endpoint.description
  return { group: method.group, name: method.name, method: verb, path, status, docs, stability }
}

/**
 * The methods that send one request of their own. Streams of a list send those of the list.
 *
 * @since 0.1.0
 * @category constants
 */
export const calls: ReadonlyArray<Method> = methods.filter(
  ({ endpoint }) => endpoint.kind !== "All" && endpoint.kind !== "Pages"
)

/**
 * The catalogue: a line for each method that sends one request of its own.
 *
 * Details: one request may have several lines, each under the name that users write. `conversations.threads` has `get`
 * beside `getOriginalSource`, the npm client's name for it; `getOriginalSourceRfc822` asks the same path for another
 * media type; `customers.deleteAsync` is `delete` with a parameter, and answers 202.
 *
 * @since 0.1.0
 * @category constants
 */
export const entries: ReadonlyArray<Entry> = calls.map(entry)
