import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Customers } from "@effect-helpscout/resources/Customers"
import { Webhooks } from "@effect-helpscout/resources/Webhooks"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import * as Movement from "@effect-helpscout/simulator/Movement"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Snapshot from "@effect-helpscout/simulator/Snapshot"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const until = Date.UTC(2026, 0)
const services = Layer.mergeAll(Conversations.layer, Customers.layer, Webhooks.layer)
const layer = Layer.provideMerge(
  services,
  simulatorLayer({ data: { conversations: 60, customers: 12, until }, tokenLife: "90 days" })
)

const run = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.zipRight(TestClock.setTime(until), Effect.provide(effect, layer))

const account = Effect.flatMap(Simulator, (simulator) => simulator.account())
const make = (change: Movement.Change) => Effect.map(account, (to) => change(to, until))
const failure = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

const subscribed = (event: "convo.merged" | "convo.deleted" | "customer.deleted" | "customer.updated") =>
  Effect.flatMap(Webhooks, (webhooks) =>
    webhooks.create({
      url: "https://example.org",
      events: [event, "convo.customer.reply.created"],
      secret: Redacted.make("s3cret")
    })
  )

const deliveries = (count: number) =>
  Effect.flatMap(account, (to) =>
    Effect.map(Stream.runCollect(Stream.take(Deliveries.stream(to), count)), Chunk.toArray)
  )

describe("conversations that are merged", () => {
  it.effect("redirect for 60 days, leave the list, and give their threads to the other one", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const [a, b] = Snapshot.conversations(yield* account)
      const [from, into] = [a!.id, b!.id]
      yield* subscribed("convo.merged")
      yield* make(Movement.merge({ from, into }))

      assert.strictEqual((yield* conversations.get({ conversationId: from })).id, into)
      const { conversation, threads } = yield* conversations.getComplete({ conversationId: into })
      const expected = [...a!._embedded.threads, ...b!._embedded.threads].map(({ id }) => id)
      assert.sameMembers(
        threads.map(({ id }) => id),
        expected as Array<(typeof threads)[number]["id"]>
      )
      assert.strictEqual(conversation.threads, expected.length)
      assert.strictEqual(
        yield* failure(Stream.runDrain(conversations.threads.listAll({ conversationId: from }))),
        "HelpScoutNotFound"
      )
      assert.notInclude(Snapshot.conversationIds(yield* account, { status: "all" }), from)
      assert.strictEqual(Snapshot.merges(yield* account).get(from), into)

      // one event, with all threads; threads that move are not new
      const [delivery] = yield* deliveries(1)
      assert.strictEqual(delivery?.event, "convo.merged")
      const body = JSON.parse(delivery?.body ?? "") as Snapshot.ConversationJson
      assert.strictEqual(body.id, into)
      assert.lengthOf(body._embedded.threads, expected.length)

      yield* TestClock.adjust("60 days")
      assert.strictEqual(yield* failure(conversations.get({ conversationId: from })), "HelpScoutNotFound")
    }).pipe(run)
  )

  it.effect("follow a chain of merges, and a thread belongs to the last conversation", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const [a, b, c] = Snapshot.conversations(yield* account).map(({ id }) => id)
      yield* make(Movement.merge({ from: a!, into: b! }))
      yield* make(Movement.merge({ from: b!, into: c! }))
      assert.strictEqual((yield* conversations.get({ conversationId: a! })).id, c)
      // neither a conversation that was merged, nor itself
      const before = Snapshot.conversations(yield* account)
      yield* make(Movement.all(Movement.merge({ from: a!, into: c! }), Movement.merge({ from: c!, into: c! })))
      assert.deepStrictEqual(Snapshot.conversations(yield* account), before)
    }).pipe(run)
  )
})

