import { assert, describe, it } from "@effect/vitest"
import { endpoints } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, script, type Wire } from "@effect-helpscout/test-support/scripted"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { HelpScoutClient } from "../src/HelpScoutClient.js"
import * as Permissions from "../src/Permissions.js"

const everything = Permissions.Permissions.layer({
  allow: { impacts: ["read", "write", "send", "destroy"], operations: ["*"] }
})
const noCases = { allow: { impacts: ["read"] } } as const

const folder = json({ id: 1, name: "Inbox" })

const write = Effect.flatMap(HelpScoutClient.methods("Folders", endpoints), (folders) =>
  folders.create({ name: "New" })
)
const read = Effect.flatMap(HelpScoutClient.methods("Folders", endpoints), (folders) => folders.get({ folderId: 1 }))
const request = (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE") =>
  HelpScoutClient.request({ method, path: "/v2/folders/1" })

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.match(effect, { onFailure: (error): string => error._tag, onSuccess: () => "success" })

const denied = "HelpScoutPermissionDenied"

/** Runs effects over a client whose layer has the given permissions. */
const results = <E extends { readonly _tag: string }>(
  to: Wire,
  permissions: Layer.Layer<Permissions.Permissions>,
  ...effects: ReadonlyArray<Effect.Effect<unknown, E, HelpScoutClient>>
) => Effect.forEach(effects, tagOf).pipe(Effect.provide(Layer.provide(clientLayer(to), permissions)))

describe("law S7: the layer of a client", () => {
  it.effect("denies writes and custom writes, and allows reads", () =>
    Effect.gen(function* () {
      const to = script(folder, folder)
      const found = yield* results(
        to,
        Permissions.Permissions.readOnly,
        write,
        read,
        request("GET"),
        request("POST"),
        request("PUT"),
        request("PATCH"),
        request("DELETE")
      )
      assert.deepStrictEqual(found, [denied, "success", "success", denied, denied, denied, denied])
      assert.deepStrictEqual(
        to.sent.map(({ method }) => method),
        ["GET", "GET"]
      )
    })
  )

  it.effect("cannot be widened by a layer inside, around an effect or around the program", () =>
    Effect.gen(function* () {
      const to = script(folder)
      for (const permissions of [
        Layer.provide(everything, Permissions.Permissions.readOnly),
        Layer.provide(Permissions.Permissions.readOnly, everything)
      ]) {
        assert.deepStrictEqual(yield* results(to, permissions, write, Effect.provide(write, everything)), [
          denied,
          denied
        ])
      }
      assert.lengthOf(to.sent, 0)
    })
  )

  it.effect("is narrowed by permissions around an effect, and by those beside the client", () =>
    Effect.gen(function* () {
      const to = script(json({}, 201, { "resource-id": "3" }))
      const narrowed = Effect.provide(write, Permissions.Permissions.readOnly)
      assert.deepStrictEqual(yield* results(to, everything, narrowed, write), [denied, "success"])
      const beside = Effect.provide(tagOf(write), Layer.merge(clientLayer(to), Permissions.Permissions.readOnly))
      assert.strictEqual(yield* beside, denied)
      assert.lengthOf(to.sent, 1)
    })
  )

  it.effect("denies custom requests by rules that only an operation or an inbox could pass", () =>
    Effect.gen(function* () {
      const to = script(folder, folder)
      const get = request("GET")
      const under = (rules: Permissions.Rules) => tagOf(Effect.provide(get, Permissions.Permissions.layer(rules)))
      const found = yield* Effect.forEach(
        [
          { deny: { operations: ["tags.*"] } },
          { allow: { operations: ["tags.*"] } },
          { allow: { inboxes: [1] } },
          { deny: { inboxes: [1] } },
          { allow: { operations: ["HelpScoutClient.request"] } },
          { allow: { inboxes: [1] }, anyInbox: ["HelpScoutClient.*"] }
        ],
        under
      ).pipe(Effect.provide(clientLayer(to)))
      assert.deepStrictEqual(found, [denied, denied, denied, denied, "success", "success"])
      assert.lengthOf(to.sent, 2)
    })
  )

  it.effect("applies to the further pages of a list", () =>
    Effect.gen(function* () {
      const first = {
        _embedded: { folders: [{ id: 1 }] },
        _links: { next: { href: "https://api.helpscout.net/v2/folders?page=2" } },
        page: { size: 1, totalElements: 2, totalPages: 2, number: 1 }
      }
      const to = script(json(first))
      const folders = yield* Effect.provide(HelpScoutClient.methods("Folders", endpoints), clientLayer(to))
      const page = yield* folders.list()
      const next = Effect.provide(
        HelpScoutClient.nextPage(page),
        Permissions.Permissions.layer({ deny: { operations: ["folders.list"] } })
      )
      assert.strictEqual(yield* tagOf(next), denied)
      assert.lengthOf(to.sent, 1)
    })
  )

  it.effect("rejects rules that cannot match anything", () =>
    Effect.gen(function* () {
      for (const rules of [
        { deny: { operations: ["conversation"] } },
        { deny: { operations: ["conversations. delete"] } },
        { deny: { inboxes: [0] } },
        { deny: { impacts: ["writes" as "write"] } },
        { deny: { operations: [] } },
        { anyInbox: ["mailboxes"] }
      ]) {
        const exit = yield* Effect.exit(Layer.launch(Permissions.Permissions.layer(rules)))
        assert.strictEqual(exit._tag === "Failure" && exit.cause._tag, "Die", JSON.stringify(rules))
      }
    })
  )
})

describe("unmatched", () => {
  const names = ["Tags.list", "tags.listAll", "conversations.delete", "conversations.threads.createReply"]

  it("returns the patterns that match nothing, each once, and what they could mean", () => {
    for (const [pattern, closest] of [
      ["conversations.delte", "conversations.delete"],
      ["conversation.*", "conversations.*"],
      ["conversations.thread.*", "conversations.threads.*"],
      ["*.delet", "*.delete"],
      ["tags.lists", "Tags.list"],
      ["webhooks.create", undefined]
    ] as const) {
      const found = [{ pattern, closest }]
      assert.deepStrictEqual(Permissions.unmatched({ deny: { operations: [pattern] } }, names), found)
      assert.deepStrictEqual(Permissions.unmatched({ allow: { operations: ["*", pattern] } }, names), found)
      assert.deepStrictEqual(Permissions.unmatched({ anyInbox: [pattern, pattern] }, names), found)
    }
  })

  it("returns nothing for patterns that match, and for rules without patterns", () => {
    for (const pattern of ["*", "tags.*", "TAGS.LIST", "*.delete", "conversations.threads.createReply", "*reply*"]) {
      assert.deepStrictEqual(Permissions.unmatched({ deny: { operations: [pattern] } }, names), [], pattern)
    }
    assert.deepStrictEqual(Permissions.unmatched({ allow: { impacts: ["read"], inboxes: [1] } }, names), [])
    assert.deepStrictEqual(Permissions.unmatched({}, []), [])
  })
})

describe("HELPSCOUT_PERMISSIONS", () => {
  const texts: Readonly<Record<string, Permissions.Rules>> = {
    "read-only": noCases,
    "READ-ONLY": noCases,
    "allow=read,write": { allow: { impacts: ["read", "write"] } },
    "read-only allow=send": noCases,
    "allow=read,conversations.* deny=*.delete,destroy,inbox:7": {
      allow: { impacts: ["read"], operations: ["conversations.*"] },
      deny: { impacts: ["destroy"], operations: ["*.delete"], inboxes: [7] }
    },
    " allow=inbox:12 ; any-inbox=users.*,tags.*;look-up-inboxes": {
      allow: { inboxes: [12] },
      anyInbox: ["users.*", "tags.*"],
      lookUpInboxes: true
    }
  }

  it("is read and written", () => {
    for (const [text, rules] of Object.entries(texts)) {
      assert.deepStrictEqual(Either.getOrThrow(Permissions.parse(text)), rules, text)
      assert.deepStrictEqual(Either.getOrThrow(Permissions.parse(Permissions.format(rules))), rules, text)
    }
  })

  it("names the term that is wrong", () => {
    for (const [text, part] of [
      ["", "no rule"],
      ["readonly", '"readonly" is not a rule'],
      ["deny=", '"deny=" has no items'],
      ["deny=conversation", '"conversation" is not an impact'],
      ["deny=inbox:x", '"inbox:x" must be inbox:'],
      ["deny=inbox:0", '"inbox:0" must be inbox:'],
      ["forbid=read", '"forbid=read" is not a rule'],
      ["any-inbox=read", '"read" is not an impact']
    ] as const) {
      assert.include(Either.getOrElse(Either.flip(Permissions.parse(text)), String), part)
    }
  })

  const under = (value: string | undefined) =>
    Effect.gen(function* () {
      const to = script(json({}, 201, { "resource-id": "3" }))
      const provider = ConfigProvider.fromMap(new Map(value === undefined ? [] : [["HELPSCOUT_PERMISSIONS", value]]))
      const layer = clientLayer(to).pipe(
        Layer.provide(Permissions.Permissions.layerConfig),
        Layer.provide(Layer.setConfigProvider(provider))
      )
      return yield* Effect.either(Effect.provide(tagOf(write), layer))
    })

  it.effect("restricts the client, and a blank or missing variable does not", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* under("read-only"), Either.right(denied))
      for (const blank of [undefined, "", "  "]) assert.deepStrictEqual(yield* under(blank), Either.right("success"))
      const wrong = yield* under("read-onl")
      assert.include(String(Either.isLeft(wrong) && wrong.left), "read-onl")
    })
  )
})
