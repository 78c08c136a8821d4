// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { TagId } from "@effect-helpscout/resources/Ids"
import type { Service, Tag } from "@effect-helpscout/resources/Tags"
import type * as Effect from "effect/Effect"
import { expectTypeOf } from "vitest"

declare const tags: Service

expectTypeOf(tags.get).toEqualTypeOf<(args: { readonly tagId: TagId }) => Effect.Effect<Tag, HelpScoutError>>()

// @ts-expect-error tags are created by tagging conversations
tags.create({ name: "vip" })
