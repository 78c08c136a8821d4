// @effect-diagnostics floatingEffect:off -- nothing here is run: the compiler is the test
/** What reports accept, refuse and answer, checked by the compiler. */
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
expectTypeOf<Query["start"]>().toEqualTypeOf<DateTime.Utc>()

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

// @ts-expect-error a report is about an interval
reports.company.getOverallReport()
// @ts-expect-error which has an end
reports.company.getOverallReport({ start })
// @ts-expect-error and is no text
reports.company.getOverallReport({ start: "2026-10-01T00:00:00Z", end })
// @ts-expect-error an earlier interval has two ends
reports.company.getOverallReport({ ...interval, previousStart: start })
// @ts-expect-error or none
reports.user.getRepliesReport({ ...interval, user: userId, previousEnd: end })
// @ts-expect-error a drilldown compares nothing
reports.conversation.getDrilldownReport({ ...interval, previousStart: start, previousEnd: end })
// @ts-expect-error misspelt filters are ignored by Help Scout
reports.company.getOverallReport({ ...interval, mailbox: mailboxId })
// @ts-expect-error a customer is no inbox
reports.company.getOverallReport({ ...interval, mailboxes: customerId })
// @ts-expect-error there is no such type
reports.company.getOverallReport({ ...interval, types: ["sms"] })
// @ts-expect-error the overall report has no periods
reports.company.getOverallReport({ ...interval, viewBy: "day" })
// @ts-expect-error there is no such period
reports.company.getCustomersHelpedReport({ ...interval, viewBy: "hour" })
// @ts-expect-error a report about email has no types
reports.getEmailReport({ ...interval, types: "email" })
// @ts-expect-error office hours are no text
reports.getEmailReport({ ...interval, officeHours: "true" })
// @ts-expect-error the company's drilldown is told its range
reports.company.getDrilldownReport({ ...interval, rangeId: 1 })
// @ts-expect-error ratings have no number of rows
reports.happiness.getRatingsReport({ ...interval, rows: 10 })
// @ts-expect-error the filter says `ok`
reports.happiness.getRatingsReport({ ...interval, rating: "okay" })
// @ts-expect-error in capitals
reports.happiness.getRatingsReport({ ...interval, sortOrder: "asc" })
// @ts-expect-error histories are not sorted by rating
reports.user.getConversationHistoryReport({ ...interval, user: userId, sortField: "rating" })
// @ts-expect-error a user's report is about a user
reports.user.getOverallReport(interval)
// @ts-expect-error who is no customer
reports.user.getOverallReport({ ...interval, user: customerId })
reports.user.getOverallReport({ ...interval, user: teamId })
reports.user.getChatReport({ ...interval, user: teamId })
// @ts-expect-error only the overall and the chat report take a team
reports.user.getRepliesReport({ ...interval, user: teamId })
// @ts-expect-error a user's chats are not filtered by folder
reports.user.getChatReport({ ...interval, user: userId, folders: 1 })
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid", fieldid: tagId })
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "customerid", fieldid: customerId })
// @ts-expect-error a field goes with its own id
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid", fieldid: customerId })
// @ts-expect-error both are needed
reports.conversation.getDrilldownByFieldReport({ ...interval, field: "tagid" })
// @ts-expect-error Docs have no inboxes
reports.docs.getOverallReport({ ...interval, mailboxes: 1 })
// @ts-expect-error sites are told by their text ids
reports.docs.getOverallReport({ ...interval, sites: 1 })
