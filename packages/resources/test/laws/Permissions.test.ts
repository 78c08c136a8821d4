import { assert, describe, it } from "@effect/vitest"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutError, PermissionDenied } from "@effect-helpscout/core/HelpScoutError"
import { Permissions, type Rules, unmatched } from "@effect-helpscout/core/Permissions"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Arbitrary from "effect/Arbitrary"
import * as Chunk from "effect/Chunk"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Stream from "effect/Stream"

const isValid = (schema: Schema.Schema.Any, value: unknown): boolean =>
  Either.isRight(Schema.encodeUnknownEither(schema as Schema.Schema<unknown>)(value))

const sampleOf = (schema: Schema.Schema.Any, seed: number): unknown =>
  FastCheck.sample(Arbitrary.make(schema as Schema.Schema<unknown>), { seed, numRuns: 1 })[0]

/** A valid call of each method, made from its schemas. */
const inputOf = ({ description, kind }: Endpoint.Any, seed: number): ReadonlyArray<unknown> => {
  const { list, params, payload, query } = description
  const args = {
    ...(query === undefined || isValid(query, {}) ? {} : (sampleOf(query, seed) as object)),
    ...Object.fromEntries(Object.entries(params).map(([name, schema]) => [name, sampleOf(schema, seed)]))
  }
  const takesArgs = Object.keys(params).length > 0 || query !== undefined || list !== undefined
  return [...(takesArgs || kind === "Bytes" ? [args] : []), ...(payload === undefined ? [] : [sampleOf(payload, seed)])]
}

const nameOf = ({ group, name }: Catalogue.Method): string => `${group}.${name}`

const methodOf = (helpScout: object, method: Catalogue.Method) =>
  nameOf(method)
    .split(".")
    .reduce<unknown>((service, key) => Reflect.get(service as object, key), helpScout) as (
    ...input: ReadonlyArray<unknown>
  ) => Effect.Effect<unknown, { readonly _tag: string }> | Stream.Stream<unknown, { readonly _tag: string }>

const program = Effect.gen(function* () {
  const helpScout = yield* HelpScout
  const simulator = yield* Simulator.Simulator
  /** Calls a method, and returns how it ended and how many requests reached the simulator. */
  const run = (method: Catalogue.Method, input: ReadonlyArray<unknown>) =>
    Effect.gen(function* () {
      const before = yield* simulator.requests
      const made = methodOf(helpScout, method)(...input)
      const effect = Effect.isEffect(made) ? made : Stream.runHead(made)
      const tag = yield* Effect.match(effect, { onFailure: (error) => error._tag, onSuccess: () => "success" })
      return { tag, requests: (yield* simulator.requests).length - before.length }
    })
  /** The first sample that is valid: the schema of a query does not know that a list must not have an item with a comma. */
  const inputs = new Map<Catalogue.Method, ReadonlyArray<unknown>>()
  for (const method of Catalogue.methods) {
    for (let seed = 1; seed < 50 && !inputs.has(method); seed += 1) {
      const input = inputOf(method.endpoint, seed)
      if ((yield* run(method, input)).requests > 0) inputs.set(method, input)
    }
  }
  const call = (method: Catalogue.Method, rules: Rules) =>
    Effect.provide(run(method, inputs.get(method) ?? []), Permissions.layer(rules))
  return { call, helpScout, inputs, run, simulator }
})
const layer = (rules?: Rules) =>
  HelpScout.layer.pipe(
    Layer.provideMerge(simulated({ verifyResponses: false, data: { conversations: 10 } })),
    Layer.provide(rules === undefined ? Layer.empty : Permissions.layer(rules))
  )

const impacts = ["read", "write", "send", "destroy"] as const
const impactsOf = ({ endpoint: { description } }: Catalogue.Method): ReadonlyArray<Endpoint.Impact> => [
  description.impact,
  ...description.impactCases.map(({ impact }) => impact)
]
const others = (method: Catalogue.Method) => impacts.filter((impact) => !impactsOf(method).includes(impact))

