import { assert, describe, it } from "@effect/vitest"
import { endpoints, User, UserCreate, UserQuery, Users } from "@effect-helpscout/resources/Users"
import {
  ConversationReassignment,
  ConversationReassignmentUpdate
} from "@effect-helpscout/resources/Users/ConversationReassignment"
import { UserStatus, UserStatusUpdate } from "@effect-helpscout/resources/Users/Status"
import { SystemUser } from "@effect-helpscout/resources/Users/SystemUsers"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as MailboxData from "../../simulator/src/data/mailboxes.js"
import * as UserData from "../../simulator/src/data/users.js"

const status = {
  userId: 4,
  email: { status: "active", updatedAt: "2026-01-08T12:00:00Z", performedBy: 4, source: "ui" },
  chat: { status: "custom", mailboxStatuses: { "85": "assign", "86": "asleep" } }
}

describe("models", () => {
  it("are read with nulls, missing keys, new values and unknown keys", () => {
    const user = reader(User)({ id: 4, role: "captain", photoUrl: null, mention: null, jobTitle: null, added: 1 })
    assert.deepStrictEqual({ ...user }, { id: 4, role: "captain" })
    assert.deepStrictEqual(reader(UserStatus)(status).chat?.mailboxStatuses, { "85": "assign", "86": "asleep" })
    assert.deepStrictEqual({ ...reader(UserStatus)({ userId: 4 }) }, { userId: 4 })
    assert.strictEqual(reader(SystemUser)({ id: 9, type: "system_user", lastName: "", email: null }).lastName, "")
    assert.isTrue(reader(ConversationReassignment)({ enabled: true }).enabled)
  })

  it("survive decode, encode, decode", () => {
    assertRoundTrips(User)
    assertRoundTrips(UserStatus)
    assertRoundTrips(SystemUser)
    assertRoundTrips(ConversationReassignment)
  })

  it("refuse inputs that Help Scout would refuse", () => {
    const create = accepts(UserCreate)
    const whole = { firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "light user" }
    assert.isTrue(create({ ...whole, mailboxes: [{ id: 1 }, { id: 2, emailAccess: false }], sendInvite: false }))
    for (const wrong of [
      { role: "owner" },
      { firstName: "" },
      { lastName: "x".repeat(41) },
      { email: "" },
      { mailboxes: [{ id: 0 }] },
      { mailboxes: [1] },
      { photoUrl: "https://example.org" }
    ]) {
      assert.isFalse(create({ ...whole, ...wrong }), JSON.stringify(wrong))
    }
    const query = accepts(UserQuery)
    assert.isTrue(query({ email: "ann@example.org", mailbox: 85 }))
    for (const wrong of [{ email: "" }, { mailbox: 0 }, { mailboxId: 85 }]) assert.isFalse(query(wrong))
    const set = accepts(UserStatusUpdate)
    assert.isTrue(set({ status: "away", customStatus: { text: "Lunch", emojiName: ":coffee:" } }))
    assert.isFalse(set({ status: "available" }))
    assert.isFalse(set({ status: "away", customStatus: {} }))
    const reassign = accepts(ConversationReassignmentUpdate)
    assert.isTrue(reassign({ enabled: true, awayDuration: { hours: 0, minutes: 59 } }))
    for (const awayDuration of [
      { hours: 1 },
      { hours: -1, minutes: 0 },
      { hours: 0, minutes: 60 },
      { hours: 0.5, minutes: 0 }
    ]) {
      assert.isFalse(reassign({ enabled: true, awayDuration }), JSON.stringify(awayDuration))
    }
  })
})

const user = json({ id: 4 })
const newUser = { firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "user" } as const
const reassignment = { enabled: true, awayDuration: { hours: 1, minutes: 30 } }

