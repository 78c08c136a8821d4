/** Mistakes in a command line: nothing was sent. */
import * as AutoCorrect from "@effect/cli/AutoCorrect"
import * as CliConfig from "@effect/cli/CliConfig"
import * as Data from "effect/Data"

/** The command line cannot be understood, or a value in it is invalid. */
export class UsageError extends Data.TaggedError("UsageError")<{
  /** What is wrong, as a sentence. */
  readonly message: string
}> {}

/** The write was not confirmed, so nothing was sent. */
export class NotConfirmed extends Data.TaggedError("NotConfirmed")<{ readonly message: string }> {}

/** Returns the candidate that differs the least from a word, if it is close. */
export const closest = (word: string, candidates: ReadonlyArray<string>): string | undefined => {
  if (word === "") return undefined
  const distances = candidates.map((candidate) => ({
    candidate,
    distance: candidate.startsWith(word) ? 1 : AutoCorrect.levensteinDistance(word, candidate, CliConfig.defaultConfig)
  }))
  const [best] = distances.sort((one, other) => one.distance - other.distance)
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined
}

/** `Did you mean "list"?`, or the alternatives. */
export const suggestion = (word: string, candidates: ReadonlyArray<string>, help: string): string => {
  const best = closest(word, candidates)
  return best === undefined ? `Run \`${help}\` for the list.` : `Did you mean \`${best}\`?`
}
