/**
 * Tokens, and the store that keeps them.
 */

/** The tokens of an account, in plain text. Do not log them. */
export interface Tokens {
  readonly accessToken: string
  /** Absent with client credentials. Help Scout invalidates it on use, and each renewal returns a new one. */
  readonly refreshToken?: string
  /** The expiry of the access token, if the token endpoint sent it. */
  readonly expiresAt?: Date
  /** The time of the request for the tokens. Together with `expiresAt` it gives their lifetime. */
  readonly issuedAt?: Date
}

/** Tokens as they come from a database or from JSON: dates may be ISO 8601 text. */
export interface TokensInput {
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  readonly expiresAt?: Date | string | undefined
  readonly issuedAt?: Date | string | undefined
}

/** Tokens in a store. Each save increases the generation by one, so that an older pair cannot overwrite a newer one. */
export interface StoredTokens {
  readonly tokens: Tokens
  /** Starts at 1. */
  readonly generation: number
}

/** Stored tokens as they come from a database or from JSON. */
export interface StoredTokensInput {
  readonly tokens: TokensInput
  readonly generation: number
}

/** How the previous holder of a lock let go of it, if the store knows. */
export interface AcquiredLock {
  /**
   * `true`: it died, or kept the lock longer than its lease, so it may have sent a refresh token whose replacement was
   * lost. The error says so if the refresh token is then rejected.
   */
  readonly abandoned: boolean
}

/**
 * A token store: two functions, and a lock if several processes share it. `JSON.stringify` writes what `save` receives, and
 * `load` may return what `JSON.parse` made of it.
 */
export interface TokenStore {
  /** Returns the stored tokens of an account, if there are any. */
  load(account: string): Promise<StoredTokensInput | undefined | null> | StoredTokensInput | undefined | null
  /**
   * Saves tokens in place of those with the generation `replaces` (0: there are none yet). If the store has a newer
   * generation than `replaces`, save nothing and return what the store has. Do both in one transaction.
   */
  // biome-ignore-start lint/suspicious/noConfusingVoidType: a function that returns nothing saves
  save(
    account: string,
    stored: StoredTokens,
    options: { readonly replaces: number }
  ): Promise<StoredTokensInput | undefined | null | void> | StoredTokensInput | undefined | null | void
  /**
   * Calls `run` while it holds the lock of the account, and returns when the promise of `run` has settled. The lock should
   * expire after a minute, so that a process that died does not keep it. A store that knows how the previous holder let go
   * of it passes that to `run`. When `signal` is aborted, the caller no longer waits for the lock. Without a lock, each
   * process renews on its own.
   */
  lock?(
    account: string,
    run: (lock?: AcquiredLock | void) => Promise<void>,
    options?: { readonly signal: AbortSignal }
  ): Promise<unknown>
  // biome-ignore-end lint/suspicious/noConfusingVoidType: as above
}