describe("requests", () => {
  assertCalls(Users, Users.layer, endpoints, {
    list: {
      call: (u) => u.list({ email: "a+b@example.org", mailbox: 85, page: 2 }),
      sent: "GET /v2/users?page=2&email=a%2Bb%40example.org&mailbox=85"
    },
    listAll: { call: (u) => u.listAll({ mailbox: 85 }), sent: "GET /v2/users?mailbox=85" },
    listPages: { call: (u) => u.listPages(), sent: "GET /v2/users" },
    get: { call: (u) => u.get({ userId: 4 }), sent: "GET /v2/users/4", answer: user },
    me: { call: (u) => u.me(), sent: "GET /v2/users/me", answer: user },
    create: {
      call: (u) => u.create({ ...newUser, mailboxes: [{ id: 85 }] }),
      sent: "POST /v2/users",
      body: { ...newUser, mailboxes: [{ id: 85 }] },
      answer: { status: 201, headers: { "Resource-ID": "12" } }
    },
    delete: { call: (u) => u.delete({ userId: 4 }), sent: "DELETE /v2/users/4" },
    "status.list": { call: (u) => u.status.list({ page: 2 }), sent: "GET /v2/users/status?page=2" },
    "status.listAll": { call: (u) => u.status.listAll(), sent: "GET /v2/users/status" },
    "status.listPages": { call: (u) => u.status.listPages(), sent: "GET /v2/users/status" },
    "status.get": {
      call: (u) => u.status.get({ userId: 4 }),
      sent: "GET /v2/users/4/status",
      answer: json(status)
    },
    "status.set": {
      call: (u) => u.status.set({ userId: 4 }, { status: "away" }),
      sent: "PUT /v2/users/4/status",
      body: { status: "away" }
    },
    "conversationReassignment.get": {
      call: (u) => u.conversationReassignment.get({ userId: 4 }),
      sent: "GET /v2/users/4/conversation-reassignment",
      answer: json(reassignment)
    },
    "conversationReassignment.update": {
      call: (u) => u.conversationReassignment.update({ userId: 4 }, reassignment),
      sent: "PUT /v2/users/4/conversation-reassignment",
      body: reassignment
    },
    "systemUsers.list": { call: (u) => u.systemUsers.list({ page: 2 }), sent: "GET /v3/system-users?page=2" },
    "systemUsers.listAll": { call: (u) => u.systemUsers.listAll(), sent: "GET /v3/system-users" },
    "systemUsers.listPages": { call: (u) => u.systemUsers.listPages(), sent: "GET /v3/system-users" },
    "systemUsers.get": {
      call: (u) => u.systemUsers.get({ systemUserId: 9 }),
      sent: "GET /v3/system-users/9",
      answer: json({ id: 9 })
    }
  })
})