/** One denial and one permission of each kind, made for an operation. */
const kinds: Readonly<
  Record<string, (method: Catalogue.Method) => { readonly denies: Rules; readonly allows?: Rules }>
> = {
  "its name": (method) => ({
    denies: { deny: { operations: [nameOf(method)] } },
    allows: { allow: { operations: [nameOf(method)] } }
  }),
  "its group": ({ group }) => ({
    denies: { deny: { operations: [`${group}.*`] } },
    allows: { allow: { operations: [`${group}.*`] } }
  }),
  "its name in any group": ({ name }) => ({
    denies: { deny: { operations: [`*.${name.toUpperCase()}`] } },
    allows: { allow: { operations: [`*.${name}`] } }
  }),
  "another name": (method) => ({
    denies: { allow: { operations: ["other.operation"] } },
    allows: { deny: { operations: ["other.operation", `${nameOf(method)}2`] } }
  }),
  "its impact": (method) => ({
    denies: { deny: { impacts: impactsOf(method) } },
    allows: { allow: { impacts: impactsOf(method) } }
  }),
  "other impacts": (method) => ({
    denies: { allow: { impacts: others(method) } },
    allows: { deny: { impacts: others(method) } }
  }),
  "another inbox": () => ({
    denies: { allow: { inboxes: [9_007_199_254_740_991] } }
  }),
  "a denial beside a permission": (method) => ({
    denies: { allow: { operations: [nameOf(method)], impacts: impactsOf(method) }, deny: { operations: ["*"] } },
    allows: { allow: { operations: ["*"], impacts } }
  })
}

/** Every text that differs from a name by one letter: removed, doubled, replaced, or exchanged with the next one. */
const misspelled = (name: string): ReadonlyArray<string> =>
  [...name].flatMap((letter, index) => {
    if (letter === ".") return []
    const [before, after] = [name.slice(0, index), name.slice(index + 1)]
    return [
      before + after,
      before + letter + letter + after,
      `${before}x${after}`,
      ...(after === "" || after.startsWith(".") ? [] : [before + after[0] + letter + after.slice(1)])
    ]
  })

describe("law S7: patterns that match no operation", () => {
  const deny = (pattern: string): Rules => ({ deny: { operations: [pattern] } })
  const isName = (text: string) => Catalogue.operations.some((name) => name.toLowerCase() === text.toLowerCase())

  it("are none of the names, their groups and their methods", () => {
    assert.include(Catalogue.operations, "HelpScoutClient.request")
    for (const name of Catalogue.operations) {
      const words = name.split(".")
      const patterns = [
        name,
        name.toUpperCase(),
        `${words[0]}.*`,
        `${words.slice(0, -1).join(".")}.*`,
        `*.${words.at(-1)}`
      ]
      for (const pattern of patterns)
        assert.deepStrictEqual(unmatched(deny(pattern), Catalogue.operations), [], pattern)
    }
  })

  it("are all names with one wrong letter, and what they could mean is a name that is as close", () => {
    let count = 0
    for (const name of Catalogue.calls.map(nameOf)) {
      const patterns = new Set(misspelled(name).filter((pattern) => !isName(pattern)))
      const found = unmatched({ deny: { operations: [...patterns] } }, Catalogue.operations)
      assert.deepStrictEqual(
        found.map(({ pattern }) => pattern),
        [...patterns]
      )
      for (const { closest = "", pattern } of found) {
        assert.include(Catalogue.operations, closest, pattern)
        assert.isAtMost(Math.abs(closest.length - pattern.length), 2, pattern)
      }
      count += found.length
    }
    assert.isAbove(count, 9_000)
  })
})

