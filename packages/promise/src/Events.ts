/**
 * The events of a client.
 */
import type { AuthFailed, TokenStoreFailed } from "./HelpScoutError.js"
import type { Tokens } from "./Tokens.js"

/** The events of a client, and what their handlers receive. */
export interface Events {
  /** The current tokens, each time they are obtained, renewed or set. Starts with the latest. */
  readonly tokens: Tokens
  /** A renewal failed, for all calls that waited for it. */
  readonly renewalFailed: AuthFailed
  /** The current tokens could not be saved. Saving is retried in the background. */
  readonly saveFailed: TokenStoreFailed
}
