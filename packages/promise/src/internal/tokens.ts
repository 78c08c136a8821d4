/** From tokens of core to plain ones, and back. */
import * as CoreTokens from "@effect-helpscout/core/Tokens"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { ValidationIssue } from "../HelpScoutError.js"
import type { StoredTokens, StoredTokensInput, Tokens, TokensInput } from "../Tokens.js"
import { invalidInput } from "./invalidInput.js"
import { integerFrom, must, object, text } from "./optionRules.js"
import { toPlain } from "./plain.js"

export const toPlainTokens = (tokens: CoreTokens.Tokens): Tokens => toPlain(tokens) as Tokens

export const toPlainStored = ({ generation, tokens }: CoreTokens.StoredTokens): StoredTokens => ({
  generation,
  tokens: toPlainTokens(tokens)
})

const decodeDate = (value: unknown): Option.Option<DateTime.Utc> =>
  value instanceof Date || typeof value === "string" ? DateTime.make(value) : Option.none()

const date = must("a date, or ISO 8601 text", (value) => Option.isSome(decodeDate(value)))

const dateOf = (value: Date | string | null | undefined): DateTime.Utc | undefined =>
  Option.getOrUndefined(decodeDate(value))

/** What is wrong with tokens. A database has `null` for what is absent, and further columns. */
const issuesOf = (tokens: unknown): ReadonlyArray<ValidationIssue> => {
  const issues = object(tokens, "tokens")
  if (issues.length > 0) return issues
  const { accessToken, expiresAt, issuedAt, refreshToken } = tokens as TokensInput
  return [
    ...text(accessToken, "accessToken"),
    ...(refreshToken == null ? [] : text(refreshToken, "refreshToken")),
    ...(expiresAt == null ? [] : date(expiresAt, "expiresAt")),
    ...(issuedAt == null ? [] : date(issuedAt, "issuedAt"))
  ]
}

const fromValid = (tokens: TokensInput): CoreTokens.Tokens =>
  CoreTokens.make({
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? undefined,
    expiresAt: dateOf(tokens.expiresAt),
    issuedAt: dateOf(tokens.issuedAt)
  })

/** Reads the tokens that a caller passes, or throws `InputInvalid`. */
export const tokensOfInput = (operation: string, tokens: TokensInput): CoreTokens.Tokens => {
  const issues = issuesOf(tokens)
  if (issues.length > 0) throw invalidInput(operation, issues)
  return fromValid(tokens)
}

/** Reads the content of a store, or returns what is wrong with it. */
export const storedTokensOf = (stored: StoredTokensInput): CoreTokens.StoredTokens | ReadonlyArray<ValidationIssue> => {
  const issues = [...integerFrom(1)(stored.generation, "generation"), ...issuesOf(stored.tokens)]
  return issues.length > 0 ? issues : { tokens: fromValid(stored.tokens), generation: stored.generation }
}
