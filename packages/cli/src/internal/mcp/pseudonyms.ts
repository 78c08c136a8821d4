/**
 * Names and addresses replaced by pseudonyms (law M5): an HMAC with a key, so that a person has the same pseudonym in
 * every result, and a reader without the key cannot find out whose it is by trying names.
 */
import { createHmac } from "node:crypto"
import * as Redacted from "effect/Redacted"
import { oneLine } from "./clean.js"

export interface Pseudonyms {
  /** Takes note of the people in a value: objects with names, addresses or phone numbers. */
  readonly learn: (value: unknown) => void
  /** Replaces every address, and the names that were learned. */
  readonly replace: (text: string) => string
}

export const none: Pseudonyms = { learn: () => {}, replace: (text) => text }

const address = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const phone = /(?<![\p{L}\p{N}])\+?\d(?:[ ()./-]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu
/** Dates have as many digits as phone numbers. */
const date = /^\d{4}-\d{2}-\d{2}/

const nameKeys: ReadonlySet<string> = new Set(["first", "last", "firstName", "lastName", "fullName", "customerName"])

type Json = Readonly<Record<string, unknown>>

const isPerson = (value: Json): boolean =>
  typeof value.email === "string" || "firstName" in value || "lastName" in value || "first" in value || "last" in value

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

export const make = (key: Redacted.Redacted): Pseudonyms => {
  const code = (kind: string, text: string): string =>
    createHmac("sha256", Redacted.value(key))
      .update(`${kind}:${text.normalize("NFKC").toLowerCase()}`)
      .digest("hex")
      .slice(0, 8)
  // by name in lower case, longest first when they are replaced
  const names = new Map<string, string>()
  let pattern: RegExp | undefined
  const add = (name: unknown, pseudonym: string) => {
    if (typeof name !== "string") return
    // as results have it
    const text = oneLine(name)
    if (text.length < 2 || names.has(text.toLowerCase())) return
    names.set(text.toLowerCase(), pseudonym)
    pattern = undefined
  }
  const learnPerson = (person: Json) => {
    const first = oneLine(String(person.first ?? person.firstName ?? ""))
    const last = oneLine(String(person.last ?? person.lastName ?? ""))
    if (first === "" && last === "") return
    add(`${first} ${last}`.trim(), `Person-${code("name", `${first} ${last}`.trim())}`)
    add(first, `Name-${code("name", first)}`)
    add(last, `Name-${code("name", last)}`)
  }
  const learn = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    const json = value as Json
    if (isPerson(json)) learnPerson(json)
    for (const [key_, inner] of Object.entries(json)) {
      if (nameKeys.has(key_) && typeof inner === "string") add(inner, `Name-${code("name", inner.trim())}`)
      learn(inner)
    }
  }
  const replaceNames = (text: string): string => {
    if (names.size === 0) return text
    pattern ??= new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${[...names.keys()]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join("|")})(?![\\p{L}\\p{N}])`,
      "giu"
    )
    return text.replace(pattern, (name) => names.get(name.toLowerCase()) ?? name)
  }
  return {
    learn,
    replace: (text) =>
      replaceNames(text.replace(address, (found) => `${code("email", found)}@pseudonym.invalid`))
        // after addresses, which may contain digits
        .replace(phone, (found) => (date.test(found) ? found : `phone-${code("phone", found.replace(/\D/g, ""))}`))
  }
}
