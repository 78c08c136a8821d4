/** From webhook events to what is read again. */
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"

/** Something that may have changed. */
export interface Mark {
  readonly table: "conversations" | "customers"
  readonly id: number
}

const ofHref = (href: string): ReadonlyArray<Mark> => {
  const [, table, id] = /\/v\d\/(conversations|customers)\/(\d+)/.exec(href) ?? []
  return table === "conversations" || table === "customers" ? [{ table, id: Number(id) }] : []
}

/** What an event is about. Events about anything else are left to the next pass. */
export const marksOf = (event: WebhookEvent.WebhookEvent): ReadonlyArray<Mark> => {
  if (WebhookEvent.isConversationEvent(event) || event._tag === "convo.deleted")
    return [{ table: "conversations", id: event.payload.id }]
  if (WebhookEvent.isCustomerEvent(event) || event._tag === "customer.deleted")
    return [{ table: "customers", id: event.payload.id }]
  if (event._tag === "satisfaction.ratings") {
    const { conversationId } = event.payload
    return conversationId === undefined ? [] : [{ table: "conversations", id: conversationId }]
  }
  return event._tag === "Notification" ? ofHref(event.href) : []
}
