/**
 * Webhook deliveries of the simulator, signed as Help Scout signs them, in the order of the changes.
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
 * A webhook as the API sends it, and its secret, which no response contains.
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
 * One delivery to one webhook.
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

/** The deliveries of an account and their subscribers, in one row. */
interface Outbox extends Table.Row {
  readonly sent: ReadonlyArray<Unsigned>
  readonly listeners: ReadonlyArray<(delivery: Unsigned) => void>
}

const outboxes = Table.key<Outbox>("webhook deliveries")
/** The number of deliveries that late subscribers receive. */
const maxKept = 1000

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
  beacon: "/v2/chats",
  user: "/v2/users"
}

/** The body of a notification. Help Scout does not document the key of the address; this is the key that HAL has for it. */
const notification = (account: Account, event: string, body: object): object => {
  const id = "id" in body ? String(body.id) : ""
  const href = selfOf(body) ?? account.url(`${paths[event.split(".")[0] ?? ""] ?? ""}/${id}`)
  return { _links: { self: { href } } }
}

/**
 * A form in which Help Scout sends the body of an event:
 * - `api`: the resource as the API returns it
 * - `variant`: a conversation with `mailbox` instead of `mailboxId` and `customerWaitingSince` as a text, written as PHP
 *   writes JSON, with escaped slashes and non-ASCII characters
 * - `slim`: a few fields only, as in test deliveries
 *
 * @since 0.1.0
 */
export type Form = "api" | "variant" | "slim"

const forms = Table.key<Table.Row & { readonly form: Form }>("webhook delivery form")

/**
 * Sets the form of the next deliveries of an account. The default is `api`.
 *
 * @since 0.1.0
 */
export const setForm = (account: Account, form: Form): void => void account.table(forms).put({ id: 1, form })

type Body = Readonly<Record<string, unknown>>

const slim = ({ id, name, subject }: Body): Body => ({
  id,
  ...(subject !== undefined && { subject }),
  ...(name !== undefined && { name })
})

const variant = ({ customerWaitingSince, mailboxId, ...rest }: Body): Body => ({
  ...rest,
  ...(mailboxId !== undefined && { mailbox: { id: mailboxId } }),
  ...(customerWaitingSince !== undefined && {
    customerWaitingSince: (customerWaitingSince as { readonly time?: string }).time ?? null
  })
})

/** Escapes as PHP does. */
const asPhp = (json: string): string =>
  json
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** Writes a body in the account's form, for a payload version. V2 shows system users as users. */
const write = (account: Account, body: object, version: string): string => {
  const form = account.table(forms).get(1)?.form ?? "api"
  const json = JSON.stringify(form === "api" ? body : (form === "slim" ? slim : variant)(body as Body))
  const written = version === "V2" ? json.replaceAll('"type":"system_user"', '"type":"user"') : json
  return form === "variant" ? asPhp(written) : written
}

/**
 * Whether an account has webhooks. If not, the work of finding out what changed can be skipped.
 *
 * @since 0.1.0
 */
export const hasWebhooks = (account: Account): boolean => account.table(webhooks).size() > 0

/**
 * Sends an event to the webhooks that subscribe to it. Call it after the change. The body is made only if a webhook needs
 * it.
 *
 * `mailboxId` is the inbox of the changed resource, for webhooks that are limited to some inboxes. By default it is the
 * body's `mailboxId`. An event without either goes to all webhooks.
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
  const recipients = account
    .table(webhooks)
    .filter(({ json }) => json.state === "enabled" && json.events.includes(event))
  if (recipients.length === 0) return
  const body = makeBody()
  const bodyMailboxId = "mailboxId" in body && typeof body.mailboxId === "number" ? body.mailboxId : undefined
  const mailboxId = options.mailboxId ?? bodyMailboxId
  for (const row of recipients) {
    const { mailboxIds, notification: brief, payloadVersion } = row.json
    if (mailboxIds.length > 0 && mailboxId !== undefined && !mailboxIds.includes(mailboxId)) continue
    const text = brief ? JSON.stringify(notification(account, event, body)) : write(account, body, payloadVersion)
    enqueue(account, row, event, text)
  }
}

const enqueue = (account: Account, { json: { id, url }, secret }: WebhookRow, event: string, body: string): void => {
  const unsigned: Unsigned = { webhookId: id, url, event, body, secret }
  const { sent, listeners } = outbox(account)
  account.table(outboxes).put({ id: 1, sent: [...sent, unsigned].slice(-maxKept), listeners })
  for (const listener of listeners) listener(unsigned)
}

/**
 * Sends the delivery of the "send test" button in Help Scout to a webhook: `helpscout.test`, to which no webhook can
 * subscribe.
 *
 * @since 0.1.0
 */
export const sendTest = (account: Account, webhookId: number): void => {
  const row = account.table(webhooks).get(webhookId)
  if (row !== undefined) enqueue(account, row, "helpscout.test", JSON.stringify({ id: 9, subject: "This is a test" }))
}

const sign = ({ secret, ...rest }: Unsigned): Effect.Effect<Delivery> =>
  Effect.map(
    // never empty: the endpoint rejects an empty secret
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
 * Streams the deliveries of an account: the latest 1000 that were already sent, then each new one.
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
 * Disables a webhook, as Help Scout does if deliveries keep failing. An update enables it again.
 *
 * @since 0.1.0
 */
export const disable = (account: Account, webhookId: number): void => {
  account.table(webhooks).update(webhookId, (row) => ({ ...row, json: { ...row.json, state: "disabled" } }))
}

/**
 * Posts each delivery of an account to the URL of its webhook, one at a time, and never returns. A delivery without a 2xx
 * response within ten seconds counts as failed and is not repeated. After `disableAfter` consecutive failures the webhook
 * is disabled.
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
          onSuccess: (accepted) => accepted
        }),
        Effect.orElseSucceed(() => false)
      )
  return Stream.runForEach(stream(account), (delivery) =>
    Effect.map(send(delivery), (accepted) => {
      const consecutive = accepted ? 0 : (failures.get(delivery.webhookId) ?? 0) + 1
      failures.set(delivery.webhookId, consecutive)
      if (options.disableAfter !== undefined && consecutive >= options.disableAfter)
        disable(account, delivery.webhookId)
    })
  ).pipe(Effect.zipRight(Effect.never))
}
