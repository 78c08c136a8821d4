/**
 * The route family of each resource, in the order in which the families fill an account. A resource without a family
 * does not compile; an endpoint without a route fails `test/server/families.test.ts`.
 */
import type * as HelpScout from "@effect-helpscout/resources/HelpScout"
import type { Family } from "../Route.js"
import * as ChatsRoutes from "../routes/Chats.js"
import * as ConversationsRoutes from "../routes/Conversations.js"
import * as CustomerPropertiesRoutes from "../routes/CustomerProperties.js"
import * as CustomersRoutes from "../routes/Customers.js"
import * as MailboxesRoutes from "../routes/Mailboxes.js"
import * as OrganizationsRoutes from "../routes/Organizations.js"
import * as RatingsRoutes from "../routes/Ratings.js"
import * as ReportsRoutes from "../routes/Reports.js"
import * as TagsRoutes from "../routes/Tags.js"
import * as TeamsRoutes from "../routes/Teams.js"
import * as UsersRoutes from "../routes/Users.js"
import * as WebhooksRoutes from "../routes/Webhooks.js"
import * as WorkflowsRoutes from "../routes/Workflows.js"

const byResource: Readonly<Record<keyof HelpScout.Service, Family>> = {
  users: UsersRoutes.family,
  teams: TeamsRoutes.family,
  mailboxes: MailboxesRoutes.family,
  tags: TagsRoutes.family,
  // conversations are generated from the people above and here
  customers: CustomersRoutes.family,
  customerProperties: CustomerPropertiesRoutes.family,
  organizations: OrganizationsRoutes.family,
  conversations: ConversationsRoutes.family,
  chats: ChatsRoutes.family,
  ratings: RatingsRoutes.family,
  workflows: WorkflowsRoutes.family,
  webhooks: WebhooksRoutes.family,
  reports: ReportsRoutes.family
}

/** All families, in the order in which they fill an account. */
export const families: ReadonlyArray<Family> = Object.values(byResource)
