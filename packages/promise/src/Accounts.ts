/**
 * The clients of many accounts in one process, each created when it is first used and closed when it is idle.
 */
import type { HelpScout } from "./HelpScout.js"
import { ClientClosed } from "./HelpScoutError.js"
import { atLeast, callback, check, duration, millisOf, options as optionsRule } from "./internal/optionRules.js"
import type { Duration } from "./Options.js"

/** Options of `Accounts`. */
export interface AccountsOptions {
  /** Creates the client of an account: `(account) => new HelpScout({ ...app, tokenStore, account })`. */
  readonly open: (account: string) => HelpScout
  /**
   * How long a client that is not used stays open. Idle clients are closed when another account is used, so no timer
   * keeps the process alive.
   *
   * @default "10 minutes"
   */
  readonly idle?: Duration
  /**
   * The number of clients to keep open. Of those that are not used, the least recently used are closed first. A client
   * that is opened again has forgotten its rate limit until the next response.
   *
   * @default Infinity
   */
  readonly maxOpen?: number
}

const rule = optionsRule<AccountsOptions>({ open: callback, idle: duration, maxOpen: atLeast(0) })

interface Entry {
  readonly helpScout: HelpScout
  users: number
  /** When the last use ended, in milliseconds since 1970. */
  usedAt: number
}

/** Keeps one client per account, so that all calls of an account share its tokens and its rate limit. */
export class Accounts {
  readonly #options: AccountsOptions
  readonly #idle: number
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>()
  readonly #closing = new Set<Promise<void>>()
  #closed = false

  constructor(options: AccountsOptions) {
    check("new Accounts", rule, options)
    this.#options = options
    this.#idle = millisOf(options.idle ?? "10 minutes")
  }

  /** The number of open clients. */
  get size(): number {
    return this.#entries.size
  }

  /** Runs `work` with the client of an account, which stays open at least until the promise of `work` settles. */
  async use<A>(account: string, work: (helpScout: HelpScout) => A | Promise<A>): Promise<A> {
    const entry = this.#acquire(account)
    try {
      return await work(entry.helpScout)
    } finally {
      entry.users -= 1
      entry.usedAt = Date.now()
      this.#sweep()
    }
  }

  /** Closes all clients, as `close` of each does. Later calls fail with `ClientClosed`. */
  async close(): Promise<void> {
    this.#closed = true
    for (const account of [...this.#entries.keys()]) this.#release(account)
    await Promise.all(this.#closing)
  }

  /** The same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #acquire(account: string): Entry {
    const operation = "Accounts.use"
    if (this.#closed) throw new ClientClosed({ operation, message: `${operation}: the accounts are closed.` })
    const entry = this.#entries.get(account) ?? { helpScout: this.#options.open(account), users: 0, usedAt: 0 }
    entry.users += 1
    // the end of the map
    this.#entries.delete(account)
    this.#entries.set(account, entry)
    this.#sweep()
    return entry
  }

  #sweep(): void {
    const now = Date.now()
    let excess = this.#entries.size - (this.#options.maxOpen ?? Number.POSITIVE_INFINITY)
    for (const [account, { usedAt, users }] of this.#entries) {
      if (users > 0 || (now - usedAt < this.#idle && excess <= 0)) continue
      this.#release(account)
      excess -= 1
    }
  }

  #release(account: string): void {
    const closing = this.#entries.get(account)?.helpScout.close()
    this.#entries.delete(account)
    if (closing === undefined) return
    this.#closing.add(closing)
    const forget = () => this.#closing.delete(closing)
    closing.then(forget, forget)
  }
}
