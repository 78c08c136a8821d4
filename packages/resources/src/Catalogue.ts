/**
 * All endpoints, derived from the records of all resources.
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
 * The method of an endpoint.
 *
 * @since 0.1.0
 */
export interface Method {
  /** The group that contains it: `conversations.threads`. */
  readonly group: string
  /** Its name in the group: `createReply`. */
  readonly name: string
  readonly endpoint: Endpoint.Any
}

const methodsOf = (group: string, endpoints: Endpoint.Endpoints): ReadonlyArray<Method> =>
  Object.entries(endpoints).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [{ group, name, endpoint: value }] : methodsOf(`${group}.${name}`, value)
  )

/**
 * All methods, including those that stream a list.
 *
 * @since 0.1.0
 */
export const methods: ReadonlyArray<Method> = Object.entries(resources).flatMap(([name, tag]) =>
  methodsOf(name, tag.endpoints)
)

/**
 * An endpoint as plain data, such as a row of a table.
 *
 * @since 0.1.0
 */
export interface Entry {
  /** The group that contains its method: `conversations.threads`. */
  readonly group: string
  /** The name of its method in the group: `createReply`. */
  readonly name: string
  readonly method: Endpoint.HttpMethod
  /** The template: `/v2/conversations/:conversationId/reply`. */
  readonly path: string
  /** What a call does. */
  readonly impact: Endpoint.Impact
  /** The payloads for which it does something else, such as a draft. */
  readonly impactCases: ReadonlyArray<Endpoint.ImpactCase>
  /** The status of a successful response. */
  readonly status: number
  /** The page of Help Scout's reference. */
  readonly docs: string
  readonly stability: Endpoint.Stability
}

/**
 * The entry of a method.
 *
 * @since 0.1.0
 */
export const entry = (method: Method): Entry => {
  const { method: verb, path, impact, impactCases, status, docs, stability } = method.endpoint.description
  return { group: method.group, name: method.name, method: verb, path, impact, impactCases, status, docs, stability }
}

/**
 * The methods that send one request each. Streams of a list are not included: they send the requests of the list.
 *
 * @since 0.1.0
 */
export const calls: ReadonlyArray<Method> = methods.filter(
  ({ endpoint }) => endpoint.kind !== "All" && endpoint.kind !== "Pages"
)

/**
 * The catalogue: one entry for each method that sends one request.
 *
 * One request can have several entries, one for each method. `conversations.threads.get` is `getOriginalSource` under the
 * name of the npm client, `getOriginalSourceRfc822` requests the same path with another media type, and
 * `customers.deleteAsync` is `delete` with a parameter and the status 202.
 *
 * @since 0.1.0
 */
export const entries: ReadonlyArray<Entry> = calls.map(entry)

/**
 * The names of all operations, as `Permissions` and errors know them: those of all methods, and that of custom requests.
 *
 * @since 0.1.0
 */
export const operations: ReadonlyArray<string> = [
  ...methods.map(({ group, name }) => `${group}.${name}`),
  "HelpScoutClient.request"
]
