/** Permissions as text: patterns of operations, and the value of `HELPSCOUT_PERMISSIONS`. */
import * as Either from "effect/Either"
import type { Impact } from "../../Endpoint.js"
import type { Rules, Selection, Unmatched } from "../../Permissions.js"

const impacts: ReadonlySet<string> = new Set<Impact>(["read", "write", "send", "destroy"])
const isImpact = (text: string): text is Impact => impacts.has(text)

// a name that is neither a pattern nor of a group, such as `conversation`, is more likely a mistake than an operation
const isPattern = (text: string): boolean =>
  /^[\w*]+(?:\.[\w*]+)*$/.test(text) && (text.includes(".") || text.includes("*"))
const isInboxId = (id: number): boolean => Number.isSafeInteger(id) && id >= 1

const expressions = new Map<string, RegExp>()

const expressionOf = (pattern: string): RegExp => {
  const known = expressions.get(pattern)
  if (known !== undefined) return known
  const source = pattern.split("*").map((part) => part.replaceAll(".", "\\."))
  const made = new RegExp(`^${source.join(".*")}$`, "i")
  expressions.set(pattern, made)
  return made
}

export const matches = (pattern: string, operation: string): boolean =>
  isPattern(pattern) && expressionOf(pattern).test(operation)

const patternMistake = (pattern: string): string | undefined =>
  isPattern(pattern)
    ? undefined
    : `"${pattern}" is not an impact (read, write, send, destroy), a pattern of operations such as conversations.* or *.delete, or an inbox such as inbox:12`

const first = <A>(
  items: ReadonlyArray<A> | undefined,
  mistake: (item: A) => string | undefined
): string | undefined => {
  if (items?.length === 0) return "a list of rules is empty: leave it out to allow everything, or deny *"
  for (const item of items ?? []) {
    const found = mistake(item)
    if (found !== undefined) return found
  }
  return undefined
}

const selectionMistake = (selection: Selection = {}): string | undefined =>
  first(selection.operations, patternMistake) ??
  first(selection.impacts, (impact) => (isImpact(impact) ? undefined : patternMistake(String(impact)))) ??
  first(selection.inboxes, (id) =>
    isInboxId(id) ? undefined : `${id} is not the id of an inbox: it must be a positive integer`
  )

/** Returns the first item that cannot match anything. */
export const mistakeIn = (rules: Rules): string | undefined =>
  selectionMistake(rules.allow) ?? selectionMistake(rules.deny) ?? first(rules.anyInbox, patternMistake)

// ---------------------------------------------------------------------------------------------------------------
// patterns that match nothing
// ---------------------------------------------------------------------------------------------------------------

/** The number of letters to insert, remove or replace, or `limit` if they are as many or more. */
const distance = (one: string, other: string, limit: number): number => {
  if (Math.abs(one.length - other.length) >= limit) return limit
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= other.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      const found = Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      current.push(found)
      least = Math.min(least, found)
    }
    if (least >= limit) return limit
    previous = current
  }
  return Math.min(previous[other.length] ?? 0, limit)
}

/** The names, and patterns of their groups and methods: `conversations.threads.*`, `*.delete`. */
const candidatesOf = (names: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(
    names.flatMap((name) => {
      const words = name.split(".")
      const groups = words.slice(1).map((_, index) => `${words.slice(0, index + 1).join(".")}.*`)
      return [name, ...groups, `*.${words.at(-1)}`]
    })
  )
]

const closestTo = (pattern: string, candidates: ReadonlyArray<string>): string | undefined => {
  const written = pattern.toLowerCase()
  let best: string | undefined
  // a name of which a third differs is another name
  let least = Math.max(2, Math.floor(pattern.length / 3)) + 1
  for (const candidate of candidates) {
    if (candidate.includes("*") !== pattern.includes("*")) continue
    const found = distance(written, candidate.toLowerCase(), least)
    if (found < least) [best, least] = [candidate, found]
  }
  return best
}

export const unmatched = (rules: Rules, names: ReadonlyArray<string>): ReadonlyArray<Unmatched> => {
  const patterns = [
    ...(rules.allow?.operations ?? []),
    ...(rules.deny?.operations ?? []),
    ...(rules.anyInbox ?? [])
  ].filter((pattern) => !names.some((name) => matches(pattern, name)))
  if (patterns.length === 0) return []
  const candidates = candidatesOf(names)
  return [...new Set(patterns)].map((pattern) => ({ pattern, closest: closestTo(pattern, candidates) }))
}

