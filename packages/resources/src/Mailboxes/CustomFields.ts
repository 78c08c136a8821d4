/**
 * The custom fields of an inbox: names, types and options. Conversations hold the values.
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
 * An option of a dropdown.
 *
 * @since 0.1.0
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
 */
export class CustomField extends Model.Opaque<CustomField>("CustomField")({
  id: CustomFieldId,
  name: Schema.String,
  type: Field.openEnum("date", "dropdown", "multiline", "number", "singleline"),
  required: Field.optional(Schema.Boolean),
  /** Its position among the fields of the inbox. */
  order: Field.optional(Schema.Number),
  /** Present for dropdowns. */
  options: Field.optional(Schema.Array(CustomFieldOption)),
  _links: Field.optional(Links)
}) {}

/**
 * Values by field name. For a dropdown, the label of an option or its id.
 *
 * @since 0.1.0
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

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the custom fields of an inbox. Fields cannot be created or changed through the API.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/inbox-fields/
   */
  list,

  /** Streams every custom field of an inbox. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list)
}

/**
 * The methods of `mailboxes.customFields`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Resolves field names and option labels to the ids that `conversations.customFields.update` and
   * `conversations.create` take. An exact match wins; otherwise case is ignored.
   *
   * Costs one request per page of definitions, so one for up to 50 fields; nothing is cached between calls. Fails with
   * `InputInvalid`, which names the fields, if a field or option does not exist or a value does not fit its type.
   *
   * Gotcha: `conversations.customFields.update` replaces all values, so include the values to keep.
   */
  readonly resolve: (
    args: { readonly mailboxId: MailboxId },
    values: CustomFieldValues
  ) => Effect.Effect<ReadonlyArray<ConversationCustomFieldValue>, HelpScoutError>
}

const folded = (text: string): string => text.trim().toLowerCase()

type Found<A> = { readonly _tag: "One"; readonly item: A } | { readonly _tag: "None" } | { readonly _tag: "Several" }

/** The item with this name: an exact match, otherwise a match that ignores case. */
const byName = <A>(items: ReadonlyArray<A>, nameOf: (item: A) => string, name: string): Found<A> => {
  const exact = items.filter((item) => nameOf(item) === name)
  const found = exact.length > 0 ? exact : items.filter((item) => folded(nameOf(item)) === folded(name))
  if (found.length > 1) return { _tag: "Several" }
  return found[0] === undefined ? { _tag: "None" } : { _tag: "One", item: found[0] }
}

const listed = (names: ReadonlyArray<string>): string => (names.length === 0 ? "none" : names.join(", "))

const isCalendarDate = Schema.is(Field.CalendarDate)

/** The text to send for a value, or what is wrong with it. The message never contains the value. */
const textOf = (field: CustomField, value: string | number): Either.Either<string, string> => {
  if (typeof value === "number" && !Number.isFinite(value)) return Either.left("must be a finite number")
  const text = String(value)
  switch (field.type) {
    case "dropdown": {
      const options = field.options ?? []
      const found = byName(options, (option) => option.label, text)
      if (found._tag === "One") return Either.right(String(found.item.id))
      if (found._tag === "Several")
        return Either.left("matches the labels of several options: use the id of one of them")
      return options.some((option) => String(option.id) === text)
        ? Either.right(text)
        : Either.left(`must be an option of this field: ${listed(options.map((option) => option.label))}`)
    }
    case "number":
      return /^-?\d{1,254}$/.test(text) ? Either.right(text) : Either.left("must be an integer")
    case "date":
      return isCalendarDate(text) ? Either.right(text) : Either.left("must be a date as YYYY-MM-DD")
    case "singleline":
      return text.length <= 255 && !/[\r\n]/.test(text)
        ? Either.right(text)
        : Either.left("must be one line of at most 255 characters")
    default:
      return text.length <= 15_000 ? Either.right(text) : Either.left("must have at most 15,000 characters")
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
        message: `is not a custom field of this inbox, which has: ${listed(fields.map((field) => field.name))}`
      })
    } else if (found._tag === "Several") {
      issues.push({
        path: name,
        message:
          "is the name of several custom fields of this inbox: pass the id of one to `conversations.customFields.update` instead"
      })
    } else if (resolved.has(found.item.id)) {
      issues.push({ path: name, message: "repeats a field under another spelling: keep one of them" })
    } else {
      const text = textOf(found.item, value)
      if (Either.isLeft(text)) issues.push({ path: name, message: text.left })
      else resolved.set(found.item.id, text.right)
    }
  }
  return issues.length > 0 ? Either.left(issues) : Either.right(Array.from(resolved, ([id, value]) => ({ id, value })))
}

/**
 * Adds `resolve` to the methods.
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
