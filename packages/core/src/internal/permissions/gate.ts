/**
 * The only way to the network: permissions are checked where every request passes, whatever made it (law S7).
 *
 * A client has the permissions of its layer. Those of the fiber come on top, so a program can be restricted further, and
 * never less.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Impact } from "../../Endpoint.js"
import { type HelpScoutError, PermissionDenied } from "../../HelpScoutError.js"
import * as Permissions from "../../Permissions.js"
import { invalid, type ReceivedResponse } from "../reading/response.js"
import * as issues from "../request/issues.js"
import { isObject } from "../request/json.js"
import type { OutgoingRequest } from "../request/outgoing.js"
import { type Call, mostSevere, type Scope } from "./call.js"
import { matches } from "./text.js"

interface Denial {
  readonly by: PermissionDenied["by"]
  readonly rule: string
}

const matchingPattern = (patterns: ReadonlyArray<string>, names: ReadonlyArray<string>): string | undefined =>
  patterns.find((pattern) => names.some((name) => matches(pattern, name)))

const deniedByOperation = ({ allow = {}, deny = {} }: Permissions.Rules, call: Call): Denial | undefined => {
  const denied = matchingPattern(deny.operations ?? [], call.names)
  if (denied !== undefined) return { by: "operation", rule: `deny=${denied}` }
  // the operation behind a custom request may be a denied one
  if (call.custom && deny.operations !== undefined) {
    return { by: "operation", rule: `deny=${deny.operations.join(",")}` }
  }
  return allow.operations === undefined || matchingPattern(allow.operations, call.names) !== undefined
    ? undefined
    : { by: "operation", rule: `allow=${allow.operations.join(",")}` }
}

const deniedByImpact = ({ allow = {}, deny = {} }: Permissions.Rules, call: Call): Denial | undefined => {
  if (allow.impacts === undefined && deny.impacts === undefined) return undefined
  const impacts = call.impacts()
  const denied = deny.impacts?.find((impact) => impacts.includes(impact))
  if (denied !== undefined) return { by: "impact", rule: `deny=${denied}` }
  return allow.impacts === undefined || impacts.every((impact) => allow.impacts?.includes(impact))
    ? undefined
    : { by: "impact", rule: `allow=${allow.impacts.join(",")}` }
}

const inboxTerm = (name: string, ids: ReadonlyArray<number>): string =>
  `${name}=${ids.map((id) => `inbox:${id}`).join(",")}`

const restrictsInboxes = ({ allow, deny }: Permissions.Rules): boolean =>
  allow?.inboxes !== undefined || deny?.inboxes !== undefined

const deniedByNamedInbox = (
  { allow = {}, deny = {} }: Permissions.Rules,
  named: ReadonlyArray<number>
): Denial | undefined => {
  const denied = deny.inboxes?.find((id) => named.includes(id))
  if (denied !== undefined) return { by: "inbox", rule: inboxTerm("deny", [denied]) }
  return allow.inboxes === undefined || named.every((id) => allow.inboxes?.includes(id))
    ? undefined
    : { by: "inbox", rule: inboxTerm("allow", allow.inboxes) }
}

/** A restriction that cannot be checked denies. */
const deniedByUnknownInbox = (rules: Permissions.Rules, call: Call, scope: Scope): Denial | undefined => {
  const { allow, anyInbox = [], deny, lookUpInboxes } = rules
  if (matchingPattern(anyInbox, call.names) !== undefined) return undefined
  if (scope.isKnown && (scope.conversationId === undefined || lookUpInboxes === true)) return undefined
  const rule = allow?.inboxes === undefined ? inboxTerm("deny", deny?.inboxes ?? []) : inboxTerm("allow", allow.inboxes)
  return { by: "inboxUnknown", rule }
}

const needsLookup = (rules: Permissions.Rules, call: Call, scope: Scope): boolean =>
  restrictsInboxes(rules) &&
  rules.lookUpInboxes === true &&
  scope.conversationId !== undefined &&
  matchingPattern(rules.anyInbox ?? [], call.names) === undefined

