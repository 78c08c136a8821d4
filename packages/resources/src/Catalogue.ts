/**
 * Every endpoint, read from the records of all resources: what there is, where it leads and how sure it is.
 *
 * ```ts
 * import * as Catalogue from "@effect-helpscout/resources/Catalogue"
 *
 * export const experimental = Catalogue.entries.filter((entry) => entry.status !== "documented")
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Chats from "./Chats.js"
import * as Conversations from "./Conversations.js"
import * as CustomerProperties from "./CustomerProperties.js"
import * as Customers from "./Customers.js"
import type { Service } from "./HelpScout.js"
import * as Mailboxes from "./Mailboxes.js"
import * as Organizations from "./Organizations.js"
import * as Ratings from "./Ratings.js"
import * as Reports from "./Reports.js"
import * as Tags from "./Tags.js"
import * as Teams from "./Teams.js"
import * as Users from "./Users.js"
import * as Webhooks from "./Webhooks.js"
import * as Workflows from "./Workflows.js"

const resources = {
  chats: Chats.endpoints,
  conversations: Conversations.endpoints,
  customerProperties: CustomerProperties.endpoints,
  customers: Customers.endpoints,
  mailboxes: Mailboxes.endpoints,
  organizations: Organizations.endpoints,
  ratings: Ratings.endpoints,
  reports: Reports.endpoints,
  tags: Tags.endpoints,
  teams: Teams.endpoints,
  users: Users.endpoints,
  webhooks: Webhooks.endpoints,
  workflows: Workflows.endpoints
} satisfies { readonly [K in keyof Service]: Endpoint.Endpoints }

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
export const methods: ReadonlyArray<Method> = Object.entries(resources).flatMap(([name, endpoints]) =>
  methodsOf(name, endpoints)
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
  readonly success: number
  /** The vendor's page. */
  readonly docs: string
  readonly status: Endpoint.Status
}

/**
 * The line of a method.
 *
 * @since 0.1.0
 * @category combinators
 */
export const entry = (method: Method): Entry => {
  const { method: verb, path, answers, docs, status } = method.endpoint.description
  return { group: method.group, name: method.name, method: verb, path, success: answers, docs, status }
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
