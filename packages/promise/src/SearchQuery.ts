/**
 * Help Scout's search language as functions: `SearchQuery.and(SearchQuery.tag("vip"), SearchQuery.createdAt.since(date))`.
 */
import * as core from "@effect-helpscout/resources/SearchQuery"
import { toBuilder } from "./internal/builder.js"
import type { SearchQueryBuilder } from "./Resources.js"

/** A condition of Help Scout's search language. */
export interface SearchQuery {
  readonly _tag: "Match" | "And" | "Or" | "Not"
}

/** A moment that Help Scout computes when it receives the query. `SearchQuery.ago` and `SearchQuery.startOf` make it. */
export interface RelativeMoment {
  readonly ago: unknown
}

/** Makes conditions of Help Scout's search language. Values are escaped. */
export const SearchQuery = toBuilder<SearchQueryBuilder>(core)
