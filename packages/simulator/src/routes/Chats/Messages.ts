/** Routes for the messages of a chat. */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as ChatData from "../../data/chats.js"
import * as Route from "../../Route.js"

const endpoints = Chats.endpoints.messages

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.create, ({ account, args, now, payload, userId }) =>
    ChatData.write(account, args.chatId, userId, now, (of) =>
      // the path always contains the id
      ChatData.add(of, "message", args.messageId as string, payload.body)
    )
  )
]
