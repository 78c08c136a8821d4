/** Routes for the tags of a conversation. */
import * as Tags from "@effect-helpscout/resources/Conversations/Tags"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as TagData from "../../data/tags.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(Tags.endpoints.update, ({ account, args, payload, now }) => {
    const row = ConversationData.find(account, args.conversationId)
    if (row === undefined) return Response.notFound
    ConversationData.update(account, row, now, { tags: TagData.insideByName(account, payload.tags, now) })
    return Response.empty()
  })
]
