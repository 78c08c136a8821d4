// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { CustomerId, MailboxId, TagId, TeamId, UserId } from "@effect-helpscout/resources/Ids"
import type { Service } from "@effect-helpscout/resources/Reports"
import type { CompanyReport } from "@effect-helpscout/resources/Reports/Company"
import type { BusyTime } from "@effect-helpscout/resources/Reports/Conversation"
import type { ReportConversation, ReportRating } from "@effect-helpscout/resources/Reports/ReportShapes"
import type { UserConversation } from "@effect-helpscout/resources/Reports/User"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const reports: Service
declare const start: DateTime.Utc
declare const end: DateTime.Utc
declare const userId: UserId
declare const teamId: TeamId
declare const tagId: TagId
declare const mailboxId: MailboxId
declare const customerId: CustomerId
const interval = { start, end }
const previous = { previousStart: start, previousEnd: end }

type Failing<A> = Effect.Effect<A, HelpScoutError>
type Streaming<A> = Stream.Stream<A, HelpScoutError>

// ---------------------------------------------------------------------------------------------------------------
// methods
// ---------------------------------------------------------------------------------------------------------------

interface Filters {
  readonly mailboxes?: MailboxId | ReadonlyArray<MailboxId>
  readonly tags?: TagId | ReadonlyArray<TagId>
  readonly types?: "email" | "chat" | "phone" | ReadonlyArray<"email" | "chat" | "phone">
}
type Query = Parameters<Service["company"]["getOverallReport"]>[0]
expectTypeOf<Pick<Query, keyof Filters>>().toEqualTypeOf<Filters>()
expectTypeOf<Query["start"]>().toEqualTypeOf<DateTime.Utc | Date>()

expectTypeOf(reports.company.getOverallReport(interval)).toEqualTypeOf<Failing<CompanyReport>>()
expectTypeOf(reports.company.getOverallReport({ ...interval, ...previous })).toEqualTypeOf<Failing<CompanyReport>>()
expectTypeOf(reports.conversation.getBusiestTimeOfDayReport(interval)).toEqualTypeOf<Failing<ReadonlyArray<BusyTime>>>()

const drilldown = { ...interval, range: "resolved" } as const
expectTypeOf(reports.company.getDrilldownReport(drilldown)).toEqualTypeOf<Failing<Page.Page<ReportConversation>>>()
expectTypeOf(reports.company.getDrilldownReportAll(drilldown)).toEqualTypeOf<Streaming<ReportConversation>>()
expectTypeOf(reports.company.getDrilldownReportPages(drilldown, { concurrency: 2, prefetch: 1 })).toEqualTypeOf<
  Streaming<Page.Page<ReportConversation>>
>()
expectTypeOf(reports.happiness.getRatingsReportAll(interval)).toEqualTypeOf<Streaming<ReportRating>>()
expectTypeOf(reports.user.getConversationHistoryReportAll({ ...interval, user: 4 })).toEqualTypeOf<
  Streaming<UserConversation>
>()

const conversation = {} as ReportConversation
expectTypeOf(conversation.assignedid).toEqualTypeOf<UserId | undefined>()
expectTypeOf<CompanyReport["current"]["totalReplies"]>().toEqualTypeOf<number | undefined>()
expectTypeOf<NonNullable<CompanyReport["users"]>[number]["user"]>().toEqualTypeOf<string>()

// ---------------------------------------------------------------------------------------------------------------
// wrong calls
// ---------------------------------------------------------------------------------------------------------------

// @ts-expect-error an interval is required
reports.company.getOverallReport()
// @ts-expect-error the end of the interval is required
reports.company.getOverallReport({ start })
// @ts-expect-error dates are not strings
reports.company.getOverallReport({ start: "2026-10-01T00:00:00Z", end })
// @ts-expect-error a previous interval requires both ends
reports.company.getOverallReport({ ...interval, previousStart: start })
// @ts-expect-error a previous interval requires both ends
reports.user.getRepliesReport({ ...interval, user: userId, previousEnd: end })
// @ts-expect-error a drilldown does not compare intervals
reports.conversation.getDrilldownReport({ ...interval, previousStart: start, previousEnd: end })
// @ts-expect-error Help Scout ignores misspelled filters
reports.company.getOverallReport({ ...interval, mailbox: mailboxId })
// @ts-expect-error a customer id is not an inbox id
reports.company.getOverallReport({ ...interval, mailboxes: customerId })
// @ts-expect-error there is no such type
reports.company.getOverallReport({ ...interval, types: ["sms"] })
// @ts-expect-error the overall report has no periods
reports.company.getOverallReport({ ...interval, viewBy: "day" })
// @ts-expect-error there is no such period
reports.company.getCustomersHelpedReport({ ...interval, viewBy: "hour" })
// @ts-expect-error an email report has no types
reports.getEmailReport({ ...interval, types: "email" })
// @ts-expect-error officeHours is a boolean
reports.getEmailReport({ ...interval, officeHours: "true" })
// @ts-expect-error a company drilldown requires a range
reports.company.getDrilldownReport({ ...interval, rangeId: 1 })
// @ts-expect-error ratings have no rows parameter
reports.happiness.getRatingsReport({ ...interval, rows: 10 })
// @ts-expect-error the filter is spelled `ok`
reports.happiness.getRatingsReport({ ...interval, rating: "okay" })
// @ts-expect-error the order is upper case
reports.happiness.getRatingsReport({ ...interval, sortOrder: "asc" })
// @ts-expect-error histories are not sorted by rating
reports.user.getConversationHistoryReport({ ...interval, user: userId, sortField: "rating" })
// @ts-expect-error a user report requires a user
reports.user.getOverallReport(interval)
// @ts-expect-error a customer id is not a user id
reports.user.getOverallReport({ ...interval, user: customerId })
reports.user.getOverallReport({ ...interval, user: teamId })
reports.user.getChatReport({ ...interval, user: teamId })
// @ts-expect-error only the overall and the chat report take a team
reports.user.getRepliesReport({ ...interval, user: teamId })
// @ts-expect-error a user's chats are not filtered by folder
reports.user.getChatReport({ ...interval, user: userId, folders: 1 })
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid", fieldid: tagId })
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "customerid", fieldid: customerId })
// @ts-expect-error the id must belong to the field
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid", fieldid: customerId })
// @ts-expect-error the id is required
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid" })
// @ts-expect-error Docs have no inboxes
reports.docs.getOverallReport({ ...interval, mailboxes: 1 })
// @ts-expect-error the ids of sites are strings
reports.docs.getOverallReport({ ...interval, sites: 1 })
