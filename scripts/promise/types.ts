/** Compiled, not run: the types that users see. */
import {
  type Conversation,
  ConversationUpdate,
  HelpScout,
  type List,
  memoryTokenStore,
  NotFound,
  SearchQuery,
  type TokenStore,
  type WebhookEvent,
  webhooks
} from "@effect-helpscout/promise"

export const helpScout = new HelpScout({ clientId: "id", clientSecret: "secret" })

export const all: List<Conversation> = helpScout.conversations.listAll({
  status: "all",
  modifiedSince: new Date(0),
  query: SearchQuery.and(SearchQuery.tag("vip"), SearchQuery.createdAt.since(new Date(0)))
})

// @ts-expect-error: a misspelled filter
export const misspelled = helpScout.conversations.list({ statsu: "all" })

export const created: Promise<Date> = helpScout.conversations
  .get({ conversationId: 1 })
  .then((found) => found.createdAt)

export const close = async (conversationId: number): Promise<boolean> => {
  try {
    await helpScout.conversations.update({ conversationId }, ConversationUpdate.status("closed"), {
      timeout: "5 seconds"
    })
    return true
  } catch (error) {
    if (error instanceof NotFound && error.code === "NotFound") return false
    throw error
  }
}

export const unsubscribe: () => void = helpScout.on("tokens", ({ accessToken, expiresAt }) => {
  const text: string = accessToken
  const date: Date | undefined = expiresAt
  return [text, date]
})

export const subject = (event: WebhookEvent): string | undefined =>
  event._tag === "convo.created" ? event.payload.subject : undefined

export const receive = (body: Uint8Array): Promise<WebhookEvent> =>
  webhooks.verify({ headers: {}, body }, { secrets: ["new", "old"] })

export const receiveRequest = (request: Request): Promise<WebhookEvent> =>
  helpScout.webhooks.verify(request, { secrets: "new" })

export const inMemory: TokenStore = memoryTokenStore()

export const restricted = new HelpScout({
  accessToken: "token",
  permissions: { deny: { operations: ["*.delete"], impacts: ["send"] } }
})