const deniedWithoutLookup = (rules: Permissions.Rules, call: Call): Denial | undefined => {
  const denied = deniedByOperation(rules, call) ?? deniedByImpact(rules, call)
  if (denied !== undefined || !restrictsInboxes(rules)) return denied
  const scope = call.scope()
  return deniedByNamedInbox(rules, scope.named) ?? deniedByUnknownInbox(rules, call, scope)
}

const firstDenial = (
  all: ReadonlyArray<Permissions.Rules>,
  denial: (rules: Permissions.Rules) => Denial | undefined
): Denial | undefined => {
  for (const rules of all) {
    const found = denial(rules)
    if (found !== undefined) return found
  }
  return undefined
}

const error = ({ call, operation }: OutgoingRequest, { by, rule }: Denial): PermissionDenied => {
  const impact: Impact = mostSevere(call.impacts())
  return new PermissionDenied({ operation, impact, by, rule })
}

/** Reads the inbox of a conversation. */
type InboxOf = (request: OutgoingRequest, conversationId: string) => Effect.Effect<number, HelpScoutError>

const checked = (
  all: ReadonlyArray<Permissions.Rules>,
  request: OutgoingRequest,
  inboxOf: InboxOf
): Effect.Effect<void, HelpScoutError> => {
  const { call } = request
  const denied = firstDenial(all, (rules) => deniedWithoutLookup(rules, call))
  if (denied !== undefined) return error(request, denied)
  const lookups = all.filter((rules) => restrictsInboxes(rules) && needsLookup(rules, call, call.scope()))
  const { conversationId } = lookups.length === 0 ? { conversationId: undefined } : call.scope()
  if (conversationId === undefined) return Effect.void
  return Effect.flatMap(inboxOf(request, conversationId), (inbox) => {
    const found = firstDenial(lookups, (rules) => deniedByNamedInbox(rules, [inbox]))
    return found === undefined ? Effect.void : error(request, found)
  })
}

/** The rules of the client and of the fiber, each once. */
const merged = (own: Permissions.Service, current: Permissions.Service): ReadonlyArray<Permissions.Rules> =>
  own === current || current.all.length === 0
    ? own.all
    : own.all.length === 0
      ? current.all
      : [...new Set([...own.all, ...current.all])]

/** Runs a request if the permissions of the client and of the fiber allow it. */
export const make =
  (own: Permissions.Service, inboxOf: InboxOf) =>
  <A>(request: OutgoingRequest, send: Effect.Effect<A, HelpScoutError>): Effect.Effect<A, HelpScoutError> =>
    Effect.contextWithEffect((context: Context.Context<never>) => {
      const all = merged(own, Context.get(context, Permissions.Permissions))
      return all.length === 0 ? send : Effect.zipRight(checked(all, request, inboxOf), send)
    })

// ---------------------------------------------------------------------------------------------------------------
// the inbox of a conversation
// ---------------------------------------------------------------------------------------------------------------

/** The read that shows the inbox of a conversation. It runs as a part of the call that needs it. */
export const lookup = (baseUrl: string, request: OutgoingRequest, conversationId: string): OutgoingRequest => ({
  operation: request.operation,
  method: "GET",
  template: "/v2/conversations/:conversationId",
  url: `${baseUrl}/v2/conversations/${conversationId}`,
  accept: "application/json, application/hal+json",
  body: undefined,
  call: request.call
})

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const readInbox = (
  request: OutgoingRequest,
  response: ReceivedResponse
): Effect.Effect<number, HelpScoutError> => {
  const body = parse(response.text)
  const id = isObject(body) ? Number(body.mailboxId) : Number.NaN
  return Number.isSafeInteger(id)
    ? Effect.succeed(id)
    : invalid(request, response, issues.below("mailboxId", issues.atRoot("must be the id of the conversation's inbox")))
}
