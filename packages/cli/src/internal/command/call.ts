/** From what was typed to the arguments of a method. Everything is checked before anything is sent (law C2). */
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { Input } from "./fields.js"
import type { Operation } from "./operations.js"
import { UsageError } from "./usageError.js"
import { readData, readInput } from "./values.js"

type Read<A> = Either.Either<A, UsageError>
type Json = Readonly<Record<string, unknown>>

const fail = (message: string): Either.Either<never, UsageError> => Either.left(new UsageError({ message }))

/** The values of a call as JSON: the encoded side of its schemas. */
export interface Encoded {
  readonly params: Json
  readonly filters: Json
  /** Absent if the operation takes none, or none was given. */
  readonly payload: unknown
}

/** The texts of a command line. */
export interface Texts {
  /** In the order of the path. */
  readonly params: ReadonlyArray<string>
  /** By flag. */
  readonly flags: Readonly<Record<string, ReadonlyArray<string>>>
  readonly data: string | undefined
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

// ---------------------------------------------------------------------------------------------------------------
// texts to JSON
// ---------------------------------------------------------------------------------------------------------------

const readParam = (name: string, text: string, isNumber: boolean): Read<string | number> => {
  const number = Number(text)
  if (!isNumber) return text.trim() === "" ? fail(`<${name}>: must not be empty.`) : Either.right(text)
  return /^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1
    ? Either.right(number)
    : fail(`<${name}>: must be a positive integer, found ${JSON.stringify(text.slice(0, 60))}.`)
}

const readParams = ({ params }: Operation, texts: ReadonlyArray<string>): Read<Json> =>
  Either.map(
    Either.all(
      params
        .slice(0, texts.length)
        .map(({ isNumber, key, name }, index) =>
          Either.map(readParam(name, texts[index] ?? "", isNumber), (value) => [key, value] as const)
        )
    ),
    Object.fromEntries
  )

const readInputs = (inputs: ReadonlyArray<Input>, { flags }: Texts, now: number): Read<Json> =>
  Either.map(
    Either.all(
      inputs.map((input) =>
        Either.map(readInput(input, flags[input.flag] ?? [], now), (value) => [input.key, value] as const)
      )
    ),
    (pairs) => Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
  )

const flagsOf = (inputs: ReadonlyArray<Input>): string => inputs.map(({ flag }) => `--${flag}`).join(", ")

/** Help Scout accepts one change at a time. */
const readPatch = (inputs: ReadonlyArray<Input>, texts: Texts, now: number): Read<Json | undefined> => {
  const given = inputs.filter(({ flag }) => (texts.flags[flag] ?? []).length > 0)
  const [input, ...others] = given
  if (input?.patch === undefined) return Either.right(undefined)
  if (others.length > 0) return fail(`${flagsOf(given)}: only one change at a time. Run one command for each.`)
  const { op, path } = input.patch
  return Either.map(readInput(input, texts.flags[input.flag] ?? [], now), (value) =>
    op === "remove" ? { op, path } : { op, path, value }
  )
}

const readPayload = (operation: Operation, texts: Texts, now: number): Read<unknown> =>
  Either.gen(function* () {
    if (!operation.takesPayload) return undefined
    const data = texts.data === undefined ? undefined : yield* readData("--data", texts.data)
    const isPatch = operation.payload.some(({ patch }) => patch !== undefined)
    const flags = yield* isPatch ? readPatch(operation.payload, texts, now) : readInputs(operation.payload, texts, now)
    if (flags === undefined || Object.keys(flags).length === 0) return data
    if (data === undefined) return flags
    if (!isRecord(data)) return yield* fail("--data: must be an object if flags of the payload are given, too.")
    return { ...data, ...flags }
  })

/** Reads what was typed. */
export const encoded = (operation: Operation, texts: Texts, now: number): Read<Encoded> =>
  Either.gen(function* () {
    const surplus = texts.params[operation.params.length]
    if (surplus !== undefined) return yield* fail(`Unexpected argument ${JSON.stringify(surplus)}.`)
    return {
      params: yield* readParams(operation, texts.params),
      filters: yield* readInputs(operation.filters, texts, now),
      payload: yield* readPayload(operation, texts, now)
    }
  })

// ---------------------------------------------------------------------------------------------------------------
// JSON to values
// ---------------------------------------------------------------------------------------------------------------

/** Names a field the way it was typed. */
const nameOf = (inputs: ReadonlyArray<Input>, path: ReadonlyArray<PropertyKey>): string => {
  const [first, ...rest] = path.map(String)
  const input = inputs.find(({ key, patch }) => key === first || (patch !== undefined && first === "value"))
  const base = input === undefined ? (first === undefined ? "--data" : `--data ${first}`) : `--${input.flag}`
  return rest.length === 0 ? base : `${base} (${rest.join(".")})`
}

const messageOf = (inputs: ReadonlyArray<Input>, error: ParseResult.ParseError): string => {
  const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
  const lines = issues.map(({ message, path }) => `${nameOf(inputs, path)}: ${message.split("\n")[0]}`)
  return [...new Set(lines)].slice(0, 4).join("; ")
}

const decode = (schema: Schema.Schema.Any, inputs: ReadonlyArray<Input>, json: unknown): Read<unknown> => {
  const decoded = Schema.decodeUnknownEither(schema as Schema.Schema<unknown>, {
    errors: "all",
    onExcessProperty: "error"
  })(json)
  return Either.mapLeft(decoded, (error) => new UsageError({ message: `${messageOf(inputs, error)}.` }))
}

/** The arguments of a method, decoded. */
export interface Call {
  readonly args: Json
  readonly payload: unknown
}

const missing = ({ params, payload, takesPayload }: Operation, call: Encoded): string | undefined => {
  const param = params.find(({ isOptional, key }) => !isOptional && call.params[key] === undefined)
  if (param !== undefined) return `<${param.name}> is missing.`
  if (takesPayload && payload.length === 0 && call.payload === undefined) return "--data is missing."
  const isPatch = payload.some(({ patch }) => patch !== undefined)
  if (isPatch && call.payload === undefined) return `A change is missing. Pass one of ${flagsOf(payload)}.`
  const absent = isRecord(call.payload ?? {})
    ? payload.filter(({ isRequired, key }) => isRequired && (call.payload as Json | undefined)?.[key] === undefined)
    : []
  return absent.length === 0 ? undefined : `${flagsOf(absent)} ${absent.length === 1 ? "is" : "are"} missing.`
}

/** Decodes the arguments of a method. */
export const decoded = (operation: Operation, call: Encoded): Read<Call> =>
  Either.gen(function* () {
    const { payload, query } = operation.description
    const lack = missing(operation, call)
    if (lack !== undefined) return yield* fail(lack)
    const filters =
      operation.filters.length === 0
        ? {}
        : ((yield* decode(query as Schema.Schema.Any, operation.filters, call.filters)) as Json)
    return {
      args: { ...call.params, ...filters },
      payload: operation.takesPayload
        ? yield* decode(payload as Schema.Schema.Any, operation.payload, call.payload ?? {})
        : undefined
    }
  })
