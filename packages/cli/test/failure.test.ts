import { readdirSync, readFileSync, statSync } from "node:fs"
import { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import { ListenFailed } from "@effect-helpscout/node/ListenFailed"
import { SyncError } from "@effect-helpscout/sync/SyncError"
import { assert, describe, it } from "vitest"
import { exitCodes, failureOf } from "../src/internal/output/failure.js"

const sourcesIn = (url: URL): string =>
  statSync(url).isFile()
    ? readFileSync(url, "utf8")
    : readdirSync(url, { encoding: "utf8", recursive: true })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(new URL(`${url.href}/${name}`), "utf8"))
        .join("\n")

// law C3
describe("failureOf", () => {
  it("has a class for every error of the client", () => {
    for (const { _tag } of [...HelpScoutError.members, TokenStoreFailed, SyncError, ListenFailed]) {
      const { exitCode } = failureOf({ _tag, message: "", operation: "", reason: "NoTokens", retryAfter: "1 second" })
      assert.notStrictEqual(exitCode, exitCodes.unexpected, _tag)
    }
  })

  it("reports everything else as unexpected", () => {
    const { exitCode, message } = failureOf(new TypeError("x is not a function"))
    assert.strictEqual(exitCode, 1)
    assert.include(message, "Please report it")
  })

  it("documents every exit code", () => {
    const guide = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8")
    for (const code of Object.values(exitCodes)) assert.match(guide, new RegExp(`^\\| ${code} \\|`, "m"))
  })
})

describe("the guide", () => {
  it("lists every environment variable that the sources read, and no other", () => {
    const guide = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8")
    const [, table = ""] = /## Environment variables\n([^#]*)/.exec(guide) ?? []
    const documented = table
      .split("\n")
      .flatMap((line) => (line.split("|")[1] ?? "").match(/\b[A-Z][A-Z_]{3,}\b/g) ?? [])
    const folders = ["cli/src", "node/src/internal/http", "node/src/NodeTokenStore.ts", "core/src"]
    const text = folders.map((folder) => sourcesIn(new URL(`../../${folder}`, import.meta.url))).join("\n")
    const read = [
      ...[...text.matchAll(/(?:Process|process)\.env\.([A-Z_]+)/g)].map(([, name]) => name),
      // Config.nested("HELPSCOUT")
      ...[...text.matchAll(/read(?:Text|Valid)\(\s*"([A-Z_]+)"/g)].map(([, name]) => `HELPSCOUT_${name}`),
      ...[...text.matchAll(/"(HELPSCOUT_[A-Z_]+)"/g)].map(([, name]) => name),
      // undici reads them
      "HTTPS_PROXY",
      "HTTP_PROXY",
      "NO_PROXY"
    ]
    assert.isAbove(read.length, 20)
    assert.sameMembers([...new Set(documented)], [...new Set(read)])
  })
})
