/** Reads the parts of a delivered body that Help Scout spells in several ways. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const hrefOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return URL.canParse(value) ? value : undefined
  if (!isRecord(value)) return undefined
  if (typeof value.href === "string") return value.href
  return Object.values(value)
    .map(hrefOf)
    .find((href) => href !== undefined)
}

/** The URL in a body that contains only URLs. Help Scout does not document its key. */
export const notifiedHref = (body: unknown): string | undefined => {
  if (!isRecord(body)) return undefined
  const { _links, ...rest } = body
  const hrefs = Object.values(rest).map((value) => (typeof value === "string" ? hrefOf(value) : undefined))
  if (hrefs.includes(undefined)) return undefined
  return (isRecord(_links) ? hrefOf(_links.self) : undefined) ?? hrefs[0] ?? hrefOf(_links)
}

/** Sets `mailboxId` from `mailbox`, which a delivered conversation may contain instead. */
const withMailboxId = (payload: Readonly<Record<string, unknown>>) =>
  (payload.mailboxId ?? undefined) === undefined && isRecord(payload.mailbox)
    ? { ...payload, mailboxId: payload.mailbox.id }
    : payload

/** Makes an object of `customerWaitingSince`, which is a text in some deliveries. */
const withWaitingSince = (payload: Readonly<Record<string, unknown>>) => {
  const since = payload.customerWaitingSince
  if (typeof since !== "string") return payload
  return { ...payload, customerWaitingSince: Number.isNaN(Date.parse(since)) ? { friendly: since } : { time: since } }
}

/** The form of a payload in responses, from each form that was observed in deliveries. */
export const withObservedForms = (payload: unknown): unknown =>
  isRecord(payload) ? withWaitingSince(withMailboxId(payload)) : payload
