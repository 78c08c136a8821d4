/**
 * The tokens of one account in a directory of its own: `tokens-<generation>.json`. The highest generation is current.
 *
 * A save writes a draft, syncs it, and links it to its final name, which succeeds for one process only. So
 * compare-and-set needs no lock. A process that stops in the middle of a save, even for hours, does no harm: by then its
 * generation exists already or is no longer the highest. (`rename` would replace a save made in the meantime.)
 */
import { randomUUID } from "node:crypto"
import * as Path from "node:path"
import type { SaveResult } from "@effect-helpscout/core/TokenStore"
import { type StoredTokens, StoredTokensJson, type Tokens } from "@effect-helpscout/core/Tokens"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Files from "./files.js"

interface NumberedFile {
  readonly name: string
  readonly generation: number
}

interface ReadTokens {
  readonly stored: StoredTokens
  readonly text: string
}

const decode = Schema.decodeEither(StoredTokensJson)
const encode = Schema.encode(StoredTokensJson)

const savedName = (generation: number) => `tokens-${generation}.json`
const draftName = (generation: number) => `tokens-${generation}.${randomUUID()}.draft`

const numbered = (names: ReadonlyArray<string>, pattern: RegExp): ReadonlyArray<NumberedFile> =>
  names.flatMap((name) => {
    const generation = Number(pattern.exec(name)?.[1])
    return Number.isSafeInteger(generation) ? [{ name, generation }] : []
  })
const saved = (names: ReadonlyArray<string>) => numbered(names, /^tokens-(\d+)\.json$/)
const drafts = (names: ReadonlyArray<string>) => numbered(names, /^tokens-(\d+)\..+\.draft$/)
const highest = (files: ReadonlyArray<NumberedFile>) =>
  files.reduce((most, { generation }) => Math.max(most, generation), 0)

const readTokens = (path: string): Effect.Effect<ReadTokens, Files.FileFault> =>
  Effect.flatMap(Files.read(path), (text) =>
    // a ParseError would quote the secrets (law O1)
    Either.match(decode(text), {
      onLeft: () =>
        Effect.fail(
          new Files.FileFault({
            code: "DAMAGED",
            detail: `${path} is not a valid token record (DAMAGED). Restore it from a backup, or delete it and authorize the account again`
          })
        ),
      onRight: (stored) => Effect.succeed({ stored, text })
    })
  )

/** A listed file may be removed before it is read, because a newer one replaced it. The directory is then listed again. */
const maxRetries = 20

const newest = (directory: string, retries = maxRetries): Effect.Effect<Option.Option<ReadTokens>, Files.FileFault> =>
  Effect.gen(function* () {
    const generation = highest(saved(yield* Files.list(directory)))
    if (generation === 0) return Option.none()
    const path = Path.join(directory, savedName(generation))
    const read = yield* readTokens(path).pipe(
      Effect.asSome,
      Files.orElseOn(retries > 0 ? ["ENOENT"] : [], Option.none<ReadTokens>())
    )
    return Option.isSome(read) ? read : yield* newest(directory, retries - 1)
  })

/**
 * Completes the saves of killed processes: a draft may hold the account's only valid refresh token (law P1). If its
 * process is alive, that process finds its save already done.
 */
const completeSaves = (directory: string): Effect.Effect<void, Files.FileFault> =>
  Effect.gen(function* () {
    const names = yield* Files.list(directory)
    const pending = drafts(names).filter(({ generation }) => generation > highest(saved(names)))
    for (const { generation, name } of pending) {
      const path = Path.join(directory, name)
      const draft = yield* Effect.option(readTokens(path))
      if (Option.isNone(draft) || draft.value.stored.generation !== generation) continue
      yield* Files.sync(path).pipe(
        Effect.zipRight(Files.link(path, Path.join(directory, savedName(generation)))),
        Files.orElseOn(["EEXIST", "ENOENT"], undefined)
      )
      yield* Files.syncDirectory(directory)
    }
  })

export const load = (directory: string): Effect.Effect<Option.Option<StoredTokens>, Files.FileFault> =>
  Effect.zipRight(
    completeSaves(directory),
    Effect.map(
      newest(directory),
      Option.map(({ stored }) => stored)
    )
  )

/**
 * Removes older generations and drafts that can no longer be saved. Drafts are removed first: a late process must find
 * its draft missing before the name of its generation is free again.
 */
const removeObsolete = (directory: string, generation: number): Effect.Effect<void> =>
  Effect.gen(function* () {
    const names = yield* Effect.orElseSucceed(Files.list(directory), () => [])
    const lateDrafts = drafts(names).filter((file) => file.generation <= generation)
    const oldTokens = saved(names).filter((file) => file.generation < generation)
    for (const { name } of [...lateDrafts, ...oldTokens]) yield* Files.remove(Path.join(directory, name))
  })

/** Links the draft to its final name, unless a newer generation exists. */
const publish = (
  directory: string,
  draft: string,
  replaces: number,
  own: ReadTokens,
  retries = maxRetries
): Effect.Effect<SaveResult, Files.FileFault> =>
  Effect.gen(function* () {
    const current = yield* newest(directory)
    if (Option.isSome(current) && current.value.stored.generation > replaces) {
      // law T8: an older save never overwrites a newer one
      if (current.value.text !== own.text) return { saved: false, current: current.value.stored }
      // another process assumed that this one had died, and completed its save
      yield* Files.syncDirectory(directory)
      return { saved: true, current: own.stored }
    }
    const path = Path.join(directory, savedName(own.stored.generation))
    const linked = yield* Files.link(draft, path).pipe(
      Effect.as(true),
      Files.orElseOn(retries > 0 ? ["EEXIST", "ENOENT"] : [], false)
    )
    if (!linked) return yield* publish(directory, draft, replaces, own, retries - 1)
    yield* Files.syncDirectory(directory)
    yield* removeObsolete(directory, own.stored.generation)
    return { saved: true, current: own.stored }
  })

export const save = (
  directory: string,
  ready: Effect.Effect<void, Files.FileFault>,
  tokens: Tokens,
  replaces: number
): Effect.Effect<SaveResult, Files.FileFault> => {
  const stored = { tokens, generation: replaces + 1 }
  const draft = Path.join(directory, draftName(stored.generation))
  return Effect.gen(function* () {
    const text = yield* Effect.mapError(
      encode(stored),
      () => new Files.FileFault({ code: "UNENCODABLE", detail: "the tokens cannot be encoded as JSON (UNENCODABLE)" })
    )
    // This comes first: Help Scout has already invalidated the refresh token that it replaces. From here on a kill loses
    // nothing, see `completeSaves`.
    const written = yield* Files.createSync(draft, text).pipe(Effect.as(true), Files.orElseOn(["ENOENT"], false))
    yield* ready
    if (!written) yield* Files.createSync(draft, text)
    yield* Files.sync(draft)
    return yield* publish(directory, draft, replaces, { stored, text })
  }).pipe(Effect.ensuring(Files.remove(draft)))
}
