/** Routes for the tags of a chat. */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as ChatData from "../../data/chats.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const endpoints = Chats.endpoints.tags

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.update, ({ account, args, now, payload, userId }) =>
    ChatData.write(account, args.chatId, userId, now, (of) =>
      Response.json(ChatData.shown(ChatData.tag(of, payload.tags)))
    )
  )
]
