/** Routes for chat transcripts. */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as ChatData from "../data/chats.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as EventsRoutes from "./Chats/Events.js"

const { endpoints } = Chats

export const family = Route.family({
  populate: ChatData.populate,
  routes: [
    Route.make(endpoints.get, ({ account, args }) => {
      const chat = ChatData.find(account, args.chatId)
      return chat === undefined
        ? Response.notFound
        : Response.json({ ...chat.json, _embedded: { events: chat.events } })
    }),
    ...EventsRoutes.routes
  ]
})
