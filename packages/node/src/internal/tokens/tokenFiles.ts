/**
 * The tokens of one account in a directory of its own: `tokens-<generation>.json`, of which the highest counts.
 *
 * A file is written under another name, synced, and then linked to its own, which succeeds for one process only. So
 * compare-and-set needs no lock, and a process that stops in the middle, for good or for hours, can't do harm: its
 * generation is taken by then, or is no longer the highest. (`rename` would replace whatever had been saved meanwhile.)
 */
import { randomUUID } from "node:crypto"
import * as Path from "node:path"
import type { SaveResult } from "@effect-helpscout/core/TokenStore"
import { type StoredTokens, StoredTokensJson, type Tokens } from "@effect-helpscout/core/Tokens"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Files from "../files.js"

interface Draft {
  readonly name: string
  readonly generation: number
}

interface Kept {
  readonly stored: StoredTokens
  readonly text: string
}

const decode = Schema.decodeEither(StoredTokensJson)
const encode = Schema.encode(StoredTokensJson)

const savedName = (generation: number) => `tokens-${generation}.json`
const draftName = (generation: number) => `tokens-${generation}.${randomUUID()}.draft`

const numbered = (names: ReadonlyArray<string>, pattern: RegExp): ReadonlyArray<Draft> =>
  names.flatMap((name) => {
    const generation = Number(pattern.exec(name)?.[1])
    return Number.isSafeInteger(generation) ? [{ name, generation }] : []
  })
const saved = (names: ReadonlyArray<string>) => numbered(names, /^tokens-(\d+)\.json$/)
const drafts = (names: ReadonlyArray<string>) => numbered(names, /^tokens-(\d+)\..+\.draft$/)
const highest = (files: ReadonlyArray<Draft>) => files.reduce((most, { generation }) => Math.max(most, generation), 0)

const readKept = (path: string): Effect.Effect<Kept, Files.FileFault> =>
  Effect.flatMap(Files.read(path), (text) =>
    // the ParseError would quote the secrets
    Either.match(decode(text), {
      onLeft: () =>
        Effect.fail(
          new Files.FileFault({
            code: "DAMAGED",
            detail: `${path} is damaged; restore it from a copy, or delete it and authorise the account again`
          })
        ),
      onRight: (stored) => Effect.succeed({ stored, text })
    })
  )

/** A file that was listed may be gone, a newer one having come: then the list is read again. */
const again = 20

const newest = (directory: string, tries = again): Effect.Effect<Option.Option<Kept>, Files.FileFault> =>
  Effect.gen(function* () {
    const generation = highest(saved(yield* Files.list(directory)))
    if (generation === 0) return Option.none()
    const path = Path.join(directory, savedName(generation))
    const kept = yield* readKept(path).pipe(Effect.asSome, Files.on(tries > 0 ? ["ENOENT"] : [], Option.none<Kept>()))
    return Option.isSome(kept) ? kept : yield* newest(directory, tries - 1)
  })

/**
 * Saves for a process that was killed in the middle of it: what it had written is the account's only good refresh
 * token. If it is alive after all, it finds that its save has been done.
 */
const finishSaves = (directory: string): Effect.Effect<void, Files.FileFault> =>
  Effect.gen(function* () {
    const names = yield* Files.list(directory)
    const begun = drafts(names).filter(({ generation }) => generation > highest(saved(names)))
    for (const { generation, name } of begun) {
      const path = Path.join(directory, name)
      const kept = yield* Effect.option(readKept(path))
      if (Option.isNone(kept) || kept.value.stored.generation !== generation) continue
      yield* Files.sync(path).pipe(
        Effect.zipRight(Files.link(path, Path.join(directory, savedName(generation)))),
        Files.on(["EEXIST", "ENOENT"], undefined)
      )
      yield* Files.syncDirectory(directory)
    }
  })

export const load = (directory: string): Effect.Effect<Option.Option<StoredTokens>, Files.FileFault> =>
  Effect.zipRight(
    finishSaves(directory),
    Effect.map(
      newest(directory),
      Option.map(({ stored }) => stored)
    )
  )

/**
 * Older generations are of no use to anybody, nor what others meant to save under this one. Their drafts go first: who
 * comes late with one finds it gone before the name of its generation is free again.
 */
const tidy = (directory: string, generation: number): Effect.Effect<void> =>
  Effect.gen(function* () {
    const names = yield* Effect.orElseSucceed(Files.list(directory), () => [])
    const late = drafts(names).filter((file) => file.generation <= generation)
    const old = saved(names).filter((file) => file.generation < generation)
    for (const { name } of [...late, ...old]) yield* Files.remove(Path.join(directory, name))
  })

const settle = (
  directory: string,
  draft: string,
  replaces: number,
  mine: Kept,
  tries = again
): Effect.Effect<SaveResult, Files.FileFault> =>
  Effect.gen(function* () {
    const held = yield* newest(directory)
    if (Option.isSome(held) && held.value.stored.generation > replaces) {
      if (held.value.text !== mine.text) return { saved: false, current: held.value.stored }
      // another process took us for dead, and has finished it
      yield* Files.syncDirectory(directory)
      return { saved: true, current: mine.stored }
    }
    const path = Path.join(directory, savedName(mine.stored.generation))
    const linked = yield* Files.link(draft, path).pipe(
      Effect.as(true),
      Files.on(tries > 0 ? ["EEXIST", "ENOENT"] : [], false)
    )
    if (!linked) return yield* settle(directory, draft, replaces, mine, tries - 1)
    yield* Files.syncDirectory(directory)
    yield* tidy(directory, mine.stored.generation)
    return { saved: true, current: mine.stored }
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
      () => new Files.FileFault({ code: "UNENCODABLE", detail: "the tokens have no stored form" })
    )
    // First of all: the refresh token that it replaces is dead, and from here on a kill loses nothing, see `finishSaves`.
    const written = yield* Files.createAtOnce(draft, text).pipe(Effect.as(true), Files.on(["ENOENT"], false))
    yield* ready
    if (!written) yield* Files.createAtOnce(draft, text)
    yield* Files.sync(draft)
    return yield* settle(directory, draft, replaces, { stored, text })
  }).pipe(Effect.ensuring(Files.remove(draft)))
}
