/** Routes for the custom fields of a conversation. */
import * as CustomFields from "@effect-helpscout/resources/Conversations/CustomFields"
import * as Either from "effect/Either"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as CustomFieldValues from "../../data/customFieldValues.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(CustomFields.endpoints.update, ({ account, args, payload, now }) => {
    const row = ConversationData.find(account, args.conversationId)
    if (row === undefined) return Response.notFound
    const customFields = CustomFieldValues.check(account, row.json.mailboxId, payload.fields)
    if (Either.isLeft(customFields)) return customFields.left
    ConversationData.update(account, row, now, { customFields: customFields.right })
    return Response.empty()
  })
]
