/**
 * Every family of routes that the simulator has, in the order in which they fill an account.
 *
 * @since 0.1.0
 */

import * as CustomerData from "../data/customers.js"
import type { Family } from "../Route.js"
import * as ChatsRoutes from "../routes/Chats.js"
import * as AttachmentsRoutes from "../routes/Conversations/Attachments.js"
import * as ThreadsRoutes from "../routes/Conversations/Threads.js"
import * as ConversationsRoutes from "../routes/Conversations.js"
import * as CustomersRoutes from "../routes/Customers.js"
import * as MailboxesRoutes from "../routes/Mailboxes.js"
import * as OrganizationsRoutes from "../routes/Organizations.js"
import * as RatingsRoutes from "../routes/Ratings.js"
import * as ReportsRoutes from "../routes/Reports.js"
import * as TagsRoutes from "../routes/Tags.js"
import * as TeamsRoutes from "../routes/Teams.js"
import * as UserConversationReassignmentRoutes from "../routes/Users/ConversationReassignment.js"
import * as UserStatusesRoutes from "../routes/Users/Status.js"
import * as SystemUsersRoutes from "../routes/Users/SystemUsers.js"
import * as UsersRoutes from "../routes/Users.js"
import * as WebhooksRoutes from "../routes/Webhooks.js"
import * as WorkflowsRoutes from "../routes/Workflows.js"

/**
 * Every family, in the order in which they fill an account.
 *
 * @since 0.1.0
 * @category testing
 */
export const families: ReadonlyArray<Family> = [
  UsersRoutes.family,
  UserStatusesRoutes.family,
  UserConversationReassignmentRoutes.family,
  SystemUsersRoutes.family,
  TeamsRoutes.family,
  MailboxesRoutes.family,
  TagsRoutes.family,
  // the people come before what is told of them
  { populate: CustomerData.populate, routes: [] },
  CustomersRoutes.family,
  OrganizationsRoutes.family,
  ConversationsRoutes.family,
  ThreadsRoutes.family,
  AttachmentsRoutes.family,
  ChatsRoutes.family,
  RatingsRoutes.family,
  WorkflowsRoutes.family,
  WebhooksRoutes.family,
  ReportsRoutes.family
]
