/** Fields that the inputs of conversations and threads share. */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"
import { AttachmentCreate } from "../Conversations/Attachments.js"
import { CustomerInput } from "../Customers/CustomerProfile.js"
import { inputId, TeamId, UserId } from "../Ids.js"

/** The end of a snooze or of a schedule. Only Help Scout's clock can check that it is in the future. */
export const WaitsUntil = Field.TimestampInput.pipe(
  Schema.filter((date) => Field.millisOf(date) < Date.UTC(2101, 0), {
    description: "a date not after 2100",
    jsonSchema: { type: "string", format: "date-time" }
  })
)

/** The user or team to assign a conversation to. `null` leaves it unassigned, absent follows the inbox's settings. */
export const assignTo = Field.optional(Schema.NullOr(Schema.Union(inputId(UserId), inputId(TeamId))))

interface Dated {
  readonly createdAt?: unknown
  readonly imported?: boolean
}

/** Help Scout accepts a date for imported history only, and ignores or rejects it elsewhere. */
export const datedOnlyIfImported = (thread: Dated): boolean =>
  thread.createdAt === undefined || thread.imported === true

/** Adds the rule to the struct of a thread. */
export const dated = <A extends Dated, I>(thread: Schema.Schema<A, I>): Schema.Schema<A, I> =>
  thread.pipe(Schema.filter(datedOnlyIfImported, { description: "createdAt only together with imported: true" }))

const addresses = Field.optional(Schema.Array(Field.text({ min: 1 })))

const common = {
  /** HTML. Called `body` in responses. */
  text: Field.text({ min: 1 }),
  /** Imports history: no email and no notification is sent. */
  imported: Field.optional(Schema.Boolean),
  /** Only with `imported: true`. */
  createdAt: Field.optional(Field.TimestampInput),
  attachments: Field.optional(Schema.Array(AttachmentCreate))
}

/** The author. @default the user behind the token */
const user = Field.optional(inputId(UserId))

/** The fields of each kind of thread, in new threads and in the threads of a new conversation. */
export const threadFields = {
  chat: { ...common, customer: CustomerInput },
  customer: { ...common, customer: CustomerInput, cc: addresses, bcc: addresses },
  note: { ...common, user },
  phone: { ...common, customer: CustomerInput },
  reply: {
    ...common,
    /** The recipient. Required, although the conversation has a customer. */
    customer: CustomerInput,
    cc: addresses,
    bcc: addresses,
    user,
    /** Saves the reply without sending it. @default false */
    draft: Field.optional(Schema.Boolean)
  }
} as const
