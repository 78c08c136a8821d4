/** Routes for live chats. */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as ChatData from "../data/chats.js"
import * as UserData from "../data/users.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"
import * as EventsRoutes from "./Chats/Events.js"
import * as MessagesRoutes from "./Chats/Messages.js"
import * as NotesRoutes from "./Chats/Notes.js"
import * as TagsRoutes from "./Chats/Tags.js"

const { endpoints } = Chats

const respond = (chat: ChatData.ChatRow): Response.Response => Response.json(ChatData.shown(chat))

export const family = Route.family({
  populate: ChatData.populate,
  routes: [
    Route.make(endpoints.get, ({ account, args }) => {
      const chat = ChatData.find(account, args.chatId)
      return chat === undefined ? Response.notFound : respond(chat)
    }),
    Route.make(endpoints.accept, ({ account, args, now, userId }) =>
      ChatData.write(account, args.chatId, userId, now, (of) => {
        const { assignee } = of.chat.json
        if (assignee !== undefined && assignee.id !== userId) {
          return Response.validation({
            path: "chatId",
            message: "the chat is assigned to another user",
            source: "PATH"
          })
        }
        return respond(ChatData.assign(of, of.user, "chat-accepted"))
      })
    ),
    Route.make(endpoints.assign, ({ account, args, now, payload, userId }) =>
      ChatData.write(account, args.chatId, userId, now, (of) => {
        const to = account.table(UserData.users).get(payload.assignedTo)
        const { mailboxId } = of.chat.json
        return to === undefined || (mailboxId !== undefined && !UserData.sees(account, to, mailboxId))
          ? Response.unknownReference("assignedTo", payload.assignedTo)
          : respond(ChatData.assign(of, to))
      })
    ),
    Route.make(endpoints.unassign, ({ account, args, now, userId }) =>
      ChatData.write(account, args.chatId, userId, now, (of) => respond(ChatData.unassign(of)))
    ),
    Route.make(endpoints.end, ({ account, args, now, payload, userId }) =>
      ChatData.write(account, args.chatId, userId, now, (of) => respond(ChatData.end(of, payload.status)))
    ),
    ...EventsRoutes.routes,
    ...MessagesRoutes.routes,
    ...NotesRoutes.routes,
    ...TagsRoutes.routes
  ]
})
