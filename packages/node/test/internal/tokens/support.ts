/** A temporary directory for a file token store, and a look at its files. */
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import { assert } from "@effect/vitest"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

export const temporaryDirectory = Effect.acquireRelease(
  Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-tokens-"))),
  (directory) => Effect.sync(() => Fs.rmSync(directory, { recursive: true, force: true }))
)

export const pair = (name: string) => Tokens.make({ accessToken: `access-${name}`, refreshToken: `planted-${name}` })

/** Lists all files below a directory, as relative paths. */
export const filesBelow = (directory: string) =>
  Fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    Fs.statSync(Path.join(directory, name)).isFile()
  )

/** Returns the path of the only file that matches. */
export const onlyFile = (directory: string, pattern: RegExp) => {
  const found = filesBelow(directory).filter((name) => pattern.test(name))
  assert.strictEqual(found.length, 1, found.join())
  return Path.join(directory, found[0] ?? "")
}

export const generationOf = (stored: Option.Option<Tokens.StoredTokens>) =>
  Option.map(stored, ({ generation }) => generation)
