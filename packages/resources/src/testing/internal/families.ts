/**
 * Every family of routes that the simulator has, in the order in which they fill an account.
 *
 * @since 0.1.0
 */

import type { Family } from "../Route.js"
import * as AttachmentsRoutes from "./attachmentsRoutes.js"
import * as ChatsRoutes from "./chatsRoutes.js"
import * as ConversationsRoutes from "./conversationsRoutes.js"
import * as CustomerData from "./customerData.js"
import * as CustomersRoutes from "./customersRoutes.js"
import * as MailboxesRoutes from "./mailboxesRoutes.js"
import * as OrganizationsRoutes from "./organizationsRoutes.js"
import * as RatingsRoutes from "./ratingsRoutes.js"
import * as ReportsRoutes from "./reportsRoutes.js"
import * as SystemUsersRoutes from "./systemUsersRoutes.js"
import * as TagsRoutes from "./tagsRoutes.js"
import * as TeamsRoutes from "./teamsRoutes.js"
import * as ThreadsRoutes from "./threadsRoutes.js"
import * as UserConversationReassignmentRoutes from "./userConversationReassignmentRoutes.js"
import * as UserStatusesRoutes from "./userStatusesRoutes.js"
import * as UsersRoutes from "./usersRoutes.js"
import * as WebhooksRoutes from "./webhooksRoutes.js"
import * as WorkflowsRoutes from "./workflowsRoutes.js"

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