/** The second of the generated users. */
const plainUserId = UserData.users.firstId + 1
const nobody = { userId: 999_999 }

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Users.layer, simulated()))((it) => {
    it.effect("creates a user, shows them in the lists, and deletes them", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const userId = yield* users.create(newUser)
        const created = yield* users.get({ userId })
        assert.strictEqual(created.email, newUser.email)
        assert.deepStrictEqual((yield* users.list({ email: newUser.email })).items, [created])
        const all = yield* Stream.runCollect(Stream.map(users.listAll(), ({ id }) => id))
        assert.include([...all], userId)
        assert.strictEqual(yield* failure(users.create(newUser)), "HelpScoutConflict")
        yield* users.delete({ userId })
        assert.strictEqual(yield* failure(users.get({ userId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(users.delete({ userId })), "HelpScoutNotFound")
        assert.lengthOf([...(yield* Stream.runCollect(users.listPages()))], 1)
      })
    )

    it.effect("finds users by an address in whatever letters, and by the inboxes that they see", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const simulated = yield* account
        const [one, two] = simulated.table(MailboxData.mailboxes).all()
        const userId = yield* users.create({
          ...newUser,
          email: "Sees.One@example.org",
          mailboxes: [{ id: one!.id }, { id: two!.id, emailAccess: false }]
        })
        const emailed = yield* users.list({ email: "sees.ONE@example.org" })
        assert.deepStrictEqual(
          emailed.items.map(({ id }) => id),
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
        const everybody = [...(yield* Stream.runCollect(users.listAll()))]
        const admins = everybody.filter(({ role }) => role === "owner" || role === "admin").map(({ id }) => id)
        assert.includeMembers(yield* seeing(two!.id), admins)
        assert.isBelow((yield* seeing(two!.id)).length, everybody.length)
        assert.deepStrictEqual(yield* seeing(1), admins)
        yield* users.delete({ userId })
      })
    )

    it.effect("refuses unknown inboxes, and keeps the owner", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const mailboxes = [{ id: (yield* account).table(MailboxData.mailboxes).all()[0]!.id }, { id: 1 }]
        const refused = yield* Effect.flip(users.create({ ...newUser, email: "x@example.org", mailboxes }))
        assert.deepStrictEqual(refused._tag === "HelpScoutValidationFailed" && refused.issues.map(({ path }) => path), [
          "mailboxes[1].id"
        ])
        assert.lengthOf((yield* users.list({ email: "x@example.org" })).items, 0)
        const { id: owner } = yield* users.me()
        assert.strictEqual(yield* failure(users.delete({ userId: owner })), "HelpScoutForbidden")
        assert.strictEqual((yield* users.me()).id, owner)
      })
    )

    it.effect("tells who is behind the token", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const me = yield* users.me()
        assert.strictEqual(me.role, "owner")
        assert.strictEqual(me.companyId, 100)
      })
    )

    it.effect("sets a status, and tells webhooks once", () =>
      Effect.gen(function* () {
        const users = yield* Users
        const simulated = yield* account
        const url = "https://example.org"
        simulated.table(Deliveries.webhooks).put({
          id: 1,
          secret: "s3cret",
          json: {
            id: 1,
            url,
            state: "enabled",
            events: ["user.status.changed"],
            notification: false,
            payloadVersion: "V2",
            mailboxIds: [],
            _links: {}
          }
        })
        const userId = simulated.table(UserData.users).all()[1]!.id
        assert.strictEqual((yield* users.status.get({ userId })).email?.status, "active")
        yield* users.status.set({ userId }, { status: "away", customStatus: { text: "Lunch" } })
        yield* users.status.set({ userId }, { status: "away" })
        const after = yield* users.status.get({ userId })
        assert.strictEqual(after.email?.status, "away")
        assert.strictEqual(after.email?.source, "api")
        const listed = [...(yield* Stream.runCollect(users.status.listAll()))]
        assert.strictEqual(listed.find((one) => one.userId === userId)?.email?.status, "away")
        assert.lengthOf((yield* users.status.list()).items, listed.length)
        assert.lengthOf([...(yield* Stream.runCollect(users.status.listPages()))], 1)
        yield* users.status.set({ userId }, { status: "active" })
        const deliveries = [...(yield* Stream.runCollect(Stream.take(Deliveries.stream(simulated), 2)))]
        assert.deepStrictEqual(
          deliveries.map(({ body }) => JSON.parse(body).email.status),
          ["away", "active"]
        )
        assert.strictEqual(yield* failure(users.status.get(nobody)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(users.status.set(nobody, { status: "away" })), "HelpScoutNotFound")
      })
    )

    it.effect("replaces the reassignment of conversations", () =>
      Effect.gen(function* () {
        const { conversationReassignment } = yield* Users
        const userId = (yield* account).table(UserData.users).all()[0]!.id
        assert.isFalse((yield* conversationReassignment.get({ userId })).enabled)
        yield* conversationReassignment.update({ userId }, reassignment)
        const { enabled, awayDuration } = yield* conversationReassignment.get({ userId })
        assert.deepStrictEqual({ enabled, awayDuration }, reassignment)
        assert.strictEqual(yield* failure(conversationReassignment.get(nobody)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(conversationReassignment.update(nobody, reassignment)), "HelpScoutNotFound")
      })
    )

    it.effect("lists system users and gets one", () =>
      Effect.gen(function* () {
        const { systemUsers } = yield* Users
        const [agent] = (yield* systemUsers.list()).items
        assert.strictEqual(agent?.type, "system_user")
        assert.notProperty(agent, "email")
        assert.deepStrictEqual(yield* systemUsers.get({ systemUserId: agent!.id }), agent)
        assert.deepStrictEqual([...(yield* Stream.runCollect(systemUsers.listAll()))], [agent])
        assert.lengthOf([...(yield* Stream.runCollect(systemUsers.listPages()))], 1)
        assert.strictEqual(yield* failure(systemUsers.get({ systemUserId: 1 })), "HelpScoutNotFound")
      })
    )
  })

  it.effect("lets a plain user set their own status and nobody else's, and manage nobody", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const simulated = yield* account
      const { id: userId } = yield* users.me()
      const other = simulated.table(UserData.users).all()[0]!.id
      simulated.table(UserData.users).update(userId, (row) => ({ ...row, role: "user" }))
      yield* users.status.set({ userId }, { status: "away" })
      assert.strictEqual(yield* failure(users.status.set({ userId: other }, { status: "away" })), "HelpScoutForbidden")
      assert.strictEqual(yield* failure(users.create(newUser)), "HelpScoutForbidden")
      assert.strictEqual(yield* failure(users.delete({ userId: other })), "HelpScoutForbidden")
    }).pipe(Effect.provide(Layer.provideMerge(Users.layer, simulated({ userId: plainUserId }))))
  )

  it.effect("takes no token of a user who was deleted", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const { id: userId } = yield* users.me()
      ;(yield* account).table(UserData.users).update(userId, (row) => ({ ...row, role: "admin" }))
      yield* users.delete({ userId })
      assert.strictEqual(yield* failure(users.me()), "HelpScoutAuthFailed")
    }).pipe(Effect.provide(Layer.provideMerge(Users.layer, simulated({ userId: plainUserId }))))
  )
})
