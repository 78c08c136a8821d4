/** Conversations, threads and customers as items of a result. Only ids, dates and words of Help Scout are in a label. */
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Thread } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import { toMarkdown } from "../markdown.js"
import { word } from "./clean.js"
import type { Item } from "./render.js"

interface PersonLike {
  readonly id?: number
  readonly first?: string
  readonly last?: string
  readonly email?: string
}

const person = (value: PersonLike | undefined): string =>
  value === undefined
    ? ""
    : [[value.first, value.last].filter(Boolean).join(" "), value.email === undefined ? "" : `<${value.email}>`]
        .filter((part) => part !== "")
        .join(" ")

const date = (value: DateTime.Utc): string => DateTime.formatIso(value)

export const conversationLabel = ({ assignee, createdAt, id, mailboxId, number, status }: Conversation): string =>
  `Conversation ${id} (number ${number}, ${word(status)}, inbox ${mailboxId}, ${assignee?.id === undefined ? "unassigned" : `assigned to ${assignee.id}`}, created ${date(createdAt)})`

export const conversation = (value: Conversation): Item => ({
  id: value.id,
  label: conversationLabel(value),
  fields: {
    Subject: value.subject ?? "",
    Customer: person(value.primaryCustomer),
    Assignee: person(value.assignee),
    Tags: (value.tags ?? []).map(({ tag }) => tag).join(", "),
    "Custom fields": (value.customFields ?? [])
      .map((field) => `${field.name}: ${field.text ?? field.value ?? ""}`)
      .join("; "),
    Preview: value.preview ?? ""
  }
})

const attachments = ({ _embedded }: Thread): string =>
  (_embedded?.attachments ?? []).map((one) => `${one.filename ?? ""} (attachment ${one.id})`).join(", ")

export const thread = (value: Thread): Item => ({
  id: value.id,
  label: `Thread ${value.id} (${word(value.type)}, ${word(value.state ?? "published")}, ${date(value.createdAt)})`,
  fields: {
    From: person(value.createdBy),
    To: (value.to ?? []).join(", "),
    Cc: (value.cc ?? []).join(", "),
    Change: value.type === "lineitem" ? (value.action?.text ?? "") : "",
    Attachments: attachments(value)
  },
  text: () => (value.body === undefined ? "" : toMarkdown(value.body))
})

export const customer = (value: Customer): Item => {
  const { _embedded: embedded } = value
  return {
    id: value.id,
    label: `Customer ${value.id} (created ${date(value.createdAt)})`,
    fields: {
      Name: [value.firstName, value.lastName].filter(Boolean).join(" "),
      "Job title": value.jobTitle ?? "",
      Location: value.location ?? "",
      Organization: value.organization ?? "",
      Emails: (embedded?.emails ?? []).map((one) => one.value).join(", "),
      Phones: (embedded?.phones ?? []).map((one) => one.value).join(", "),
      Properties: (embedded?.properties ?? []).map((one) => `${one.slug}: ${one.text ?? one.value ?? ""}`).join("; ")
    },
    text: value.background ?? ""
  }
}

const looksLikeHtml = /<(?:[a-z][a-z0-9]*)\b[^<>]*>/i
const htmlKeys: ReadonlySet<string> = new Set(["body", "text", "html", "description", "autoReplyText"])

/** A value of any operation as JSON: no links and photos, which are long and of no use, and no HTML. */
export const plain = (value: unknown, key = ""): unknown => {
  if (typeof value === "string") return htmlKeys.has(key) && looksLikeHtml.test(value) ? toMarkdown(value) : value
  if (Option.isOption(value)) return plain(Option.getOrNull(value))
  if (DateTime.isDateTime(value)) return DateTime.formatIso(value)
  if (Array.isArray(value)) return value.map((item) => plain(item, key))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "_links" && name !== "photoUrl")
      .map(([name, inner]) => [name, plain(inner, name)])
  )
}

/** Any value as an item: its JSON is untrusted text like any other. */
export const json = (value: unknown, label: string): Item => {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : undefined
  return {
    ...(typeof id === "number" ? { id } : {}),
    label: typeof id === "number" ? `${label} ${id}` : label,
    text: () => JSON.stringify(plain(value), undefined, 1) ?? ""
  }
}
