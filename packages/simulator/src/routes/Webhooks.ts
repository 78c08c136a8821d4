/**
 * How the simulator answers for webhooks. What it sends to them: `Deliveries`.
 *
 * @since 0.1.0
 */

import * as Webhooks from "@effect-helpscout/resources/Webhooks"
import * as Redacted from "effect/Redacted"
import type { Account } from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as MailboxData from "../data/mailboxes.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"

const { endpoints } = Webhooks

/** What a webhook is after it was created or replaced: enabled, with defaults for what was left out. */
const rowOf = (account: Account, id: number, payload: Webhooks.WebhookCreate): Deliveries.WebhookRow => ({
  id,
  secret: Redacted.value(payload.secret),
  wire: {
    id,
    url: payload.url,
    state: "enabled",
    events: payload.events,
    notification: payload.notification ?? false,
    payloadVersion: payload.payloadVersion ?? "V2",
    ...(payload.label !== undefined && { label: payload.label }),
    mailboxIds: payload.mailboxIds ?? [],
    _links: account.links({ self: `/v2/webhooks/${id}` })
  }
})

const subscribable: ReadonlySet<string> = new Set(Webhooks.webhookEventNames)

const wrong = (account: Account, payload: Webhooks.WebhookCreate): Reply.Reply | undefined => {
  const event = payload.events.findIndex((name) => !subscribable.has(name))
  if (event >= 0) {
    return Reply.validation({
      path: `events[${event}]`,
      message: "is no known event",
      rejectedValue: payload.events[event],
      rule: "EnumValue"
    })
  }
  const version = payload.payloadVersion ?? "V2"
  if (version !== "V2") {
    return Reply.validation({
      path: "payloadVersion",
      message: "must be V2",
      rejectedValue: version,
      rule: "EnumValue"
    })
  }
  const mailbox = payload.mailboxIds?.find((id) => account.table(MailboxData.mailboxes).get(id) === undefined)
  return mailbox === undefined
    ? undefined
    : Reply.validation({ path: "mailboxIds", message: "is no inbox of this account", rejectedValue: mailbox })
}

/**
 * The routes for webhooks.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    Route.make(endpoints.list, ({ account, page }) =>
      page(
        account
          .table(Deliveries.webhooks)
          .all()
          .map(({ wire }) => wire)
      )
    ),
    Route.make(endpoints.get, ({ account, args, ok }) =>
      ok(account.table(Deliveries.webhooks).get(args.webhookId)?.wire)
    ),
    Route.make(endpoints.create, ({ account, created, payload }) => {
      const refusal = wrong(account, payload)
      if (refusal !== undefined) return refusal
      return created(account.table(Deliveries.webhooks).insert((id) => rowOf(account, id, payload)).id)
    }),
    Route.make(endpoints.update, ({ account, args, payload }) => {
      if (account.table(Deliveries.webhooks).get(args.webhookId) === undefined) return Reply.notFound
      const refusal = wrong(account, payload)
      if (refusal !== undefined) return refusal
      account.table(Deliveries.webhooks).put(rowOf(account, args.webhookId, payload))
      return Reply.empty()
    }),
    Route.make(endpoints.delete, ({ account, args }) =>
      account.table(Deliveries.webhooks).delete(args.webhookId) ? Reply.empty() : Reply.notFound
    )
  ]
})
