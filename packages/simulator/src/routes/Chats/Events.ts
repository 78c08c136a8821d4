/** Routes for the events of a chat. */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as ChatData from "../../data/chats.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const endpoints = Chats.endpoints.events

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, ({ account, args, page }) => {
    const chat = ChatData.find(account, args.chatId)
    return chat === undefined
      ? Response.notFound
      : page(chat.events, { size: args.pageSize ?? account.pageSizes.events ?? 25 })
  })
]
