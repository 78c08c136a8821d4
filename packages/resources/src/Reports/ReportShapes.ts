/**
 * Shapes that several reports share: figures, distributions, series, and the rows of drilldowns and rating lists.
 *
 * A figure without data is an absent key. Times are in seconds.
 *
 * ```ts
 * import type { Distribution } from "@effect-helpscout/resources/Reports/ReportShapes"
 *
 * export const longest = (distribution: Distribution) => distribution.ranges?.find((range) => range.id === 10)
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ConversationId, CustomerId, MailboxId, TagId, ThreadId, UserId } from "../Ids.js"

/**
 * A count, a mean or a percentage. In `deltas`, the change since the previous interval in percent.
 *
 * @since 0.1.0
 */
export const figure = Field.optional(Schema.Number)

/**
 * A duration in seconds.
 *
 * @since 0.1.0
 */
export const seconds = Field.optional(Schema.Number)

/**
 * The interval of the statistics, as Help Scout returns it.
 *
 * @since 0.1.0
 */
export const dates = { startDate: Field.optional(Field.Timestamp), endDate: Field.optional(Field.Timestamp) }

/**
 * A tag by which a report can be filtered. Tag 1 represents conversations without a tag.
 *
 * @since 0.1.0
 */
export class FilterTag extends Model.Opaque<FilterTag>("FilterTag")({
  id: TagId,
  name: Field.optional(Schema.String)
}) {}

/**
 * The tags by which a report can be filtered. Some reports omit them.
 *
 * @since 0.1.0
 */
export const filterTags = Field.optional(Schema.Array(FilterTag))

/**
 * One bucket of a distribution.
 *
 * @since 0.1.0
 */
export class DistributionRange extends Model.Opaque<DistributionRange>("DistributionRange")({
  /** The bucket, for `rangeId` of `company.getDrilldownReport`. Buckets are not sorted. */
  id: Schema.Number,
  count: figure,
  previousCount: figure,
  /** From 0 to 100. */
  percent: figure,
  /** From 0 to 100. */
  previousPercent: figure,
  /** The resolution time of the bucket's conversations. Present in `repliesToResolve` only. */
  resolutionTime: seconds
}) {}

/**
 * The distribution of a figure over buckets. The current reference does not define the buckets. The reference of
 * version 1 did: response times end at 15, 30 and 60 minutes, 2, 3, 6, 12, 24 and 48 hours (10 is longer), handle times
 * at 1, 2, 5 and 10 minutes (5 is longer), and replies to resolve are counted (5 is 5 or more).
 *
 * @since 0.1.0
 */
export class Distribution extends Model.Opaque<Distribution>("Distribution")({
  count: figure,
  previousCount: figure,
  ranges: Field.optional(Schema.Array(DistributionRange))
}) {}

/**
 * The points of the interval and, if the query has one, of the previous interval.
 *
 * @since 0.1.0
 */
export const series = <A, I>(point: Schema.Schema<A, I>) => ({
  current: Schema.Array(point),
  previous: Field.optional(Schema.Array(point))
})

/** The start of the point's period. */
const date = Field.Timestamp

/**
 * The number of customers helped in each period.
 *
 * @since 0.1.0
 */
export class CustomersHelpedSeries extends Model.Opaque<CustomersHelpedSeries>("CustomersHelpedSeries")(
  series(Schema.Struct({ date, customers: figure }))
) {}

/**
 * The number of replies sent in each period.
 *
 * @since 0.1.0
 */
export class RepliesSeries extends Model.Opaque<RepliesSeries>("RepliesSeries")(
  series(Schema.Struct({ date, replies: figure }))
) {}

/**
 * The number of conversations resolved in each period.
 *
 * @since 0.1.0
 */
export class ResolvedSeries extends Model.Opaque<ResolvedSeries>("ResolvedSeries")(
  series(Schema.Struct({ date, resolved: figure }))
) {}

/**
 * The mean duration in each period.
 *
 * @since 0.1.0
 */
export class TimeSeries extends Model.Opaque<TimeSeries>("TimeSeries")(
  series(Schema.Struct({ date, time: seconds }))
) {}

/**
 * A conversation behind a report. Help Scout spells some of its keys in lower case: `mailboxid`, `assignedid`.
 *
 * @since 0.1.0
 */
export class ReportConversation extends Model.Opaque<ReportConversation>("ReportConversation")({
  id: ConversationId,
  number: Schema.Number,
  type: Field.optional(Field.openEnum("email", "chat", "phone")),
  mailboxid: Field.optional(MailboxId),
  attachments: Field.optional(Schema.Boolean),
  subject: Field.optional(Schema.String),
  status: Field.optional(Field.openEnum("active", "closed", "open", "pending", "spam")),
  threadCount: figure,
  preview: Field.optional(Schema.String),
  customerName: Field.optional(Schema.String),
  customerEmail: Field.optional(Schema.String),
  customerIds: Field.optional(Schema.Array(CustomerId)),
  modifiedAt: Field.optional(Field.Timestamp),
  /** 0 if the conversation is unassigned. */
  assignedid: Field.optional(UserId),
  assignedName: Field.optional(Schema.String),
  tags: Field.optional(
    Schema.Array(
      Schema.Struct({ id: TagId, name: Field.optional(Schema.String), color: Field.optional(Schema.String) })
    )
  ),
  /** Present in the drilldown of a user. */
  waitingSince: Field.optional(Field.Timestamp),
  /** Present in the drilldown of a user. */
  waitingSinceType: figure
}) {}

/**
 * A rating that a customer gave, with its conversation and thread.
 *
 * @since 0.1.0
 */
export class ReportRating extends Model.Opaque<ReportRating>("ReportRating")({
  /** The number of the conversation. */
  number: Schema.Number,
  /** The id of the conversation. */
  id: ConversationId,
  type: Field.optional(Field.openEnum("email", "chat", "phone")),
  threadid: Field.optional(ThreadId),
  threadCreatedAt: Field.optional(Field.Timestamp),
  /** The kind of rating, not its id: 1 great, 2 okay, 3 not good. */
  ratingId: Schema.Number,
  ratingCustomerId: Field.optional(CustomerId),
  ratingCustomerName: Field.optional(Schema.String),
  ratingComments: Field.optional(Schema.String),
  ratingCreatedAt: Field.optional(Field.Timestamp),
  ratingUserId: Field.optional(UserId),
  ratingUserName: Field.optional(Schema.String)
}) {}
