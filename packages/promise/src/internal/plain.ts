/**
 * From values of the Effect API to plain values, and back: the one place that knows both forms.
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

type PlainObject = Readonly<Record<string, unknown>>

const isPlainObject = (value: object): value is PlainObject => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Maps what an array or a plain object contains. Returns the same value if nothing in it changes. */
const mapContent = (value: object, map: (inner: unknown) => unknown): unknown => {
  if (Array.isArray(value)) {
    let changed: Array<unknown> | undefined
    for (const [index, inner] of value.entries()) {
      const mapped = map(inner)
      if (mapped === inner) continue
      changed ??= [...value]
      changed[index] = mapped
    }
    return changed ?? value
  }
  if (!isPlainObject(value)) return value
  let changed: Record<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    const inner = value[key]
    const mapped = map(inner)
    if (mapped === inner) continue
    changed ??= { ...value }
    changed[key] = mapped
  }
  return changed ?? value
}

/**
 * A date becomes a `Date`, an option its value or `undefined`, a secret its text, and a duration a number of milliseconds.
 */
export const toPlain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (DateTime.isDateTime(value)) return new Date(value.epochMillis)
  if (Option.isOption(value)) return toPlain(Option.getOrUndefined(value))
  if (Redacted.isRedacted(value)) return Redacted.value(value)
  if (Duration.isDuration(value)) return Duration.toMillis(value)
  return mapContent(value, toPlain)
}

/** The content of a file that is read before it is sent. */
type Unread = ArrayBuffer | Blob | ReadableStream<Uint8Array>

const isUnread = (value: object): value is Unread =>
  value instanceof ArrayBuffer || value instanceof Blob || value instanceof ReadableStream

/** Returns the files in a value that have to be read. */
const unreadIn = (value: unknown): ReadonlyArray<Unread> => {
  if (typeof value !== "object" || value === null) return []
  if (isUnread(value)) return [value]
  return Array.isArray(value) || isPlainObject(value) ? Object.values(value).flatMap(unreadIn) : []
}

const bytesOf = async (file: Unread): Promise<readonly [Unread, Uint8Array]> => [
  file,
  new Uint8Array(await new Response(file as BodyInit).arrayBuffer())
]

/** Reads the files in a value, if it has any. */
export const readFiles = (value: unknown): Promise<ReadonlyMap<object, Uint8Array>> | undefined => {
  const unread = unreadIn(value)
  return unread.length === 0 ? undefined : Promise.all(unread.map(bytesOf)).then((read) => new Map(read))
}

const noFiles: ReadonlyMap<object, Uint8Array> = new Map()

/** A `Date` becomes a `DateTime.Utc`, and a file its bytes. Anything else is checked by the endpoint. */
export const fromPlain = (value: unknown, files: ReadonlyMap<object, Uint8Array> = noFiles): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Date) return Option.getOrElse(DateTime.make(value), () => value)
  return files.get(value) ?? mapContent(value, (inner) => fromPlain(inner, files))
}
