import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MailboxData from "../../src/data/mailboxes.js"
import * as UserData from "../../src/data/users.js"

/** The second of the generated users. */
const userId = UserData.users.firstId + 1

describe("mailboxes", () => {
  it.effect("a user sees only the inboxes that they have access to", () =>
    Effect.gen(function* () {
      const { customFields, folders, get, list, routing, savedReplies } = yield* Mailboxes
      const simulated = yield* account
      const [one, two] = simulated.table(MailboxData.mailboxes).all()
      simulated.table(UserData.users).update(userId, (row) => ({ ...row, role: "user" }))
      simulated.table(UserData.access).put({ id: userId, mailboxIds: [one!.id] })
      assert.deepStrictEqual(
        (yield* list()).items.map(({ id }) => id),
        [one!.id]
      )
      assert.strictEqual((yield* get({ mailboxId: one!.id })).id, one!.id)
      const hidden = { mailboxId: two!.id }
      const reply = simulated.table(MailboxData.savedReplies).find(({ mailboxId }) => mailboxId === two!.id)!
      const savedReply = { ...hidden, savedReplyId: reply.id }
      for (const call of [
        get(hidden),
        customFields.list(hidden),
        folders.list(hidden),
        routing.get(hidden),
        routing.update(hidden, {
          state: "disabled",
          assignmentLimit: 1,
          assignmentMethod: "balanced",
          userIds: []
        }),
        savedReplies.list(hidden),
        savedReplies.get(savedReply),
        savedReplies.create(hidden, { name: "x" }),
        savedReplies.update(savedReply, { name: "x" }),
        savedReplies.delete(savedReply)
      ]) {
        assert.strictEqual(yield* failure<unknown, HelpScoutError, never>(call), "HelpScoutForbidden")
      }
      assert.strictEqual(yield* failure(get({ mailboxId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated({ userId }))))
  )
})
