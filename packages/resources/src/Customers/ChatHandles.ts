/**
 * The chat handles of a customer: names in messengers. The API calls them chats.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import * as Effect from "effect/Effect"
 *
 * export const program = Effect.flatMap(Customers, (customers) =>
 *   customers.chatHandles.create({ customerId: 500 }, { type: "xmpp", value: "ann@example.com" })
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { ChatHandleId, CustomerId } from "../Ids.js"
import { CustomerProfile } from "./CustomerProfile.js"

/**
 * A chat handle of a customer.
 *
 * @since 0.1.0
 */
export class CustomerChatHandle extends Model.Opaque<CustomerChatHandle>("CustomerChatHandle")({
  id: ChatHandleId,
  type: Field.optional(Field.openEnum("aim", "gtalk", "icq", "msn", "other", "qq", "skype", "xmpp", "yahoo")),
  value: Schema.String,
  _links: Field.optional(Links)
}) {}

/**
 * A chat handle to add, or to replace an existing one with.
 *
 * @since 0.1.0
 */
export class CustomerChatHandleInput extends Model.Opaque<CustomerChatHandleInput>("CustomerChatHandleInput")(
  CustomerProfile.fields.chats.from.value.fields
) {}

const byCustomer = { customerId: CustomerId }
const byId = { ...byCustomer, chatId: ChatHandleId }

const list = Endpoint.listPlain("/v2/customers/:customerId/chats", {
  params: byCustomer,
  embedded: "chats",
  item: CustomerChatHandle,
  docs: "customers/chat_handles/list"
})

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Lists the chat handles of a customer, all at once. `_embedded` of the customer contains them as well.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/list/
   */
  list,
  /** Streams the chat handles of a customer. */
  listAll: Endpoint.all(list),
  /** Streams the only page. */
  listPages: Endpoint.pages(list),
  /**
   * Adds a chat handle and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/create/
   */
  create: Endpoint.post("/v2/customers/:customerId/chats", {
    impact: "write",
    params: byCustomer,
    payload: CustomerChatHandleInput,
    response: Endpoint.created(ChatHandleId),
    docs: "customers/chat_handles/create"
  }),
  /**
   * Replaces a chat handle: both its `type` and its `value`.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/update/
   */
  update: Endpoint.put("/v2/customers/:customerId/chats/:chatId", {
    impact: "write",
    params: byId,
    payload: CustomerChatHandleInput,
    docs: "customers/chat_handles/update"
  }),
  /**
   * Deletes a chat handle.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/customers/chat_handles/delete/
   */
  delete: Endpoint.delete("/v2/customers/:customerId/chats/:chatId", {
    impact: "destroy",
    params: byId,
    docs: "customers/chat_handles/delete"
  })
}

/**
 * The methods of `customers.chatHandles`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
