import { assert, describe, it } from "@effect/vitest"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { endpoints, User, UserCreate, UserQuery, Users } from "@effect-helpscout/resources/Users"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const newUser = { firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "user" } as const

describe("User", () => {
  it("decodes nulls, missing keys, new values and unknown keys", () => {
    const user = reader(User)({ id: 4, role: "captain", photoUrl: null, mention: null, jobTitle: null, added: 1 })
    assert.deepStrictEqual({ ...user }, { id: 4, role: "captain" })
  })

  it("round-trips", () => assertRoundTrips(User))
})

describe("UserCreate", () => {
  it("rejects what Help Scout rejects", () => {
    const accept = accepts(UserCreate)
    const valid = { ...newUser, role: "light user", mailboxes: [{ id: 1 }, { id: 2, emailAccess: false }] }
    assert.isTrue(accept({ ...valid, sendInvite: false }))
    for (const invalid of [
      { role: "owner" },
      { firstName: "" },
      { lastName: "x".repeat(41) },
      { email: "" },
      { mailboxes: [{ id: 0 }] },
      { mailboxes: [1] },
      { photoUrl: "https://example.org" }
    ]) {
      assert.isFalse(accept({ ...valid, ...invalid }), JSON.stringify(invalid))
    }
  })
})

describe("UserQuery", () => {
  it("rejects empty and unknown filters", () => {
    const accept = accepts(UserQuery)
    assert.isTrue(accept({ email: "ann@example.org", mailbox: 85 }))
    for (const invalid of [{ email: "" }, { mailbox: 0 }, { mailboxId: 85 }]) {
      assert.isFalse(accept(invalid), JSON.stringify(invalid))
    }
  })
})

describe("requests", () => {
  const { conversationReassignment: _, status: __, systemUsers: ___, ...own } = endpoints
  const user = json({ id: 4 })
  assertCalls(Users, Users.layer, own, {
    list: {
      call: (users) => users.list({ email: "a+b@example.org", mailbox: 85, page: 2 }),
      sent: "GET /v2/users?page=2&email=a%2Bb%40example.org&mailbox=85"
    },
    listAll: { call: (users) => users.listAll({ mailbox: 85 }), sent: "GET /v2/users?mailbox=85" },
    listPages: { call: (users) => users.listPages(), sent: "GET /v2/users" },
    get: { call: (users) => users.get({ userId: 4 }), sent: "GET /v2/users/4", response: user },
    me: { call: (users) => users.me(), sent: "GET /v2/users/me", response: user },
    create: {
      call: (users) => users.create({ ...newUser, mailboxes: [{ id: 85 }] }),
      sent: "POST /v2/users",
      body: { ...newUser, mailboxes: [{ id: 85 }] },
      response: { status: 201, headers: { "Resource-ID": "12" } }
    },
    delete: { call: (users) => users.delete({ userId: 4 }), sent: "DELETE /v2/users/4" }
  })
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Layer.merge(Users.layer, Mailboxes.layer), simulated()))((it) => {
    it.effect("creates, lists and deletes a user", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const userId = yield* users.create(newUser)
        const created = yield* users.get({ userId })
        assert.strictEqual(created.email, newUser.email)
        assert.deepStrictEqual((yield* users.list({ email: newUser.email })).items, [created])
        const ids = yield* Stream.runCollect(Stream.map(users.listAll(), ({ id }) => id))
        assert.include([...ids], userId)
        assert.strictEqual(yield* failure(users.create(newUser)), "HelpScoutConflict")
        yield* users.delete({ userId })
        assert.strictEqual(yield* failure(users.get({ userId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(users.delete({ userId })), "HelpScoutNotFound")
        assert.lengthOf([...(yield* Stream.runCollect(users.listPages()))], 1)
      })
    )

    it.effect("filters by email address, ignoring case, and by inbox", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const [one, two] = (yield* (yield* Mailboxes).list()).items
        const userId = yield* users.create({
          ...newUser,
          email: "Sees.One@example.org",
          mailboxes: [{ id: one!.id }, { id: two!.id, emailAccess: false }]
        })
        const byEmail = yield* users.list({ email: "sees.ONE@example.org" })
        assert.deepStrictEqual(
          byEmail.items.map(({ id }) => id),
          [userId]
        )
        assert.strictEqual(
          yield* failure(users.create({ ...newUser, email: "sees.one@EXAMPLE.org" })),
          "HelpScoutConflict"
        )
        const seeing = (mailbox: number) =>
          Effect.map(Stream.runCollect(users.listAll({ mailbox })), (found) => [...found].map(({ id }) => id))
        assert.include(yield* seeing(one!.id), userId)
        assert.notInclude(yield* seeing(two!.id), userId)
        const all = [...(yield* Stream.runCollect(users.listAll()))]
        const admins = all.filter(({ role }) => role === "owner" || role === "admin").map(({ id }) => id)
        assert.includeMembers(yield* seeing(two!.id), admins)
        assert.isBelow((yield* seeing(two!.id)).length, all.length)
        assert.deepStrictEqual(yield* seeing(1), admins)
        yield* users.delete({ userId })
      })
    )

    it.effect("rejects a user with an unknown inbox, and creates nothing", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const [inbox] = (yield* (yield* Mailboxes).list()).items
        const mailboxes = [{ id: inbox!.id }, { id: 1 }]
        const error = yield* Effect.flip(users.create({ ...newUser, email: "x@example.org", mailboxes }))
        assert.deepStrictEqual(error._tag === "HelpScoutValidationFailed" && error.issues.map(({ path }) => path), [
          "mailboxes[1].id"
        ])
        assert.isEmpty((yield* users.list({ email: "x@example.org" })).items)
      })
    )

    it.effect("me returns the token's user, who cannot be deleted as the owner", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const me = yield* users.me()
        assert.strictEqual(me.role, "owner")
        assert.isDefined(me.companyId)
        assert.strictEqual(yield* failure(users.delete({ userId: me.id })), "HelpScoutForbidden")
        assert.deepStrictEqual(yield* users.me(), me)
      })
    )
  })
})
