/**
 * `node scripts/prose.mjs [--count] [path ...]`: rejects phrases that read like a translation, in sources, documents and messages.
 * The phrases and what to write instead are in phrases.json. `--count` prints how often each occurs.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "./setup.mjs"
import { files } from "./workspace.mjs"

const phrases = JSON.parse(readFileSync(new URL("phrases.json", import.meta.url), "utf8")).map(
  ({ instead, pattern }) => ({ pattern: new RegExp(pattern, "gi"), instead })
)

/** Files whose words are not ours, or that quote the phrases. */
const exempt =
  /^(scripts\/(phrases\.json|test\/prose\.test\.mjs)|pnpm-lock\.yaml|LICENSE|bench\/RESULTS\.md|etc\/)|CHANGELOG\.md$/

const checked = /\.(ts|mjs|cjs|md|json|yaml|yml)$/

/** The phrases in a text, with their lines. */
export const phrasesIn = (path, text) =>
  text.split("\n").flatMap((line, index) =>
    phrases.flatMap(({ instead, pattern }) =>
      [...line.matchAll(pattern)].map(([found]) => ({
        instead,
        pattern,
        text: `${path}:${index + 1}: found "${found}". Write: ${instead}.`
      }))
    )
  )

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2).filter((path) => path !== "--count")
  const paths = named.length > 0 ? named : files(checked).filter((path) => !exempt.test(path))
  const found = paths.flatMap((path) => phrasesIn(path, readFileSync(join(root, path), "utf8")))
  if (process.argv.includes("--count")) {
    for (const { pattern } of phrases) {
      console.log(`${String(found.filter((one) => one.pattern === pattern).length).padStart(5)}  ${pattern.source}`)
    }
    console.log(`${String(found.length).padStart(5)}  in all`)
  } else {
    for (const { text } of found) console.log(text)
    if (found.length > 0) process.exitCode = 1
  }
}
