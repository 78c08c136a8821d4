/** The values of custom fields, checked against the fields of the inbox. */
import * as Field from "@effect-helpscout/core/Field"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Account } from "../Account.js"
import * as Response from "../Response.js"
import type * as ConversationData from "./conversations/conversations.js"
import * as MailboxData from "./mailboxes.js"

const isDate = Schema.is(Field.CalendarDate)

const isAllowed = ({ type, options }: MailboxData.FieldRow["json"], value: string): boolean => {
  switch (type) {
    case "dropdown":
      return options?.some(({ id }) => String(id) === value) === true
    case "number":
      return /^-?\d{1,255}$/.test(value)
    case "date":
      return isDate(value)
    default:
      return value.length <= (type === "multiline" ? 15_000 : 255)
  }
}

/** The values as a conversation shows them, or the response that rejects the first wrong one. */
export const check = (
  account: Account,
  mailboxId: number,
  values: ReadonlyArray<{ readonly id: number; readonly value: string }>
): Either.Either<ReadonlyArray<ConversationData.FieldValue>, Response.Response> => {
  const checked: Array<ConversationData.FieldValue> = []
  for (const { id, value } of values) {
    const field = account.table(MailboxData.fields).get(id)
    if (field === undefined || field.mailboxId !== mailboxId)
      return Either.left(Response.unknownReference("fields.id", id))
    const { name, type, options } = field.json
    if (!isAllowed(field.json, value)) {
      return Either.left(
        Response.validation({
          path: "fields.value",
          message: `must be a valid value of a ${type} field`,
          rejectedValue: value
        })
      )
    }
    const option = options?.find((option) => String(option.id) === value)
    checked.push({ id, name, value, text: option?.label ?? value })
  }
  return Either.right(checked)
}