describe("law S7: permissions over the whole catalogue", () => {
  it.effect(
    "deny each method by each kind of rule before anything is sent, and allow it by the opposite",
    () =>
      Effect.gen(function* () {
        const { call, inputs } = yield* program
        // without permissions, all of them send
        assert.sameMembers([...inputs.keys()].map(nameOf), Catalogue.methods.map(nameOf))
        for (const method of Catalogue.methods) {
          for (const [kind, rulesFor] of Object.entries(kinds)) {
            const { allows, denies } = rulesFor(method)
            const name = `${nameOf(method)} by ${kind}`
            assert.deepStrictEqual(yield* call(method, denies), { tag: "HelpScoutPermissionDenied", requests: 0 }, name)
            if (allows === undefined) continue
            const { requests, tag } = yield* call(method, allows)
            assert.isAtLeast(requests, 1, `${name}: ${tag}`)
          }
        }
      }).pipe(Effect.provide(layer())),
    120_000
  )

  it.effect("of a read-only client deny every write, whatever the program provides", () =>
    Effect.gen(function* () {
      const helpScout = yield* HelpScout
      const simulator = yield* Simulator.Simulator
      let denied = 0
      for (const { endpoint, ...method } of Catalogue.methods) {
        if (endpoint.description.impact === "read") continue
        for (let seed = 1; seed < 50; seed += 1) {
          const made = methodOf(helpScout, { endpoint, ...method })(...inputOf(endpoint, seed))
          const widened = Effect.isEffect(made) ? Effect.provide(made, Permissions.layer({ allow: { impacts } })) : made
          const tag = yield* Effect.match(widened as Effect.Effect<unknown, { readonly _tag: string }>, {
            onFailure: (error) => error._tag,
            onSuccess: () => "success"
          })
          if (tag === "HelpScoutInputInvalid") continue
          assert.strictEqual(tag, "HelpScoutPermissionDenied", `${method.group}.${method.name}`)
          denied += 1
          break
        }
      }
      assert.strictEqual(
        denied,
        Catalogue.methods.filter(({ endpoint }) => endpoint.description.method !== "GET").length
      )
      assert.lengthOf(yield* simulator.requests, 0)
      // control: a read is sent
      yield* helpScout.tags.list()
      assert.lengthOf(yield* simulator.requests, 1)
    }).pipe(Effect.provide(layer({ allow: { impacts: ["read"] } })))
  )
})

describe("the impact of a call", () => {
  it("is read for each GET, and never read for a write", () => {
    for (const { impact, impactCases, method, name } of Catalogue.entries) {
      assert.strictEqual(impact === "read", method === "GET", name)
      for (const one of impactCases) assert.notInclude(["read"], one.impact)
    }
  })

  const withoutSend: Rules = { allow: { impacts: ["read", "write"] } }

  it.effect("law S7: depends on the payload where a draft or an import reaches no customer", () =>
    Effect.gen(function* () {
      const { conversations, customers, users } = yield* HelpScout
      const simulator = yield* Simulator.Simulator
      const { conversationId, email, mailboxId } = yield* firstConversation
      const reply = { text: "Hi", customer: { email } }
      yield* conversations.threads.createReply({ conversationId }, { ...reply, draft: true })
      yield* conversations.threads.createReply({ conversationId }, { ...reply, imported: true })
      yield* conversations.threads.createNote({ conversationId }, { text: "Hi" })
      yield* conversations.update({ conversationId }, ConversationUpdate.status("closed"))
      yield* simulator.clear
      const create = {
        subject: "Hi",
        customer: { email },
        mailboxId,
        type: "email",
        status: "active",
        threads: [{ type: "reply", ...reply }]
      } as const
      for (const send of [
        conversations.threads.createReply({ conversationId }, reply),
        conversations.threads.createReply({ conversationId }, { ...reply, draft: false }),
        conversations.update({ conversationId }, ConversationUpdate.publishDraft),
        conversations.create(create),
        users.create({ firstName: "A", lastName: "B", email: "a@b.example", role: "user" })
      ]) {
        const error = yield* Effect.flip(send)
        assert.deepInclude(error, { _tag: "HelpScoutPermissionDenied", impact: "send", by: "impact" })
      }
      assert.lengthOf(yield* simulator.requests, 0)
      yield* conversations.create({ ...create, imported: true })
      assert.strictEqual(yield* failure(customers.delete({ customerId: 1 })), "HelpScoutPermissionDenied")
    }).pipe(Effect.provide(layer(withoutSend)))
  )
})

