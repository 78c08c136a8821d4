/** Routes for ratings, which are stored in threads. */
import * as Ratings from "@effect-helpscout/resources/Ratings"
import * as RatingData from "../data/ratings.js"
import * as Route from "../Route.js"

export const family = Route.family({
  routes: [
    Route.make(Ratings.endpoints.get, ({ account, args, ok }) => {
      const rated = RatingData.find(account, args.ratingId)
      return ok(rated && RatingData.shown(account, rated))
    })
  ]
})
