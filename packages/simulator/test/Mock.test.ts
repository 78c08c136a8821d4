import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { NotFound } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Reports } from "@effect-helpscout/resources/Reports"
import * as Mock from "@effect-helpscout/simulator/Mock"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

const conversations = Mock.make(Conversations, {
  delete: () => Effect.void,
  get: ({ conversationId }) => new NotFound({ operation: `get ${conversationId}` }),
  threads: { createNote: (_, { text }) => Effect.succeed(text.length) }
})

const defectOf = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.map(Effect.sandbox(effect).pipe(Effect.flip), (cause) => Cause.pretty(cause))

const names = (member: string) => new RegExp(`Mock: ${member.replaceAll(".", "\\.")} was used`)

describe("Mock", () => {
  it.effect("has the given members, including those in groups", () =>
    Effect.gen(function* () {
      yield* conversations.delete({ conversationId: 1 })
      assert.strictEqual((yield* Effect.flip(conversations.get({ conversationId: 7 }))).operation, "get 7")
      assert.strictEqual(yield* conversations.threads.createNote({ conversationId: 1 }, { text: "four" }), 4)
    })
  )

  it.effect("dies when a method that was not given is used, and names it", () =>
    Effect.gen(function* () {
      const { threads } = conversations
      assert.match(yield* defectOf(conversations.list()), names("Conversations.list"))
      assert.match(
        yield* defectOf(threads.createReply({ conversationId: 1 }, { customer: { id: 1 }, text: "x" })),
        names("Conversations.threads.createReply")
      )
    })
  )

  it.effect("dies when a stream that was not given is run", () =>
    Effect.gen(function* () {
      const all = conversations.listAll().pipe(Stream.map(({ id }) => id))
      assert.match(yield* defectOf(Stream.runCollect(all)), names("Conversations.listAll"))
    })
  )

  it.effect("dies when a group that was not given is used, and names the full path", () =>
    Effect.gen(function* () {
      assert.match(
        yield* defectOf(conversations.tags.update({ conversationId: 1 }, { tags: [] })),
        names("Conversations.tags.update")
      )
      const reports = Mock.make(Reports, {})
      assert.match(
        yield* defectOf(Effect.suspend(() => reports.user.getOverallReport({} as never))),
        names("Reports.user.getOverallReport")
      )
    })
  )

  it.effect("dies when an Effect or Stream that was not given is used", () =>
    Effect.gen(function* () {
      const auth = Mock.make(Auth, { tokens: Stream.empty })
      assert.strictEqual(yield* Stream.runCount(auth.tokens), 0)
      assert.match(yield* defectOf(auth.token), names("Auth.token"))
      assert.match(
        yield* defectOf(
          Effect.gen(function* () {
            return yield* auth.token
          })
        ),
        names("Auth.token")
      )
      assert.match(yield* defectOf(Stream.runDrain(auth.events)), names("Auth.events"))
    })
  )

  it.effect("does not die for a call that is never run", () =>
    Effect.sync(() => {
      void conversations.list()
      void conversations.threads.listAll({ conversationId: 1 })
    })
  )

  it.effect("is provided in place of the service's own layer, and can be awaited", () =>
    Effect.gen(function* () {
      const service = yield* Effect.promise(() =>
        Effect.runPromise(Effect.provide(Conversations, Mock.layer(Conversations, { delete: () => Effect.void })))
      )
      yield* service.delete({ conversationId: 1 })
    })
  )

  it("accepts only members of the service, with their own types", () => {
    Mock.layer(Conversations, {
      // @ts-expect-error not a method of the service
      remove: () => Effect.void
    })
    Mock.layer(Conversations, {
      threads: {
        // @ts-expect-error the method returns an id
        createNote: () => Effect.succeed("text")
      }
    })
    Mock.layer(Conversations, {
      // @ts-expect-error only a HelpScoutError can occur in a program
      // @effect-diagnostics-next-line missingEffectError:off
      delete: () => Effect.fail("boom")
    })
  })
})
