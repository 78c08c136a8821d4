import { assert, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Chats from "@effect-helpscout/resources/Chats"
import * as Conversations from "@effect-helpscout/resources/Conversations"
import * as CustomerProperties from "@effect-helpscout/resources/CustomerProperties"
import * as Customers from "@effect-helpscout/resources/Customers"
import * as Mailboxes from "@effect-helpscout/resources/Mailboxes"
import * as Organizations from "@effect-helpscout/resources/Organizations"
import * as OrganizationProperties from "@effect-helpscout/resources/Organizations/Properties"
import * as Ratings from "@effect-helpscout/resources/Ratings"
import * as Reports from "@effect-helpscout/resources/Reports"
import * as Tags from "@effect-helpscout/resources/Tags"
import * as Teams from "@effect-helpscout/resources/Teams"
import * as Users from "@effect-helpscout/resources/Users"
import * as Webhooks from "@effect-helpscout/resources/Webhooks"
import * as Workflows from "@effect-helpscout/resources/Workflows"
import { families } from "../../src/server/families.js"

const resources = [
  Chats,
  Conversations,
  CustomerProperties,
  Customers,
  Mailboxes,
  OrganizationProperties,
  Organizations,
  Ratings,
  Reports,
  Tags,
  Teams,
  Users,
  Webhooks,
  Workflows
]

const named = ({ method, path }: Endpoint.Description): string => `${method} ${path}`

const addresses = (endpoints: Endpoint.Endpoints): ReadonlyArray<string> =>
  Object.values(endpoints).flatMap((value) =>
    Endpoint.isEndpoint(value) ? [named(value.description)] : addresses(value)
  )

it("the simulator answers every endpoint of every record, and no other", () => {
  const recorded = new Set(resources.flatMap(({ endpoints }) => addresses(endpoints)))
  const routes = families.flatMap((family) => family.routes.map((route) => named(route.description)))
  assert.deepStrictEqual([...new Set(routes)].sort(), [...recorded].sort())
  assert.strictEqual(new Set(routes).size, routes.length, "no two routes for one endpoint")
})
