/**
 * The custom fields of an inbox: what their names, types and options are. Their values stand in conversations.
 *
 * ```ts
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const required = Effect.flatMap(Mailboxes, (mailboxes) =>
 *   Stream.runCollect(Stream.filter(mailboxes.customFields.listAll({ mailboxId: 85 }), (_) => _.required === true))
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { type HelpScoutError, InputInvalid, type ValidationIssue } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { ConversationCustomFieldValue } from "../Conversations/CustomFields.js"
import { CustomFieldId, CustomFieldOptionId, MailboxId } from "../Ids.js"

/**
 * One choice of a dropdown.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomFieldOption extends Model.Opaque<CustomFieldOption>("CustomFieldOption")({
  id: CustomFieldOptionId,
  order: Field.optional(Schema.Number),
  label: Schema.String
}) {}

/**
 * The definition of a custom field.
 *
 * @since 0.1.0
 * @category models
 */
export class CustomField extends Model.Opaque<CustomField>("CustomField")({
  id: CustomFieldId,
  name: Schema.String,
  type: Field.openEnum("date", "dropdown", "multiline", "number", "singleline"),
  required: Field.optional(Schema.Boolean),
  /** Where it stands among the others. */
  order: Field.optional(Schema.Number),
  /** Of a dropdown. */
  options: Field.optional(Schema.Array(CustomFieldOption)),
  _links: Field.optional(Links)
}) {}

/**
 * Values by the names of their fields. Of a dropdown, the label of an option or its id.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomFieldValues {
  readonly [name: string]: string | number
}

const list = Endpoint.list("/v2/mailboxes/:mailboxId/fields", {
  params: { mailboxId: MailboxId },
  embedded: "fields",
  item: CustomField,
  docs: "inboxes/inbox-fields"
})

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of the custom fields of an inbox. Fields can't be made or changed through the API.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-fields/
   */
  list,

  /** Streams every custom field of an inbox. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list)
}

/**
 * `mailboxes.customFields`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Turns names and labels into the ids that `conversations.customFields.update` and `conversations.create` take.
   * Names and labels match exactly, or else whatever their case.
   *
   * One request for each page of definitions, so one for up to 50 fields; nothing is remembered between calls. Fails
   * with `InputInvalid`, naming the fields, where there is no such field or option, or a value does not fit its type.
   * Gotcha: `conversations.customFields.update` replaces all values, so give it all that are to stay.
   */
  readonly resolve: (
    args: { readonly mailboxId: MailboxId },
    values: CustomFieldValues
  ) => Effect.Effect<ReadonlyArray<ConversationCustomFieldValue>, HelpScoutError>
}

const folded = (text: string): string => text.trim().toLowerCase()

type Found<A> = { readonly _tag: "One"; readonly item: A } | { readonly _tag: "None" } | { readonly _tag: "Several" }

/** The one that is called so, exactly or else whatever its case. */
const byName = <A>(items: ReadonlyArray<A>, nameOf: (item: A) => string, name: string): Found<A> => {
  const exact = items.filter((item) => nameOf(item) === name)
  const found = exact.length > 0 ? exact : items.filter((item) => folded(nameOf(item)) === folded(name))
  if (found.length > 1) return { _tag: "Several" }
  return found[0] === undefined ? { _tag: "None" } : { _tag: "One", item: found[0] }
}

const listed = (names: ReadonlyArray<string>): string => (names.length === 0 ? "none" : names.join(", "))

const isCalendarDate = Schema.is(Field.CalendarDate)

/** The text that a value goes out as, or what is wrong with it. The value itself is never quoted. */
const textOf = (field: CustomField, value: string | number): Either.Either<string, string> => {
  if (typeof value === "number" && !Number.isFinite(value)) return Either.left("is no finite number")
  const text = String(value)
  switch (field.type) {
    case "dropdown": {
      const options = field.options ?? []
      const found = byName(options, (option) => option.label, text)
      if (found._tag === "One") return Either.right(String(found.item.id))
      if (found._tag === "Several") return Either.left("fits the labels of several options: give the id of one")
      return options.some((option) => String(option.id) === text)
        ? Either.right(text)
        : Either.left(`is no option of this field, which has: ${listed(options.map((option) => option.label))}`)
    }
    case "number":
      return /^-?\d{1,254}$/.test(text) ? Either.right(text) : Either.left("expected a whole number")
    case "date":
      return isCalendarDate(text) ? Either.right(text) : Either.left("expected a date as YYYY-MM-DD")
    case "singleline":
      return text.length <= 255 && !/[\r\n]/.test(text)
        ? Either.right(text)
        : Either.left("expected one line of at most 255 characters")
    default:
      return text.length <= 15_000 ? Either.right(text) : Either.left("expected at most 15,000 characters")
  }
}

const resolveAll = (
  fields: ReadonlyArray<CustomField>,
  values: CustomFieldValues
): Either.Either<ReadonlyArray<ConversationCustomFieldValue>, ReadonlyArray<ValidationIssue>> => {
  const resolved = new Map<CustomFieldId, string>()
  const issues: Array<ValidationIssue> = []
  for (const [name, value] of Object.entries(values)) {
    const found = byName(fields, (field) => field.name, name)
    if (found._tag === "None") {
      issues.push({
        path: name,
        message: `is no custom field of this inbox, which has: ${listed(fields.map((field) => field.name))}`
      })
    } else if (found._tag === "Several") {
      issues.push({ path: name, message: "is the name of several custom fields of this inbox: use their ids" })
    } else if (resolved.has(found.item.id)) {
      issues.push({ path: name, message: "is given twice, in different spelling" })
    } else {
      const text = textOf(found.item, value)
      if (Either.isLeft(text)) issues.push({ path: name, message: text.left })
      else resolved.set(found.item.id, text.right)
    }
  }
  return issues.length > 0 ? Either.left(issues) : Either.right(Array.from(resolved, ([id, value]) => ({ id, value })))
}

/**
 * The endpoints with `resolve` beside them.
 *
 * @internal
 */
export const withResolve = (methods: Endpoint.Service<typeof endpoints>): Service => ({
  ...methods,
  resolve: Effect.fn("Mailboxes.customFields.resolve")(function* (args, values) {
    const fields = yield* Stream.runCollect(methods.listAll(args))
    return yield* Either.mapLeft(
      resolveAll(Chunk.toReadonlyArray(fields), values),
      (issues) => new InputInvalid({ operation: "Mailboxes.customFields.resolve", issues })
    )
  })
})
