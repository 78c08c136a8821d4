/** Routes for tags. */
import * as Tags from "@effect-helpscout/resources/Tags"
import * as TagData from "../data/tags.js"
import * as Route from "../Route.js"

const { endpoints } = Tags

export const family = Route.family({
  populate: TagData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, page }) =>
      page(
        account
          .table(TagData.tags)
          .all()
          .map((tag) => TagData.shown(account, tag))
          .sort((a, b) => a.name.localeCompare(b.name))
      )
    ),
    Route.make(endpoints.get, ({ account, args, ok }) => {
      const tag = account.table(TagData.tags).get(args.tagId)
      return ok(tag && TagData.shown(account, tag))
    })
  ]
})
