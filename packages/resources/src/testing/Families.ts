/**
 * Every family of routes that the simulator has, in the order in which they fill an account.
 *
 * @since 0.1.0
 */
import * as AttachmentsRoutes from "./AttachmentsRoutes.js"
import * as ChatsRoutes from "./ChatsRoutes.js"
import * as ConversationsRoutes from "./ConversationsRoutes.js"
import * as CustomerData from "./CustomerData.js"
import * as CustomersRoutes from "./CustomersRoutes.js"
import * as MailboxesRoutes from "./MailboxesRoutes.js"
import * as OrganizationsRoutes from "./OrganizationsRoutes.js"
import * as RatingsRoutes from "./RatingsRoutes.js"
import * as ReportsRoutes from "./ReportsRoutes.js"
import type { Family } from "./Route.js"
import * as SystemUsersRoutes from "./SystemUsersRoutes.js"
import * as TagsRoutes from "./TagsRoutes.js"
import * as TeamsRoutes from "./TeamsRoutes.js"
import * as ThreadsRoutes from "./ThreadsRoutes.js"
import * as UserConversationReassignmentRoutes from "./UserConversationReassignmentRoutes.js"
import * as UserStatusesRoutes from "./UserStatusesRoutes.js"
import * as UsersRoutes from "./UsersRoutes.js"
import * as WebhooksRoutes from "./WebhooksRoutes.js"
import * as WorkflowsRoutes from "./WorkflowsRoutes.js"

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
