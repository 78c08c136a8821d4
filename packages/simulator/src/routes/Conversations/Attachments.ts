/** Routes for attachments. */

import * as Attachments from "@effect-helpscout/resources/Conversations/Attachments"
import * as Encoding from "effect/Encoding"
import type { Account } from "../../Account.js"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as ThreadData from "../../data/conversations/threads.js"
import * as ThreadWrites from "../../data/conversations/threadWrites.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"

const { endpoints } = Attachments

interface Found {
  readonly row: ConversationData.ConversationRow
  readonly attachment: ThreadData.AttachmentJson
}

const find = (
  account: Account,
  args: { readonly conversationId: number; readonly attachmentId: number }
): Found | undefined => {
  const row = ConversationData.find(account, args.conversationId)
  for (const thread of row?.threads() ?? []) {
    const attachment = thread._embedded.attachments.find((file) => file.id === args.attachmentId)
    if (row !== undefined && attachment !== undefined) return { row, attachment }
  }
  return undefined
}

const content = (account: Account, { attachment }: Found): Uint8Array =>
  account.table(ThreadData.uploads).get(attachment.id)?.data ?? ThreadData.generatedFile(account, attachment)

/** A file name for a quoted header: no quotes, and ASCII only. */
const headerText = (text: string): string => text.replace(/[^ !#-[\]-~]/g, "_")

const withFiles = (
  thread: ThreadData.ThreadJson,
  attachments: ReadonlyArray<ThreadData.AttachmentJson>
): ThreadData.ThreadJson => ({ ...thread, _embedded: { attachments } })

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.upload, ({ account, args, payload, now, created }) => {
    const row = ConversationData.find(account, args.conversationId)
    const threads = row?.threads() ?? []
    if (row === undefined || !threads.some((thread) => thread.id === args.threadId)) return Response.notFound
    const file = ThreadWrites.attachment(account, row.id, payload)
    const changed = threads.map((thread) =>
      thread.id === args.threadId ? withFiles(thread, [...thread._embedded.attachments, file]) : thread
    )
    ConversationData.update(account, row, now, {}, changed)
    return created(file.id, { below: `/v2/conversations/${row.id}/attachments` })
  }),
  Route.make(endpoints.getData, ({ account, args }) => {
    const found = find(account, args)
    if (found === undefined || found.attachment.state === "virus") return Response.notFound
    return Response.json({ data: Encoding.encodeBase64(content(account, found)) })
  }),
  Route.make(endpoints.file, ({ account, args }) => {
    const found = find(account, args)
    if (found === undefined || found.attachment.state === "virus") return Response.notFound
    return Response.bytes(content(account, found), {
      contentType: found.attachment.mimeType,
      headers: { "Content-Disposition": `attachment; filename="${headerText(found.attachment.filename)}"` }
    })
  }),
  Route.make(endpoints.delete, ({ account, args, now }) => {
    const found = find(account, args)
    if (found === undefined) return Response.notFound
    const { row, attachment } = found
    if (row.json.state !== "draft") return Response.preconditionFailed("The conversation is not a draft")
    const threads = row.threads().map((thread) =>
      withFiles(
        thread,
        thread._embedded.attachments.filter((file) => file.id !== attachment.id)
      )
    )
    ConversationData.update(account, row, now, {}, threads)
    return Response.empty()
  })
]
