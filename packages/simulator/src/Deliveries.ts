/**
 * What the simulator sends to webhooks: signed as Help Scout signs, in the order in which it happened.
 *
 * ```ts
 * import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const first = Simulator.pipe(Effect.flatMap((simulator) => simulator.account()),
 *   Effect.flatMap((account) => Stream.runHead(Deliveries.stream(account))))
 * ```
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { Account } from "./Account.js"
import * as Table from "./Table.js"

/**
 * A webhook as the API sends it, and its secret, which is never answered.
 *
 * @since 0.1.0
 */
export interface WebhookRow extends Table.Row {
  readonly secret: string
  readonly json: {
    readonly id: number
    readonly url: string
    readonly state: "enabled" | "disabled"
    readonly events: ReadonlyArray<string>
    readonly notification: boolean
    readonly payloadVersion: string
    readonly label?: string
    readonly mailboxIds: ReadonlyArray<number>
    readonly _links: object
  }
}

/** The webhooks of an account. @since 0.1.0 */
export const webhooks = Table.key<WebhookRow>("webhooks", { firstId: 30_001 })

/**
 * What goes to one webhook.
 *
 * @since 0.1.0
 */
export interface Delivery {
  readonly webhookId: number
  readonly url: string
  readonly event: string
  /** `X-HelpScout-Event` and `X-HelpScout-Signature`, and the content type. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Unsigned extends Omit<Delivery, "headers"> {
  readonly secret: string
}

/** One row for each account: what was sent, and who wants to hear of more. */
interface Outbox extends Table.Row {
  readonly sent: ReadonlyArray<Unsigned>
  readonly listeners: ReadonlyArray<(delivery: Unsigned) => void>
}

const outboxes = Table.key<Outbox>("webhook deliveries")
/** So many are remembered for those who listen later. */
const kept = 1000

const outbox = (account: Account): Outbox =>
  account.table(outboxes).get(1) ?? account.table(outboxes).put({ id: 1, sent: [], listeners: [] })

const selfOf = (body: object): string | undefined =>
  (body as { readonly _links?: { readonly self?: { readonly href?: string } } })._links?.self?.href

const paths: Readonly<Record<string, string>> = {
  convo: "/v2/conversations",
  customer: "/v2/customers",
  organization: "/v2/organizations",
  satisfaction: "/v2/ratings",
  tag: "/v2/tags",
  beacon: "/chat/v1",
  user: "/v2/users"
}

/** Help Scout does not say under which key the address stands: HAL would have it so. */
const notification = (account: Account, event: string, body: object): object => {
  const id = "id" in body ? String(body.id) : ""
  const href = selfOf(body) ?? account.url(`${paths[event.split(".")[0] ?? ""] ?? ""}/${id}`)
  return { _links: { self: { href } } }
}

/**
 * Whether an account has a webhook at all: what is only found out for them need not be, otherwise.
 *
 * @since 0.1.0
 */
export const hasWebhooks = (account: Account): boolean => account.table(webhooks).size() > 0

/**
 * Tells the webhooks that want to know. Call it in the handler, after the change; the body is only made when a webhook
 * asks for it.
 *
 * `mailboxId` is the inbox of what has changed, for webhooks that want only some of them; without it, the body's own
 * `mailboxId` counts, and what has neither goes to all.
 *
 * @since 0.1.0
 */
export const emit = (
  account: Account,
  event: string,
  makeBody: () => object,
  options: { readonly mailboxId?: number } = {}
): void => {
  if (!hasWebhooks(account)) return
  const wanting = account.table(webhooks).filter(({ json }) => json.state === "enabled" && json.events.includes(event))
  if (wanting.length === 0) return
  const body = makeBody()
  const own = "mailboxId" in body && typeof body.mailboxId === "number" ? body.mailboxId : undefined
  const mailboxId = options.mailboxId ?? own
  for (const { secret, json } of wanting) {
    const { mailboxIds, notification: brief } = json
    if (mailboxIds.length > 0 && mailboxId !== undefined && !mailboxIds.includes(mailboxId)) continue
    const unsigned: Unsigned = {
      webhookId: json.id,
      url: json.url,
      event,
      body: JSON.stringify(brief ? notification(account, event, body) : body),
      secret
    }
    const { sent, listeners } = outbox(account)
    account.table(outboxes).put({ id: 1, sent: [...sent, unsigned].slice(-kept), listeners })
    for (const listener of listeners) listener(unsigned)
  }
}

const sign = ({ secret, ...rest }: Unsigned): Effect.Effect<Delivery> =>
  Effect.map(
    // a secret is never empty here: the endpoint refuses it
    Effect.orDie(WebhookSignature.sign({ body: rest.body, secret: Redacted.make(secret) })),
    (signature) => ({
      ...rest,
      headers: {
        "Content-Type": "application/json",
        "X-HelpScout-Event": rest.event,
        "X-HelpScout-Signature": signature
      }
    })
  )

/**
 * Streams the deliveries of an account: those that were sent already (the latest 1000), then each as it is sent.
 *
 * @since 0.1.0
 */
export const stream = (account: Account): Stream.Stream<Delivery> =>
  Stream.asyncPush<Unsigned>(
    (emit) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const listener = (delivery: Unsigned) => void emit.single(delivery)
          const { sent, listeners } = outbox(account)
          for (const delivery of sent) listener(delivery)
          account.table(outboxes).put({ id: 1, sent, listeners: [...listeners, listener] })
          return listener
        }),
        (listener) =>
          Effect.sync(() => {
            const { sent, listeners } = outbox(account)
            account.table(outboxes).put({ id: 1, sent, listeners: listeners.filter((other) => other !== listener) })
          })
      ),
    { bufferSize: "unbounded" }
  ).pipe(Stream.mapEffect(sign))

