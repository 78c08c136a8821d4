/**
 * Routes for reports. They count the conversations, threads, customers and users of the account. Times are not
 * measured: they are left out. The account has no office hours, and its time zone is UTC.
 */
import * as Reports from "@effect-helpscout/resources/Reports"
import * as Counts from "../data/reports/counts.js"
import { personName } from "../data/reports/rows.js"
import * as UserData from "../data/users.js"
import * as Route from "../Route.js"
import * as CompanyRoutes from "./Reports/Company.js"
import * as ConversationRoutes from "./Reports/Conversation.js"
import * as DocsRoutes from "./Reports/Docs.js"
import * as HappinessRoutes from "./Reports/Happiness.js"
import * as ProductivityRoutes from "./Reports/Productivity.js"
import { compared, type Half, halves, json } from "./Reports/ReportHandlers.js"
import * as UserRoutes from "./Reports/User.js"

const { endpoints } = Reports

const chat = ({ span, all }: Half) => ({
  ...Counts.dates(span),
  volume: {
    chatConversations: all.length,
    completedChats: Counts.closed(all),
    missedChats: all.filter(({ created, row }) => created && !row.threads().some(({ type }) => type === "message"))
      .length,
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

const phone = ({ all }: Half) => ({
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
    Route.make(endpoints.getPhoneReport, ({ account, args }) => {
      const query = { ...args, types: "phone" }
      const users = account
        .table(UserData.users)
        .all()
        .map((user) => {
          const { current, previous } = halves(account, query, new Set([user.id]))
          return {
            id: user.id,
            name: personName(UserData.person(user)),
            current: phone(current),
            ...(previous !== undefined && { previous: phone(previous) })
          }
        })
      return json({
        ...compared(account, query, (half) => ({ ...Counts.dates(half.span), ...phone(half) })),
        users: users.filter(({ current }) => current.phoneConversations > 0)
      })
    }),
    ...CompanyRoutes.routes,
    ...ConversationRoutes.routes,
    ...DocsRoutes.routes,
    ...HappinessRoutes.routes,
    ...ProductivityRoutes.routes,
    ...UserRoutes.routes
  ]
})
