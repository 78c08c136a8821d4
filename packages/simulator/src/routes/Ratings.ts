/**
 * How the simulator answers for ratings: those that stand in threads.
 *
 * @since 0.1.0
 */
import * as Ratings from "@effect-helpscout/resources/Ratings"
import * as RatingData from "../data/ratings.js"
import * as Route from "../Route.js"

/**
 * The route for ratings.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  routes: [
    Route.make(Ratings.endpoints.get, ({ account, args, ok }) => {
      const rated = RatingData.find(account, args.ratingId)
      return ok(rated && RatingData.shown(account, rated))
    })
  ]
})
