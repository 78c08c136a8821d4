/**
 * Shows webhooks: registers one and receives its deliveries. Each delivery is verified and handled once. Here, the
 * simulator sends them. Run it with `node examples/dist/src/webhooks.js`.
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { Webhooks } from "@effect-helpscout/resources/Webhooks"
import { isConversationEvent, type WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

/** Help Scout requires https, so a proxy in front of the receiver terminates TLS. Here, the sending client maps the URL. */
const publicUrl = "https://hooks.example.com/help-scout"

/** A secret of your choice, at most 40 characters long. */
const secret = Redacted.make("a-secret-of-your-own")

const describe = (event: WebhookEvent): string => {
  if (isConversationEvent(event)) return `${event._tag}: #${event.payload.number} ${event.payload.subject}`
  return event._tag === "Unknown" ? `${event.event} (a new event, or one of an unexpected shape)` : event._tag
}

/** Causes events: creates, tags and deletes a conversation. */
const causeEvents = Effect.gen(function* () {
  const conversations = yield* Conversations
  const mailboxes = yield* Mailboxes
  const [mailbox] = (yield* mailboxes.list()).items
  const conversationId = yield* conversations.create({
    subject: "Where is my order?",
    type: "email",
    mailboxId: mailbox?.id ?? 0,
    status: "active",
    customer: { email: "ada@example.com" },
    threads: [{ type: "customer", customer: { email: "ada@example.com" }, text: "I have been waiting for a week." }]
  })
  yield* conversations.tags.update({ conversationId }, { tags: ["shipping"] })
  yield* conversations.delete({ conversationId })
})

const program = Effect.gen(function* () {
  const { events, url } = yield* NodeWebhook.serveStream({ secrets: secret, port: 0, path: "/help-scout" })
  yield* Console.log(`Listening on ${url} for deliveries to ${publicUrl}`)

  const webhooks = yield* Webhooks
  const webhookId = yield* webhooks.create({
    url: publicUrl,
    secret,
    events: ["convo.created", "convo.tags", "convo.deleted"],
    label: "orders"
  })
  yield* Console.log(`Registered webhook ${webhookId}`)

  const account = yield* Effect.flatMap(Simulator, (simulator) => simulator.account())
  const client = HttpClient.mapRequest(
    yield* HttpClient.HttpClient,
    HttpClientRequest.updateUrl((to) => to.replace(publicUrl, url))
  )
  yield* Effect.forkScoped(Deliveries.post(account, { client }))

  yield* causeEvents
  yield* events.pipe(
    Stream.take(3),
    Stream.runForEach((event) => Console.log(describe(event)))
  )
  yield* webhooks.delete({ webhookId })
  yield* Console.log(`Deleted webhook ${webhookId}`)
})

/** The client for the simulator. A program for your account uses `NodeHelpScout.layerConfig` instead. */
const helpScout = Layer.unwrapEffect(
  Effect.map(Simulator, ({ baseUrl, clientId, clientSecret }) =>
    NodeHelpScout.layer({
      config: HelpScoutConfig.layer({ baseUrl, clientId, clientSecret: Redacted.make(clientSecret) }),
      tokenStore: TokenStore.layerMemory
    })
  )
)

const layer = Layer.mergeAll(Conversations.layer, Mailboxes.layer, Webhooks.layer).pipe(
  Layer.provide(helpScout),
  Layer.provideMerge(NodeSimulator.layer({ data: "empty" })),
  Layer.merge(WebhookStore.layerMemory()),
  Layer.merge(NodeHttpClient.layerUndici)
)

NodeRuntime.runMain(Effect.scoped(Effect.provide(program, layer)))
