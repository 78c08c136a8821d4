/**
 * Reports: figures about what the company, its users and its customers did. Only on the Plus and Pro plans.
 *
 * ```ts
 * import { Reports } from "@effect-helpscout/resources/Reports"
 * import * as DateTime from "effect/DateTime"
 * import * as Effect from "effect/Effect"
 *
 * const [start, end] = [DateTime.unsafeMake("2026-10-01T00:00:00Z"), DateTime.unsafeMake("2026-10-31T23:59:59Z")]
 * export const report = Effect.flatMap(Reports, (reports) => reports.company.getOverallReport({ start, end }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { ChannelReportQuery, ChatReport, EmailReport, PhoneReport } from "./Reports/ChannelReports.js"
import * as CompanyReports from "./Reports/Company.js"
import * as ConversationReports from "./Reports/Conversation.js"
import * as DocsReports from "./Reports/Docs.js"
import * as HappinessReports from "./Reports/Happiness.js"
import * as ProductivityReports from "./Reports/Productivity.js"
import * as UserReports from "./Reports/User.js"

/** @since 0.1.0 @category endpoints */
export const endpoints = {
  /**
   * Gets the figures of chats. Only Beacon chats count.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/chat/
   */
  getChatReport: Endpoint.get("/v2/reports/chat", {
    query: ChannelReportQuery,
    response: ChatReport,
    docs: "reports/chat"
  }),
  /**
   * Gets the figures of conversations by email.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/email/
   */
  getEmailReport: Endpoint.get("/v2/reports/email", {
    query: ChannelReportQuery,
    response: EmailReport,
    docs: "reports/email"
  }),
  /**
   * Gets the figures of conversations by phone, in all and by user.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/reports/phone/
   */
  getPhoneReport: Endpoint.get("/v2/reports/phone", {
    query: ChannelReportQuery,
    response: PhoneReport,
    docs: "reports/phone"
  }),
  company: CompanyReports.endpoints,
  conversation: ConversationReports.endpoints,
  docs: DocsReports.endpoints,
  happiness: HappinessReports.endpoints,
  productivity: ProductivityReports.endpoints,
  user: UserReports.endpoints
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly company: CompanyReports.Service
  readonly conversation: ConversationReports.Service
  readonly docs: DocsReports.Service
  readonly happiness: HappinessReports.Service
  readonly productivity: ProductivityReports.Service
  readonly user: UserReports.Service
}

/**
 * @since 0.1.0
 * @category services
 */
export class Reports extends Context.Tag("@effect-helpscout/resources/Reports")<Reports, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Reports, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Reports", endpoints)
  )
}
