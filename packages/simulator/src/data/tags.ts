/** The tags of an account. */
import * as Account from "../Account.js"
import * as Deliveries from "../Deliveries.js"
import * as Table from "../Table.js"
import * as ConversationData from "./conversations/conversations.js"
import * as SampleText from "./sampleText.js"

/** A tag as the API sends it. `ticketCount` is counted on each read. */
export interface TagRow extends Table.Row {
  readonly name: string
  readonly slug: string
  readonly color: string
  readonly ticketCount: number
  readonly createdAt: string
  readonly updatedAt?: string
  readonly _links: object
}

/** The tags of an account. */
export const tags = Table.key<TagRow>("tags", { firstId: 9001 })

/** How many conversations have a tag. */
const counts = (account: Account.Account): ReadonlyMap<number, number> =>
  account.memo("conversations by tag", account.table(ConversationData.conversations).version(), () => {
    const found = new Map<number, number>()
    for (const { id } of ConversationData.visible(account).flatMap(({ json }) => json.tags)) {
      found.set(id, (found.get(id) ?? 0) + 1)
    }
    return found
  })

/** A tag with the current number of its conversations. */
export const shown = (account: Account.Account, tag: TagRow): TagRow => ({
  ...tag,
  ticketCount: counts(account).get(tag.id) ?? 0
})

/** The tag with a name, created if necessary. */
export const named = (account: Account.Account, name: string, now: number): TagRow => {
  const wanted = name.toLowerCase()
  const known = account.table(tags).find((tag) => tag.name.toLowerCase() === wanted)
  if (known !== undefined) return known
  const made = account.table(tags).insert((id) => ({
    id,
    name,
    slug: wanted.replace(/[^\p{L}\p{N}]+/gu, "-"),
    color: ["none", "green", "blue", "red"][id % 4] ?? "none",
    ticketCount: 0,
    createdAt: Account.timestamp(now),
    _links: account.links({ self: `/v2/tags/${id}` })
  }))
  Deliveries.emit(account, "tag.created", () => shown(account, made))
  return made
}

/** A tag as a conversation shows it. */
export const inside = (tag: TagRow): { readonly id: number; readonly color: string; readonly tag: string } => ({
  id: tag.id,
  color: { green: "#53b533", blue: "#237bb7", red: "#c62b2b" }[tag.color] ?? "#a5b2bd",
  tag: tag.name
})

/** The tags with these names as a conversation shows them, created if necessary. */
export const insideByName = (account: Account.Account, names: ReadonlyArray<string>, now: number) => {
  const unique = new Map(names.map((name) => [name.trim().toLowerCase(), name.trim()]))
  return [...unique.values()].map((name) => inside(named(account, name, now)))
}

/** Generates the tags of an account. */
export const populate = (account: Account.Account): void => {
  for (const name of SampleText.tags) named(account, name, account.until - 500 * 86_400_000)
}
