/**
 * The Help Scout Mailbox API for programs without Effect.
 *
 * ```ts
 * import { HelpScout } from "@effect-helpscout/promise"
 *
 * export const subjects = async (helpScout: HelpScout) => {
 *   for await (const { subject } of helpScout.conversations.listAll({ status: "active" })) console.log(subject)
 * }
 * ```
 */
// biome-ignore-all lint/performance/noBarrelFile: a bundle has one entry point
export * from "./Accounts.js"
export type * from "./Events.js"
export * from "./HelpScout.js"
export {
  AmbiguousWrite,
  AuthFailed,
  type AuthFailedReason,
  CallAborted,
  type CallError,
  CallTimedOut,
  ClientClosed,
  Conflict,
  type ErrorFields,
  Forbidden,
  HelpScoutError,
  InputInvalid,
  NotFound,
  PayloadTooLarge,
  PermissionDenied,
  PreconditionFailed,
  RateLimited,
  RequestRejected,
  ResponseInvalid,
  ServiceUnavailable,
  TokenStoreFailed,
  TransportFailed,
  Unauthorized,
  ValidationFailed,
  type ValidationIssue,
  WebhookRejected,
  type WebhookRejectedReason
} from "./HelpScoutError.js"
export type * from "./List.js"
export type * from "./Options.js"
export type * from "./Permissions.js"
export type * from "./RateLimit.js"
export type * from "./Resources.js"
export * from "./SearchQuery.js"
export * from "./TokenStores.js"
export type * from "./Tokens.js"
// the types of the same names are among those of the resources
export {
  ConversationUpdate,
  CustomerPropertyUpdate,
  CustomerUpdate,
  ThreadUpdate,
  WorkflowUpdate
} from "./Updates.js"
export * from "./Webhooks.js"
