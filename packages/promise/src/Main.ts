/**
 * The Help Scout Mailbox API for programs without Effect.
 */
// biome-ignore-all lint/performance/noBarrelFile: a bundle has one entry point
export type * from "./Events.js"
export * from "./HelpScout.js"
export * from "./HelpScoutError.js"
export type * from "./List.js"
export type * from "./Options.js"
export type * from "./RateLimit.js"
export type * from "./Resources.js"
export * from "./SearchQuery.js"
export type * from "./Tokens.js"
export * from "./Webhooks.js"
