/**
 * The figures of the report about Docs. A simulated account has none: they are numbers of its seed.
 *
 * @since 0.1.0
 */
import type { Account } from "../../Account.js"
import type { Span } from "./facts.js"
import * as Figures from "./figures.js"

interface DocsOptions {
  readonly now: Span
  readonly before: Span | undefined
  readonly sites: string | ReadonlyArray<string> | undefined
}

/** The same for the same question. @since 0.1.0 @category testing */
export const overall = (account: Account, { now, before, sites }: DocsOptions) => {
  const ids = (typeof sites === "string" ? [sites] : sites) ?? [account.seed.fork("docs").hex(24)]
  const statistics = (span: Span) => {
    const seed = account.seed.fork(`docs/${ids.join()}/${span.start}/${span.end}`)
    const [found, failed, mailed] = [seed.int(50, 400), seed.int(1, 50), seed.int(1, 50)]
    const visitors = found + failed + mailed
    const browsed = seed.int(0, visitors)
    return {
      visitors,
      browseAction: browsed,
      searchAction: visitors - browsed,
      sentAnEmailResult: mailed,
      foundAnAnswerResult: found,
      failedResult: failed,
      docsViewedPerVisit: seed.int(10, 30) / 10
    }
  }
  const [current, previous] = [statistics(now), before && statistics(before)]
  const seed = account.seed.fork("docs/articles")
  const article = (name: string) => ({
    id: seed.hex(24),
    name,
    count: seed.int(1, 99),
    siteId: ids[0],
    collectionId: seed.hex(24)
  })
  const category = (name: string) => ({
    id: seed.hex(24),
    name,
    count: seed.int(1, 99),
    siteId: ids[0],
    articles: seed.int(1, 20)
  })
  return {
    current,
    ...(previous && { previous, deltas: Figures.deltas(Object.keys(current), current, previous) }),
    popularSearches: [{ id: "refund", count: 12, results: 3 }],
    failedSearches: [{ id: "Kündigung", count: 4 }],
    topArticles: ["Getting started", "Größen & Maße"].map(article),
    topCategories: ["Billing"].map(category)
  }
}
