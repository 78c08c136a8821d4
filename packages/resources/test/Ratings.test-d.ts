// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { RatingId } from "@effect-helpscout/resources/Ids"
import type { Rating, Service } from "@effect-helpscout/resources/Ratings"
import type * as Effect from "effect/Effect"
import { expectTypeOf } from "vitest"

declare const ratings: Service

expectTypeOf(ratings.get).toEqualTypeOf<
  (args: { readonly ratingId: RatingId }) => Effect.Effect<Rating, HelpScoutError>
>()

// @ts-expect-error ratings cannot be listed
ratings.list()
