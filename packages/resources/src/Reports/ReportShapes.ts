/**
 * Shapes that several reports share: figures, distributions, series, and the rows of drilldowns and rating lists.
 *
 * A figure that Help Scout has nothing to tell about is an absent key. Times are in seconds.
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
 * A count, a mean or a share. In `deltas` it is the change since the previous interval, in percent.
 *
 * @since 0.1.0
 * @category schemas
 */
export const figure = Field.optional(Schema.Number)

/**
 * A length of time in seconds.
 *
 * @since 0.1.0
 * @category schemas
 */
export const seconds = Field.optional(Schema.Number)

/**
 * The interval that statistics are about, as Help Scout repeats it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const dates = { startDate: Field.optional(Field.Timestamp), endDate: Field.optional(Field.Timestamp) }

/**
 * A tag that a report can be filtered by. Tag 1 stands for conversations without a tag.
 *
 * @since 0.1.0
 * @category models
 */
export class FilterTag extends Model.Opaque<FilterTag>("FilterTag")({
  id: TagId,
  name: Field.optional(Schema.String)
}) {}

/**
 * The tags that a report can be filtered by; some reports leave them out.
 *
 * @since 0.1.0
 * @category schemas
 */
export const filterTags = Field.optional(Schema.Array(FilterTag))

/**
 * One bucket of a distribution.
 *
 * @since 0.1.0
 * @category models
 */
export class DistributionRange extends Model.Opaque<DistributionRange>("DistributionRange")({
  /** Which bucket: `rangeId` of the company drilldown. The buckets come in no order. */
  id: Schema.Number,
  count: figure,
  previousCount: figure,
  /** From 0 to 100. */
  percent: figure,
  /** From 0 to 100. */
  previousPercent: figure,
  /** Of conversations that took so many replies; only below `repliesToResolve`. */
  resolutionTime: seconds
}) {}

/**
 * How a figure is spread: so many in each bucket. The current pages do not tell what the buckets are. Those of version
 * 1 did: response times end at 15, 30 and 60 minutes, 2, 3, 6, 12, 24 and 48 hours (10 is longer), handle times at 1,
 * 2, 5 and 10 minutes (5 is longer), and replies to resolve are counted (5 is 5 or more).
 *
 * @since 0.1.0
 * @category models
 */
export class Distribution extends Model.Opaque<Distribution>("Distribution")({
  count: figure,
  previousCount: figure,
  ranges: Field.optional(Schema.Array(DistributionRange))
}) {}

/**
 * Points of the interval, and of the one before where it was asked for.
 *
 * @since 0.1.0
 * @category schemas
 */
export const series = <A, I>(point: Schema.Schema<A, I>) => ({
  current: Schema.Array(point),
  previous: Field.optional(Schema.Array(point))
})

/** The beginning of the period that a point stands for. */
const date = Field.Timestamp

/**
 * How many customers were helped in each period.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomersHelpedSeries extends Model.Opaque<CustomersHelpedSeries>("CustomersHelpedSeries")(
  series(Schema.Struct({ date, customers: figure }))
) {}

/**
 * How many replies were sent in each period.
 *
 * @since 0.1.0
 * @category models
 */
export class RepliesSeries extends Model.Opaque<RepliesSeries>("RepliesSeries")(
  series(Schema.Struct({ date, replies: figure }))
) {}

/**
 * How many conversations were resolved in each period.
 *
 * @since 0.1.0
 * @category models
 */
export class ResolvedSeries extends Model.Opaque<ResolvedSeries>("ResolvedSeries")(
  series(Schema.Struct({ date, resolved: figure }))
) {}

/**
 * How long something took in each period, on average.
 *
 * @since 0.1.0
 * @category models
 */
export class TimeSeries extends Model.Opaque<TimeSeries>("TimeSeries")(
  series(Schema.Struct({ date, time: seconds }))
) {}

/**
 * A conversation behind a report. Its keys are those of the reports: `mailboxid` and `assignedid` in small letters.
 *
 * @since 0.1.0
 * @category models
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
  /** 0 where nobody is assigned. */
  assignedid: Field.optional(UserId),
  assignedName: Field.optional(Schema.String),
  tags: Field.optional(
    Schema.Array(
      Schema.Struct({ id: TagId, name: Field.optional(Schema.String), color: Field.optional(Schema.String) })
    )
  ),
  /** Only in the drilldown of a user. */
  waitingSince: Field.optional(Field.Timestamp),
  /** Only in the drilldown of a user. */
  waitingSinceType: figure
}) {}

/**
 * A rating that a customer gave, with its conversation and thread.
 *
 * @since 0.1.0
 * @category models
 */
export class ReportRating extends Model.Opaque<ReportRating>("ReportRating")({
  /** The conversation's. */
  number: Schema.Number,
  /** The conversation's. */
  id: ConversationId,
  type: Field.optional(Field.openEnum("email", "chat", "phone")),
  threadid: Field.optional(ThreadId),
  threadCreatedAt: Field.optional(Field.Timestamp),
  /** What was rated, not which rating: 1 great, 2 okay, 3 not good. */
  ratingId: Schema.Number,
  ratingCustomerId: Field.optional(CustomerId),
  ratingCustomerName: Field.optional(Schema.String),
  ratingComments: Field.optional(Schema.String),
  ratingCreatedAt: Field.optional(Field.Timestamp),
  ratingUserId: Field.optional(UserId),
  ratingUserName: Field.optional(Schema.String)
}) {}
