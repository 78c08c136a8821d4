/**
 * The resources of the API and their types, for programs without Effect. Written by `npm run codegen` from the types of
 * packages/resources. Edit those instead.
 */
import type { List, ListOptions, NumberedListOptions, Page, Sequence, StableListOptions } from "./List.js"
import type { Duration, FileContent, RequestOptions } from "./Options.js"
import type { RelativeMoment, SearchQuery } from "./SearchQuery.js"

/** All resources, by name. */
export interface Resources {
  /** The methods of `chats`. */
  readonly chats: ChatsResource

  /** The methods of `conversations`. */
  readonly conversations: ConversationsResource

  /** The methods of `customerProperties`. */
  readonly customerProperties: CustomerPropertiesResource

  /** The methods of `customers`. */
  readonly customers: CustomersResource

  /** The methods of `mailboxes`. */
  readonly mailboxes: MailboxesResource

  /** The methods of `organizations`. */
  readonly organizations: OrganizationsResource

  /** The methods of `ratings`. */
  readonly ratings: RatingsResource

  /** The methods of `reports`. */
  readonly reports: ReportsResource

  /** The methods of `tags`. */
  readonly tags: TagsResource

  /** The methods of `teams`. */
  readonly teams: TeamsResource

  /** The methods of `users`. */
  readonly users: UsersResource

  /** The methods of `webhooks`. */
  readonly webhooks: WebhooksResource

  /** The methods of `workflows`. */
  readonly workflows: WorkflowsResource
}

/** The methods of `workflows`. */
export interface WorkflowsResource {
  /**
   * Runs a manual workflow on any number of conversations, in sequential batches of 50. Emits the ids of each batch
   * after it has run.
   *
   * Costs one write per batch. Duplicate ids run once. If any id is invalid, nothing is sent. The stream fails at the
   * first batch that fails: the batches emitted before it have run, so omit them when you start again. After
   * `AmbiguousWrite`, the failed batch may have run as well.
   */
  runManualBatches(
    args: { readonly workflowId: WorkflowId },
    payload: { readonly conversationIds: Iterable<ConversationId> },
    options?: RequestOptions
  ): Sequence<ReadonlyArray<ConversationId>>

  /**
   * Lists one page of workflows. Help Scout has no endpoint that gets a single workflow.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & WorkflowQuery,
    options?: RequestOptions
  ): Promise<Page<Workflow>>

  /** Streams every workflow. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & WorkflowQuery,
    options?: NumberedListOptions
  ): List<Workflow>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & WorkflowQuery,
    options?: NumberedListOptions
  ): Sequence<Page<Workflow>>

  /**
   * Runs a manual workflow on up to 50 conversations. Help Scout rejects automatic workflows, and conversations that do
   * not exist or are in another inbox.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/run/
   */
  runManual(args: { readonly workflowId: WorkflowId }, payload: WorkflowRun, options?: RequestOptions): Promise<void>

  /**
   * Activates or deactivates a workflow, with `WorkflowUpdate.activate` or `WorkflowUpdate.deactivate`. The API cannot
   * change anything else.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/update/
   */
  update(args: { readonly workflowId: WorkflowId }, payload: WorkflowUpdate, options?: RequestOptions): Promise<void>
}

/** The methods of `webhooks`. */
export interface WebhooksResource {
  /**
   * Lists one page of webhooks.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Webhook>>

  /** Streams every webhook. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Webhook>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Webhook>>

  /**
   * Gets one webhook. Its `state` shows whether Help Scout has disabled it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/get/
   */
  get(args: { readonly webhookId: WebhookId }, options?: RequestOptions): Promise<Webhook>

  /**
   * Creates a webhook, enabled, and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/create/
   */
  create(payload: WebhookCreate, options?: RequestOptions): Promise<WebhookId>

  /**
   * Replaces a webhook and enables it.
   *
   * Gotcha: the secret is required again, and omitted fields are reset: without `mailboxIds` the webhook receives the
   * events of all inboxes.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/update/
   */
  update(args: { readonly webhookId: WebhookId }, payload: WebhookUpdate, options?: RequestOptions): Promise<void>

  /**
   * Deletes a webhook.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/delete/
   */
  delete(args: { readonly webhookId: WebhookId }, options?: RequestOptions): Promise<void>
}

/** The methods of `users`. */
export interface UsersResource {
  /** The methods of `users.conversationReassignment`. */
  readonly conversationReassignment: UsersConversationReassignmentResource

  /** The methods of `users.status`. */
  readonly status: UsersStatusResource

  /** The methods of `users.systemUsers`. */
  readonly systemUsers: UsersSystemUsersResource

  /**
   * Lists one page of users, of every role, including users who have not accepted their invitation yet.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserQuery,
    options?: RequestOptions
  ): Promise<Page<User>>

  /** Streams every user. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserQuery,
    options?: NumberedListOptions
  ): List<User>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserQuery,
    options?: NumberedListOptions
  ): Sequence<Page<User>>

  /**
   * Gets one user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/get/
   */
  get(args: { readonly userId: UserId }, options?: RequestOptions): Promise<User>

  /**
   * Gets the token's user. A good way to check a token.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/me/
   */
  me(options?: RequestOptions): Promise<User>

  /**
   * Creates a user and returns its id. Requires an administrator or account owner.
   *
   * Gotcha: Help Scout emails the new user unless `sendInvite` is false.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/create/
   */
  create(payload: UserCreate, options?: RequestOptions): Promise<UserId>

  /**
   * Deletes a user. Help Scout does not document what happens to the user's conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/delete/
   */
  delete(args: { readonly userId: UserId }, options?: RequestOptions): Promise<void>
}

/** The methods of `users.systemUsers`. */
export interface UsersSystemUsersResource {
  /**
   * Lists one page of the account's system users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/system-users/list-system-users/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<SystemUser>>

  /** Streams every system user. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<SystemUser>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<SystemUser>>

  /**
   * Gets one system user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/system-users/get-system-user/
   */
  get(args: { readonly systemUserId: SystemUserId }, options?: RequestOptions): Promise<SystemUser>
}

/** The methods of `users.status`. */
export interface UsersStatusResource {
  /**
   * Lists one page of the statuses of all users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<UserStatus>>

  /** Streams the status of every user. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<UserStatus>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<UserStatus>>

  /**
   * Gets the status of a user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/get/
   */
  get(args: { readonly userId: UserId }, options?: RequestOptions): Promise<UserStatus>

  /**
   * Sets a user's status for email and routing, not for chats. Users can set their own status; administrators and
   * account owners can set any user's.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/status/set/
   */
  set(args: { readonly userId: UserId }, payload: UserStatusUpdate, options?: RequestOptions): Promise<void>
}

/** The methods of `users.conversationReassignment`. */
export interface UsersConversationReassignmentResource {
  /**
   * Gets a user's setting for the reassignment of conversations while the user is away.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/conversation%20reassignment/get/
   */
  get(args: { readonly userId: UserId }, options?: RequestOptions): Promise<ConversationReassignment>

