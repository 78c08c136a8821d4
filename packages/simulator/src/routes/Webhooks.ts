/** Routes for webhooks. `Deliveries` sends the events. */

import * as Webhooks from "@effect-helpscout/resources/Webhooks"
import * as Redacted from "effect/Redacted"
import type { Account } from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as MailboxData from "../data/mailboxes.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"

const { endpoints } = Webhooks

/** A webhook that was created or replaced: enabled, with defaults for omitted fields. */
const rowOf = (account: Account, id: number, payload: Webhooks.WebhookCreate): Deliveries.WebhookRow => ({
  id,
  secret: Redacted.value(payload.secret),
  json: {
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

const rejection = (account: Account, payload: Webhooks.WebhookCreate): Response.Response | undefined => {
  const event = payload.events.findIndex((name) => !subscribable.has(name))
  if (event >= 0) {
    return Response.validation({
      path: `events[${event}]`,
      message: "must be a known event",
      rejectedValue: payload.events[event],
      rule: "EnumValue"
    })
  }
  const version = payload.payloadVersion ?? "V2"
  if (version !== "V2" && version !== "V3") {
    return Response.validation({
      path: "payloadVersion",
      message: "must be V2 or V3",
      rejectedValue: version,
      rule: "EnumValue"
    })
  }
  const mailbox = payload.mailboxIds?.find((id) => account.table(MailboxData.mailboxes).get(id) === undefined)
  return mailbox === undefined
    ? undefined
    : Response.validation({ path: "mailboxIds", message: "must be an inbox of this account", rejectedValue: mailbox })
}

export const family = Route.family({
  routes: [
    Route.make(endpoints.list, ({ account, page }) =>
      page(
        account
          .table(Deliveries.webhooks)
          .all()
          .map(({ json }) => json)
      )
    ),
    Route.make(endpoints.get, ({ account, args, ok }) =>
      ok(account.table(Deliveries.webhooks).get(args.webhookId)?.json)
    ),
    Route.make(endpoints.create, ({ account, created, payload }) => {
      const rejected = rejection(account, payload)
      if (rejected !== undefined) return rejected
      return created(account.table(Deliveries.webhooks).insert((id) => rowOf(account, id, payload)).id)
    }),
    Route.make(endpoints.update, ({ account, args, payload }) => {
      if (account.table(Deliveries.webhooks).get(args.webhookId) === undefined) return Response.notFound
      const rejected = rejection(account, payload)
      if (rejected !== undefined) return rejected
      account.table(Deliveries.webhooks).put(rowOf(account, args.webhookId, payload))
      return Response.empty()
    }),
    Route.make(endpoints.delete, ({ account, args }) =>
      account.table(Deliveries.webhooks).delete(args.webhookId) ? Response.empty() : Response.notFound
    )
  ]
})
