/**
 * HAL in Help Scout's form: `_links`, `_embedded`, and `null` for absent values.
 *
 * ```ts
 * import * as Hal from "@effect-helpscout/core/Hal"
 *
 * const body = { _embedded: { tags: [{ id: 1, color: null }] }, _links: { next: { href: "/v2/tags?page=2" } } }
 * export const tags = Hal.dropNulls(Hal.embedded(body, ["tags"])) // [{ id: 1 }]
 * export const next = Hal.link(body, "next") // "/v2/tags?page=2"
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { asObject } from "./internal/reading/leniency.js"
import { ReaderAnnotation } from "./internal/reading/readerAnnotation.js"

/**
 * @since 0.1.0
 */
export interface Link {
  readonly href: string
  /** `true` if the `href` is a URI template, such as `...{?page}`. */
  readonly templated?: boolean
}

/**
 * Links by relation: `self`, `next`, `mailbox`, `web`, ...
 *
 * @since 0.1.0
 */
export interface Links {
  readonly [relation: string]: Link | undefined
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isLink = (value: unknown): value is Link => isRecord(value) && typeof value.href === "string"

/** A malformed link is absent (law D6). */
const readLinks = (raw: unknown): Links | undefined => {
  const links = asObject(raw)
  if (links === undefined) return undefined
  let wellFormed = true
  for (const relation in links) if (!isLink(links[relation])) wellFormed = false
  // checked above, one by one
  return (wellFormed ? links : Object.fromEntries(Object.entries(links).filter(([, link]) => isLink(link)))) as Links
}

/**
 * The schema of links. It checks them without copying: a schema of records costs more than the rest of an item.
 *
 * @since 0.1.0
 */
export const Links: Schema.Schema<Links> = Schema.declare(
  (value): value is Links => {
    if (!isRecord(value)) return false
    for (const relation in value) {
      const link = value[relation]
      if (!isRecord(link) || typeof link.href !== "string") return false
    }
    return true
  },
  {
    identifier: "Links",
    jsonSchema: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["href"],
        properties: { href: { type: "string" }, templated: { type: "boolean" } }
      }
    },
    arbitrary: () => (fc) => fc.webUrl().map((href): Links => ({ self: { href } })),
    pretty: () => () => "Links",
    [ReaderAnnotation]: { isAbsent: (raw) => asObject(raw) === undefined, read: readLinks } satisfies ReaderAnnotation
  }
)

/**
 * Drops every key whose value is `null`, at any depth. Modifies the value where it can, and returns a copy of objects that
 * contain a `null`.
 *
 * @since 0.1.0
 */
export const dropNulls = (value: unknown): unknown => {
  // law D3
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = value[i]
      if (typeof item === "object" && item !== null) value[i] = dropNulls(item)
    }
    return value
  }
  const record = value as Record<string, unknown>
  let nulls = false
  for (const key in record) {
    const item = record[key]
    if (item === null) nulls = true
    else if (typeof item === "object") record[key] = dropNulls(item)
  }
  if (!nulls) return record
  // `delete` would make the object slow; an assignment to `__proto__` would set the prototype of the copy
  const rest: Record<string, unknown> = {}
  for (const key in record) if (record[key] !== null && key !== "__proto__") rest[key] = record[key]
  return rest
}

/**
 * The list at `_embedded[key]`, under any of several spellings. Help Scout omits the key when the list is empty.
 *
 * @since 0.1.0
 */
export const embedded = (body: unknown, keys: ReadonlyArray<string>): unknown => {
  if (!isRecord(body) || !isRecord(body._embedded)) return undefined
  for (const key of keys) {
    const list = body._embedded[key]
    if (list !== undefined && list !== null) return list
  }
  return undefined
}

/**
 * The URL of a relation, if the body has one.
 *
 * @since 0.1.0
 */
export const link = (body: unknown, relation: string): string | undefined => {
  if (!isRecord(body) || !isRecord(body._links)) return undefined
  const found = body._links[relation]
  return isRecord(found) && typeof found.href === "string" ? found.href : undefined
}
