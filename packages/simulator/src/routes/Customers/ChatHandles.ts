/** Routes for the chat handles of a customer. */
import * as ChatHandles from "@effect-helpscout/resources/Customers/ChatHandles"
import * as Route from "../../Route.js"
import { handlers } from "./EntryHandlers.js"

const { endpoints } = ChatHandles
const entries = handlers("chats")

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.list, (request) => entries.list(request)),
  Route.make(endpoints.create, (request) => entries.create(request)),
  Route.make(endpoints.update, (request) => entries.update(request, request.args.chatId)),
  Route.make(endpoints.delete, (request) => entries.delete(request, request.args.chatId))
]
