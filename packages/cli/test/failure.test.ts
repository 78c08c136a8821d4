import { readFileSync } from "node:fs"
import { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { assert, describe, it } from "vitest"
import { exitCodes, failureOf } from "../src/internal/output/failure.js"

// law C3
describe("failureOf", () => {
  it("has a class for every error of the client", () => {
    for (const { _tag } of HelpScoutError.members) {
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
