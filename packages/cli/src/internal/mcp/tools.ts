/** All tools: common work in thirteen, and the whole catalogue in three. */
import { everything } from "./catalogueTools.js"
import { reading } from "./readingTools.js"
import type { Settings } from "./settings.js"
import type { Tool } from "./tool.js"
import { writing } from "./writingTools.js"

export type { Tool }

/** All tools, whatever is allowed. At most twenty: models choose poorly among many. */
export const all = (settings: Settings): ReadonlyArray<Tool> => [
  ...reading(settings),
  ...writing(settings),
  ...everything(settings)
]

/** The tools that can work with these permissions. */
export const offered = (settings: Settings): ReadonlyArray<Tool> =>
  all(settings).filter(({ needs }) => needs === "read" || (settings.allow ?? []).some((impact) => impact === needs))
