/** The issues of a schema as paths and expectations. */
import * as ParseResult from "effect/ParseResult"

const maxIssues = 20

/** The issues by path. Values are omitted, because they may be a customer's message. */
export const issuesOf = (
  error: ParseResult.ParseError
): ReadonlyArray<{ readonly path: string; readonly message: string }> => {
  const found = new Map<string, string>()
  for (const { _tag, message, path } of ParseResult.ArrayFormatter.formatErrorSync(error)) {
    const at = path.map(String).join(".")
    const expected = /^Expected (.*?), actual /s.exec(message)?.[1]
    const said =
      _tag === "Missing"
        ? "is missing"
        : _tag === "Unexpected"
          ? "is not a known field"
          : expected === undefined
            ? "is invalid"
            : `expected ${expected}`
    if (!found.has(at)) found.set(at, said)
  }
  return [...found].slice(0, maxIssues).map(([path, message]) => ({ path, message }))
}
