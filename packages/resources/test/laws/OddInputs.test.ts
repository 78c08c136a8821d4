import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"

type Call<A> = (helpScout: HelpScout["Type"]) => Effect.Effect<A, { readonly message: string }>

/** Calls with a response of this body. */
const over = <A>(body: unknown, call: Call<A>, status = 200) =>
  Effect.flatMap(HelpScout, (helpScout) => Effect.either(call(helpScout))).pipe(
    Effect.provide(
      Layer.provide(HelpScout.layer, clientLayer(script(json(body, status))) as Layer.Layer<HelpScoutClient>)
    )
  )

const conversation = {
  id: 7,
  number: 8,
  type: "email",
  status: "active",
  state: "published",
  mailboxId: 4,
  createdAt: "2026-01-02T03:04:05Z"
}

const get: Call<object> = ({ conversations }) => conversations.get({ conversationId: 7 })

/** What the odd keys decode to. `undefined` is an absent key. */
type Odd = readonly [name: string, keys: object, decoded: object]

const user = { id: 9, type: "user", first: "Ada" }

const odd: ReadonlyArray<Odd> = [
  ["lists with nulls", { tags: [null, { id: 1, tag: "a" }], cc: [null] }, { tags: [{ id: 1, tag: "a" }], cc: [] }],
  [
    "empty lists in place of objects",
    { _links: [], customerWaitingSince: [], assignee: [], snooze: [] },
    { snooze: {}, customerWaitingSince: {}, assignee: {} }
  ],
  ["an empty object in place of a list", { tags: {}, customFields: {} }, { tags: [], customFields: [] }],
  [
    "an object with numbers in place of a list",
    { tags: { 0: { id: 1, tag: "a" }, 3: { id: 2, tag: "b" } } },
    {
      tags: [
        { id: 1, tag: "a" },
        { id: 2, tag: "b" }
      ]
    }
  ],
  ...["", "0000-00-00", "0000-00-00 00:00:00", "-0001-11-30T00:00:00Z", "-001-11-30", "0001-01-01T00:00:00Z"].map(
    (date): Odd => [`the empty date "${date}"`, { closedAt: date }, { closedAt: undefined }]
  ),
  [
    "numbers and strings in place of each other",
    { id: "7", mailboxId: "4", closedBy: "0", subject: 12, customFields: [{ id: "5", name: "n", value: 7, text: 7 }] },
    { id: 7, mailboxId: 4, closedBy: 0, subject: "12", customFields: [{ id: 5, name: "n", value: "7", text: "7" }] }
  ],
  ["links without an address", { _links: { self: { href: null }, web: "https://x" } }, {}],
  [
    "the placeholder of an unassigned conversation",
    { assignee: { id: 1, first: "Help", last: "Scout", email: "none@nowhere.com" } },
    { assignee: undefined }
  ],
  [
    "the user 0 of a conversation that was not closed by a user",
    { closedByUser: { id: 0, first: "unknown" } },
    { closedByUser: undefined }
  ],
  ["other spellings of keys", { mailbox_id: 4, mailboxId: undefined, "folder-id": 3 }, { mailboxId: 4, folderId: 3 }],
  [
    "a person without an id",
    { createdBy: { first: "Ada" }, assignee: user },
    { createdBy: { first: "Ada" }, assignee: user }
  ]
]

describe("laws D6 and D7: odd forms of a conversation", () => {
  for (const [name, keys, decoded] of odd) {
    it.effect(`reads ${name}`, () =>
      Effect.gen(function* () {
        const read: Readonly<Record<string, unknown>> = {
          ...Either.getOrThrow(yield* over({ ...conversation, ...keys }, get))
        }
        for (const [key, value] of Object.entries(decoded)) assert.deepStrictEqual(read[key], value, key)
        assert.deepStrictEqual(read.createdAt, DateTime.unsafeMake(conversation.createdAt))
      })
    )
  }

  for (const [name, keys, path] of [
    ["a string that is not a date", { createdAt: "1" }, "createdAt"],
    ["another one", { createdAt: "12" }, "createdAt"],
    ["an id that is not an integer", { id: "7a" }, "id"],
    ["a missing id", { id: null }, "id"],
    ["a list of another type", { tags: "a" }, "tags"]
  ] as const) {
    it.effect(`rejects ${name}, and names the field`, () =>
      Effect.gen(function* () {
        const result = yield* over({ ...conversation, ...keys }, get)
        assert.isTrue(Either.isLeft(result))
        if (Either.isLeft(result)) assert.include(result.left.message, `${path}: `)
      })
    )
  }
})

describe("law D6: odd forms of other resources", () => {
  it.effect("reads the report of an empty period", () =>
    Effect.gen(function* () {
      const interval = { start: DateTime.unsafeMake("2026-01-01"), end: DateTime.unsafeMake("2026-02-01") }
      const body = { busiestDay: { day: null, hour: null }, busyTimeStart: 0, busyTimeEnd: 0, current: [] }
      const call: Call<object> = ({ reports }) => reports.conversation.getOverallReport(interval)
      const read = Either.getOrThrow(yield* over(body, call)) as { readonly busiestDay?: unknown }
      assert.isUndefined(read.busiestDay)
    })
  )

  it.effect("reads a user's custom status for email", () =>
    Effect.gen(function* () {
      const customStatus = { text: "Lunch", emoji: "x", emojiName: ":x:" }
      const body = {
        userId: 9,
        email: { status: "away", customStatus },
        chat: { status: "active", mailboxStatuses: [] }
      }
      const read = Either.getOrThrow(yield* over(body, ({ users }) => users.status.get({ userId: 9 })))
      assert.deepStrictEqual(read.email?.customStatus, customStatus)
      assert.deepStrictEqual(read.chat?.mailboxStatuses, {})
    })
  )
})

describe("messages", () => {
  it.effect("mention merged conversations for conversations only", () =>
    Effect.gen(function* () {
      const messageOf = <A>(call: Call<A>) =>
        Effect.map(over({ message: "Not found" }, call, 404), (result) =>
          Either.isLeft(result) ? result.left.message : ""
        )
      assert.include(yield* messageOf(get), "merged")
      for (const call of [
        ({ users }) => users.get({ userId: 9 }),
        ({ customers }) => customers.get({ customerId: 9 }),
        ({ mailboxes }) => mailboxes.get({ mailboxId: 9 })
      ] satisfies ReadonlyArray<Call<unknown>>) {
        const message = yield* messageOf<unknown>(call)
        assert.include(message, "404")
        assert.notInclude(message, "merged")
      }
    })
  )

  it.effect("name the wrong field of a report on conversations by a field", () =>
    Effect.gen(function* () {
      const day = DateTime.unsafeMake("2026-01-01")
      const args = { start: day, end: day, field: "tagid", fieldid: 1 } as const
      for (const [wrong, path] of [
        [{ field: "tag" }, "field"],
        [{ fieldid: "x" }, "fieldid"],
        [{ rows: -1 }, "rows"],
        [{ start: DateTime.unsafeMake("2026-02-01") }, "end"]
      ] as const) {
        const call: Call<unknown> = ({ reports }) =>
          reports.conversation.getDrilldownByFieldReport({ ...args, ...wrong } as never)
        const result = yield* over({}, call)
        assert.isTrue(Either.isLeft(result))
        const message = Either.isLeft(result) ? result.left.message : ""
        assert.include(message, `Correct ${path}: `)
        assert.strictEqual(message.split("; ").length, 1, message)
      }
    })
  )
})