describe("customers that are merged or deleted", () => {
  it.effect("a merged customer responds with 404, and the other one has the entries and conversations", () =>
    Effect.gen(function* () {
      const { get } = yield* Customers
      const [into, from] = Snapshot.customers(yield* account).map(({ id }) => id)
      const before = yield* Effect.all([get({ customerId: into! }), get({ customerId: from! })])
      const emails = before.flatMap((customer) => (customer._embedded?.emails ?? []).map(({ value }) => value))
      yield* subscribed("customer.deleted")
      yield* make(Movement.mergeCustomers({ from: from!, into: into! }))

      assert.strictEqual(yield* failure(get({ customerId: from! })), "HelpScoutNotFound")
      const merged = yield* get({ customerId: into! })
      assert.deepStrictEqual(
        merged._embedded?.emails?.map(({ value }) => value),
        emails
      )
      assert.strictEqual(merged.conversationCount, before[0].conversationCount! + before[1].conversationCount!)
      assert.notInclude(JSON.stringify(Snapshot.conversations(yield* account)), String(from))
      assert.deepStrictEqual(
        (yield* deliveries(1)).map(({ event, body }) => [event, JSON.parse(body)]),
        [["customer.deleted", { id: from }]]
      )
    }).pipe(run)
  )

  it.effect("a deleted customer responds with 404, and nothing of the conversations is left", () =>
    Effect.gen(function* () {
      const { get } = yield* Customers
      const conversations = yield* Conversations
      const all = Snapshot.conversations(yield* account)
      const customer = Snapshot.customers(yield* account).find(({ conversationCount }) => conversationCount !== 0)!
      const theirs = all.filter(({ primaryCustomer }) => (primaryCustomer as Snapshot.Json).id === customer.id)
      // what was merged goes with the conversation that has the threads
      yield* subscribed("customer.deleted")
      yield* make(Movement.eraseCustomers(customer.id))
      assert.strictEqual(yield* failure(get({ customerId: customer.id })), "HelpScoutNotFound")
      for (const { id } of theirs) {
        assert.strictEqual(yield* failure(conversations.get({ conversationId: id })), "HelpScoutNotFound")
      }
      assert.strictEqual(Snapshot.conversations(yield* account).length, all.length - theirs.length)
      const email = (customer._embedded as { readonly emails: ReadonlyArray<{ readonly value: string }> }).emails[0]
        ?.value
      assert.notInclude(JSON.stringify(Snapshot.conversations(yield* account)), email ?? "none")
    }).pipe(run)
  )
})

describe("random changes", () => {
  /** The state after 60 changes. */
  const changed = (options: Movement.RandomOptions) =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const conversations = yield* Conversations
      yield* simulator.setChanges(Movement.random(options))
      const [first] = Snapshot.conversations(yield* account)
      yield* Effect.replicateEffect(Effect.either(conversations.get({ conversationId: first!.id })), 60)
      const to = yield* account
      return {
        conversations: Snapshot.conversations(to),
        customers: Snapshot.customers(to),
        merges: Snapshot.merges(to)
      }
    }).pipe(run)

  it.effect("are the same for the same seed", () =>
    Effect.gen(function* () {
      const [one, same, other] = [yield* changed({ seed: 1 }), yield* changed({ seed: 1 }), yield* changed({ seed: 2 })]
      assert.deepStrictEqual(one, same)
      assert.notDeepEqual(one, other)
    })
  )

  it.effect("each kind changes the account, and nothing else happens", () =>
    Effect.gen(function* () {
      const rest = yield* changed({ count: 0 })
      for (const kind of Movement.kinds) {
        const after = yield* changed({ kinds: [kind] })
        assert.notDeepEqual(after, rest, kind)
        if (kind === "reply") assert.isTrue(after.conversations.every(({ threads }) => (threads as number) <= 100))
      }
    })
  )

  it.effect("keep the account readable: every read of it decodes", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      // the layer verifies each response
      yield* simulator.setChanges(Movement.random({ seed: 3, count: 5 }))
      const conversations = yield* Conversations
      yield* Stream.runDrain(conversations.listAll({ status: "all", embed: "threads" }, { order: "stable" }))
      yield* Stream.runDrain((yield* Customers).listAll({}, { order: "stable" }))
    }).pipe(run)
  )
})
