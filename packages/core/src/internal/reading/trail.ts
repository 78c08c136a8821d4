/**
 * What a walk through the pages of a list remembers, so that it neither ends by accident (law L7) nor runs forever
 * (law L9). A trail has a fixed size, however long the list is (law L4).
 */
import type * as Page from "../../Page.js"

/** Whether a walk has logged that it skipped items: it does so once. */
export interface Notice {
  isLogged: boolean
}

export interface Trail {
  /** Shared by all pages of a walk. */
  readonly notice: Notice | undefined
  /** Pages read so far. */
  readonly pages: number
  /** Pages without items since the last one with items. */
  readonly empty: number
  /** The items on the first page: the page size of lists that do not contain it. */
  readonly size: number | undefined
  /** The number and the totals that the last page with totals had. */
  readonly number: number | undefined
  readonly totalPages: number | undefined
  /** An earlier page, which moves on after 1, 2, 4, 8, ... pages: a cycle of any length comes back to it. */
  readonly anchor: string
  readonly anchoredAt: number
}

export const start: Trail = {
  notice: undefined,
  pages: 0,
  empty: 0,
  size: undefined,
  number: undefined,
  totalPages: undefined,
  anchor: "",
  anchoredAt: 0
}

/** The trail before a page that is read by its number, from the totals of the first page. */
export const before = (page: number, { size, totalPages }: Page.Totals, notice?: Notice): Trail => ({
  ...start,
  notice,
  pages: page - 1,
  size,
  number: page - 1,
  totalPages
})

/** Whether the pages so far had totals. */
export const hadTotals = ({ totalPages }: Trail): boolean => totalPages !== undefined

/** Pages without items that a walk tolerates in a row. */
export const maxEmptyPages = 20

/** The trail after one more page. */
export const advance = (trail: Trail, url: string, items: number, totals: Page.Totals | undefined): Trail => {
  const pages = trail.pages + 1
  const moves = trail.anchoredAt === 0 || pages >= 2 * trail.anchoredAt
  return {
    notice: trail.notice ?? { isLogged: false },
    pages,
    empty: items === 0 ? trail.empty + 1 : 0,
    size: trail.size ?? (items === 0 ? undefined : items),
    number: totals?.number ?? (trail.number === undefined ? undefined : trail.number + 1),
    totalPages: totals?.totalPages ?? trail.totalPages,
    anchor: moves ? url : trail.anchor,
    anchoredAt: moves ? pages : trail.anchoredAt
  }
}

/** What is wrong with a page that has fewer items than its totals promise. */
export const missingItems = (trail: Trail, items: number, totals: Page.Totals | undefined): string | undefined => {
  const promised = totals === undefined ? 0 : promisedItems(totals, trail)
  return items < promised ? `expected ${promised} items, as the totals of the page promise, found ${items}` : undefined
}

/** Whether the totals say that the last page was read, if there are any. */
export const hasEnded = ({ number, totalPages }: Trail): boolean | undefined =>
  number === undefined || totalPages === undefined ? undefined : number >= totalPages

export const nextIsMissing = ({ number, totalPages }: Trail): string => `is missing on page ${number} of ${totalPages}`

/** The fewest items that a page must have for its totals to be true. */
const promisedItems = (totals: Page.Totals, trail: Trail): number => {
  const { number, totalElements, totalPages } = totals
  if (number === 1 && totalPages === 1) return totalElements
  const size = totals.size ?? (trail.pages === 1 && number < totalPages ? undefined : trail.size)
  // a size that does not fit the other totals says nothing about this page
  const consistent = size !== undefined && size > 0 && Math.ceil(totalElements / size) === totalPages
  if (!consistent) return number <= totalPages && totalElements > 0 && number === 1 ? 1 : 0
  return Math.max(0, Math.min(size, totalElements - (number - 1) * size))
}

/** Why the walk must not go on to a page, if it must not. */
export const stop = (trail: Trail, url: string): string | undefined => {
  if (url === trail.anchor) return "leads back to a page that was read already"
  return trail.empty >= maxEmptyPages ? `follows ${trail.empty} pages without items` : undefined
}
