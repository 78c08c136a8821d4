/** The inboxes of an account, with their folders, custom fields and saved replies. */
import * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as UserData from "./users.js"

/** An inbox as the API sends it. */
export interface MailboxRow extends Table.Row {
  readonly name: string
  readonly slug: string
  readonly email: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly _links: object
}

/** A folder without its counts, which are counted on each read. */
export interface FolderRow extends Table.Row {
  readonly mailboxId: number
  readonly name: string
  readonly type: string
  readonly userId: number
  readonly updatedAt: string
}

/** The definition of a custom field. */
export interface FieldRow extends Table.Row {
  readonly mailboxId: number
  readonly json: {
    readonly id: number
    readonly name: string
    readonly type: string
    readonly required: boolean
    readonly order: number | null
    readonly options: ReadonlyArray<{ readonly id: number; readonly order: number; readonly label: string }> | null
  }
}

/** A saved reply for emails, chats or both. */
export interface SavedReplyRow extends Table.Row {
  readonly mailboxId: number
  readonly name: string
  readonly text?: string
  readonly chatText?: string
}

/** The inboxes of an account. */
export const mailboxes = Table.key<MailboxRow>("mailboxes", { firstId: 81001 })
/** The folders of all inboxes. */
export const folders = Table.key<FolderRow>("folders", { firstId: 920001 })
/** The definitions of custom fields of all inboxes. */
export const fields = Table.key<FieldRow>("fields", { firstId: 6101 })
/** The saved replies of all inboxes. */
export const savedReplies = Table.key<SavedReplyRow>("saved replies", { firstId: 30_001 })

const folderTypes = [
  ["Unassigned", "open"],
  ["Mine", "mytickets"],
  ["Needs Attention", "needsattention"],
  ["Drafts", "drafts"],
  ["Assigned", "assigned"],
  ["Closed", "closed"],
  ["Spam", "spam"],
  ["Deleted", "deleted"]
] as const

/** The folder of a conversation. */
export const folderOf = (
  account: Account.Account,
  conversation: {
    readonly mailboxId: number
    readonly status: string
    readonly state: string
    readonly assigned: boolean
  }
): number => {
  const byType = account.memo(`folders/${conversation.mailboxId}`, account.table(folders).version(), () => {
    const rows = account.table(folders).filter((folder) => folder.mailboxId === conversation.mailboxId)
    return new Map(rows.map((folder) => [folder.type, folder.id]))
  })
  const { state, status, assigned } = conversation
  const type =
    state === "deleted"
      ? "deleted"
      : state === "draft"
        ? "drafts"
        : status === "closed" || status === "spam"
          ? status
          : assigned
            ? "assigned"
            : "open"
  return byType.get(type) ?? 0
}

const names = ["Support", "Billing", "Sales & Partners", "Hilfe", "Press"]

/** Generates the inboxes of an account, and the access of its users. */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("mailboxes")
  const at = Account.timestamp(account.until - 1000 * 86_400_000)
  for (let i = 0; i < Math.max(1, account.sizes.mailboxes); i++) {
    const mailbox = account.table(mailboxes).insert((id) => ({
      id,
      name: names[i] ?? `Inbox ${i + 1}`,
      slug: seed.hex(16),
      email: `inbox${i + 1}@${account.name}.example.com`,
      createdAt: at,
      updatedAt: at,
      _links: account.links({
        self: `/v2/mailboxes/${id}`,
        folders: `/v2/mailboxes/${id}/folders`,
        fields: `/v2/mailboxes/${id}/fields`
      })
    }))
    const mailboxId = mailbox.id
    for (const [name, type] of folderTypes) {
      const userId = type === "mytickets" ? Account.ownerId : 0
      account.table(folders).insert((id) => ({ id, mailboxId, name, type, userId, updatedAt: at }))
    }
    const field = (name: string, type: string, options: FieldRow["json"]["options"], order: number | null) =>
      account
        .table(fields)
        .insert((id) => ({ id, mailboxId, json: { id, name, type, required: false, order, options } }))
    field(
      "Priority",
      "dropdown",
      [
        { id: mailboxId * 10 + 1, order: 1, label: "Low" },
        { id: mailboxId * 10 + 2, order: 2, label: "High" }
      ],
      1
    )
    field("Order number", "number", null, 2)
    field("Größe", "singleline", null, null)
    const savedReply = (texts: Omit<SavedReplyRow, "id" | "mailboxId">) =>
      account.table(savedReplies).insert((id) => ({ id, mailboxId, ...texts }))
    savedReply({ name: "Refund steps", text: "Hi,<br />we refunded you.", chatText: "Hi,\nwe refunded you." })
    savedReply({ name: "Chat only", chatText: "One moment…" })
    savedReply({ name: "Wo ist mein Paket?", text: "Hallo,<br />es ist unterwegs." })
  }
  const all = account.table(mailboxes).all()
  for (const { id, role } of account.table(UserData.users).all()) {
    const seen = UserData.mayManage(role) ? all : seed.some(all, seed.int(1, all.length))
    account.table(UserData.access).put({ id, mailboxIds: seen.map((mailbox) => mailbox.id) })
  }
}