/**
 * Disables a webhook, as Help Scout does with one whose address goes on failing. An update enables it again.
 *
 * @since 0.1.0
 */
export const disable = (account: Account, webhookId: number): void => {
  account.table(webhooks).update(webhookId, (row) => ({ ...row, json: { ...row.json, state: "disabled" } }))
}

/**
 * Posts each delivery of an account to the address of its webhook, one after the other, for as long as it runs. What is
 * not answered with 2xx within ten seconds counts as failed, and is not sent again; after so many failures in a row the
 * webhook is disabled.
 *
 * @since 0.1.0
 */
export const post = (
  account: Account,
  options: {
    readonly client: HttpClient.HttpClient
    /** @default never */
    readonly disableAfter?: number
    /** @default "10 seconds" */
    readonly timeout?: Duration.DurationInput
  }
): Effect.Effect<never> => {
  const failures = new Map<number, number>()
  const send = (delivery: Delivery): Effect.Effect<boolean> =>
    options.client
      .execute(
        HttpClientRequest.post(delivery.url).pipe(
          HttpClientRequest.bodyText(delivery.body, "application/json"),
          HttpClientRequest.setHeaders(delivery.headers)
        )
      )
      .pipe(
        Effect.map((response) => response.status >= 200 && response.status < 300),
        Effect.scoped,
        Effect.timeoutTo({
          duration: options.timeout ?? Duration.seconds(10),
          onTimeout: () => false,
          onSuccess: (taken) => taken
        }),
        Effect.orElseSucceed(() => false)
      )
  return Stream.runForEach(stream(account), (delivery) =>
    Effect.map(send(delivery), (taken) => {
      const inARow = taken ? 0 : (failures.get(delivery.webhookId) ?? 0) + 1
      failures.set(delivery.webhookId, inARow)
      if (options.disableAfter !== undefined && inARow >= options.disableAfter) disable(account, delivery.webhookId)
    })
  ).pipe(Effect.zipRight(Effect.never))
}