// ---------------------------------------------------------------------------------------------------------------
// text
// ---------------------------------------------------------------------------------------------------------------

interface Collected {
  readonly operations: Array<string>
  readonly impacts: Array<Impact>
  readonly inboxes: Array<number>
}

const collect = (collected: Collected, item: string): string | undefined => {
  const inbox = /^inbox:(.*)$/i.exec(item)?.[1]
  if (inbox !== undefined) {
    if (!/^\d+$/.test(inbox) || !isInboxId(Number(inbox))) return `"${item}" must be inbox: and a positive integer`
    collected.inboxes.push(Number(inbox))
    return undefined
  }
  const lower = item.toLowerCase()
  if (isImpact(lower)) collected.impacts.push(lower)
  else if (isPattern(item)) collected.operations.push(item)
  return isImpact(lower) ? undefined : patternMistake(item)
}

const nonEmpty = ({ impacts, inboxes, operations }: Collected): Selection => ({
  ...(operations.length === 0 ? {} : { operations }),
  ...(impacts.length === 0 ? {} : { impacts }),
  ...(inboxes.length === 0 ? {} : { inboxes })
})

const isEmpty = ({ impacts, inboxes, operations }: Collected): boolean =>
  impacts.length + inboxes.length + operations.length === 0

const terms = "read-only, allow=..., deny=..., any-inbox=... or look-up-inboxes"

export const parse = (text: string): Either.Either<Rules, string> => {
  const allow: Collected = { operations: [], impacts: [], inboxes: [] }
  const deny: Collected = { operations: [], impacts: [], inboxes: [] }
  const anyInbox: Array<string> = []
  let readOnly = false
  let lookUpInboxes = false
  const words = text.split(/[\s;]+/).filter((word) => word !== "")
  if (words.length === 0) return Either.left(`there is no rule: expected ${terms}`)
  const mistake = first(words, (term) => {
    const lower = term.toLowerCase()
    if (lower === "read-only") {
      readOnly = true
      return undefined
    }
    if (lower === "look-up-inboxes") {
      lookUpInboxes = true
      return undefined
    }
    const [name, value] = [lower.split("=", 1)[0], term.slice(term.indexOf("=") + 1)]
    if (!term.includes("=")) return `"${term}" is not a rule: expected ${terms}`
    const items = value.split(",").filter((item) => item !== "")
    if (items.length === 0) return `"${term}" has no items, such as ${name}=read`
    if (name === "allow") return first(items, (item) => collect(allow, item))
    if (name === "deny") return first(items, (item) => collect(deny, item))
    if (name !== "any-inbox") return `"${term}" is not a rule: expected ${terms}`
    anyInbox.push(...items)
    return first(items, patternMistake)
  })
  if (mistake !== undefined) return Either.left(mistake)
  // `read-only` and a wider `allow` side by side: the narrower one applies
  if (readOnly) allow.impacts.splice(0, allow.impacts.length, "read")
  return Either.right({
    ...(isEmpty(allow) ? {} : { allow: nonEmpty(allow) }),
    ...(isEmpty(deny) ? {} : { deny: nonEmpty(deny) }),
    ...(anyInbox.length === 0 ? {} : { anyInbox }),
    ...(lookUpInboxes ? { lookUpInboxes } : {})
  })
}

const itemsOf = (selection: Selection): ReadonlyArray<string> => [
  ...(selection.impacts ?? []),
  ...(selection.operations ?? []),
  ...(selection.inboxes ?? []).map((id) => `inbox:${id}`)
]

const term = (name: string, items: ReadonlyArray<string>): ReadonlyArray<string> =>
  items.length === 0 ? [] : [`${name}=${items.join(",")}`]

export const format = (rules: Rules): string =>
  [
    ...term("allow", itemsOf(rules.allow ?? {})),
    ...term("deny", itemsOf(rules.deny ?? {})),
    ...term("any-inbox", rules.anyInbox ?? []),
    ...(rules.lookUpInboxes === true ? ["look-up-inboxes"] : [])
  ].join(" ")
