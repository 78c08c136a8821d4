/**
 * Routes for reports. They count the conversations, threads, customers and users of the account. Times are not
 * measured: they are left out. The account has no office hours, and its time zone is UTC.
 */
import * as Reports from "@effect-helpscout/resources/Reports"
import * as Counts from "../data/reports/counts.js"
import * as Route from "../Route.js"
import * as CompanyRoutes from "./Reports/Company.js"
import * as ConversationRoutes from "./Reports/Conversation.js"
import * as DocsRoutes from "./Reports/Docs.js"
import * as HappinessRoutes from "./Reports/Happiness.js"
import * as ProductivityRoutes from "./Reports/Productivity.js"
import { compared, type Half, json } from "./Reports/ReportHandlers.js"
import * as UserRoutes from "./Reports/User.js"

const { endpoints } = Reports

const chat = ({ span, all }: Half) => ({
  ...Counts.dates(span),
  volume: {
    chatConversations: all.length,
    completedChats: Counts.closed(all),
    chatsPerDay: all.length / Counts.days(span)
  }
})

const email = ({ span, all }: Half) => ({
  ...Counts.dates(span),
  volume: {
    emailConversations: all.length,
    emailsCreated: Counts.createdByUsers(all),
    repliesSent: Counts.replies(all),
    messagesReceived: Counts.messages(all)
  },
  resolutions: Counts.resolutions(all)
})

const phone = ({ span, all }: Half) => ({
  ...Counts.dates(span),
  phoneConversations: all.length,
  phoneCallsCreated: Counts.createdByUsers(all),
  customers: Counts.customers(all)
})

export const family = Route.family({
  routes: [
    Route.make(endpoints.getChatReport, ({ account, args }) =>
      json(compared(account, { ...args, types: "chat" }, chat))
    ),
    Route.make(endpoints.getEmailReport, ({ account, args }) =>
      json(compared(account, { ...args, types: "email" }, email))
    ),
    Route.make(endpoints.getPhoneReport, ({ account, args }) =>
      json(compared(account, { ...args, types: "phone" }, phone))
    ),
    ...CompanyRoutes.routes,
    ...ConversationRoutes.routes,
    ...DocsRoutes.routes,
    ...HappinessRoutes.routes,
    ...ProductivityRoutes.routes,
    ...UserRoutes.routes
  ]
})