const firstConversation = Effect.gen(function* () {
  const { conversations } = yield* HelpScout
  const found = (yield* conversations.list({ status: "all" })).items[0]
  return {
    conversationId: found?.id ?? 0,
    mailboxId: found?.mailboxId ?? 0,
    email: found?.primaryCustomer?.email ?? "a@example.org"
  }
})

describe("law S7: inboxes", () => {
  const denied = <A, R>(effect: Effect.Effect<A, HelpScoutError, R>, by: PermissionDenied["by"]) =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      yield* simulator.clear
      const error = yield* Effect.flip(effect)
      assert.deepInclude(error, { _tag: "HelpScoutPermissionDenied", by })
      return yield* simulator.requests
    })

  it.effect("are checked in the path, the query and the payload", () =>
    Effect.gen(function* () {
      const { conversations, customers, mailboxes, reports, webhooks } = yield* HelpScout
      const inboxes = (yield* mailboxes.list()).items.map(({ id }) => id)
      const [mine = 0, other = 0] = inboxes
      const restricted = Effect.provide(Permissions.layer({ allow: { inboxes: [mine] } }))
      yield* restricted(mailboxes.get({ mailboxId: mine }))
      yield* restricted(mailboxes.folders.list({ mailboxId: mine }))
      yield* restricted(conversations.list({ mailbox: mine }))
      yield* restricted(customers.list({ mailbox: mine }))
      const webhook = {
        url: "https://example.org",
        events: ["convo.created"],
        secret: Redacted.make("s3cret")
      } as const
      yield* restricted(webhooks.create({ ...webhook, mailboxIds: [mine] }))
      const dates = { start: DateTime.unsafeMake("2026-01-01"), end: DateTime.unsafeMake("2026-02-01") }
      for (const [effect, by] of [
        [mailboxes.get({ mailboxId: other }), "inbox"],
        [mailboxes.folders.list({ mailboxId: other }), "inbox"],
        [conversations.list({ mailbox: other }), "inbox"],
        [conversations.list({ mailbox: [mine, other] }), "inbox"],
        [conversations.list({}), "inboxUnknown"],
        [customers.list({ mailbox: other }), "inbox"],
        [reports.company.getOverallReport({ ...dates, mailboxes: [mine, other] }), "inbox"],
        [webhooks.create({ ...webhook, mailboxIds: [mine, other] }), "inbox"],
        [webhooks.create(webhook), "inboxUnknown"],
        [webhooks.delete({ webhookId: 1 }), "inboxUnknown"],
        [mailboxes.list(), "inboxUnknown"],
        [conversations.get({ conversationId: 1 }), "inboxUnknown"]
      ] as const) {
        assert.lengthOf(yield* denied(restricted(effect as Effect.Effect<unknown, HelpScoutError>), by), 0)
      }
      // a denied inbox, and inboxes that nothing names
      const withoutOther = Effect.provide(
        Permissions.layer({ deny: { inboxes: [other] }, anyInbox: ["mailboxes.list"] })
      )
      yield* withoutOther(conversations.list({ mailbox: mine }))
      yield* withoutOther(mailboxes.list())
      assert.lengthOf(yield* denied(withoutOther(conversations.list({ mailbox: other })), "inbox"), 0)
      assert.lengthOf(yield* denied(withoutOther(conversations.list()), "inboxUnknown"), 0)
    }).pipe(Effect.provide(layer()))
  )

  it.effect("of conversations are looked up on request, with one read, and the denied call is not sent", () =>
    Effect.gen(function* () {
      const { conversations, mailboxes } = yield* HelpScout
      const simulator = yield* Simulator.Simulator
      const inboxes = (yield* mailboxes.list()).items.map(({ id }) => id)
      const all = yield* Stream.runCollect(conversations.listAll({ status: "all" }))
      const [mine = 0, other = 0] = inboxes
      const inMine = Chunk.toReadonlyArray(all).find(({ mailboxId }) => mailboxId === mine)?.id ?? 0
      const inOther = Chunk.toReadonlyArray(all).find(({ mailboxId }) => mailboxId === other)?.id ?? 0
      const restricted = Effect.provide(Permissions.layer({ allow: { inboxes: [mine] }, lookUpInboxes: true }))
      yield* simulator.clear
      yield* restricted(conversations.threads.createNote({ conversationId: inMine }, { text: "Hi" }))
      assert.deepStrictEqual(
        (yield* simulator.requests).map(({ method, path }) => `${method} ${path}`),
        [`GET /v2/conversations/${inMine}`, `POST /v2/conversations/${inMine}/notes`]
      )
      const lookups = yield* denied(
        restricted(conversations.threads.createNote({ conversationId: inOther }, { text: "Hi" })),
        "inbox"
      )
      assert.deepStrictEqual(
        lookups.map(({ method, path }) => `${method} ${path}`),
        [`GET /v2/conversations/${inOther}`]
      )
      // moved to an inbox that is not allowed
      assert.lengthOf(
        yield* denied(
          restricted(conversations.update({ conversationId: inMine }, ConversationUpdate.moveTo(other))),
          "inbox"
        ),
        0
      )
    }).pipe(Effect.provide(layer()))
  )

  it("are found under every name that the schemas give them", () => {
    const found = new Set<string>()
    const visit = (ast: SchemaAST.AST, name: string, seen: ReadonlySet<SchemaAST.AST>): void => {
      if (seen.has(ast)) return
      const below = new Set([...seen, ast])
      const identifier = SchemaAST.getIdentifierAnnotation(ast)
      if (identifier._tag === "Some" && identifier.value === "MailboxId") found.add(name)
      switch (ast._tag) {
        case "TypeLiteral":
          for (const property of ast.propertySignatures) {
            visit(
              property.type,
              property.name === "id" || property.name === "value" ? name : String(property.name),
              below
            )
          }
          return
        case "Union":
          for (const member of ast.types) visit(member, name, below)
          return
        case "TupleType":
          for (const { type } of [...ast.elements, ...ast.rest]) visit(type, name, below)
          return
        case "Refinement":
          visit(ast.from, name, below)
          return
        case "Transformation":
          visit(ast.from, name, below)
          visit(ast.to, name, below)
          return
        case "Suspend":
          visit(ast.f(), name, below)
      }
    }
    for (const { endpoint } of Catalogue.calls) {
      const { params, payload, query } = endpoint.description
      for (const [name, schema] of Object.entries(params)) visit(schema.ast, name, new Set())
      for (const schema of [payload, query]) if (schema !== undefined) visit(schema.ast, "(payload)", new Set())
    }
    // `(payload)` is the value of the patch that moves a conversation
    assert.deepStrictEqual([...found].sort(), ["(payload)", "mailbox", "mailboxId", "mailboxIds", "mailboxes"])
  })
})

describe("law S7: names of one request are one operation", () => {
  it.effect("so that its streams and its second name are denied with it", () =>
    Effect.gen(function* () {
      const { conversations, customers, tags } = yield* HelpScout
      const simulator = yield* Simulator.Simulator
      for (const effect of [
        Stream.runDrain(tags.listAll()),
        Stream.runDrain(tags.listPages()),
        customers.deleteAsync({ customerId: 1 }),
        conversations.threads.getOriginalSourceRfc822({ conversationId: 1, threadId: 1 })
      ]) {
        assert.strictEqual(
          yield* failure(effect as Effect.Effect<unknown, HelpScoutError>),
          "HelpScoutPermissionDenied"
        )
      }
      assert.lengthOf(yield* simulator.requests, 0)
    }).pipe(
      Effect.provide(layer({ deny: { operations: ["tags.list", "customers.delete", "conversations.threads.get"] } }))
    )
  )
})