  /**
   * Replaces a user's setting for the reassignment of conversations while the user is away.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/users/conversation%20reassignment/update/
   */
  update(
    args: { readonly userId: UserId },
    payload: ConversationReassignmentUpdate,
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `teams`. */
export interface TeamsResource {
  /** The methods of `teams.teamMembers`. */
  readonly teamMembers: TeamsTeamMembersResource

  /**
   * Lists one page of teams. Help Scout has no endpoint that gets a single team.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-teams/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Team>>

  /** Streams every team. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Team>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Team>>
}

/** The methods of `teams.teamMembers`. */
export interface TeamsTeamMembersResource {
  /**
   * Lists one page of the members of a team.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-team-members/
   */
  list(
    args: {
      readonly teamId: TeamId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<User>>

  /** Streams every member of a team. */
  listAll(
    args: {
      readonly teamId: TeamId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<User>

  /** Streams the pages, with their totals and links. */
  listPages(
    args: {
      readonly teamId: TeamId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<User>>

  /**
   * Adds users to a team and removes users from it. Although it is a PUT, members in neither list stay members.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/update-team-members/
   */
  update(args: { readonly teamId: TeamId }, payload: TeamMembersUpdate, options?: RequestOptions): Promise<void>
}

/** The methods of `tags`. */
export interface TagsResource {
  /**
   * Lists one page of the tags of all inboxes, in alphabetical order.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Tag>>

  /** Streams every tag, in alphabetical order. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Tag>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Tag>>

  /**
   * Gets one tag.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/tags/get/
   */
  get(args: { readonly tagId: TagId }, options?: RequestOptions): Promise<Tag>
}

/** The methods of `reports`. */
export interface ReportsResource {
  /** The methods of `reports.company`. */
  readonly company: ReportsCompanyResource

  /** The methods of `reports.conversation`. */
  readonly conversation: ReportsConversationResource

  /** The methods of `reports.docs`. */
  readonly docs: ReportsDocsResource

  /** The methods of `reports.happiness`. */
  readonly happiness: ReportsHappinessResource

  /** The methods of `reports.productivity`. */
  readonly productivity: ReportsProductivityResource

  /** The methods of `reports.user`. */
  readonly user: ReportsUserResource

  /**
   * Gets the figures about chats. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/chat/
   */
  getChatReport(args: ChannelReportQuery, options?: RequestOptions): Promise<ChatReport>

  /**
   * Gets the figures about email conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/email/
   */
  getEmailReport(args: ChannelReportQuery, options?: RequestOptions): Promise<EmailReport>

  /**
   * Gets the figures about phone conversations, in total and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/phone/
   */
  getPhoneReport(args: ChannelReportQuery, options?: RequestOptions): Promise<PhoneReport>
}

/** The methods of `reports.user`. */
export interface ReportsUserResource {
  /**
   * Gets the figures of a user, or of all members of a team together.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user/
   */
  getOverallReport(args: UserReportQuery, options?: RequestOptions): Promise<UserReport>

  /**
   * Gets the figures about the chats of a user, or of all members of a team together. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-chat/
   */
  getChatReport(args: UserChatReportQuery, options?: RequestOptions): Promise<UserChatReport>

  /**
   * Lists one page of the conversations that a user worked on.
   *
   * Gotcha: a conversation may occur more than once. According to the reference of version 1, once per reply.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-conversation-history/
   */
  getConversationHistoryReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserConversationHistoryQuery,
    options?: RequestOptions
  ): Promise<Page<UserConversation>>

  /** Streams every conversation that a user worked on. A conversation may occur more than once. */
  getConversationHistoryReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserConversationHistoryQuery,
    options?: NumberedListOptions
  ): List<UserConversation>

  /** Streams the pages, with their totals. */
  getConversationHistoryReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserConversationHistoryQuery,
    options?: NumberedListOptions
  ): Sequence<Page<UserConversation>>

  /**
   * Gets the number of customers that a user helped per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-customer-helped/
   */
  getCustomersHelpedReport(args: UserSeriesQuery, options?: RequestOptions): Promise<CustomersHelpedSeries>

  /**
   * Lists one page of the conversations behind a user's figures.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-drilldown/
   */
  getDrilldownReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportConversation>>

  /** Streams every conversation behind a user's figures. */
  getDrilldownReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportConversation>

  /** Streams the pages, with their totals. */
  getDrilldownReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportConversation>>

  /**
   * Gets customers' ratings of a user's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-happiness/
   */
  getHappinessReport(args: UserHappinessQuery, options?: RequestOptions): Promise<HappinessReport>

  /**
   * Lists one page of the ratings of a user's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-happiness-drilldown/
   */
  getHappinessDrilldownReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserHappinessDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportRating>>

  /** Streams every rating of a user's replies. */
  getHappinessDrilldownReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserHappinessDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportRating>

  /** Streams the pages, with their totals. */
  getHappinessDrilldownReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & UserHappinessDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportRating>>

  /**
   * Gets the number of replies that a user sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-replies/
   */
  getRepliesReport(args: UserSeriesQuery, options?: RequestOptions): Promise<RepliesSeries>

  /**
   * Gets the number of conversations that a user helped to resolve per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/user/reports-user-resolutions/
   */
  getResolutionsReport(args: UserSeriesQuery, options?: RequestOptions): Promise<ResolvedSeries>
}

/** The methods of `reports.productivity`. */
export interface ReportsProductivityResource {
  /**
   * Gets the speed of the company's replies and resolutions. `company.getDrilldownReport` lists the conversations behind it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-overall/
   */
  getOverallReport(args: ProductivityReportQuery, options?: RequestOptions): Promise<ProductivityReport>

  /**
   * Gets the time until the first reply, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-first-response-time/
   */
  getFirstResponseTimeReport(args: ProductivitySeriesQuery, options?: RequestOptions): Promise<TimeSeries>

  /**
   * Gets the number of replies sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-replies-sent/
   */
  getRepliesSentReport(args: ProductivitySeriesQuery, options?: RequestOptions): Promise<RepliesSeries>

  /**
   * Gets the time until the resolution of conversations, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-resolution-time/
   */
  getResolutionTimeReport(args: ProductivitySeriesQuery, options?: RequestOptions): Promise<TimeSeries>

  /**
   * Gets the number of resolved conversations per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-resolved/
   */
  getResolvedReport(args: ProductivitySeriesQuery, options?: RequestOptions): Promise<ResolvedSeries>

  /**
   * Gets the time until a reply, per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/productivity/reports-productivity-respose-time/
   */
  getResponseTimeReport(args: ProductivitySeriesQuery, options?: RequestOptions): Promise<TimeSeries>
}

/** The methods of `reports.happiness`. */
export interface ReportsHappinessResource {
  /**
   * Gets customers' ratings of the company's replies.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-overall/
   */
  getOverallReport(args: HappinessReportQuery, options?: RequestOptions): Promise<HappinessReport>

  /**
   * Lists one page of ratings. Help Scout has no other list of ratings.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/
   */
  getRatingsReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & HappinessRatingsQuery,
    options?: RequestOptions
  ): Promise<Page<ReportRating>>

  /** Streams every rating. */
  getRatingsReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & HappinessRatingsQuery,
    options?: NumberedListOptions
  ): List<ReportRating>

  /** Streams the pages, with their totals. */
  getRatingsReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & HappinessRatingsQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportRating>>
}

/** The methods of `reports.docs`. */
export interface ReportsDocsResource {
  /**
   * Gets the searches, articles and results of visitors of the Docs sites.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/docs/reports-docs-overall/
   */
  getOverallReport(args: DocsReportQuery, options?: RequestOptions): Promise<DocsReport>
}

/** The methods of `reports.conversation`. */
export interface ReportsConversationResource {
  /**
   * Gets the number of conversations, with the most frequent tags, customers, saved replies and workflows.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-overall/
   */
  getOverallReport(args: ConversationReportQuery, options?: RequestOptions): Promise<ConversationsReport>

  /**
   * Gets the number of conversations per channel, by day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-volume-by-channel/
   */
  getVolumesByChannelReport(args: ConversationSeriesQuery, options?: RequestOptions): Promise<VolumesByChannelSeries>

  /**
   * Gets the number of conversations in each hour of the week. An hour without conversations may be omitted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-busy-times/
   */
  getBusiestTimeOfDayReport(args: ConversationReportQuery, options?: RequestOptions): Promise<ReadonlyArray<BusyTime>>

  /**
   * Lists one page of the conversations behind the overall report.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-drilldown/
   */
  getDrilldownReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportConversation>>

  /** Streams every conversation behind the overall report. */
  getDrilldownReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportConversation>

  /** Streams the pages, with their totals. */
  getDrilldownReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportConversation>>

  /**
   * Lists one page of the conversations with one tag, saved reply, workflow or customer.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-field-drilldown/
   */
  getDrilldownByFieldReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationFieldDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportConversation>>

  /** Streams every conversation with one tag, saved reply, workflow or customer. */
  getDrilldownByFieldReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationFieldDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportConversation>

  /** Streams the pages, with their totals. */
  getDrilldownByFieldReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationFieldDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportConversation>>

  /**
   * Gets the number of new conversations per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-new/
   */
  getNewConversationsReport(args: ConversationSeriesQuery, options?: RequestOptions): Promise<NewConversationsSeries>

  /**
   * Lists one page of the new conversations.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-new-drilldown/
   */
  getNewConversationsDrilldownReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportConversation>>

  /** Streams every new conversation. */
  getNewConversationsDrilldownReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportConversation>

  /** Streams the pages, with their totals. */
  getNewConversationsDrilldownReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportConversation>>

  /**
   * Gets the number of messages that customers sent per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/conversations/reports-conversations-received-messages/
   */
  getReceivedMessagesReport(args: ConversationSeriesQuery, options?: RequestOptions): Promise<ReceivedMessagesSeries>
}

/** The methods of `reports.company`. */
export interface ReportsCompanyResource {
  /**
   * Gets the figures of the company, in total and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-overall/
   */
  getOverallReport(args: CompanyReportQuery, options?: RequestOptions): Promise<CompanyReport>

  /**
   * Gets the number of customers helped per day, week or month.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-customers-helped/
   */
  getCustomersHelpedReport(args: CompanyCustomersHelpedQuery, options?: RequestOptions): Promise<CustomersHelpedSeries>

  /**
   * Lists one page of the conversations behind the company's figures. They are also those behind the productivity
   * report, which does not have its own drilldown.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-drilldown/
   */
  getDrilldownReport(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CompanyDrilldownQuery,
    options?: RequestOptions
  ): Promise<Page<ReportConversation>>

  /** Streams every conversation behind the company's figures. */
  getDrilldownReportAll(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CompanyDrilldownQuery,
    options?: NumberedListOptions
  ): List<ReportConversation>

  /** Streams the pages, with their totals. */
  getDrilldownReportPages(
    args: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CompanyDrilldownQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ReportConversation>>
}

/** The methods of `ratings`. */
export interface RatingsResource {
  /**
   * Gets one rating. Help Scout has no list of ratings; `reports.happiness.getRatingsReport` is the closest.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/ratings/get/
   */
  get(args: { readonly ratingId: RatingId }, options?: RequestOptions): Promise<Rating>
}

/** The methods of `organizations`. */
export interface OrganizationsResource {
  /**
   * Changes the given fields of an organization and keeps the rest; `null` erases a field.
   *
   * Sends two requests: it reads the organization, then replaces it. Gotcha: the last writer wins, so a change by
   * another client between the two requests is overwritten.
   */
  updatePartial(
    args: { readonly organizationId: OrganizationId },
    payload: OrganizationPartialUpdate,
    options?: RequestOptions
  ): Promise<void>

  /** The methods of `organizations.properties`. */
  readonly properties: OrganizationsPropertiesResource

  /** The methods of `organizations.propertyDefinitions`. */
  readonly propertyDefinitions: OrganizationsPropertyDefinitionsResource

  /**
   * Lists one page of organizations, 50 at a time, by default the one with the latest interaction first.
   *
   * Gotcha: there is no filter. To find an organization by name, stream them with `sort: "name,asc"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & OrganizationQuery,
    options?: RequestOptions
  ): Promise<Page<Organization>>

  /** Streams every organization. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & OrganizationQuery,
    options?: NumberedListOptions
  ): List<Organization>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & OrganizationQuery,
    options?: NumberedListOptions
  ): Sequence<Page<Organization>>

  /**
   * Gets one organization, optionally with its counts and properties.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get/
   */
  get(
    args: { readonly organizationId: OrganizationId } & OrganizationInclude,
    options?: RequestOptions
  ): Promise<Organization>

  /**
   * Creates an organization and returns its id. Fails with `Conflict` if it already exists.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/create/
   */
  create(payload: OrganizationCreate, options?: RequestOptions): Promise<OrganizationId>

  /**
   * Replaces an organization. Properties are kept.
   *
   * Gotcha: omitting a field erases it, except for `logoUrl`. `updatePartial` keeps omitted fields.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/update/
   */
  update(
    args: { readonly organizationId: OrganizationId },
    payload: OrganizationUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes an organization. Its customers remain, without an organization.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/delete/
   */
  delete(args: { readonly organizationId: OrganizationId }, options?: RequestOptions): Promise<void>

  /**
   * Lists one page of the customers of an organization, 50 at a time.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-customers/
   */
  customers(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Customer>>

  /** Streams every customer of an organization. */
  customersAll(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Customer>

  /** Streams the pages, with their totals and links. */
  customersPages(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Customer>>

  /**
   * Lists one page of the conversations with the customers of an organization. There is no filter.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/get-conversations/
   */
  conversations(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Conversation>>

  /** Streams every conversation with the customers of an organization. */
  conversationsAll(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Conversation>

  /** Streams the pages, with their totals and links. */
  conversationsPages(
    args: {
      readonly organizationId: OrganizationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Conversation>>
}

/** The methods of `organizations.propertyDefinitions`. */
export interface OrganizationsPropertyDefinitionsResource {
  /**
   * Lists all definitions at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/list/
   */
  list(options?: RequestOptions): Promise<Page<OrganizationPropertyDefinition>>

  /** Streams every definition. One request. */
  listAll(args?: {}, options?: ListOptions): List<OrganizationPropertyDefinition>

  /** Streams the only page. */
  listPages(args?: {}, options?: ListOptions): Sequence<Page<OrganizationPropertyDefinition>>

  /**
   * Gets one definition.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/get/
   */
  get(args: { readonly slug: string }, options?: RequestOptions): Promise<OrganizationPropertyDefinition>

  /**
   * Defines a property. Returns no id, because a definition is identified by its slug. An account can have up to 50.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/create/
   */
  create(payload: OrganizationPropertyDefinitionCreate, options?: RequestOptions): Promise<void>

  /**
   * Renames a definition, and replaces its options if they are given. Type and slug are permanent.
   *
   * Gotcha: Help Scout deletes the values of organizations whose option is omitted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/update/
   */
  update(
    args: { readonly slug: string },
    payload: OrganizationPropertyDefinitionUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a definition. Help Scout keeps it for a while, invisibly.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/delete/
   */
  delete(args: { readonly slug: string }, options?: RequestOptions): Promise<void>
}

/** The methods of `organizations.properties`. */
export interface OrganizationsPropertiesResource {
  /**
   * Sets an organization's value for a property, replacing any earlier value.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/set-value/
   */
  update(
    args: { readonly organizationId: OrganizationId; readonly slug: string },
    payload: OrganizationPropertyValueUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Removes an organization's value for a property. The definition remains.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/organizations/properties/remove-value/
   */
  delete(
    args: { readonly organizationId: OrganizationId; readonly slug: string },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `mailboxes`. */
export interface MailboxesResource {
  /** The methods of `mailboxes.customFields`. */
  readonly customFields: MailboxesCustomFieldsResource

  /** The methods of `mailboxes.folders`. */
  readonly folders: MailboxesFoldersResource

  /** The methods of `mailboxes.routing`. */
  readonly routing: MailboxesRoutingResource

  /** The methods of `mailboxes.savedReplies`. */
  readonly savedReplies: MailboxesSavedRepliesResource

  /**
   * Lists one page of the inboxes that the token's user can see.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Mailbox>>

  /** Streams every inbox that the token's user can see. */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Mailbox>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Mailbox>>

  /**
   * Gets one inbox.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/get/
   */
  get(args: { readonly mailboxId: MailboxId }, options?: RequestOptions): Promise<Mailbox>
}

/** The methods of `mailboxes.savedReplies`. */
export interface MailboxesSavedRepliesResource {
  /**
   * Lists all saved replies of an inbox at once. Gotcha: the texts are shortened; `get` returns the full texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-list/
   */
  list(
    args: { readonly mailboxId: MailboxId } & SavedReplyQuery,
    options?: RequestOptions
  ): Promise<Page<SavedReplyPreview>>

  /** Streams every saved reply of an inbox. One request. */
  listAll(args: { readonly mailboxId: MailboxId } & SavedReplyQuery, options?: ListOptions): List<SavedReplyPreview>

  /** Streams the only page. */
  listPages(
    args: { readonly mailboxId: MailboxId } & SavedReplyQuery,
    options?: ListOptions
  ): Sequence<Page<SavedReplyPreview>>

  /**
   * Gets one saved reply with its full texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-get/
   */
  get(
    args: { readonly mailboxId: MailboxId; readonly savedReplyId: SavedReplyId },
    options?: RequestOptions
  ): Promise<SavedReply>

  /**
   * Creates a saved reply. Returns its id if the response contains it; Help Scout documents a response without one.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-create/
   */
  create(
    args: { readonly mailboxId: MailboxId },
    payload: SavedReplyCreate,
    options?: RequestOptions
  ): Promise<SavedReplyId | undefined>

  /**
   * Replaces a saved reply. Gotcha: omitting a text removes it, so send both texts.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-update/
   */
  update(
    args: { readonly mailboxId: MailboxId; readonly savedReplyId: SavedReplyId },
    payload: SavedReplyUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a saved reply.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/saved_Replies/saved-replies-delete/
   */
  delete(
    args: { readonly mailboxId: MailboxId; readonly savedReplyId: SavedReplyId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `mailboxes.routing`. */
export interface MailboxesRoutingResource {
  /**
   * Gets the routing of an inbox, with the current rotation of users.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/routing/routing-configuration-get/
   */
  get(args: { readonly mailboxId: MailboxId }, options?: RequestOptions): Promise<Routing>

  /**
   * Replaces the routing of an inbox. All four fields are required.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/routing/routing-configuration-update/
   */
  update(args: { readonly mailboxId: MailboxId }, payload: RoutingUpdate, options?: RequestOptions): Promise<void>
}

/** The methods of `mailboxes.folders`. */
export interface MailboxesFoldersResource {
  /**
   * Lists one page of the folders of an inbox. Folders cannot be created or changed through the API.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-folders/
   */
  list(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Folder>>

  /** Streams every folder of an inbox. */
  listAll(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Folder>

  /** Streams the pages, with their totals and links. */
  listPages(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Folder>>
}

/** The methods of `mailboxes.customFields`. */
export interface MailboxesCustomFieldsResource {
  /**
   * Resolves field names and option labels to the ids that `conversations.customFields.update` and
   * `conversations.create` take. An exact match wins; otherwise case is ignored.
   *
   * Costs one request per page of definitions, so one for up to 50 fields; nothing is cached between calls. Fails with
   * `InputInvalid`, which names the fields, if a field or option does not exist or a value does not fit its type.
   *
   * Gotcha: `conversations.customFields.update` replaces all values, so include the values to keep.
   */
  resolve(
    args: { readonly mailboxId: MailboxId },
    values: CustomFieldValues,
    options?: RequestOptions
  ): Promise<ReadonlyArray<ConversationCustomFieldValue>>

  /**
   * Lists one page of the custom fields of an inbox. Fields cannot be created or changed through the API.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-fields/
   */
  list(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<CustomField>>

  /** Streams every custom field of an inbox. */
  listAll(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<CustomField>

  /** Streams the pages, with their totals and links. */
  listPages(
    args: {
      readonly mailboxId: MailboxId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<CustomField>>
}

/** The methods of `customers`. */
export interface CustomersResource {
  /**
   * Finds the customer with an email, regardless of case, or creates one. The profile is used for a new customer only.
   *
   * Sends one request if the customer exists, and two to create it. If another client creates the customer between the
   * two, a third request finds it. If the list lags behind, it is read again after one, two and four seconds; then the
   * call fails with `Conflict`, as it does if another email of the profile is in use. After `AmbiguousWrite` it is safe
   * to repeat the call. The email gets the type `other`, unless the profile's `emails` contain it.
   */
  findOrCreate(
    args: { readonly email: string },
    profile?: CustomerCreate,
    options?: RequestOptions
  ): Promise<FoundOrCreated>

  /**
   * Changes a part of the profile and keeps the rest. `null` erases a field. Unlike `update`, it can change the
   * organization.
   *
   * Sends two requests, a read and an overwrite. Gotchas: changes that another client makes between the two are lost
   * (last write wins). Fails with `InputInvalid`, and overwrites nothing, if Help Scout would reject a field that is
   * kept, such as a text that is too long: pass a valid value for that field as well. A customer has one organization,
   * by id or by name: setting one removes the other.
   */
  updatePartial(
    args: { readonly customerId: CustomerId },
    payload: CustomerPartialUpdate,
    options?: RequestOptions
  ): Promise<void>

  /** The methods of `customers.addresses`. */
  readonly addresses: CustomersAddressesResource

  /** The methods of `customers.chatHandles`. */
  readonly chatHandles: CustomersChatHandlesResource

  /** The methods of `customers.emails`. */
  readonly emails: CustomersEmailsResource

  /** The methods of `customers.phones`. */
  readonly phones: CustomersPhonesResource

  /** The methods of `customers.properties`. */
  readonly properties: CustomersPropertiesResource

  /** The methods of `customers.socialProfiles`. */
  readonly socialProfiles: CustomersSocialProfilesResource

  /** The methods of `customers.websites`. */
  readonly websites: CustomersWebsitesResource

  /**
   * Lists one page of customers, newest first: 50 at a time.
   *
   * Gotcha: only `listV3` can filter by email.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CustomerQuery,
    options?: RequestOptions
  ): Promise<Page<Customer>>

  /**
   * Streams every customer that matches, page after page. A customer that moves to another page in the meantime can be
   * missed or emitted twice.
   *
   * With the option `order: "stable"`, emits each customer that matches throughout exactly once while the account changes,
   * newest first, from `listV3`, at the same cost. It cannot be combined with `mailbox`, `sortField`, `sortOrder`, `page`
   * or `concurrency`.
   */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CustomerQuery,
    options?: StableListOptions
  ): List<Customer>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & CustomerQuery,
    options?: StableListOptions
  ): Sequence<Page<Customer>>

  /**
   * Lists one page of customers, newest first, by cursor. Customers that are created or deleted in the meantime do not
   * move others between pages.
   *
   * Gotcha: has no totals and no other order.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/list-v3/
   */
  listV3(args?: { readonly cursor?: string } & CustomerQueryV3, options?: RequestOptions): Promise<Page<Customer>>

  /** Streams every customer that matches, by cursor. */
  listV3All(args?: { readonly cursor?: string } & CustomerQueryV3, options?: ListOptions): List<Customer>

  /** Streams the pages, which have links and no totals. */
  listV3Pages(args?: { readonly cursor?: string } & CustomerQueryV3, options?: ListOptions): Sequence<Page<Customer>>

  /**
   * Gets one customer, with addresses, phones, properties and other entries in `_embedded`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/get/
   */
  get(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Customer>

  /**
   * Creates a customer and returns its id. Fails with `Conflict` if a customer with one of the emails already exists,
   * which `findOrCreate` returns.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/create/
   */
  create(payload: CustomerCreate, options?: RequestOptions): Promise<CustomerId>

  /**
   * Replaces the whole profile: a field that is left out is erased. Emails, phones and other entries stay unchanged.
   * `update` and `updatePartial` change single fields.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/overwrite/
   */
  overwrite(
    args: { readonly customerId: CustomerId },
    payload: CustomerOverwrite,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Changes parts of a customer, either all or none: `[CustomerUpdate.set("jobTitle", "CEO"), CustomerUpdate.emails.remove(12)]`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/update/
   */
  update(
    args: { readonly customerId: CustomerId },
    payload: readonly [CustomerUpdate, ...Array<CustomerUpdate>],
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a customer with all conversations and ratings (GDPR erasure). Irreversible.
   *
   * Gotcha: fails with `Forbidden` for a customer with more than 100 conversations, which `deleteAsync` accepts, and if
   * the user behind the token cannot see all of them.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete/
   */
  delete(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<void>

  /**
   * Deletes a customer with any number of conversations, in the background (GDPR erasure). Irreversible.
   *
   * Gotcha: returns before anything is deleted. The webhook `customer.deleted` reports the end.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/delete-async/
   */
  deleteAsync(
    args: { readonly customerId: CustomerId } & { readonly async?: true },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `customers.websites`. */
export interface CustomersWebsitesResource {
  /**
   * Lists the websites of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/list/
   */
  list(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Page<CustomerWebsite>>

  /** Streams the websites of a customer. */
  listAll(args: { readonly customerId: CustomerId }, options?: ListOptions): List<CustomerWebsite>

  /** Streams the only page. */
  listPages(args: { readonly customerId: CustomerId }, options?: ListOptions): Sequence<Page<CustomerWebsite>>

  /**
   * Adds a website and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerWebsiteInput,
    options?: RequestOptions
  ): Promise<WebsiteId>

  /**
   * Replaces a website: its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/update/
   */
  update(
    args: { readonly customerId: CustomerId; readonly websiteId: WebsiteId },
    payload: CustomerWebsiteInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a website.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/websites/delete/
   */
  delete(
    args: { readonly customerId: CustomerId; readonly websiteId: WebsiteId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `customers.socialProfiles`. */
export interface CustomersSocialProfilesResource {
  /**
   * Lists the social profiles of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/list/
   */
  list(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Page<CustomerSocialProfile>>

  /** Streams the social profiles of a customer. */
  listAll(args: { readonly customerId: CustomerId }, options?: ListOptions): List<CustomerSocialProfile>

  /** Streams the only page. */
  listPages(args: { readonly customerId: CustomerId }, options?: ListOptions): Sequence<Page<CustomerSocialProfile>>

  /**
   * Adds a social profile and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerSocialProfileInput,
    options?: RequestOptions
  ): Promise<SocialProfileId>

  /**
   * Replaces a social profile: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/update/
   */
  update(
    args: { readonly customerId: CustomerId; readonly socialProfileId: SocialProfileId },
    payload: CustomerSocialProfileInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a social profile.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/social_profiles/delete/
   */
  delete(
    args: { readonly customerId: CustomerId; readonly socialProfileId: SocialProfileId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `customers.properties`. */
export interface CustomersPropertiesResource {
  /**
   * Changes the values of some properties and keeps the others. `_embedded.properties` of the customer contains the
   * values.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/update/
   */
  update(
    args: { readonly customerId: CustomerId },
    payload: readonly [CustomerPropertyUpdate, ...Array<CustomerPropertyUpdate>],
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `customers.phones`. */
export interface CustomersPhonesResource {
  /**
   * Lists the phone numbers of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/list/
   */
  list(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Page<CustomerPhone>>

  /** Streams the phone numbers of a customer. */
  listAll(args: { readonly customerId: CustomerId }, options?: ListOptions): List<CustomerPhone>

  /** Streams the only page. */
  listPages(args: { readonly customerId: CustomerId }, options?: ListOptions): Sequence<Page<CustomerPhone>>

  /**
   * Adds a phone number and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerPhoneInput,
    options?: RequestOptions
  ): Promise<PhoneId>

  /**
   * Replaces a phone number: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/update/
   */
  update(
    args: { readonly customerId: CustomerId; readonly phoneId: PhoneId },
    payload: CustomerPhoneInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a phone number.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/phones/delete/
   */
  delete(args: { readonly customerId: CustomerId; readonly phoneId: PhoneId }, options?: RequestOptions): Promise<void>
}

/** The methods of `customers.emails`. */
export interface CustomersEmailsResource {
  /**
   * Lists the email addresses of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/list/
   */
  list(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Page<CustomerEmail>>

  /** Streams the email addresses of a customer. */
  listAll(args: { readonly customerId: CustomerId }, options?: ListOptions): List<CustomerEmail>

  /** Streams the only page. */
  listPages(args: { readonly customerId: CustomerId }, options?: ListOptions): Sequence<Page<CustomerEmail>>

  /**
   * Adds an email address and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerEmailInput,
    options?: RequestOptions
  ): Promise<EmailId>

  /**
   * Replaces an email address: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/update/
   */
  update(
    args: { readonly customerId: CustomerId; readonly emailId: EmailId },
    payload: CustomerEmailInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes an email address.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/emails/delete/
   */
  delete(args: { readonly customerId: CustomerId; readonly emailId: EmailId }, options?: RequestOptions): Promise<void>
}

/** The methods of `customers.chatHandles`. */
export interface CustomersChatHandlesResource {
  /**
   * Lists the chat handles of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/list/
   */
  list(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<Page<CustomerChatHandle>>

  /** Streams the chat handles of a customer. */
  listAll(args: { readonly customerId: CustomerId }, options?: ListOptions): List<CustomerChatHandle>

  /** Streams the only page. */
  listPages(args: { readonly customerId: CustomerId }, options?: ListOptions): Sequence<Page<CustomerChatHandle>>

  /**
   * Adds a chat handle and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerChatHandleInput,
    options?: RequestOptions
  ): Promise<ChatHandleId>

  /**
   * Replaces a chat handle: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/update/
   */
  update(
    args: { readonly customerId: CustomerId; readonly chatId: ChatHandleId },
    payload: CustomerChatHandleInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes a chat handle.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/delete/
   */
  delete(
    args: { readonly customerId: CustomerId; readonly chatId: ChatHandleId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `customers.addresses`. */
export interface CustomersAddressesResource {
  /**
   * Gets the address of a customer; `NotFound` where there is none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/get/
   */
  get(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<CustomerAddress>

  /**
   * Adds the address of a customer. Returns no id, because an address has none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/create/
   */
  create(
    args: { readonly customerId: CustomerId },
    payload: CustomerAddressInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Replaces the address of a customer as a whole.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/update/
   */
  update(
    args: { readonly customerId: CustomerId },
    payload: CustomerAddressInput,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Deletes the address of a customer.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/address/delete/
   */
  delete(args: { readonly customerId: CustomerId }, options?: RequestOptions): Promise<void>
}

/** The methods of `customerProperties`. */
export interface CustomerPropertiesResource {
  /**
   * Lists all definitions at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/list/
   */
  list(options?: RequestOptions): Promise<Page<CustomerPropertyDefinition>>

  /** Streams every definition. One request. */
  listAll(args?: {}, options?: ListOptions): List<CustomerPropertyDefinition>

  /** Streams the only page. */
  listPages(args?: {}, options?: ListOptions): Sequence<Page<CustomerPropertyDefinition>>

  /**
   * Defines a property. Returns no id, because a definition is identified by its slug. An account can have up to 50.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/create/
   */
  create(payload: CustomerPropertyDefinitionCreate, options?: RequestOptions): Promise<void>

  /**
   * Deletes a definition. Help Scout keeps it for a while under another slug, so its own slug can be reused at once.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/properties/delete/
   */
  delete(args: { readonly slug: string }, options?: RequestOptions): Promise<void>
}

/** The methods of `conversations`. */
export interface ConversationsResource {
  /**
   * Gets a conversation with all of its threads, and lists their attachments.
   *
   * Sends one request for the conversation and one for each page of threads (25 per page). After a merge, one more
   * request follows the new id.
   *
   * Gotchas: the requests do not see the same moment. A thread that is added in the meantime may be missing. If one is
   * removed in the meantime, such as a discarded draft, another may be missing between two pages. No thread is returned
   * twice. `conversation.threads` may differ from the number of threads.
   */
  getComplete(
    args: { readonly conversationId: ConversationId },
    options?: RequestOptions
  ): Promise<ConversationComplete>

  /**
   * Streams every conversation that matches, each with all of its threads and their attachments.
   *
   * Costs one request for each 25 conversations. Conversations whose embedded threads are not complete, which are chats
   * and those with more than 25 threads, cost one more request for each 25 threads. These requests run `concurrency`
   * conversations at a time (4 by default), in order.
   *
   * Gotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). A conversation that is
   * deleted or merged before its threads are listed is left out. Both gotchas of `getComplete` apply.
   */
  listAllComplete(
    query?: ConversationQuery,
    options?: ListOptions & { readonly concurrency?: number }
  ): Sequence<ConversationComplete>

  /**
   * Sends a reply to the conversation's own customer and returns the id of the new thread. With `draft: true` it is saved,
   * not sent.
   *
   * Sends two requests, a read and a write. After a merge, one more request follows the new id. The gotchas of
   * `threads.createReply` apply, which replies to another customer. Fails with `InputInvalid` if the conversation has no
   * customer.
   */
  reply(
    args: { readonly conversationId: ConversationId },
    payload: ReplyCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /** The methods of `conversations.attachments`. */
  readonly attachments: ConversationsAttachmentsResource

  /** The methods of `conversations.customFields`. */
  readonly customFields: ConversationsCustomFieldsResource

  /** The methods of `conversations.tags`. */
  readonly tags: ConversationsTagsResource

  /** The methods of `conversations.threads`. */
  readonly threads: ConversationsThreadsResource

  /**
   * Lists one page of conversations, newest first: 25 at a time.
   *
   * Gotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). Lists lag behind
   * writes. A conversation that moves to another page while pages are read can be missed or returned twice, whatever the
   * order: `listAll` with `order: "stable"` misses none.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  list(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationQuery,
    options?: RequestOptions
  ): Promise<Page<Conversation>>

  /**
   * Streams every conversation that matches, page after page. The gotchas of `list` apply.
   *
   * With the option `order: "stable"`, emits each conversation that matches throughout exactly once while the account
   * changes, oldest first. It costs about 4 % more requests (24 new conversations per page of 25), and cannot be combined
   * with `sortField`, `sortOrder`, `page` or `concurrency`. If Help Scout does not honor the search that this relies on,
   * a warning is logged and the list is read by page numbers, with a step back whenever it gets shorter.
   */
  listAll(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationQuery,
    options?: StableListOptions
  ): List<Conversation>

  /** Streams the pages, with their totals and links. */
  listPages(
    args?: {
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ConversationQuery,
    options?: StableListOptions
  ): Sequence<Page<Conversation>>

  /**
   * Lists one page of conversations with v3 of the API. Experimental: observed in traffic, and not documented by Help
   * Scout.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/list/
   */
  listV3(
    args?: { readonly cursor?: string } & ConversationQueryV3,
    options?: RequestOptions
  ): Promise<Page<Conversation>>

  /** Streams every conversation, as `listV3` returns them. Experimental. */
  listV3All(args?: { readonly cursor?: string } & ConversationQueryV3, options?: ListOptions): List<Conversation>

  /** Streams the pages of `listV3`. Experimental. */
  listV3Pages(
    args?: { readonly cursor?: string } & ConversationQueryV3,
    options?: ListOptions
  ): Sequence<Page<Conversation>>

  /**
   * Gets one conversation. After a merge, returns the conversation with its new id.
   *
   * Gotcha: `embed: "threads"` includes the newest threads only. `getComplete` returns all of them.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/get/
   */
  get(
    args: { readonly conversationId: ConversationId } & ConversationEmbed,
    options?: RequestOptions
  ): Promise<Conversation>

  /**
   * Gets one conversation. System users, such as AI agents, keep the type `system_user`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/get-v3/
   */
  getV3(
    args: { readonly conversationId: ConversationId } & ConversationEmbed,
    options?: RequestOptions
  ): Promise<Conversation>

  /**
   * Creates a conversation with its first threads and returns its id.
   *
   * Gotchas: a `reply` among the threads is sent to the customer, unless it is a draft or `imported`. `AmbiguousWrite`
   * means that the conversation may have been created: check before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/create/
   */
  create(payload: ConversationCreate, options?: RequestOptions): Promise<ConversationId>

  /**
   * Changes one thing about a conversation: `ConversationUpdate.status("closed")`, `ConversationUpdate.unassign`, ...
   * Tags and custom fields have their own methods: `tags.update`, `customFields.update`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/update/
   */
  update(
    args: { readonly conversationId: ConversationId },
    payload: ConversationUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Moves a conversation to the Deleted folder. An administrator can restore it in Help Scout.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/delete/
   */
  delete(args: { readonly conversationId: ConversationId }, options?: RequestOptions): Promise<void>

  /**
   * Snoozes a conversation. Replaces an earlier snooze.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/update/
   */
  updateSnooze(
    args: { readonly conversationId: ConversationId },
    payload: SnoozeUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Ends the snooze: the conversation returns to its original folder, and becomes active if necessary.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/snooze/delete/
   */
  deleteSnooze(args: { readonly conversationId: ConversationId }, options?: RequestOptions): Promise<void>
}

/** The methods of `conversations.threads`. */
export interface ConversationsThreadsResource {
  /**
   * Lists one page of threads, newest first, with their attachments. Chats are complete here, unlike in a
   * conversation's `embed: "threads"`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list/
   */
  list(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Thread>>

  /** Streams every thread of a conversation, newest first. */
  listAll(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Thread>

  /** Streams the pages, with their totals and links. */
  listPages(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Thread>>

  /**
   * Lists one page of threads, newest first; system users, such as AI agents, keep the type `system_user`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/list-v3/
   */
  listV3(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: RequestOptions
  ): Promise<Page<Thread>>

  /** Streams every thread of a conversation, newest first, as `listV3` returns them. */
  listV3All(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): List<Thread>

  /** Streams the pages of `listV3`. */
  listV3Pages(
    args: {
      readonly conversationId: ConversationId
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    },
    options?: NumberedListOptions
  ): Sequence<Page<Thread>>

  /**
   * Adds a chat and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/chat/
   */
  createChat(
    args: { readonly conversationId: ConversationId },
    payload: ChatThreadCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /**
   * Adds a message from the customer and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/customer/
   */
  createCustomer(
    args: { readonly conversationId: ConversationId },
    payload: CustomerThreadCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /**
   * Adds a note that only users see, and returns the id of the new thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/note/
   */
  createNote(
    args: { readonly conversationId: ConversationId },
    payload: NoteThreadCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /**
   * Adds a phone call and returns the id of the new thread. Reopens the conversation unless `imported`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/phone/
   */
  createPhone(
    args: { readonly conversationId: ConversationId },
    payload: PhoneThreadCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /**
   * Sends a reply to the customer and returns the id of the new thread. With `draft: true` it is saved, not sent.
   *
   * Gotchas: reopens the conversation unless `status` says otherwise. `AmbiguousWrite` means that the reply may have
   * been sent: check before you send it again.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/reply/
   */
  createReply(
    args: { readonly conversationId: ConversationId },
    payload: ReplyThreadCreate,
    options?: RequestOptions
  ): Promise<ThreadId>

  /**
   * Changes the text of a thread, or hides it: `ThreadUpdate.text("...")`, `ThreadUpdate.hide`.
   *
   * Gotchas: requires an administrator, and an account that allows editing threads. Drafts, notes and line items cannot
   * be hidden. Threads cannot be deleted.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/update/
   */
  update(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    payload: ThreadUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Gets the email that a thread was created from. No endpoint gets a single thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-json/
   */
  getOriginalSource(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    options?: RequestOptions
  ): Promise<OriginalSource>

  /**
   * The same as `getOriginalSource`, under the name that the npm client `helpscout-mailbox-api` gives it. It does not
   * get a thread.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-json/
   */
  get(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    options?: RequestOptions
  ): Promise<OriginalSource>

  /**
   * Gets the email that a thread was created from, as RFC 822 text (`message/rfc822`).
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/thread-source-rfc822/
   */
  getOriginalSourceRfc822(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    options?: RequestOptions
  ): Promise<string>

  /**
   * Schedules a draft to be sent later. Replaces an earlier schedule.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/update/
   */
  updateSchedule(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    payload: ThreadScheduleUpdate,
    options?: RequestOptions
  ): Promise<void>

  /**
   * Sends a scheduled thread now.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/publish/
   */
  publishSchedule(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    options?: RequestOptions
  ): Promise<void>

  /**
   * Removes the schedule: the thread becomes a plain draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/schedule/delete/
   */
  deleteSchedule(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `conversations.tags`. */
export interface ConversationsTagsResource {
  /**
   * Adds tags, keeps the others, and returns the names of all tags.
   *
   * Sends two requests, a read and a write. One if the conversation already has these tags, regardless of case. After a
   * merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two
   * are lost (last write wins).
   */
  add(
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate,
    options?: RequestOptions
  ): Promise<ReadonlyArray<string>>

  /**
   * Removes tags, keeps the others, and returns the names of the remaining tags.
   *
   * Sends two requests, a read and a write. One if the conversation has none of these tags, regardless of case. After a
   * merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two
   * are lost (last write wins).
   */
  remove(
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate,
    options?: RequestOptions
  ): Promise<ReadonlyArray<string>>

  /**
   * Replaces all tags of a conversation. An empty list removes all of them. `add` and `remove` keep the others.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/tags/update/
   */
  update(
    args: { readonly conversationId: ConversationId },
    payload: ConversationTagsUpdate,
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `conversations.customFields`. */
export interface ConversationsCustomFieldsResource {
  /**
   * Replaces the values of all custom fields of a conversation. An empty list removes all of them. Called `fields` here
   * and `customFields` in a conversation.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/custom_fields/update/
   */
  update(
    args: { readonly conversationId: ConversationId },
    payload: ConversationCustomFieldsUpdate,
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `conversations.attachments`. */
export interface ConversationsAttachmentsResource {
  /**
   * Uploads a file to a thread, and returns its id if Help Scout sends one.
   *
   * Gotchas: files are scanned after the upload, and a file with a virus is accepted but cannot be read. Help Scout
   * documents no size limit for this version of the API. The previous version accepted 10 MB, base64 included.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/create/
   */
  upload(
    args: { readonly conversationId: ConversationId; readonly threadId: ThreadId },
    payload: AttachmentCreate,
    options?: RequestOptions
  ): Promise<AttachmentId | undefined>

  /**
   * Gets the content of a file at once. For large files, use `file`, which streams it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/get-data/
   */
  getData(
    args: { readonly conversationId: ConversationId; readonly attachmentId: AttachmentId },
    options?: RequestOptions
  ): Promise<AttachmentData>

  /**
   * Streams the content of a file.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/get-attachment-file/
   */
  file(
    args: { readonly conversationId: ConversationId; readonly attachmentId: AttachmentId },
    options?: RequestOptions
  ): ReadableStream<Uint8Array>

  /**
   * Deletes a file. Only possible while the conversation is a draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/delete/
   */
  delete(
    args: { readonly conversationId: ConversationId; readonly attachmentId: AttachmentId },
    options?: RequestOptions
  ): Promise<void>
}

/** The methods of `chats`. */
export interface ChatsResource {
  /** The methods of `chats.events`. */
  readonly events: ChatsEventsResource

  /** The methods of `chats.messages`. */
  readonly messages: ChatsMessagesResource

  /** The methods of `chats.notes`. */
  readonly notes: ChatsNotesResource

  /** The methods of `chats.tags`. */
  readonly tags: ChatsTagsResource

  /**
   * Gets a chat, open or ended, with its events embedded.
   *
   * @see https://developer.helpscout.com/chat/endpoints/get/
   */
  get(args: { readonly chatId: string }, options?: RequestOptions): Promise<Chat>

  /**
   * Assigns an unassigned chat to the user behind the token. Optional: the first message does so too. Accepting your own
   * chat changes nothing.
   *
   * 403: the user cannot use chat, has no name in their profile, or has no access to the inbox. 404: the chat has ended.
   *
   * @see https://developer.helpscout.com/chat/endpoints/accept/
   */
  accept(args: { readonly chatId: string }, options?: RequestOptions): Promise<Chat>

  /**
   * Assigns a chat to a user, even if another user holds it. The visitor does not see it.
   *
   * Gotcha: Help Scout does not check whether the user is available.
   *
   * @see https://developer.helpscout.com/chat/endpoints/assign/
   */
  assign(args: { readonly chatId: string }, payload: ChatAssign, options?: RequestOptions): Promise<Chat>

  /**
   * Returns a chat to the queue. It stays open, and the visitor does not see it.
   *
   * @see https://developer.helpscout.com/chat/endpoints/unassign/
   */
  unassign(args: { readonly chatId: string }, options?: RequestOptions): Promise<Chat>

  /**
   * Ends a chat and turns it into a conversation with the given status. From then on, writes get 404 and `get` still works.
   *
   * If the visitor's last message has no reply (notes do not count), Beacon informs the visitor that the chat was added to
   * the email queue.
   *
   * @see https://developer.helpscout.com/chat/endpoints/end/
   */
  end(args: { readonly chatId: string }, payload: ChatEnd, options?: RequestOptions): Promise<Chat>
}

/** The methods of `chats.tags`. */
export interface ChatsTagsResource {
  /**
   * Replaces all tags of a chat. An empty list removes them. In the returned chat, a name is in `slug`.
   *
   * @see https://developer.helpscout.com/chat/endpoints/tags/
   */
  update(args: { readonly chatId: string }, payload: ChatTagsUpdate, options?: RequestOptions): Promise<Chat>
}

/** The methods of `chats.notes`. */
export interface ChatsNotesResource {
  /**
   * Adds a note, which the visitor does not see, and returns the chat. Any user may add one, even if another user holds the chat. A note
   * does not count as a reply when the chat ends.
   *
   * `noteId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures
   * that would make other writes ambiguous, and the note is added once. Choose an id if your program repeats calls
   * itself: an id that is already in use fails with ValidationFailed (422).
   *
   * @see https://developer.helpscout.com/chat/endpoints/notes/
   */
  create(
    args: { readonly chatId: string; readonly noteId?: string },
    payload: ChatNoteCreate,
    options?: RequestOptions
  ): Promise<Chat>
}

/** The methods of `chats.messages`. */
export interface ChatsMessagesResource {
  /**
   * Sends a message to the visitor, who sees it at once, and returns the chat. An unassigned chat is accepted first.
   *
   * 400: another user holds the chat. 403: the user cannot use chat, has no name in their profile, or has no access to the
   * inbox. 404: the chat has ended. If software writes the message, the message should say so.
   *
   * `messageId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures
   * that would make other writes ambiguous, and the message is added once. Choose an id if your program repeats calls
   * itself: an id that is already in use fails with ValidationFailed (422).
   *
   * @see https://developer.helpscout.com/chat/endpoints/messages/
   */
  create(
    args: { readonly chatId: string; readonly messageId?: string },
    payload: ChatMessageCreate,
    options?: RequestOptions
  ): Promise<Chat>
}

/** The methods of `chats.events`. */
export interface ChatsEventsResource {
  /**
   * Lists one page of the events of a chat. `chats.get` returns the events of a short chat in the same request.
   *
   * @see https://developer.helpscout.com/chat/endpoints/events/
   */
  list(
    args: {
      readonly chatId: string
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ChatEventQuery,
    options?: RequestOptions
  ): Promise<Page<ChatEvent>>

  /** Streams every event of a chat. */
  listAll(
    args: {
      readonly chatId: string
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ChatEventQuery,
    options?: NumberedListOptions
  ): List<ChatEvent>

  /** Streams the pages, with their totals and links. */
  listPages(
    args: {
      readonly chatId: string
      /**
       * The number of the page, counted from 1.
       *
       * @default 1
       */
      readonly page?: number
    } & ChatEventQuery,
    options?: NumberedListOptions
  ): Sequence<Page<ChatEvent>>
}

/** Makes conditions of Help Scout's search language. Values are escaped. */
export interface SearchQueryBuilder {
  /**
   * A condition on a field without a function below, such as those of customers: `field("firstName", "Ann")`.
   * Several values are alternatives.
   */
  readonly field: (name: string, ...values: readonly [SearchValue, ...Array<SearchValue>]) => SearchQuery

  /** The subject contains these words, regardless of case. */
  readonly subject: (...texts: readonly [string, ...Array<string>]) => SearchQuery

  /** The body of a thread contains these words. */
  readonly body: (...texts: readonly [string, ...Array<string>]) => SearchQuery

  /** Has one of these tags. */
  readonly tag: (...names: readonly [string, ...Array<string>]) => SearchQuery

  /** In an inbox with exactly this name. */
  readonly mailbox: (...names: readonly [string, ...Array<string>]) => SearchQuery

  /** In one of these inboxes. */
  readonly mailboxid: (...ids: readonly [MailboxId, ...Array<MailboxId>]) => SearchQuery

  /** One of these addresses is in to, cc or bcc, or in the customer's profile. */
  readonly email: (...addresses: readonly [string, ...Array<string>]) => SearchQuery

  /** With one of these customers, in every inbox. */
  readonly customerIds: (...ids: readonly [CustomerId, ...Array<CustomerId>]) => SearchQuery

  /** The number that users see in Help Scout. `id` is the id in the API. */
  readonly number: (...numbers: readonly [number, ...Array<number>]) => SearchQuery

  /** One of these conversations. */
  readonly id: (...ids: readonly [ConversationId, ...Array<ConversationId>]) => SearchQuery

  /** Assigned to a user with this name. */
  readonly assigned: (...names: readonly [string, ...Array<string>]) => SearchQuery

  /** Not assigned. */
  readonly unassigned: SearchQuery

  /** One of these users has replied. */
  readonly replyUserIds: (...ids: readonly [UserId, ...Array<UserId>]) => SearchQuery

  /** Has an attachment. */
  readonly hasAttachments: SearchQuery

  /** The creation date of the conversation. */
  readonly createdAt: DateField

  /** The date of the last change to the conversation. */
  readonly modifiedAt: DateField

  /** The moment at which Help Scout receives the query. */
  readonly now: RelativeMoment

  /** A duration before now, by Help Scout's clock: `ago("1 hour")` is `NOW-1HOUR`. Fractions of a second are cut off. */
  readonly ago: (duration: Duration) => RelativeMoment

  /**
   * Rounds a relative moment down: `startOf("DAY")` is last midnight UTC, `startOf("MONTH", ago("30 days"))` the start of
   * the month 30 days ago.
   */
  readonly startOf: (unit: Unit, moment?: RelativeMoment) => RelativeMoment

  /** All conditions match. */
  readonly and: (...queries: readonly [SearchQuery, ...Array<SearchQuery>]) => SearchQuery

  /** At least one condition matches. */
  readonly or: (...queries: readonly [SearchQuery, ...Array<SearchQuery>]) => SearchQuery

  /** The condition does not match. */
  readonly not: (query: SearchQuery) => SearchQuery

  /** The query in Help Scout's syntax, in parentheses. */
  readonly render: (query: SearchQuery) => string
}

/** Makes each kind of `ConversationUpdate`. */
export interface ConversationUpdateBuilder {
  /** Changes the subject. */
  readonly subject: (value: string) => { readonly op: "replace"; readonly path: "/subject"; readonly value: string }

  /** Changes the status. */
  readonly status: (value: "active" | "closed" | "pending" | "spam") => {
    readonly op: "replace"
    readonly path: "/status"
    readonly value: "active" | "closed" | "pending" | "spam"
  }

  /** Assigns the conversation to a user or to a team. */
  readonly assignTo: (value: UserId | TeamId) => {
    readonly op: "replace"
    readonly path: "/assignTo"
    readonly value: UserId | TeamId
  }

  /** Removes the assignment. */
  readonly unassign: { readonly op: "remove"; readonly path: "/assignTo" }

  /** Moves the conversation to another inbox. */
  readonly moveTo: (value: MailboxId) => { readonly op: "move"; readonly path: "/mailboxId"; readonly value: MailboxId }

  /** Changes the primary customer. */
  readonly customer: (value: CustomerId) => {
    readonly op: "replace"
    readonly path: "/primaryCustomer.id"
    readonly value: CustomerId
  }

  /** Sends a draft conversation. */
  readonly publishDraft: { readonly op: "replace"; readonly path: "/draft"; readonly value: false }
}

/** Makes each kind of `ThreadUpdate`. */
export interface ThreadUpdateBuilder {
  /** Changes the text (HTML). Help Scout keeps the original and shows it to users. */
  readonly text: (value: string) => { readonly op: "replace"; readonly path: "/text"; readonly value: string }

  /** Hides a message from the customer or a sent reply. */
  readonly hide: { readonly op: "replace"; readonly path: "/hidden"; readonly value: true }

  /** Shows a hidden thread again. */
  readonly unhide: { readonly op: "replace"; readonly path: "/hidden"; readonly value: false }
}

/** Makes each kind of `CustomerUpdate`. */
export interface CustomerUpdateBuilder {
  /** Sets a field of the profile. */
  readonly set: (
    field:
      | "photoUrl"
      | "firstName"
      | "lastName"
      | "gender"
      | "jobTitle"
      | "location"
      | "background"
      | "age"
      | "organization"
      | "photoType",
    value:
      | string
      | CustomerChatHandleInput
      | CustomerEmailInput
      | CustomerPhoneInput
      | CustomerSocialProfileInput
      | CustomerWebsiteInput
  ) => CustomerUpdate

  /** Removes a field of the profile. */
  readonly remove: (
    field: "firstName" | "lastName" | "jobTitle" | "location" | "background" | "age" | "organization"
  ) => CustomerUpdate

  /** Sets one field of the address. To change its lines, replace the address with `customers.addresses.update`. */
  readonly address: (field: "state" | "city" | "postalCode" | "country", value: string) => CustomerUpdate

  readonly chatHandles: {
    /** Adds an entry. */
    readonly add: (value: CustomerChatHandleInput) => CustomerUpdate
    /** Changes the value of an entry. */
    readonly value: (id: ChatHandleId, value: string) => CustomerUpdate
    /** Changes the type of an entry. */
    readonly type: (
      id: ChatHandleId,
      value: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo"
    ) => CustomerUpdate
    /** Removes an entry. */
    readonly remove: (id: ChatHandleId) => CustomerUpdate
  }

  readonly emails: {
    /** Adds an entry. */
    readonly add: (value: CustomerEmailInput) => CustomerUpdate
    /** Changes the value of an entry. */
    readonly value: (id: EmailId, value: string) => CustomerUpdate
    /** Changes the type of an entry. */
    readonly type: (id: EmailId, value: "other" | "home" | "work") => CustomerUpdate
    /** Removes an entry. */
    readonly remove: (id: EmailId) => CustomerUpdate
  }

  readonly phones: {
    /** Adds an entry. */
    readonly add: (value: CustomerPhoneInput) => CustomerUpdate
    /** Changes the value of an entry. */
    readonly value: (id: PhoneId, value: string) => CustomerUpdate
    /** Changes the type of an entry. */
    readonly type: (id: PhoneId, value: "mobile" | "other" | "home" | "work" | "fax" | "pager") => CustomerUpdate
    /** Removes an entry. */
    readonly remove: (id: PhoneId) => CustomerUpdate
  }

  readonly socialProfiles: {
    /** Adds an entry. */
    readonly add: (value: CustomerSocialProfileInput) => CustomerUpdate
    /** Changes the value of an entry. */
    readonly value: (id: SocialProfileId, value: string) => CustomerUpdate
    /** Changes the type of an entry. */
    readonly type: (
      id: SocialProfileId,
      value:
        | "facebook"
        | "googleplus"
        | "linkedin"
        | "twitter"
        | "other"
        | "aboutme"
        | "flickr"
        | "forsquare"
        | "foursquare"
        | "google"
        | "quora"
        | "tungleme"
        | "youtube"
    ) => CustomerUpdate
    /** Removes an entry. */
    readonly remove: (id: SocialProfileId) => CustomerUpdate
  }

  readonly websites: {
    /** Adds an entry. */
    readonly add: (value: CustomerWebsiteInput) => CustomerUpdate
    /** Changes the value of an entry. */
    readonly value: (id: WebsiteId, value: string) => CustomerUpdate
    /** Removes an entry. */
    readonly remove: (id: WebsiteId) => CustomerUpdate
  }
}

/** Makes each kind of `CustomerPropertyUpdate`. */
export interface CustomerPropertyUpdateBuilder {
  /**
   * Sets the value, whether or not there is one. A number property takes a whole number, a text up to 255 characters, a
   * date `YYYY-MM-DD`, and a dropdown the id or the label of an option.
   */
  readonly set: (slug: string, value: string | number) => CustomerPropertyUpdate

  /** Removes the value. */
  readonly remove: (slug: string) => CustomerPropertyUpdate
}

/** Makes each kind of `WorkflowUpdate`. */
export interface WorkflowUpdateBuilder {
  /** Activates the workflow. */
  readonly activate: { readonly op: "replace"; readonly path: "/status"; readonly value: "active" }

  /** Deactivates the workflow. */
  readonly deactivate: { readonly op: "replace"; readonly path: "/status"; readonly value: "inactive" }
}

/** The team that a conversation is assigned to, in v3 responses. */
export interface AssignedTeam {
  readonly id: TeamId
  readonly name?: string
}

/** A file on a thread, without its content. */
export interface Attachment {
  readonly id: AttachmentId
  /** `filename` in responses and `fileName` in requests, as in Help Scout's API. */
  readonly filename?: string
  readonly mimeType?: string
  /** In bytes. */
  readonly size?: number
  /** In pixels, for images. May be 0. */
  readonly width?: number
  /** In pixels, for images. May be 0. */
  readonly height?: number
  /** The result of the virus scan. A file with a virus cannot be read. */
  readonly state?: "valid" | "virus" | (string & {})
  /** `self`, `data`, and possibly `web`: Help Scout announced to remove it on 2026-05-31. */
  readonly _links?: Links
}

/** A file to send, with a new thread or with `upload`. */
export interface AttachmentCreate {
  readonly fileName: string
  readonly mimeType: string
  /** The content. It is sent as base64, which is a third larger, and is held in memory. */
  readonly data: FileContent
}

/** The content of a file. */
export interface AttachmentData {
  readonly data: Uint8Array
}

export type AttachmentId = number & { readonly "~id"?: "AttachmentId" }

/** The number of conversations in an hour of the week, in the company's time zone. */
export interface BusyTime {
  /** From 1 to 7. 1 is Monday in observed responses; Help Scout does not document it. */
  readonly day: number
  /** From 0 to 23. */
  readonly hour: number
  readonly count: number
}

/** The query of the reports about one channel. */
export type ChannelReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & { readonly officeHours?: boolean })

/** A live chat. */
export interface Chat {
  readonly id: string
  readonly beaconId?: string
  readonly mailboxId?: MailboxId
  readonly createdAt?: Date
  /** Absent while the chat is open. */
  readonly endedAt?: Date
  /** The assigned user, whose `type` is `agent` here. Absent while the chat is unassigned. */
  readonly assignee?: Person
  readonly customer?: Person
  readonly preview?: string
  readonly customFields?: ReadonlyArray<{ readonly id: CustomFieldId; readonly value?: string }>
  readonly tags?: ReadonlyArray<{ readonly id?: TagId; readonly slug?: string; readonly color?: string }>
  /** The pages that the customer viewed, and the start of the chat. */
  readonly timeline?: ReadonlyArray<{
    readonly type: "chat-started" | "page-viewed" | (string & {})
    readonly timestamp?: Date
    readonly url?: string
    readonly title?: string
  }>
  readonly _embedded?: { readonly events?: ReadonlyArray<ChatEvent> }
  readonly _links?: Links
}

/** The user to assign a chat to. */
export interface ChatAssign {
  /** A user with access to the chat's inbox. */
  readonly assignedTo: UserId
}

/** How to end a chat. */
export interface ChatEnd {
  /** The status of the conversation that the chat becomes. */
  readonly status: "active" | "closed" | "pending"
}

/** An event of a chat, such as a message. */
export interface ChatEvent {
  /** For a message or a note: the id that it was created with. */
  readonly id: string
  readonly chatId?: string
  /** A line item is a change, such as an assignment. It has no body. */
  readonly type: "message" | "note" | "line_item" | (string & {})
  readonly action?: "message-added" | "chat-accepted" | (string & {})
  readonly author?: Person
  readonly createdAt?: Date
  readonly body?: string
  readonly params?: unknown
  readonly _links?: Links
}

/** The number of events on a page. */
export interface ChatEventQuery {
  /**
   * No other list of the API has a page size. Its maximum is not documented.
   *
   * @default 25
   */
  readonly pageSize?: number
}

/** The id of a chat handle in a customer's profile. A live chat has a `ChatId`. */
export type ChatHandleId = number & { readonly "~id"?: "ChatHandleId" }

/** A message to add to a chat. */
export interface ChatMessageCreate {
  readonly body: string
}

/** A note to add to a chat. */
export interface ChatNoteCreate {
  readonly body: string
}

/** The report about chats. */
export interface ChatReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: ChatStatistics
  readonly previous?: ChatStatistics
  readonly deltas?: {
    readonly volume?: {
      readonly chatConversations?: number
      readonly completedChats?: number
      readonly missedChats?: number
      readonly chatsPerDay?: number
    }
    readonly responses?: { readonly waitTime?: number; readonly responseTime?: number }
    readonly resolutions?: { readonly messagesPerChat?: number; readonly duration?: number }
  }
  readonly waitTime?: Distribution
  readonly responseTime?: Distribution
  readonly messagesPerChat?: Distribution
  readonly duration?: Distribution
}

/** The figures about chats in an interval. */
export interface ChatStatistics {
  readonly volume?: {
    readonly chatConversations?: number
    readonly completedChats?: number
    readonly missedChats?: number
    readonly chatsPerDay?: number
  }
  readonly responses?: { readonly waitTime?: number; readonly responseTime?: number }
  readonly resolutions?: { readonly messagesPerChat?: number; readonly duration?: number }
  readonly startDate?: Date
  readonly endDate?: Date
}

/** All tags of a chat, by name. */
export interface ChatTagsUpdate {
  /** Names, which Help Scout writes in lower case. An unknown tag is created. */
  readonly tags: ReadonlyArray<string>
}

/** A new chat. */
export interface ChatThreadCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  readonly customer: CustomerInput
}

/** The query of the report about customers helped. */
export type CompanyCustomersHelpedQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  } & { readonly viewBy?: "day" | "week" | "month" })

/** The query for the conversations behind the company's figures. */
export interface CompanyDrilldownQuery {
  readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
  /** Tag 1 represents conversations without a tag. */
  readonly tags?: TagId | ReadonlyArray<TagId>
  readonly folders?: FolderId | ReadonlyArray<FolderId>
  readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  readonly start: Date
  readonly end: Date
  readonly rows?: number
  /** The figure whose conversations are listed. */
  readonly range: "responseTime" | "resolved" | "handleTime" | "firstResponseTime" | "replies" | "firstReplyResolved"
  /** Only the conversations of one bucket: the `id` of a `DistributionRange`. */
  readonly rangeId?: number
}

/** The id of a Help Scout account. */
export type CompanyId = number & { readonly "~id"?: "CompanyId" }

/** The overall report about the company. */
export interface CompanyReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: CompanyStatistics
  readonly previous?: CompanyStatistics
  readonly deltas?: {
    readonly customersHelped?: number
    readonly totalReplies?: number
    readonly repliesPerDay?: number
    readonly closed?: number
    readonly totalUsers?: number
    readonly repliesPerDayPerUser?: number
  }
  readonly users?: ReadonlyArray<CompanyUser>
}

/** The query of the overall report. */
export type CompanyReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The figures of the company in an interval. */
export interface CompanyStatistics {
  /** Customers who received a reply. Notes, status changes and assignments do not count. */
  readonly customersHelped?: number
  readonly closed?: number
  readonly totalReplies?: number
  /** Users who helped a customer. */
  readonly totalUsers?: number
  readonly totalDays?: number
  readonly repliesPerDayPerUser?: number
  readonly repliesPerDay?: number
  readonly resolvedPerDay?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** The figures of one user in both intervals. */
export interface CompanyUser {
  /** The user's id, as a string. */
  readonly user: string
  readonly name?: string
  readonly customersHelped?: number
  readonly replies?: number
  readonly handleTime?: number
  /** The percentage of great ratings minus the percentage of not good ratings. */
  readonly happinessScore?: number
  readonly previousCustomersHelped?: number
  readonly previousReplies?: number
  readonly previousHandleTime?: number
  readonly previousHappinessScore?: number
}

/** A conversation. `conversations.threads` reads its threads, and `conversations.getComplete` reads all of them at once. */
export interface Conversation {
  readonly id: ConversationId
  /** The number that users see in Help Scout. */
  readonly number: number
  /** The number of threads. The threads themselves, if requested, are in `_embedded`. */
  readonly threads?: number
  readonly type: "email" | "chat" | "phone" | (string & {})
  readonly folderId?: FolderId
  readonly status: "active" | "closed" | "pending" | "open" | "spam" | (string & {})
  readonly state: "deleted" | "draft" | "hidden" | "published" | (string & {})
  readonly subject?: string
  /** The beginning of the newest thread. */
  readonly preview?: string
  readonly mailboxId: MailboxId
  /** A user or a team. Absent if unassigned. */
  readonly assignee?: Person
  /** v3 responses only. */
  readonly assignedTeam?: AssignedTeam
  readonly createdBy?: Person
  readonly createdAt: Date
  /** 0 or absent if the conversation is not closed, or was not closed by a user. */
  readonly closedBy?: UserId
  readonly closedByUser?: UserPerson
  readonly closedAt?: Date
  /** When a user last acted. If no user has acted since the customer wrote, this is when the wait began. */
  readonly userUpdatedAt?: Date
  readonly customerWaitingSince?: CustomerWaitingSince
  readonly source?: Source
  readonly tags?: ReadonlyArray<ConversationTag>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly primaryCustomer?: CustomerPerson
  /** Called `fields` in requests. */
  readonly customFields?: ReadonlyArray<ConversationCustomField>
  readonly snooze?: Snooze
  readonly nextEvent?: NextEvent
  /** With `embed: "threads"`: the newest threads. Long conversations are incomplete, and chats are shortened. */
  readonly _embedded?: { readonly threads?: ReadonlyArray<Thread> }
  /** `web` is its page in Help Scout. Others: `mailbox`, `primaryCustomer`, `threads`, `assignee`, `closedBy`, ... */
  readonly _links?: Links
}

/** A conversation with all of its threads and attachments. */
export interface ConversationComplete {
  readonly conversation: Conversation
  /** All threads, newest first. */
  readonly threads: ReadonlyArray<Thread>
  /** The files of all threads, without their content, which `attachments.file` streams. */
  readonly attachments: ReadonlyArray<ThreadAttachment>
}

/** A new conversation. */
export interface ConversationCreate {
  readonly subject: string
  readonly customer: CustomerInput
  readonly mailboxId: MailboxId
  readonly type: "email" | "chat" | "phone"
  readonly status: "active" | "closed" | "pending"
  /** From 1 to 100. */
  readonly threads: readonly [ConversationCreateThread, ...Array<ConversationCreateThread>]
  /** For imported history: it is only certain to take effect with `imported: true`. */
  readonly createdAt?: Date
  /** Only with `imported: true`. */
  readonly closedAt?: Date
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /**
   * Sends the inbox's auto reply, if one of the threads is from the customer.
   *
   * @default false
   */
  readonly autoReply?: boolean
  /** The user or team to assign it to. `null` leaves it unassigned, absent follows the inbox's settings. */
  readonly assignTo?: null | UserId | TeamId
  /**
   * The user who creates it.
   *
   * @default the user behind the token
   */
  readonly user?: UserId
  /** Names. An unknown tag is created. */
  readonly tags?: ReadonlyArray<string>
  /** Values of custom fields. */
  readonly fields?: ReadonlyArray<ConversationCustomFieldValue>
}

/** A thread of a new conversation. A draft conversation has a `reply` with `draft: true`. */
export type ConversationCreateThread =
  | {
      /** HTML. Called `body` in responses. */
      readonly text: string
      /** Imports history: no email and no notification is sent. */
      readonly imported?: boolean
      /** Only with `imported: true`. */
      readonly createdAt?: Date
      readonly attachments?: ReadonlyArray<AttachmentCreate>
      readonly customer: CustomerInput
      readonly type: "chat"
    }
  | {
      /** HTML. Called `body` in responses. */
      readonly text: string
      /** Imports history: no email and no notification is sent. */
      readonly imported?: boolean
      /** Only with `imported: true`. */
      readonly createdAt?: Date
      readonly attachments?: ReadonlyArray<AttachmentCreate>
      readonly customer: CustomerInput
      readonly cc?: ReadonlyArray<string>
      readonly bcc?: ReadonlyArray<string>
      readonly type: "customer"
    }
  | {
      /** HTML. Called `body` in responses. */
      readonly text: string
      /** Imports history: no email and no notification is sent. */
      readonly imported?: boolean
      /** Only with `imported: true`. */
      readonly createdAt?: Date
      readonly attachments?: ReadonlyArray<AttachmentCreate>
      readonly user?: UserId
      readonly type: "note"
    }
  | {
      /** HTML. Called `body` in responses. */
      readonly text: string
      /** Imports history: no email and no notification is sent. */
      readonly imported?: boolean
      /** Only with `imported: true`. */
      readonly createdAt?: Date
      readonly attachments?: ReadonlyArray<AttachmentCreate>
      readonly customer: CustomerInput
      readonly type: "phone"
    }
  | {
      /** HTML. Called `body` in responses. */
      readonly text: string
      /** Imports history: no email and no notification is sent. */
      readonly imported?: boolean
      /** Only with `imported: true`. */
      readonly createdAt?: Date
      readonly attachments?: ReadonlyArray<AttachmentCreate>
      /** The recipient. Required, although the conversation has a customer. */
      readonly customer: CustomerInput
      readonly cc?: ReadonlyArray<string>
      readonly bcc?: ReadonlyArray<string>
      readonly user?: UserId
      /**
       * Saves the reply without sending it.
       *
       * @default false
       */
      readonly draft?: boolean
      readonly type: "reply"
    }

/** The value of a custom field. */
export interface ConversationCustomField {
  readonly id: CustomFieldId
  readonly name?: string
  /** Always a string. For a dropdown, the id of the selected option. */
  readonly value?: string
  /** The displayed text. For a dropdown, the label of the selected option. */
  readonly text?: string
  /** v3 responses only, for fields that Help Scout defines. */
  readonly systemType?: string
}

/**
 * A value to set, as a string: a whole number, a date as `YYYY-MM-DD`, the id of a dropdown's option, a single line of up
 * to 255 characters or multiple lines of up to 15,000.
 */
export interface ConversationCustomFieldValue {
  readonly id: CustomFieldId
  readonly value: string
}

/** The values of all custom fields of a conversation. */
export interface ConversationCustomFieldsUpdate {
  /** All values. A field that is left out loses its value. */
  readonly fields: ReadonlyArray<ConversationCustomFieldValue>
}

/** The query for the conversations behind a report. */
export interface ConversationDrilldownQuery {
  readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
  /** Tag 1 represents conversations without a tag. */
  readonly tags?: TagId | ReadonlyArray<TagId>
  readonly folders?: FolderId | ReadonlyArray<FolderId>
  readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  readonly start: Date
  readonly end: Date
  readonly rows?: number
}

/** What to include with a conversation: nothing, or its newest threads. */
export interface ConversationEmbed {
  readonly embed?: "threads"
}

/** The query for the conversations with one tag, saved reply, workflow or customer. */
export type ConversationFieldDrilldownQuery =
  | {
      readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
      /** Tag 1 represents conversations without a tag. */
      readonly tags?: TagId | ReadonlyArray<TagId>
      readonly folders?: FolderId | ReadonlyArray<FolderId>
      readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
      readonly start: Date
      readonly end: Date
      readonly rows?: number
      readonly field: "tagid"
      readonly fieldid: TagId
    }
  | {
      readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
      /** Tag 1 represents conversations without a tag. */
      readonly tags?: TagId | ReadonlyArray<TagId>
      readonly folders?: FolderId | ReadonlyArray<FolderId>
      readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
      readonly start: Date
      readonly end: Date
      readonly rows?: number
      readonly field: "replyid"
      readonly fieldid: SavedReplyId
    }
  | {
      readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
      /** Tag 1 represents conversations without a tag. */
      readonly tags?: TagId | ReadonlyArray<TagId>
      readonly folders?: FolderId | ReadonlyArray<FolderId>
      readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
      readonly start: Date
      readonly end: Date
      readonly rows?: number
      readonly field: "workflowid"
      readonly fieldid: WorkflowId
    }
  | {
      readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
      /** Tag 1 represents conversations without a tag. */
      readonly tags?: TagId | ReadonlyArray<TagId>
      readonly folders?: FolderId | ReadonlyArray<FolderId>
      readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
      readonly start: Date
      readonly end: Date
      readonly rows?: number
      readonly field: "customerid"
      readonly fieldid: CustomerId
    }

/** The id of a conversation in the API. The number that users see in Help Scout is `Conversation.number`. */
export type ConversationId = number & { readonly "~id"?: "ConversationId" }

/** Filters, all of which must match. */
export type ConversationQuery =
  | {
      readonly embed?: "threads"
      /** One inbox or several. */
      readonly mailbox?: MailboxId | ReadonlyArray<MailboxId>
      readonly folder?: FolderId
      /**
       * `open` means `active` and `pending` together.
       *
       * @default "active"
       */
      readonly status?: "active" | "closed" | "pending" | "all" | "open" | "spam"
      /** By name. Of several, one is enough. For a name with a comma, use `query`. */
      readonly tag?: string | ReadonlyArray<string>
      readonly assigned_to?: UserId
      /** Changed since then, not created since then: for that, use `query`. */
      readonly modifiedSince?: Date
      /** The number that users see in Help Scout. */
      readonly number?: number
      /** @default "createdAt" */
      readonly sortField?:
        | "number"
        | "createdAt"
        | "status"
        | "customerEmail"
        | "customerName"
        | "mailboxid"
        | "modifiedAt"
        | "score"
        | "subject"
        | "waitingSince"
      /** @default "desc" */
      readonly sortOrder?: "asc" | "desc"
      /** Built with `SearchQuery`, or a raw query string: `(subject:"refund")`. */
      readonly query?: string | SearchQuery
      readonly customFieldsByIds?: undefined
    }
  | {
      readonly embed?: "threads"
      readonly folder?: FolderId
      /**
       * `open` means `active` and `pending` together.
       *
       * @default "active"
       */
      readonly status?: "active" | "closed" | "pending" | "all" | "open" | "spam"
      /** By name. Of several, one is enough. For a name with a comma, use `query`. */
      readonly tag?: string | ReadonlyArray<string>
      readonly assigned_to?: UserId
      /** Changed since then, not created since then: for that, use `query`. */
      readonly modifiedSince?: Date
      /** The number that users see in Help Scout. */
      readonly number?: number
      /** @default "createdAt" */
      readonly sortField?:
        | "number"
        | "createdAt"
        | "status"
        | "customerEmail"
        | "customerName"
        | "mailboxid"
        | "modifiedAt"
        | "score"
        | "subject"
        | "waitingSince"
      /** @default "desc" */
      readonly sortOrder?: "asc" | "desc"
      /** Built with `SearchQuery`, or a raw query string: `(subject:"refund")`. */
      readonly query?: string | SearchQuery
      readonly mailbox: MailboxId | ReadonlyArray<MailboxId>
      /**
       * Only with `mailbox`. For a dropdown, `value` is the id of the option. A single line matches by its words, any
       * other field exactly. Multi-line fields cannot be searched.
       */
      readonly customFieldsByIds: readonly [
        { readonly id: CustomFieldId; readonly value: string },
        ...Array<{ readonly id: CustomFieldId; readonly value: string }>
      ]
    }

/** The filters that are known to work in v3. */
export interface ConversationQueryV3 {
  readonly embed?: "threads"
  readonly mailbox?: MailboxId | ReadonlyArray<MailboxId>
  readonly status?: "active" | "closed" | "pending" | "all" | "open" | "spam"
  readonly modifiedSince?: Date
  readonly number?: number
  readonly contactId?: CustomerId
}

/** A user's reassignment setting: enabled or not, and after how long an absence. */
export interface ConversationReassignment {
  readonly enabled: boolean
  readonly awayDuration?: { readonly hours: number; readonly minutes: number }
  readonly _links?: Links
}

/** A complete reassignment setting. */
export interface ConversationReassignmentUpdate {
  readonly enabled: boolean
  /** Required even if reassignment is disabled. */
  readonly awayDuration: {
    readonly hours: number
    /** From 0 to 59. */
    readonly minutes: number
  }
}

/** The query of the overall report and of the report about busy times. */
export type ConversationReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The query of the reports by day, week or month. */
export type ConversationSeriesQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  } & { readonly viewBy?: "day" | "week" | "month" })

/** The figures about conversations in an interval. */
export interface ConversationStatistics {
  readonly totalConversations?: number
  /** Conversations started by users. */
  readonly conversationsCreated?: number
  /** Conversations started by customers. */
  readonly newConversations?: number
  readonly customers?: number
  readonly conversationsPerDay?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** A tag on a conversation. Its name is in `tag`, and in the list of all tags in `name`. */
export interface ConversationTag {
  readonly id: TagId
  /** As `#rrggbb`. */
  readonly color?: string
  readonly tag: string
}

/** Tags, by name. */
export interface ConversationTagsUpdate {
  /** Names. An unknown tag is created. */
  readonly tags: ReadonlyArray<string>
}

/**
 * One change to a conversation: `conversations.update(id, ConversationUpdate.status("closed"))`. Help Scout accepts one
 * change at a time.
 */
export type ConversationUpdate =
  | { readonly op: "replace"; readonly path: "/subject"; readonly value: string }
  | {
      readonly op: "replace"
      readonly path: "/status"
      readonly value: "active" | "closed" | "pending" | "spam"
    }
  | {
      readonly op: "replace"
      readonly path: "/assignTo"
      readonly value: UserId | TeamId
    }
  | { readonly op: "remove"; readonly path: "/assignTo" }
  | { readonly op: "move"; readonly path: "/mailboxId"; readonly value: MailboxId }
  | {
      readonly op: "replace"
      readonly path: "/primaryCustomer.id"
      readonly value: CustomerId
    }
  | { readonly op: "replace"; readonly path: "/draft"; readonly value: false }

/** The overall report about conversations. */
export interface ConversationsReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly busiestDay?: BusyTime
  /** From 0 to 23. */
  readonly busyTimeStart?: number
  /** From 0 to 23. */
  readonly busyTimeEnd?: number
  readonly current: ConversationStatistics
  readonly previous?: ConversationStatistics
  readonly deltas?: {
    readonly newConversations?: number
    readonly totalConversations?: number
    readonly customers?: number
    readonly conversationsCreated?: number
    readonly conversationsPerDay?: number
  }
  readonly tags?: { readonly count?: number; readonly top?: ReadonlyArray<TopTag> }
  readonly customers?: { readonly count?: number; readonly top?: ReadonlyArray<TopCustomer> }
  readonly replies?: { readonly count?: number; readonly top?: ReadonlyArray<TopReply> }
  readonly workflows?: { readonly count?: number; readonly top?: ReadonlyArray<TopWorkflow> }
  readonly customFields?: {
    readonly count?: number
    readonly fields?: ReadonlyArray<CustomFieldStatistics>
  }
}

/** The definition of a custom field. */
export interface CustomField {
  readonly id: CustomFieldId
  readonly name: string
  readonly type: "number" | "date" | "dropdown" | "multiline" | "singleline" | (string & {})
  readonly required?: boolean
  /** Its position among the fields of the inbox. */
  readonly order?: number
  /** Present for dropdowns. */
  readonly options?: ReadonlyArray<CustomFieldOption>
  readonly _links?: Links
}

export type CustomFieldId = number & { readonly "~id"?: "CustomFieldId" }

/** An option of a dropdown. */
export interface CustomFieldOption {
  readonly id: CustomFieldOptionId
  readonly order?: number
  readonly label: string
}

/** The id of an option of a dropdown field. */
export type CustomFieldOptionId = number & { readonly "~id"?: "CustomFieldOptionId" }

/** A dropdown field and the number of times each of its options was selected. Other field types are not counted. */
export interface CustomFieldStatistics {
  readonly id: CustomFieldId
  readonly name?: string
  readonly mailboxId?: MailboxId
  readonly values?: ReadonlyArray<{
    readonly id: CustomFieldOptionId
    readonly name?: string
    readonly count?: number
    readonly percent?: number
    readonly previousCount?: number
    readonly previousPercent?: number
  }>
  readonly summary?: {
    readonly total?: number
    readonly totalAnswered?: number
    readonly previousTotal?: number
    readonly previousTotalAnswered?: number
    readonly unansweredPercent?: number
    readonly unansweredPreviousPercent?: number
    readonly unansweredDelta?: number
  }
}

/** Values by field name. For a dropdown, the label of an option or its id. */
export interface CustomFieldValues {
  readonly [key: string]: string | number
}

/** The text that other users see next to a user's name. */
export interface CustomStatus {
  readonly text: string
  readonly emoji?: string
  /** Such as `:coffee:`. */
  readonly emojiName?: string
}

/** A customer. Inside conversations and threads it is a `CustomerPerson`, with the names `first` and `last`. */
export interface Customer {
  readonly id: CustomerId
  readonly firstName?: string
  readonly lastName?: string
  /** Capitalized in responses, lower-case in requests. */
  readonly gender?: "Female" | "Male" | "Unknown" | (string & {})
  readonly jobTitle?: string
  readonly location?: string
  /** The notes on a customer's profile. */
  readonly background?: string
  /** A text, such as `30-35`. */
  readonly age?: string
  /** @deprecated by Help Scout in favor of `organizationId` */
  readonly organization?: string
  readonly organizationId?: OrganizationId
  readonly photoType?:
    | "unknown"
    | "facebook"
    | "googleplus"
    | "googleprofile"
    | "gravatar"
    | "instagram"
    | "linkedin"
    | "twitter"
    | (string & {})
  /** May be empty. */
  readonly photoUrl?: string
  readonly conversationCount?: number
  readonly draft?: boolean
  readonly createdAt: Date
  readonly updatedAt?: Date
  readonly _embedded?: {
    readonly address?: CustomerAddress
    readonly chats?: ReadonlyArray<CustomerChatHandle>
    readonly emails?: ReadonlyArray<CustomerEmail>
    readonly phones?: ReadonlyArray<CustomerPhone>
    readonly properties?: ReadonlyArray<CustomerPropertyValue>
    /** With an underscore here. Help Scout spells it differently everywhere else. */
    readonly social_profiles?: ReadonlyArray<CustomerSocialProfile>
    readonly websites?: ReadonlyArray<CustomerWebsite>
  }
  readonly _links?: Links
}

/** The address of a customer. */
export interface CustomerAddress {
  readonly city?: string
  readonly state?: string
  readonly postalCode?: string
  /** Two letters, such as `AT`, in all observed responses. */
  readonly country?: string
  /** Street, number, floor and the like. */
  readonly lines?: ReadonlyArray<string>
  readonly _links?: Links
}

/** An address to add, or to replace an existing one with. */
export interface CustomerAddressInput {
  readonly city: string
  readonly state: string
  readonly postalCode: string
  readonly country: string
  readonly lines?: ReadonlyArray<string>
}

export interface CustomerByEmail {
  readonly firstName?: string
  readonly lastName?: string
  readonly phone?: string
  readonly photoUrl?: string
  readonly photoType?:
    | "unknown"
    | "facebook"
    | "googleplus"
    | "googleprofile"
    | "gravatar"
    | "instagram"
    | "linkedin"
    | "twitter"
  readonly jobTitle?: string
  readonly location?: string
  /** The notes on a customer's profile. */
  readonly background?: string
  readonly organization?: string
  readonly gender?: "unknown" | "male" | "female"
  /** A text, such as `30-35`. */
  readonly age?: string
  readonly emails?: ReadonlyArray<{ readonly type: "other" | "home" | "work"; readonly value: string }>
  readonly phones?: ReadonlyArray<{
    readonly type: "mobile" | "other" | "home" | "work" | "fax" | "pager"
    readonly value: string
  }>
  readonly chats?: ReadonlyArray<{
    readonly type: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo"
    readonly value: string
  }>
  /** `forsquare` is Help Scout's spelling on one page of the reference. Another page has the correct one. */
  readonly socialProfiles?: ReadonlyArray<{
    readonly type:
      | "facebook"
      | "googleplus"
      | "linkedin"
      | "twitter"
      | "other"
      | "aboutme"
      | "flickr"
      | "forsquare"
      | "foursquare"
      | "google"
      | "quora"
      | "tungleme"
      | "youtube"
    readonly value: string
  }>
  readonly websites?: ReadonlyArray<{ readonly value: string }>
  readonly address?: {
    readonly city: string
    readonly state: string
    readonly postalCode: string
    readonly country: string
    readonly lines?: ReadonlyArray<string>
  }
  readonly id?: undefined
  readonly email: string
}

/** A chat handle of a customer. */
export interface CustomerChatHandle {
  readonly id: ChatHandleId
  readonly type?: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo" | (string & {})
  readonly value: string
  readonly _links?: Links
}

/** A chat handle to add, or to replace an existing one with. */
export interface CustomerChatHandleInput {
  readonly type: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo"
  readonly value: string
}

/** A new customer. */
export interface CustomerCreate {
  readonly firstName?: string
  readonly lastName?: string
  readonly phone?: string
  readonly photoUrl?: string
  readonly photoType?:
    | "unknown"
    | "facebook"
    | "googleplus"
    | "googleprofile"
    | "gravatar"
    | "instagram"
    | "linkedin"
    | "twitter"
  readonly jobTitle?: string
  readonly location?: string
  /** The notes on a customer's profile. */
  readonly background?: string
  readonly organization?: string
  readonly gender?: "unknown" | "male" | "female"
  /** A text, such as `30-35`. */
  readonly age?: string
  readonly emails?: ReadonlyArray<{ readonly type: "other" | "home" | "work"; readonly value: string }>
  readonly phones?: ReadonlyArray<{
    readonly type: "mobile" | "other" | "home" | "work" | "fax" | "pager"
    readonly value: string
  }>
  readonly chats?: ReadonlyArray<{
    readonly type: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo"
    readonly value: string
  }>
  /** `forsquare` is Help Scout's spelling on one page of the reference. Another page has the correct one. */
  readonly socialProfiles?: ReadonlyArray<{
    readonly type:
      | "facebook"
      | "googleplus"
      | "linkedin"
      | "twitter"
      | "other"
      | "aboutme"
      | "flickr"
      | "forsquare"
      | "foursquare"
      | "google"
      | "quora"
      | "tungleme"
      | "youtube"
    readonly value: string
  }>
  readonly websites?: ReadonlyArray<{ readonly value: string }>
  readonly address?: {
    readonly city: string
    readonly state: string
    readonly postalCode: string
    readonly country: string
    readonly lines?: ReadonlyArray<string>
  }
  readonly organizationId?: OrganizationId
}

/** An email address of a customer. */
export interface CustomerEmail {
  readonly id: EmailId
  readonly type?: "other" | "home" | "work" | (string & {})
  readonly value: string
  readonly _links?: Links
}

/** An email address to add, or to replace an existing one with. */
export interface CustomerEmailInput {
  readonly type: "other" | "home" | "work"
  readonly value: string
}

export type CustomerId = number & { readonly "~id"?: "CustomerId" }

/**
 * The customer of a new conversation or thread: `{ id }`, or `{ email }` with any part of a profile.
 *
 * With an email, Help Scout looks the customer up, or creates one. The profile is used for a new customer only, and never
 * changes an existing one.
 */
export type CustomerInput = { readonly id: CustomerId; readonly email?: undefined } | CustomerByEmail

/** The whole profile of a customer, without emails, phones, addresses and other entries. A field that is left out is erased. */
export interface CustomerOverwrite {
  readonly firstName?: string
  readonly lastName?: string
  readonly photoUrl?: string
  readonly photoType?:
    | "unknown"
    | "facebook"
    | "googleplus"
    | "googleprofile"
    | "gravatar"
    | "instagram"
    | "linkedin"
    | "twitter"
  readonly jobTitle?: string
  readonly location?: string
  /** The notes on a customer's profile. */
  readonly background?: string
  readonly organization?: string
  readonly gender?: "unknown" | "male" | "female"
  /** A text, such as `30-35`. */
  readonly age?: string
  readonly organizationId?: OrganizationId
}

/** A part of the profile. A field that is left out stays unchanged, `null` erases it. */
export type CustomerPartialUpdate = {
  readonly firstName?: null | string
  readonly lastName?: null | string
  readonly photoUrl?: null | string
  readonly photoType?:
    | null
    | "unknown"
    | "facebook"
    | "googleplus"
    | "googleprofile"
    | "gravatar"
    | "instagram"
    | "linkedin"
    | "twitter"
  readonly jobTitle?: null | string
  readonly location?: null | string
  /** The notes on a customer's profile. */
  readonly background?: null | string
  readonly organization?: null | string
  readonly gender?: null | "unknown" | "male" | "female"
  /** A text, such as `30-35`. */
  readonly age?: null | string
  readonly organizationId?: null | OrganizationId
}

/** A customer in brief. */
export interface CustomerPerson {
  readonly first?: string
  readonly last?: string
  readonly email?: string
  readonly photoUrl?: string
  readonly id?: CustomerId
  readonly type?: "customer" | (string & {})
}

/** A phone number of a customer. */
export interface CustomerPhone {
  readonly id: PhoneId
  readonly type?: "mobile" | "other" | "home" | "work" | "fax" | "pager" | (string & {})
  readonly value: string
  readonly _links?: Links
}

/** A phone number to add, or to replace an existing one with. */
export interface CustomerPhoneInput {
  readonly type: "mobile" | "other" | "home" | "work" | "fax" | "pager"
  readonly value: string
}

/** The definition of a customer property. */
export interface CustomerPropertyDefinition {
  readonly type: "number" | "url" | "text" | "date" | "dropdown" | (string & {})
  readonly slug: string
  readonly name?: string
  /** Present for dropdowns only. */
  readonly options?: ReadonlyArray<{ readonly id?: string; readonly label?: string }>
  readonly _links?: Links
}

/** A customer property to define. */
export type CustomerPropertyDefinitionCreate =
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "dropdown"
      readonly options: ReadonlyArray<{
        readonly label: string
        /** Generated by Help Scout if it is absent. */
        readonly id?: string
      }>
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "date"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "number"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "text"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "url"
    }

/**
 * One change to the values of a customer's properties.
 * One change to the values of a customer's properties: `CustomerPropertyUpdate.set("plan", "Plus")`.
 */
export type CustomerPropertyUpdate =
  | {
      readonly op: "replace"
      readonly path: `/${string}`
      readonly value: string | number
    }
  | { readonly op: "remove"; readonly path: `/${string}` }

/** The value of a property, as part of a customer. */
export interface CustomerPropertyValue {
  readonly type?: "number" | "url" | "text" | "date" | "dropdown" | (string & {})
  readonly slug: string
  readonly name?: string
  /** A date is `YYYY-MM-DD`. For a dropdown, the id of the selected option, whose label is in `text`. */
  readonly value?: string | number
  readonly text?: string
  /** The client that set it, such as `api`. */
  readonly source?: { readonly name?: string }
}

/** Filters, all of which must match. */
export interface CustomerQuery {
  readonly firstName?: string
  readonly lastName?: string
  readonly mailbox?: MailboxId
  readonly modifiedSince?: Date
  /** Built with `SearchQuery`, or a raw query string. Search lags behind writes. */
  readonly query?: string | SearchQuery
  /** @default "createdAt" */
  readonly sortField?: "createdAt" | "modifiedAt" | "score" | "firstName" | "lastName"
  /** @default "desc" */
  readonly sortOrder?: "asc" | "desc"
}

/** The filters of v3. */
export interface CustomerQueryV3 {
  readonly createdSince?: Date
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly modifiedSince?: Date
  /** Built with `SearchQuery`, or a raw query string. Search lags behind writes. */
  readonly query?: string | SearchQuery
}

/** A social profile of a customer. */
export interface CustomerSocialProfile {
  readonly id: SocialProfileId
  readonly type?:
    | "facebook"
    | "googleplus"
    | "linkedin"
    | "twitter"
    | "other"
    | "aboutme"
    | "flickr"
    | "forsquare"
    | "foursquare"
    | "google"
    | "quora"
    | "tungleme"
    | "youtube"
    | (string & {})
  readonly value: string
  readonly _links?: Links
}

/** A social profile to add, or to replace an existing one with. */
export interface CustomerSocialProfileInput {
  readonly type:
    | "facebook"
    | "googleplus"
    | "linkedin"
    | "twitter"
    | "other"
    | "aboutme"
    | "flickr"
    | "forsquare"
    | "foursquare"
    | "google"
    | "quora"
    | "tungleme"
    | "youtube"
  readonly value: string
}

/** A new message from the customer. */
export interface CustomerThreadCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  readonly customer: CustomerInput
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
}

/**
 * One change to a customer.
 * One change to a customer: `CustomerUpdate.set("jobTitle", "CEO")`, `CustomerUpdate.emails.remove(12)`.
 *
 * Gotcha: cannot change the id of the organization, because it is not known whether Help Scout accepts it here. Use
 * `customers.updatePartial`.
 */
export type CustomerUpdate =
  | { readonly op: "replace"; readonly path: "/age"; readonly value: string }
  | { readonly op: "replace"; readonly path: "/background"; readonly value: string }
  | { readonly op: "replace"; readonly path: "/firstName"; readonly value: string }
  | {
      readonly op: "replace"
      readonly path: "/gender"
      readonly value: "unknown" | "male" | "female"
    }
  | { readonly op: "replace"; readonly path: "/jobTitle"; readonly value: string }
  | { readonly op: "replace"; readonly path: "/lastName"; readonly value: string }
  | { readonly op: "replace"; readonly path: "/location"; readonly value: string }
  | {
      readonly op: "replace"
      readonly path: "/organization"
      readonly value: string
    }
  | {
      readonly op: "replace"
      readonly path: "/photoType"
      readonly value:
        | "unknown"
        | "facebook"
        | "googleplus"
        | "googleprofile"
        | "gravatar"
        | "instagram"
        | "linkedin"
        | "twitter"
    }
  | { readonly op: "replace"; readonly path: "/photoUrl"; readonly value: string }
  | { readonly op: "remove"; readonly path: "/age" }
  | { readonly op: "remove"; readonly path: "/background" }
  | { readonly op: "remove"; readonly path: "/firstName" }
  | { readonly op: "remove"; readonly path: "/jobTitle" }
  | { readonly op: "remove"; readonly path: "/lastName" }
  | { readonly op: "remove"; readonly path: "/location" }
  | { readonly op: "remove"; readonly path: "/organization" }
  | {
      readonly op: "replace"
      readonly path: "/address/city"
      readonly value: string
    }
  | {
      readonly op: "replace"
      readonly path: "/address/country"
      readonly value: string
    }
  | {
      readonly op: "replace"
      readonly path: "/address/postalCode"
      readonly value: string
    }
  | {
      readonly op: "replace"
      readonly path: "/address/state"
      readonly value: string
    }
  | {
      readonly op: "add"
      readonly path: "/chats"
      readonly value: CustomerChatHandleInput
    }
  | {
      readonly op: "replace"
      readonly path: `/chats/${number}/value`
      readonly value: string
    }
  | { readonly op: "remove"; readonly path: `/chats/${number}` }
  | {
      readonly op: "replace"
      readonly path: `/chats/${number}/type`
      readonly value: "aim" | "gtalk" | "icq" | "msn" | "other" | "qq" | "skype" | "xmpp" | "yahoo"
    }
  | {
      readonly op: "add"
      readonly path: "/emails"
      readonly value: CustomerEmailInput
    }
  | {
      readonly op: "replace"
      readonly path: `/emails/${number}/value`
      readonly value: string
    }
  | { readonly op: "remove"; readonly path: `/emails/${number}` }
  | {
      readonly op: "replace"
      readonly path: `/emails/${number}/type`
      readonly value: "other" | "home" | "work"
    }
  | {
      readonly op: "add"
      readonly path: "/phones"
      readonly value: CustomerPhoneInput
    }
  | {
      readonly op: "replace"
      readonly path: `/phones/${number}/value`
      readonly value: string
    }
  | { readonly op: "remove"; readonly path: `/phones/${number}` }
  | {
      readonly op: "replace"
      readonly path: `/phones/${number}/type`
      readonly value: "mobile" | "other" | "home" | "work" | "fax" | "pager"
    }
  | {
      readonly op: "add"
      readonly path: "/social-profiles"
      readonly value: CustomerSocialProfileInput
    }
  | {
      readonly op: "replace"
      readonly path: `/social-profiles/${number}/value`
      readonly value: string
    }
  | { readonly op: "remove"; readonly path: `/social-profiles/${number}` }
  | {
      readonly op: "replace"
      readonly path: `/social-profiles/${number}/type`
      readonly value:
        | "facebook"
        | "googleplus"
        | "linkedin"
        | "twitter"
        | "other"
        | "aboutme"
        | "flickr"
        | "forsquare"
        | "foursquare"
        | "google"
        | "quora"
        | "tungleme"
        | "youtube"
    }
  | {
      readonly op: "add"
      readonly path: "/websites"
      readonly value: CustomerWebsiteInput
    }
  | {
      readonly op: "replace"
      readonly path: `/websites/${number}/value`
      readonly value: string
    }
  | { readonly op: "remove"; readonly path: `/websites/${number}` }

/** How long the customer has been waiting for a reply. */
export interface CustomerWaitingSince {
  readonly time?: Date
  /** In words: `20 hours ago`. */
  readonly friendly?: string
  readonly latestReplyFrom?: "customer" | "user" | (string & {})
}

/** A website of a customer. */
export interface CustomerWebsite {
  readonly id: WebsiteId
  readonly value: string
  readonly _links?: Links
}

/** A website to add, or to replace an existing one with. */
export interface CustomerWebsiteInput {
  readonly value: string
}

/** The number of customers helped in each period. */
export interface CustomersHelpedSeries {
  readonly current: ReadonlyArray<{ readonly date: Date; readonly customers?: number }>
  readonly previous?: ReadonlyArray<{ readonly date: Date; readonly customers?: number }>
}

/** Conditions on a date. Both ends of a range are inclusive. */
export interface DateField {
  readonly between: (from: Moment, to: Moment) => SearchQuery
  readonly since: (from: Moment) => SearchQuery
  readonly until: (to: Moment) => SearchQuery
  /** Within a year, a month or a day. */
  readonly within: (date: PartialDate) => SearchQuery
}

/** From one moment to another, both inclusive. A missing end is open. */
export interface DateRange {
  readonly from?: Moment
  readonly to?: Moment
}

/**
 * The distribution of a figure over buckets. The current reference does not define the buckets. The reference of
 * version 1 did: response times end at 15, 30 and 60 minutes, 2, 3, 6, 12, 24 and 48 hours (10 is longer), handle times
 * at 1, 2, 5 and 10 minutes (5 is longer), and replies to resolve are counted (5 is 5 or more).
 */
export interface Distribution {
  readonly count?: number
  readonly previousCount?: number
  readonly ranges?: ReadonlyArray<DistributionRange>
}

/** One bucket of a distribution. */
export interface DistributionRange {
  /** The bucket, for `rangeId` of `company.getDrilldownReport`. Buckets are not sorted. */
  readonly id: number
  readonly count?: number
  readonly previousCount?: number
  /** From 0 to 100. */
  readonly percent?: number
  /** From 0 to 100. */
  readonly previousPercent?: number
  /** The resolution time of the bucket's conversations. Present in `repliesToResolve` only. */
  readonly resolutionTime?: number
}

/** The report about Docs. */
export interface DocsReport {
  readonly current: DocsStatistics
  readonly previous?: DocsStatistics
  readonly deltas?: {
    readonly visitors?: number
    readonly browseAction?: number
    readonly searchAction?: number
    readonly sentAnEmailResult?: number
    readonly foundAnAnswerResult?: number
    readonly failedResult?: number
    readonly docsViewedPerVisit?: number
  }
  /** The `id` is the search text. */
  readonly popularSearches?: ReadonlyArray<{ readonly id: string; readonly count?: number; readonly results?: number }>
  /** The `id` is the search text. */
  readonly failedSearches?: ReadonlyArray<{ readonly id: string; readonly count?: number }>
  readonly topArticles?: ReadonlyArray<{
    readonly id: string
    readonly name?: string
    readonly count?: number
    readonly siteId?: string
    readonly collectionId?: string
  }>
  readonly topCategories?: ReadonlyArray<{
    readonly id: string
    readonly name?: string
    readonly count?: number
    readonly siteId?: string
    readonly articles?: number
  }>
}

/** The query of the report about Docs. */
export type DocsReportQuery = Interval & (Previous & { readonly sites?: string | ReadonlyArray<string> })

/** The figures about visitors in an interval. */
export interface DocsStatistics {
  readonly visitors?: number
  readonly browseAction?: number
  readonly searchAction?: number
  readonly sentAnEmailResult?: number
  readonly foundAnAnswerResult?: number
  readonly failedResult?: number
  readonly docsViewedPerVisit?: number
}

/** The id of an email address in a customer's profile. */
export type EmailId = number & { readonly "~id"?: "EmailId" }

/** The report about email conversations. */
export interface EmailReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: EmailStatistics
  readonly previous?: EmailStatistics
  readonly deltas?: {
    readonly volume?: {
      readonly emailConversations?: number
      readonly emailsCreated?: number
      readonly repliesSent?: number
      readonly messagesReceived?: number
    }
    readonly resolutions?: {
      readonly resolved?: number
      readonly resolvedOnFirstReply?: number
      /** From 0 to 1, unlike every other percentage of the reports. */
      readonly percentResolvedOnFirstReply?: number
      readonly resolutionTime?: number
      readonly repliesToResolve?: number
      readonly handleTime?: number
      readonly closed?: number
    }
    readonly responses?: { readonly responseTime?: number; readonly firstResponseTime?: number }
  }
  readonly responseTime?: Distribution
  readonly handleTime?: Distribution
  readonly firstResponseTime?: Distribution
  readonly resolutionTime?: Distribution
  readonly repliesToResolve?: Distribution
}

/** The figures about email conversations in an interval. */
export interface EmailStatistics {
  readonly volume?: {
    readonly emailConversations?: number
    readonly emailsCreated?: number
    readonly repliesSent?: number
    readonly messagesReceived?: number
  }
  readonly resolutions?: {
    readonly resolved?: number
    readonly resolvedOnFirstReply?: number
    /** From 0 to 1, unlike every other percentage of the reports. */
    readonly percentResolvedOnFirstReply?: number
    readonly resolutionTime?: number
    readonly repliesToResolve?: number
    readonly handleTime?: number
    readonly closed?: number
  }
  readonly responses?: { readonly responseTime?: number; readonly firstResponseTime?: number }
  readonly startDate?: Date
  readonly endDate?: Date
}

/** A tag by which a report can be filtered. Tag 1 represents conversations without a tag. */
export interface FilterTag {
  readonly id: TagId
  readonly name?: string
}

/** A folder of an inbox. */
export interface Folder {
  readonly id: FolderId
  readonly name: string
  readonly type?:
    | "closed"
    | "open"
    | "spam"
    | "assigned"
    | "drafts"
    | "mine"
    | "mytickets"
    | "needsattention"
    | (string & {})
  /** The owner of a personal ("mine") folder; otherwise 0. */
  readonly userId?: UserId
  readonly totalCount?: number
  /** Active conversations, without pending ones. */
  readonly activeCount?: number
  readonly updatedAt?: Date
  readonly _links?: Links
}

export type FolderId = number & { readonly "~id"?: "FolderId" }

/** The result of `findOrCreate`. */
export interface FoundOrCreated {
  readonly customerId: CustomerId
  readonly created: boolean
}

/** The query for the ratings behind the report. */
export type HappinessRatingsQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly sortField?: "number" | "modifiedAt" | "rating" } & { readonly sortOrder?: "ASC" | "DESC" } & {
    readonly rating?: "all" | "great" | "ok" | "not-good"
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The happiness report of the company or of a user. */
export interface HappinessReport {
  /** Present in the report of a user. */
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: HappinessStatistics
  readonly previous?: HappinessStatistics
  /** Changes of the counts in percent, and of the percentages and the score in points. */
  readonly deltas?: {
    readonly great?: number
    readonly okay?: number
    readonly notGood?: number
    readonly greatCount?: number
    readonly okayCount?: number
    readonly notGoodCount?: number
    readonly happinessScore?: number
  }
}

/** The query of the overall report. */
export type HappinessReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** Customers' ratings in an interval. `great`, `okay` and `notGood` are percentages, from 0 to 100. */
export interface HappinessStatistics {
  /** The percentage of customers who rated, of those who could. From 0 to 100. */
  readonly ratingsPercent?: number
  readonly great?: number
  readonly okay?: number
  readonly notGood?: number
  /** `great` minus `notGood`: from -100 to 100. */
  readonly happinessScore?: number
  readonly greatCount?: number
  readonly okayCount?: number
  readonly notGoodCount?: number
  readonly ratingsCount?: number
  readonly totalCustomers?: number
  readonly totalCustomersWithRatings?: number
}

/** The interval of a report. Fractions of a second are dropped. */
export interface Interval {
  readonly start: Date
  readonly end: Date
}

export interface Link {
  readonly href: string
  /** `true` if the `href` is a URI template, such as `...{?page}`. */
  readonly templated?: boolean
}

/**
 * Links by relation: `self`, `next`, `mailbox`, `web`, ...
 * The schema of links. It checks them without copying: a schema of records costs more than the rest of an item.
 */
export interface Links {
  readonly [key: string]: Link | undefined
}

/** An inbox. */
export interface Mailbox {
  readonly id: MailboxId
  readonly name: string
  /** An opaque key, not derived from the name. */
  readonly slug?: string
  readonly email?: string
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly _links?: Links
}

/** The id of an inbox. */
export type MailboxId = number & { readonly "~id"?: "MailboxId" }

export type Moment = Date | RelativeMoment | PartialDate

/** The number of new conversations in each period. `start` is the start of the period. */
export interface NewConversationsSeries {
  readonly current: ReadonlyArray<{ readonly start: Date; readonly count?: number }>
  readonly previous?: ReadonlyArray<{ readonly start: Date; readonly count?: number }>
}

/** The next scheduled event of a conversation: a snooze ends, or a scheduled thread is sent. */
export interface NextEvent {
  readonly time?: Date
  readonly eventType?: "snooze" | "scheduled" | (string & {})
  readonly userId?: UserId
  readonly cancelOnCustomerReply?: boolean
}

/** A new note. Only users see it. */
export interface NoteThreadCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  readonly user?: UserId
  readonly status?: "active" | "closed" | "pending" | "open" | "spam" | "inbox_predefined"
}

/** An organization. */
export interface Organization {
  readonly id: OrganizationId
  readonly name: string
  /** As entered, such as `www.example.com`; not necessarily a URL. */
  readonly website?: string
  readonly description?: string
  readonly location?: string
  readonly logoUrl?: string
  readonly note?: string
  readonly domains?: ReadonlyArray<string>
  readonly phones?: ReadonlyArray<string>
  /** As `#RRGGBB`. */
  readonly brandColor?: string
  /** Present with `includeCounts`. */
  readonly customerCount?: number
  /** Present with `includeCounts`. */
  readonly conversationCount?: number
  /** Present with `includeProperties`. */
  readonly properties?: ReadonlyArray<OrganizationPropertyValue>
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly _links?: Links
}

/** An organization to create. */
export interface OrganizationCreate {
  readonly description?: string
  readonly location?: string
  readonly note?: string
  readonly brandColor?: string
  readonly name: string
  readonly website?: string
  readonly domains?: ReadonlyArray<string>
  /** A single domain, as in Help Scout's example. Prefer `domains`, which responses contain and which is known to work. */
  readonly domain?: string
  readonly phones?: ReadonlyArray<string>
}

export type OrganizationId = number & { readonly "~id"?: "OrganizationId" }

/** The parts that `organizations.get` adds. */
export interface OrganizationInclude {
  /**
   * Adds `customerCount` and `conversationCount`.
   *
   * @default false
   */
  readonly includeCounts?: boolean
  /**
   * Adds `properties`.
   *
   * @default false
   */
  readonly includeProperties?: boolean
}

/** Changes to an organization. Omitting a field keeps it; `null` erases it. */
export interface OrganizationPartialUpdate {
  readonly name?: string
  readonly website?: null | string
  readonly description?: null | string
  readonly location?: null | string
  readonly note?: null | string
  readonly brandColor?: null | string
  readonly domains?: ReadonlyArray<string>
  readonly phones?: ReadonlyArray<string>
  /** Cannot be erased, because Help Scout keeps it if it is omitted. */
  readonly logoUrl?: string
}

/** The definition of an organization property. */
export interface OrganizationPropertyDefinition {
  readonly type: "number" | "url" | "text" | "date" | "dropdown" | (string & {})
  readonly slug: string
  readonly name?: string
  /** Present for dropdowns only. */
  readonly options?: ReadonlyArray<{ readonly label?: string }>
  readonly _links?: Links
}

/** An organization property to define. */
export type OrganizationPropertyDefinitionCreate =
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "dropdown"
      readonly options: ReadonlyArray<{ readonly label: string }>
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "date"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "number"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "text"
    }
  | {
      /** The property's permanent identifier. */
      readonly slug: string
      /** The name that Help Scout displays. */
      readonly name: string
      readonly type: "url"
    }

export type OrganizationPropertyDefinitionId = number & { readonly "~id"?: "OrganizationPropertyDefinitionId" }

/** Changes to a definition. Its type and slug are permanent. */
export interface OrganizationPropertyDefinitionUpdate {
  readonly name: string
  /** For a dropdown, all of its options. Help Scout deletes values whose option is omitted. */
  readonly options?: ReadonlyArray<{ readonly label: string }>
}

/** The value that an organization has for a property. */
export interface OrganizationPropertyValue {
  readonly definitionId?: OrganizationPropertyDefinitionId
  readonly slug: string
  readonly name?: string
  readonly type?: "number" | "url" | "text" | "date" | "dropdown" | (string & {})
  /** Always a string, such as `"5000000"` or `"2020-01-15"`. For a dropdown, the label of the selected option. */
  readonly value?: string
  /** Present for dropdowns only. */
  readonly options?: ReadonlyArray<{ readonly label?: string }>
}

/** A value to set. */
export interface OrganizationPropertyValueUpdate {
  /** Always a string: digits for a number, `YYYY-MM-DD` for a date, the exact label of an option for a dropdown. */
  readonly value: string
}

/** The order of `organizations.list`. */
export interface OrganizationQuery {
  /**
   * Descending unless it ends with `,asc`, so `name` sorts from Z to A.
   *
   * @default "lastInteractionAt,desc"
   */
  readonly sort?:
    | "name"
    | "conversationCount"
    | "conversationCount,asc"
    | "conversationCount,desc"
    | "customerCount"
    | "customerCount,asc"
    | "customerCount,desc"
    | "lastInteractionAt"
    | "lastInteractionAt,asc"
    | "lastInteractionAt,desc"
    | "name,asc"
    | "name,desc"
}

/** A complete organization. Omitting a field erases it, except for `logoUrl`. */
export interface OrganizationUpdate {
  readonly description?: string
  readonly location?: string
  readonly note?: string
  readonly brandColor?: string
  readonly name: string
  readonly website: null | string
  readonly domains: ReadonlyArray<string>
  readonly phones: ReadonlyArray<string>
  /** Kept if it is omitted. */
  readonly logoUrl?: string
}

/** The email that a thread was created from. */
export interface OriginalSource {
  /** Headers and body, as received. */
  readonly original: string
}

/** A year, a month or a day: `2014`, `2014-12`, `2014-12-01`. */
export type PartialDate = `${number}` | `${number}-${number}` | `${number}-${number}-${number}`

/** A customer, a user, a team or a system user, in brief. Full objects have `firstName` and `lastName` instead. */
export interface Person {
  readonly first?: string
  readonly last?: string
  readonly email?: string
  readonly photoUrl?: string
  /** The id of a customer, a user or a team, depending on `type`. 0 for Help Scout itself. Absent for a few old records. */
  readonly id?: number
  /** `system_user`, such as an AI agent, occurs in v3 responses only. v2 responses say `user`. */
  readonly type?: "customer" | "user" | "team" | "system_user" | (string & {})
}

/** The id of a phone number in a customer's profile. */
export type PhoneId = number & { readonly "~id"?: "PhoneId" }

/** The report about phone conversations. */
export interface PhoneReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: PhoneStatistics
  readonly previous?: PhoneStatistics
  readonly deltas?: {
    /** The change of `phoneConversations`. */
    readonly newConversations?: number
    readonly phoneCallsCreated?: number
    readonly customers?: number
  }
  readonly users?: ReadonlyArray<{
    readonly id: UserId
    readonly name?: string
    readonly current?: {
      readonly phoneConversations?: number
      readonly phoneCallsCreated?: number
      readonly customers?: number
    }
    readonly previous?: {
      readonly phoneConversations?: number
      readonly phoneCallsCreated?: number
      readonly customers?: number
    }
  }>
}

/** The figures about phone conversations in an interval. */
export interface PhoneStatistics {
  readonly phoneConversations?: number
  readonly phoneCallsCreated?: number
  readonly customers?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** A new phone call. */
export interface PhoneThreadCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  readonly customer: CustomerInput
}

/** An earlier interval to compare with: both ends or neither. It adds `previous` and `deltas` to the report. */
export type Previous =
  | { readonly previousStart?: undefined; readonly previousEnd?: undefined }
  | { readonly previousStart: Date; readonly previousEnd: Date }

/** The overall report about productivity. */
export interface ProductivityReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: ProductivityStatistics
  readonly previous?: ProductivityStatistics
  readonly deltas?: {
    readonly totalConversations?: number
    readonly repliesSent?: number
    readonly firstResponseTime?: number
    readonly resolved?: number
    readonly repliesToResolve?: number
    readonly closed?: number
    readonly resolvedOnFirstReply?: number
    readonly responseTime?: number
    readonly handleTime?: number
    readonly resolutionTime?: number
  }
  readonly responseTime?: Distribution
  readonly handleTime?: Distribution
  readonly firstResponseTime?: Distribution
  readonly repliesToResolve?: Distribution
}

/** The query of the overall report. */
export type ProductivityReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & { readonly officeHours?: boolean } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The query of the reports by day, week or month. */
export type ProductivitySeriesQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & { readonly officeHours?: boolean } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  } & { readonly viewBy?: "day" | "week" | "month" })

/** The productivity of the company in an interval. Times are means, in seconds. */
export interface ProductivityStatistics {
  readonly totalConversations?: number
  /** From the start of a conversation to its resolution. */
  readonly resolutionTime?: number
  readonly repliesToResolve?: number
  readonly responseTime?: number
  readonly firstResponseTime?: number
  /** Conversations with a reply by a user that were closed. Each counts once. */
  readonly resolved?: number
  readonly resolvedOnFirstReply?: number
  readonly closed?: number
  readonly repliesSent?: number
  /** From opening a conversation to sending the reply. */
  readonly handleTime?: number
  /** From 0 to 1, unlike every other percentage of the reports. */
  readonly percentResolvedOnFirstReply?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** A customer's rating of a reply. */
export interface Rating {
  readonly id: RatingId
  readonly threadId?: ThreadId
  readonly conversationId?: ConversationId
  readonly conversationNumber?: number
  readonly mailboxId?: MailboxId
  /** The happiness reports use other values for the same ratings. */
  readonly rating: "unknown" | "great" | "okay" | "not_good" | (string & {})
  readonly comments?: string
  readonly createdAt?: Date
  readonly modifiedAt?: Date
  /** The user whose reply was rated. */
  readonly user?: {
    readonly email?: string
    readonly firstName?: string
    readonly lastName?: string
    readonly id: UserId
  }
  readonly customer?: {
    readonly email?: string
    readonly firstName?: string
    readonly lastName?: string
    readonly id: CustomerId
    readonly photoUrl?: string
  }
  readonly _links?: Links
}

export type RatingId = number & { readonly "~id"?: "RatingId" }

/** The number of messages that customers sent in each period. */
export interface ReceivedMessagesSeries {
  readonly current: ReadonlyArray<{ readonly date: Date; readonly messages?: number }>
  readonly previous?: ReadonlyArray<{ readonly date: Date; readonly messages?: number }>
}

/** The number of replies sent in each period. */
export interface RepliesSeries {
  readonly current: ReadonlyArray<{ readonly date: Date; readonly replies?: number }>
  readonly previous?: ReadonlyArray<{ readonly date: Date; readonly replies?: number }>
}

/** A reply to the conversation's own customer, to send or to save as a draft. */
export interface ReplyCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly user?: UserId
  /**
   * Saves the reply without sending it.
   *
   * @default false
   */
  readonly draft?: boolean
  /** @default "active": a reply without a status reopens the conversation */
  readonly status?: "active" | "closed" | "pending" | "open" | "spam" | "inbox_predefined"
  /** Takes effect when the reply is sent. For a draft, that is later. */
  readonly assignTo?: null | UserId | TeamId
}

/** A reply to send, or to save as a draft. */
export interface ReplyThreadCreate {
  /** HTML. Called `body` in responses. */
  readonly text: string
  /** Imports history: no email and no notification is sent. */
  readonly imported?: boolean
  /** Only with `imported: true`. */
  readonly createdAt?: Date
  readonly attachments?: ReadonlyArray<AttachmentCreate>
  /** The recipient. Required, although the conversation has a customer. */
  readonly customer: CustomerInput
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly user?: UserId
  /**
   * Saves the reply without sending it.
   *
   * @default false
   */
  readonly draft?: boolean
  /** @default "active": a reply without a status reopens the conversation */
  readonly status?: "active" | "closed" | "pending" | "open" | "spam" | "inbox_predefined"
  /** Takes effect when the reply is sent. For a draft, that is later. */
  readonly assignTo?: null | UserId | TeamId
}

/** A conversation behind a report. Help Scout spells some of its keys in lower case: `mailboxid`, `assignedid`. */
export interface ReportConversation {
  readonly id: ConversationId
  readonly number: number
  readonly type?: "email" | "chat" | "phone" | (string & {})
  readonly mailboxid?: MailboxId
  readonly attachments?: boolean
  readonly subject?: string
  readonly status?: "active" | "closed" | "pending" | "open" | "spam" | (string & {})
  readonly threadCount?: number
  readonly preview?: string
  readonly customerName?: string
  readonly customerEmail?: string
  readonly customerIds?: ReadonlyArray<CustomerId>
  readonly modifiedAt?: Date
  /** 0 if the conversation is unassigned. */
  readonly assignedid?: UserId
  readonly assignedName?: string
  readonly tags?: ReadonlyArray<{ readonly id: TagId; readonly name?: string; readonly color?: string }>
  /** Present in the drilldown of a user. */
  readonly waitingSince?: Date
  /** Present in the drilldown of a user. */
  readonly waitingSinceType?: number
}

/** A rating that a customer gave, with its conversation and thread. */
export interface ReportRating {
  /** The number of the conversation. */
  readonly number: number
  /** The id of the conversation. */
  readonly id: ConversationId
  readonly type?: "email" | "chat" | "phone" | (string & {})
  readonly threadid?: ThreadId
  readonly threadCreatedAt?: Date
  /** The kind of rating, not its id: 1 great, 2 okay, 3 not good. */
  readonly ratingId: number
  readonly ratingCustomerId?: CustomerId
  readonly ratingCustomerName?: string
  readonly ratingComments?: string
  readonly ratingCreatedAt?: Date
  readonly ratingUserId?: UserId
  readonly ratingUserName?: string
}

/** The number of conversations resolved in each period. */
export interface ResolvedSeries {
  readonly current: ReadonlyArray<{ readonly date: Date; readonly resolved?: number }>
  readonly previous?: ReadonlyArray<{ readonly date: Date; readonly resolved?: number }>
}

/** The routing of an inbox. While routing is disabled, everything except `state` may be absent. */
export interface Routing {
  readonly state: "enabled" | "disabled" | (string & {})
  /** Maximum active conversations per user. */
  readonly assignmentLimit?: number
  readonly assignmentMethod?: "balanced" | "round_robin" | (string & {})
  readonly userIds?: ReadonlyArray<UserId>
  readonly rotation?: ReadonlyArray<RoutingRotation>
  readonly _links?: Links
}

/** A user's eligibility for the next conversation, computed by Help Scout. */
export interface RoutingRotation {
  readonly userId: UserId
  /** Active conversations currently assigned to the user. */
  readonly conversationsCount?: number
  readonly eligible: boolean
  /** Present if the user is not eligible. */
  readonly reason?: "at_capacity" | "away" | "not_in_rotation" | (string & {})
}

/** The complete routing of an inbox. */
export interface RoutingUpdate {
  readonly state: "enabled" | "disabled"
  /** From 1 to 100. */
  readonly assignmentLimit: number
  readonly assignmentMethod: "balanced" | "round_robin"
  /** At least one user while routing is enabled. */
  readonly userIds: ReadonlyArray<UserId>
}

/** A saved reply. Either text may be absent. */
export interface SavedReply {
  readonly id: SavedReplyId
  readonly name: string
  /** The text for emails, as HTML. */
  readonly text?: string
  /** The text for chats, as plain text with line breaks. */
  readonly chatText?: string
}

/** A saved reply to create. */
export interface SavedReplyCreate {
  readonly name: string
  /** The text for emails, as HTML. */
  readonly text?: string
  /** The text for chats, as plain text. */
  readonly chatText?: string
}

export type SavedReplyId = number & { readonly "~id"?: "SavedReplyId" }

/** A saved reply in a list, with shortened texts. `get` returns the full texts. */
export interface SavedReplyPreview {
  readonly id: SavedReplyId
  readonly name: string
  /** The beginning of the email text; absent if the reply has a chat text only. */
  readonly preview?: string
  /** The beginning of the chat text; absent if there is none. */
  readonly chatPreview?: string
}

/** The options of `mailboxes.savedReplies.list`. */
export interface SavedReplyQuery {
  /**
   * Includes replies that have a chat text only.
   *
   * @default false
   */
  readonly includeChatReplies?: boolean
}

/** A complete saved reply. Omitting a text removes it. */
export interface SavedReplyUpdate {
  readonly name: string
  /** The text for emails, as HTML. */
  readonly text?: string
  /** The text for chats, as plain text. */
  readonly chatText?: string
}

/** A string, which matches as a phrase, a number, a boolean, or a range of dates. */
export type SearchValue = string | number | boolean | DateRange

/** The snooze of a conversation. */
export interface Snooze {
  readonly snoozedBy?: UserId
  readonly snoozedUntil?: Date
  readonly unsnoozeOnCustomerReply?: boolean
}

/** The snooze to set. */
export interface SnoozeUpdate {
  /** In the future, and not after 2100. */
  readonly snoozedUntil: Date
  /** Whether a reply from the customer ends the snooze early. */
  readonly unsnoozeOnCustomerReply: boolean
}

export type SocialProfileId = number & { readonly "~id"?: "SocialProfileId" }

/** The origin of a conversation or a thread. */
export interface Source {
  readonly type?:
    | "workflows"
    | "email"
    | "docs"
    | "chat"
    | "api"
    | "beacon"
    | "beacon-v2"
    | "channel"
    | "consumer"
    | "coreapi"
    | "csv"
    | "cvs"
    | "desk"
    | "emailfwd"
    | "heymarket"
    | "internal"
    | "jira"
    | "manual"
    | "mobile"
    | "notification"
    | "orchestration"
    | "support"
    | "unknown"
    | "uservoice"
    | "web"
    | "zendesk"
    | (string & {})
  readonly via?: "customer" | "user" | (string & {})
}

/** A response to a survey in a message. */
export interface SurveyResponse {
  readonly message?: { readonly name?: string }
  readonly response?: {
    readonly value?: string
    readonly category?: "passive" | (string & {})
    readonly comment?: string
    readonly timestamp?: Date
  }
  /** Without a customer if the visitor is unknown. */
  readonly _embedded?: { readonly customer?: Customer }
  readonly _links?: Links
}

/** An automated actor. */
export interface SystemUser {
  readonly id: SystemUserId
  readonly type?: "system_user" | (string & {})
  readonly firstName?: string
  /** May be empty. */
  readonly lastName?: string
  readonly initials?: string
  readonly email?: string
  readonly mention?: string
  readonly timezone?: string
  readonly role?: string
  readonly photoUrl?: string
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly _links?: Links
}

/** The id of an actor that is not a person, such as an AI agent. */
export type SystemUserId = number & { readonly "~id"?: "SystemUserId" }

/** A tag of the account. On a conversation, a tag is a `ConversationTag`, whose name is in `tag`. */
export interface Tag {
  readonly id: TagId
  readonly name: string
  readonly slug?: string
  /** A color name, such as `green`, or `none`. */
  readonly color?: string
  /** The number of conversations with this tag. */
  readonly ticketCount?: number
  readonly createdAt?: Date
  /** Absent until the first change. */
  readonly updatedAt?: Date
  readonly _links?: Links
}

export type TagId = number & { readonly "~id"?: "TagId" }

/** A team. */
export interface Team {
  readonly id: TeamId
  readonly name: string
  /** An IANA time zone, such as `Europe/Vienna`. */
  readonly timezone?: string
  readonly photoUrl?: string
  /** The name that mentions the team in a note, without the `@`. */
  readonly mention?: string
  readonly initials?: string
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly _links?: Links
}

export type TeamId = number & { readonly "~id"?: "TeamId" }

/** The users who join a team and the users who leave it. Both lists are required; `[]` changes nothing. */
export interface TeamMembersUpdate {
  readonly addedUserIds: ReadonlyArray<UserId>
  readonly deletedUserIds: ReadonlyArray<UserId>
}

/**
 * A message, a note or a change of state. Its fields depend on its `type`, which the guards of this module narrow:
 * `isReply`, ...
 */
export interface Thread {
  readonly id: ThreadId
  /**
   * A user's reply is a `message` here and a `reply` in requests. A `lineitem` is a change of state, without a body.
   * A `forwardparent` is what was forwarded, a `forwardchild` the first thread of the conversation that it created.
   */
  readonly type:
    | "customer"
    | "message"
    | "note"
    | "chat"
    | "phone"
    | "beaconchat"
    | "forwardchild"
    | "forwardparent"
    | "lineitem"
    | (string & {})
  /** The status that the thread gave the conversation, or `nochange`. */
  readonly status?: "active" | "closed" | "pending" | "spam" | "nochange" | (string & {})
  /** `review` and `underreview` are replies that collision detection held back. `bounced`: the email was not delivered. */
  readonly state?: "draft" | "hidden" | "published" | "bounced" | "review" | "underreview" | (string & {})
  readonly action?: ThreadAction
  /** HTML. Called `text` in requests. */
  readonly body?: string
  readonly source?: Source
  readonly customer?: CustomerPerson
  readonly createdBy?: Person
  /** A user or a team. */
  readonly assignedTo?: Person
  /** 0 if the text is not a saved reply. */
  readonly savedReplyId?: SavedReplyId
  readonly to?: ReadonlyArray<string>
  readonly cc?: ReadonlyArray<string>
  readonly bcc?: ReadonlyArray<string>
  readonly createdAt: Date
  /** Replies only: when the customer opened it. */
  readonly openedAt?: Date
  /** Forwards only: the other conversation. Documented as a string. */
  readonly linkedConversationId?: string | ConversationId
  /** Replies only. */
  readonly rating?: ThreadRating
  /** Drafts only. `scheduled` here, `schedule` in the path of the endpoint that sets it. */
  readonly scheduled?: ThreadSchedule
  readonly _embedded?: { readonly attachments?: ReadonlyArray<Attachment> }
  /** `assignedTo`, `customer`, and `createdByCustomer` or `createdByUser`. */
  readonly _links?: Links
}

/** The change that a line item records: an assignment, a workflow, a merge, ... */
export interface ThreadAction {
  /** `default`, `manual-workflow`, `merged`, ... */
  readonly type?: string
  /** Line items only: the change in words. */
  readonly text?: string
  /** An object whose keys depend on `type`; an empty array in old threads. */
  readonly associatedEntities?: unknown
}

/** A file of a thread. */
export interface ThreadAttachment {
  readonly threadId: ThreadId
  readonly attachment: Attachment
}

export type ThreadId = number & { readonly "~id"?: "ThreadId" }

/** The customer's rating of a reply. */
export interface ThreadRating {
  readonly customerId?: CustomerId
  readonly rating: "great" | "okay" | "not_good" | (string & {})
  readonly comments?: string
}

/** The schedule of a draft. */
export interface ThreadSchedule {
  readonly scheduledBy?: UserId
  /** The author of the draft, if it is sent in the author's name (`sendAsCreator` in requests). */
  readonly sendAsId?: UserId
  readonly createdAt?: Date
  readonly scheduledFor?: Date
  /** A reply from the customer in the meantime turns the thread back into a plain draft. */
  readonly unscheduleOnCustomerReply?: boolean
}

/** When to send a draft, and when not to. */
export interface ThreadScheduleUpdate {
  /** In the future, and not after 2100. */
  readonly scheduledFor: Date
  /** Whether a reply from the customer in the meantime turns the thread back into a plain draft. */
  readonly unscheduleOnCustomerReply: boolean
  /**
   * Sends in the name of the draft's author.
   *
   * @default false
   */
  readonly sendAsCreator?: boolean
}

/** One change to a thread: `threads.update(ids, ThreadUpdate.text("..."))`. */
export type ThreadUpdate =
  | { readonly op: "replace"; readonly path: "/text"; readonly value: string }
  | { readonly op: "replace"; readonly path: "/hidden"; readonly value: true }
  | { readonly op: "replace"; readonly path: "/hidden"; readonly value: false }

/** The mean duration in each period. */
export interface TimeSeries {
  readonly current: ReadonlyArray<{ readonly date: Date; readonly time?: number }>
  readonly previous?: ReadonlyArray<{ readonly date: Date; readonly time?: number }>
}

/** A customer and the number of their conversations. */
export interface TopCustomer {
  readonly name?: string
  readonly count?: number
  readonly previousCount?: number
  /** From 0 to 100. */
  readonly percent?: number
  /** From 0 to 100. */
  readonly previousPercent?: number
  readonly deltaPercent?: number
  readonly id: CustomerId
}

/** A saved reply and the number of times it was sent. */
export interface TopReply {
  readonly name?: string
  readonly count?: number
  readonly previousCount?: number
  /** From 0 to 100. */
  readonly percent?: number
  /** From 0 to 100. */
  readonly previousPercent?: number
  readonly deltaPercent?: number
  readonly id: SavedReplyId
  readonly mailboxId?: MailboxId
}

/** A tag and the number of conversations with it. Tag 1, which has no name, represents conversations without a tag. */
export interface TopTag {
  readonly name?: string
  readonly count?: number
  readonly previousCount?: number
  /** From 0 to 100. */
  readonly percent?: number
  /** From 0 to 100. */
  readonly previousPercent?: number
  readonly deltaPercent?: number
  readonly id: TagId
}

/** A workflow and the number of times it ran. */
export interface TopWorkflow {
  readonly name?: string
  readonly count?: number
  readonly previousCount?: number
  /** From 0 to 100. */
  readonly percent?: number
  /** From 0 to 100. */
  readonly previousPercent?: number
  readonly deltaPercent?: number
  readonly id: WorkflowId
}

export type Unit = "YEAR" | "MONTH" | "DAY" | "HOUR" | "MINUTE" | "SECOND"

/**
 * A delivery that cannot be decoded, as received: the library does not know the event, or the payload does not have the
 * shape of the event, as the small bodies that test a webhook. The handler decides: if it succeeds, Help Scout
 * does not send the delivery again.
 */
export interface UnknownWebhookEvent {
  readonly _tag: "Unknown"
  readonly event: string
  /** The body as received. */
  readonly payload: unknown
  /** Why the payload does not have the shape of the event, without values. Absent if the library does not know the event. */
  readonly issues?: ReadonlyArray<{ readonly path: string; readonly message: string }>
}

/** A user of the account. */
export interface User {
  readonly id: UserId
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
  readonly role?: "user" | "owner" | "admin" | "light user" | (string & {})
  /** An IANA time zone, such as `Europe/Vienna`. */
  readonly timezone?: string
  readonly photoUrl?: string
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly type?: "user" | "team" | (string & {})
  /** The name that mentions the user in a note, without the `@`. */
  readonly mention?: string
  readonly initials?: string
  readonly jobTitle?: string
  readonly phone?: string
  readonly alternateEmails?: ReadonlyArray<string>
  /** The id of the account. Only `me` returns it. */
  readonly companyId?: CompanyId
  readonly _links?: Links
}

/** The report about a user's chats. */
export interface UserChatReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly current: UserChatStatistics
  readonly previous?: UserChatStatistics
  readonly deltas?: {
    readonly newConversations?: number
    readonly messagesPerChat?: number
    readonly responseTime?: number
    readonly waitTime?: number
    readonly duration?: number
  }
}

/** The query of the report about a user's or a team's chats. */
export type UserChatReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId | TeamId } & { readonly officeHours?: boolean })

/** The figures about a user's chats in an interval. */
export interface UserChatStatistics {
  readonly newConversations?: number
  readonly messagesPerChat?: number
  readonly responseTime?: number
  readonly waitTime?: number
  readonly duration?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** A conversation that a user worked on. Times are in seconds. */
export interface UserConversation {
  readonly id: ConversationId
  readonly number: number
  readonly status?: "active" | "closed" | "pending" | "open" | "spam" | (string & {})
  readonly customers?: ReadonlyArray<{ readonly id: CustomerId; readonly name?: string }>
  readonly avgHandleTime?: number
  readonly firstResponseTime?: number
  readonly repliesSent?: number
  readonly responseTime?: number
  readonly resolveTime?: number
}

/** The query for the conversations that a user worked on. */
export type UserConversationHistoryQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId } & { readonly status?: "active" | "closed" | "pending" } & {
    readonly sortField?: "number" | "responseTime" | "repliesSent" | "resolveTime"
  } & { readonly sortOrder?: "ASC" | "DESC" } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly officeHours?: boolean
  } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** A user to create. */
export interface UserCreate {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** The API cannot create an owner. */
  readonly role: "user" | "admin" | "light user"
  /** An IANA time zone, such as `Europe/Vienna`. */
  readonly timezone?: string
  readonly jobTitle?: string
  readonly phone?: string
  /**
   * Sends an invitation email.
   *
   * @default true
   */
  readonly sendInvite?: boolean
  /** The inboxes that the new user can see. The token's user needs access to each. */
  readonly mailboxes?: ReadonlyArray<{
    readonly id: MailboxId
    /** @default true */
    readonly emailAccess?: boolean
  }>
}

/** The query for the conversations behind a user's figures. */
export interface UserDrilldownQuery {
  readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
  /** Tag 1 represents conversations without a tag. */
  readonly tags?: TagId | ReadonlyArray<TagId>
  readonly folders?: FolderId | ReadonlyArray<FolderId>
  readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  readonly start: Date
  readonly end: Date
  readonly user: UserId
  readonly rows?: number
}

/** The query for the ratings of a user's replies. */
export type UserHappinessDrilldownQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId } & { readonly sortField?: "number" | "modifiedAt" | "rating" } & {
    readonly sortOrder?: "ASC" | "DESC"
  } & { readonly rating?: "all" | "great" | "ok" | "not-good" } & {
    readonly folders?: FolderId | ReadonlyArray<FolderId>
  } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The query of the happiness report about a user. */
export type UserHappinessQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

export type UserId = number & { readonly "~id"?: "UserId" }

/** A user in brief. */
export interface UserPerson {
  readonly first?: string
  readonly last?: string
  readonly email?: string
  readonly photoUrl?: string
  readonly id?: UserId
  readonly type?: "user" | "system_user" | (string & {})
}

/** The filters of `users.list`. */
export interface UserQuery {
  /** An exact email address. */
  readonly email?: string
  /** Only users who can see this inbox. */
  readonly mailbox?: MailboxId
}

/** The overall report about a user or a team. */
export interface UserReport {
  readonly filterTags?: ReadonlyArray<FilterTag>
  readonly user?: {
    /** The id of the team if the query names a team. */
    readonly id: UserId | TeamId
    readonly name?: string
    readonly hasPhoto?: boolean
    readonly photoUrl?: string
    readonly createdAt?: Date
    readonly totalCustomersHelped?: number
  }
  readonly current: UserStatistics
  readonly previous?: UserStatistics
  readonly deltas?: {
    readonly totalConversations?: number
    readonly customersHelped?: number
    readonly happinessScore?: number
    readonly repliesPerDay?: number
    readonly resolvedOnFirstReply?: number
    readonly handleTime?: number
    readonly conversationsPerDay?: number
    readonly resolved?: number
    readonly repliesToResolve?: number
    /** Not present in `current`. */
    readonly activeConversations?: number
    readonly totalReplies?: number
    readonly closed?: number
    readonly responseTime?: number
    readonly resolutionTime?: number
    readonly conversationsCreated?: number
  }
}

/** The query of the overall report about a user or a team. */
export type UserReportQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId | TeamId } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly officeHours?: boolean
  } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  })

/** The query of the reports about a user by day, week or month. */
export type UserSeriesQuery = Interval &
  (Previous & { readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId> } & {
    /** Tag 1 represents conversations without a tag. */
    readonly tags?: TagId | ReadonlyArray<TagId>
  } & { readonly user: UserId } & { readonly folders?: FolderId | ReadonlyArray<FolderId> } & {
    readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
  } & { readonly viewBy?: "day" | "week" | "month" })

/** The figures of a user in an interval. Times are means, in seconds. */
export interface UserStatistics {
  readonly totalDays?: number
  readonly resolved?: number
  readonly conversationsCreated?: number
  readonly closed?: number
  readonly totalReplies?: number
  readonly resolvedOnFirstReply?: number
  /** From 0 to 1, unlike every other percentage of the reports. */
  readonly percentResolvedOnFirstReply?: number
  readonly repliesToResolve?: number
  readonly handleTime?: number
  readonly happinessScore?: number
  readonly responseTime?: number
  readonly resolutionTime?: number
  readonly repliesPerDay?: number
  readonly customersHelped?: number
  readonly totalConversations?: number
  readonly conversationsPerDay?: number
  /** From 1 to 7. */
  readonly busiestDay?: number
  readonly startDate?: Date
  readonly endDate?: Date
}

/** The status of a user. */
export interface UserStatus {
  readonly userId: UserId
  /** For email and routing. */
  readonly email?: {
    readonly status: "active" | "away" | (string & {})
    readonly updatedAt?: Date
    /** The user who set it. */
    readonly performedBy?: UserId
    readonly source?: "api" | "ui" | "presence_detection" | (string & {})
    readonly customStatus?: CustomStatus
  }
  readonly chat?: {
    readonly status: "assign" | "unavailable" | "available" | "custom" | (string & {})
    /** By inbox id, as a string. Filled only while the status is `custom`. */
    readonly mailboxStatuses?: {
      readonly [key: string]: "assign" | "unavailable" | "available" | "custom" | (string & {})
    }
  }
  readonly _links?: Links
}

/** The status of a user, as far as the event contains it. Help Scout does not document this payload. */
export interface UserStatusChange {
  /** For email and routing. */
  readonly email?: {
    readonly status: "active" | "away" | (string & {})
    readonly updatedAt?: Date
    /** The user who set it. */
    readonly performedBy?: UserId
    readonly source?: "api" | "ui" | "presence_detection" | (string & {})
    readonly customStatus?: CustomStatus
  }
  readonly chat?: {
    readonly status: "assign" | "unavailable" | "available" | "custom" | (string & {})
    /** By inbox id, as a string. Filled only while the status is `custom`. */
    readonly mailboxStatuses?: {
      readonly [key: string]: "assign" | "unavailable" | "available" | "custom" | (string & {})
    }
  }
  readonly _links?: Links
  readonly userId?: UserId
}

/** A status to set. */
export interface UserStatusUpdate {
  readonly status: "active" | "away"
  readonly customStatus?: CustomStatus
}

/** The number of conversations per channel in each period. */
export interface VolumesByChannelSeries {
  readonly current: ReadonlyArray<{
    readonly date: Date
    readonly chat?: number
    readonly email?: number
    readonly phone?: number
  }>
  readonly previous?: ReadonlyArray<{
    readonly date: Date
    readonly chat?: number
    readonly email?: number
    readonly phone?: number
  }>
}

/** A webhook. Responses never contain its secret. */
export interface Webhook {
  readonly id: WebhookId
  readonly url: string
  /** Help Scout may disable a webhook whose URL keeps failing. An update enables it again. */
  readonly state?: "enabled" | "disabled" | (string & {})
  readonly events: ReadonlyArray<
    | "beacon.chat.agent.replied"
    | "beacon.chat.assigned"
    | "beacon.chat.created"
    | "beacon.chat.customer.replied"
    | "convo.agent.reply.created"
    | "convo.ai-answers-email.reply.created"
    | "convo.ai-answers-email.resolution"
    | "convo.ai-answers.created"
    | "convo.assigned"
    | "convo.created"
    | "convo.custom-fields"
    | "convo.customer.reply.created"
    | "convo.deleted"
    | "convo.merged"
    | "convo.moved"
    | "convo.note.created"
    | "convo.status"
    | "convo.tags"
    | "customer.created"
    | "customer.deleted"
    | "customer.updated"
    | "message.survey.response.received"
    | "organization.created"
    | "organization.deleted"
    | "organization.updated"
    | "satisfaction.ratings"
    | "tag.created"
    | "tag.deleted"
    | "tag.updated"
    | "user.status.changed"
    | (string & {})
  >
  readonly notification?: boolean
  readonly payloadVersion?: "V2" | "V3" | (string & {})
  readonly label?: string
  /** Empty for all inboxes. May be absent in lists. */
  readonly mailboxIds?: ReadonlyArray<MailboxId>
  readonly _links?: Links
}

/** A webhook to create. */
export interface WebhookCreate {
  /** Prefer https: deliveries are signed, not encrypted. */
  readonly url: string
  /** At least one event. */
  readonly events: readonly [
    (
      | "beacon.chat.agent.replied"
      | "beacon.chat.assigned"
      | "beacon.chat.created"
      | "beacon.chat.customer.replied"
      | "convo.agent.reply.created"
      | "convo.ai-answers-email.reply.created"
      | "convo.ai-answers-email.resolution"
      | "convo.ai-answers.created"
      | "convo.assigned"
      | "convo.created"
      | "convo.custom-fields"
      | "convo.customer.reply.created"
      | "convo.deleted"
      | "convo.merged"
      | "convo.moved"
      | "convo.note.created"
      | "convo.status"
      | "convo.tags"
      | "customer.created"
      | "customer.deleted"
      | "customer.updated"
      | "message.survey.response.received"
      | "organization.created"
      | "organization.deleted"
      | "organization.updated"
      | "satisfaction.ratings"
      | "tag.created"
      | "tag.deleted"
      | "tag.updated"
      | "user.status.changed"
      | (string & {})
    ),
    ...Array<
      | "beacon.chat.agent.replied"
      | "beacon.chat.assigned"
      | "beacon.chat.created"
      | "beacon.chat.customer.replied"
      | "convo.agent.reply.created"
      | "convo.ai-answers-email.reply.created"
      | "convo.ai-answers-email.resolution"
      | "convo.ai-answers.created"
      | "convo.assigned"
      | "convo.created"
      | "convo.custom-fields"
      | "convo.customer.reply.created"
      | "convo.deleted"
      | "convo.merged"
      | "convo.moved"
      | "convo.note.created"
      | "convo.status"
      | "convo.tags"
      | "customer.created"
      | "customer.deleted"
      | "customer.updated"
      | "message.survey.response.received"
      | "organization.created"
      | "organization.deleted"
      | "organization.updated"
      | "satisfaction.ratings"
      | "tag.created"
      | "tag.deleted"
      | "tag.updated"
      | "user.status.changed"
      | (string & {})
    >
  ]
  /** A secret of your choice, up to 40 characters, that signs every delivery. */
  readonly secret: string
  /**
   * Delivers the URL of the changed resource instead of the resource.
   *
   * @default false
   */
  readonly notification?: boolean
  readonly label?: string
  /** @default "V2" */
  readonly payloadVersion?: "V2" | "V3" | (string & {})
  /**
   * Only conversations of these inboxes. `customer.created` is delivered for the whole account regardless.
   *
   * @default all
   */
  readonly mailboxIds?: ReadonlyArray<MailboxId>
}

/**
 * Any event. Its `_tag` is the name of the event, the beginning of a new name (`convo.*`), `Notification` or `Unknown`.
 * The schema of events, for storing or forwarding them.
 */
export type WebhookEvent =
  | { readonly _tag: "convo.agent.reply.created"; readonly payload: Conversation }
  | {
      readonly _tag: "convo.ai-answers-email.reply.created"
      readonly payload: Conversation
    }
  | {
      readonly _tag: "convo.ai-answers-email.resolution"
      readonly payload: Conversation
    }
  | { readonly _tag: "convo.ai-answers.created"; readonly payload: Conversation }
  | { readonly _tag: "convo.assigned"; readonly payload: Conversation }
  | { readonly _tag: "convo.created"; readonly payload: Conversation }
  | { readonly _tag: "convo.custom-fields"; readonly payload: Conversation }
  | {
      readonly _tag: "convo.customer.reply.created"
      readonly payload: Conversation
    }
  | { readonly _tag: "convo.merged"; readonly payload: Conversation }
  | { readonly _tag: "convo.moved"; readonly payload: Conversation }
  | { readonly _tag: "convo.note.created"; readonly payload: Conversation }
  | { readonly _tag: "convo.status"; readonly payload: Conversation }
  | { readonly _tag: "convo.tags"; readonly payload: Conversation }
  | {
      readonly _tag: "convo.*"
      readonly event: string
      readonly payload: Conversation
    }
  | {
      readonly _tag: "convo.deleted"
      readonly payload: { readonly id: ConversationId }
    }
  | { readonly _tag: "customer.created"; readonly payload: Customer }
  | { readonly _tag: "customer.updated"; readonly payload: Customer }
  | {
      readonly _tag: "customer.*"
      readonly event: string
      readonly payload: Customer
    }
  | {
      readonly _tag: "customer.deleted"
      readonly payload: { readonly id: CustomerId }
    }
  | { readonly _tag: "organization.created"; readonly payload: Organization }
  | { readonly _tag: "organization.updated"; readonly payload: Organization }
  | {
      readonly _tag: "organization.*"
      readonly event: string
      readonly payload: Organization
    }
  | {
      readonly _tag: "organization.deleted"
      readonly payload: { readonly id: OrganizationId }
    }
  | { readonly _tag: "tag.created"; readonly payload: Tag }
  | { readonly _tag: "tag.updated"; readonly payload: Tag }
  | { readonly _tag: "tag.*"; readonly event: string; readonly payload: Tag }
  | { readonly _tag: "tag.deleted"; readonly payload: { readonly id: TagId } }
  | { readonly _tag: "satisfaction.ratings"; readonly payload: Rating }
  | { readonly _tag: "beacon.chat.agent.replied"; readonly payload: Chat }
  | { readonly _tag: "beacon.chat.assigned"; readonly payload: Chat }
  | { readonly _tag: "beacon.chat.created"; readonly payload: Chat }
  | { readonly _tag: "beacon.chat.customer.replied"; readonly payload: Chat }
  | {
      readonly _tag: "beacon.chat.*"
      readonly event: string
      readonly payload: Chat
    }
  | {
      readonly _tag: "message.survey.response.received"
      readonly payload: SurveyResponse
    }
  | { readonly _tag: "user.status.changed"; readonly payload: UserStatusChange }
  | { readonly _tag: "helpscout.test"; readonly payload: unknown }
  | WebhookNotification
  | UnknownWebhookEvent

export type WebhookId = number & { readonly "~id"?: "WebhookId" }

/** A delivery to a webhook with `notification: true`: the URL of the changed resource instead of the resource. */
export interface WebhookNotification {
  readonly _tag: "Notification"
  readonly event: string
  /** The URL of the changed resource. */
  readonly href: string
  /** The body as received. */
  readonly payload: unknown
}

/** A complete webhook, including its secret. An omitted field is reset to its default. */
export interface WebhookUpdate {
  /** Prefer https: deliveries are signed, not encrypted. */
  readonly url: string
  /** At least one event. */
  readonly events: readonly [
    (
      | "beacon.chat.agent.replied"
      | "beacon.chat.assigned"
      | "beacon.chat.created"
      | "beacon.chat.customer.replied"
      | "convo.agent.reply.created"
      | "convo.ai-answers-email.reply.created"
      | "convo.ai-answers-email.resolution"
      | "convo.ai-answers.created"
      | "convo.assigned"
      | "convo.created"
      | "convo.custom-fields"
      | "convo.customer.reply.created"
      | "convo.deleted"
      | "convo.merged"
      | "convo.moved"
      | "convo.note.created"
      | "convo.status"
      | "convo.tags"
      | "customer.created"
      | "customer.deleted"
      | "customer.updated"
      | "message.survey.response.received"
      | "organization.created"
      | "organization.deleted"
      | "organization.updated"
      | "satisfaction.ratings"
      | "tag.created"
      | "tag.deleted"
      | "tag.updated"
      | "user.status.changed"
      | (string & {})
    ),
    ...Array<
      | "beacon.chat.agent.replied"
      | "beacon.chat.assigned"
      | "beacon.chat.created"
      | "beacon.chat.customer.replied"
      | "convo.agent.reply.created"
      | "convo.ai-answers-email.reply.created"
      | "convo.ai-answers-email.resolution"
      | "convo.ai-answers.created"
      | "convo.assigned"
      | "convo.created"
      | "convo.custom-fields"
      | "convo.customer.reply.created"
      | "convo.deleted"
      | "convo.merged"
      | "convo.moved"
      | "convo.note.created"
      | "convo.status"
      | "convo.tags"
      | "customer.created"
      | "customer.deleted"
      | "customer.updated"
      | "message.survey.response.received"
      | "organization.created"
      | "organization.deleted"
      | "organization.updated"
      | "satisfaction.ratings"
      | "tag.created"
      | "tag.deleted"
      | "tag.updated"
      | "user.status.changed"
      | (string & {})
    >
  ]
  /** A secret of your choice, up to 40 characters, that signs every delivery. */
  readonly secret: string
  /**
   * Delivers the URL of the changed resource instead of the resource.
   *
   * @default false
   */
  readonly notification?: boolean
  readonly label?: string
  /** @default "V2" */
  readonly payloadVersion?: "V2" | "V3" | (string & {})
  /**
   * Only conversations of these inboxes. `customer.created` is delivered for the whole account regardless.
   *
   * @default all
   */
  readonly mailboxIds?: ReadonlyArray<MailboxId>
}

/** The id of a website in a customer's profile. */
export type WebsiteId = number & { readonly "~id"?: "WebsiteId" }

/** A workflow of an inbox. */
export interface Workflow {
  readonly id: WorkflowId
  readonly mailboxId: MailboxId
  readonly type: "manual" | "automatic" | (string & {})
  /** `invalid`: must be corrected in Help Scout. */
  readonly status: "active" | "inactive" | "invalid" | (string & {})
  readonly order?: number
  readonly name: string
  readonly createdAt?: Date
  readonly modifiedAt?: Date
  readonly _links?: Links
}

export type WorkflowId = number & { readonly "~id"?: "WorkflowId" }

/** The filters of `workflows.list`. */
export interface WorkflowQuery {
  readonly mailboxId?: MailboxId
  readonly type?: "manual" | "automatic"
}

/** The conversations to run a workflow on. */
export interface WorkflowRun {
  /** From 1 to 50 conversations, all in the workflow's inbox. `runManualBatches` accepts more. */
  readonly conversationIds: ReadonlyArray<ConversationId>
}

/** One change to a workflow: `workflows.update({ workflowId }, WorkflowUpdate.deactivate)`. */
export type WorkflowUpdate =
  | { readonly op: "replace"; readonly path: "/status"; readonly value: "active" }
  | { readonly op: "replace"; readonly path: "/status"; readonly value: "inactive" }
