/** What the flags of `helpscout mcp` decide. */
import type { Impact } from "@effect-helpscout/core/Endpoint"
import type { Rules } from "@effect-helpscout/core/Permissions"
import type * as Redacted from "effect/Redacted"

export interface Settings {
  /** `--allow`: the impacts that are allowed besides reading. @default none */
  readonly allow?: ReadonlyArray<Exclude<Impact, "read">>
  /** `--operations`: patterns of the operations that are allowed. @default all */
  readonly operations?: ReadonlyArray<string>
  /** `--inboxes`: ids of the inboxes that are allowed. @default all */
  readonly inboxes?: ReadonlyArray<number>
  /** `--pseudonyms`, with the key of `HELPSCOUT_PSEUDONYMS_KEY`. Without a key, pseudonyms differ from run to run. */
  readonly pseudonyms?: { readonly key?: Redacted.Redacted }
  /** `--budget`: maximum characters of one result. @default 20000 */
  readonly budget?: number
}

/** Operations that concern no inbox, and that tools need to make sense of ids. */
const withoutInbox = ["users.list", "users.get", "users.me", "teams.list", "tags.list", "tags.get"]

/** law M1: the permissions of the client behind all tools, resources and prompts. */
export const rulesOf = ({ allow = [], inboxes, operations }: Settings): Rules => ({
  allow: {
    impacts: ["read", ...allow],
    ...(operations === undefined ? {} : { operations }),
    ...(inboxes === undefined ? {} : { inboxes })
  },
  ...(inboxes === undefined ? {} : { anyInbox: withoutInbox, lookUpInboxes: true })
})
