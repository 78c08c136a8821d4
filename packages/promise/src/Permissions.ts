/**
 * What a client may do: `new HelpScout({ ..., permissions: { deny: { operations: ["*.delete"] } } })`.
 */

/** What a call would do to the account: send reaches customers, and destroy cannot be undone. */
export type Impact = "read" | "write" | "send" | "destroy"

/** A choice of calls. */
export interface Selection {
  /**
   * Patterns of operations' names, such as `conversations.threads.createReply`, `conversations.*` or `*.delete`. A `*`
   * stands for any text, dots included. Upper and lower case are equal. All methods that send the same request are one
   * operation: `tags.list` includes `tags.listAll` and `tags.listPages`.
   */
  readonly operations?: ReadonlyArray<string>
  readonly impacts?: ReadonlyArray<Impact>
  /** Ids of inboxes. */
  readonly inboxes?: ReadonlyArray<number>
}

/** The permissions of a client. A call must pass every rule: a denial always wins. */
export interface Permissions {
  /** Of each list that is present, a call must match one. An absent list allows everything. */
  readonly allow?: Selection
  /** A call that matches any of these is denied. */
  readonly deny?: Selection
  /**
   * Patterns of operations that may run without showing which inbox they concern, such as `users.*` and `tags.*`. Rules
   * about inboxes deny all others.
   *
   * @default none
   */
  readonly anyInbox?: ReadonlyArray<string>
  /**
   * `true`: rules about inboxes read the inbox of a conversation before each call that concerns one, which costs one
   * request. `false`: they deny these calls.
   *
   * @default false
   */
  readonly lookUpInboxes?: boolean
}
