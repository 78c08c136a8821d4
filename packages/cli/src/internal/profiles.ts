/** Saved logins: one file each, which only its owner can read. Tokens are in the token store. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import * as Process from "node:process"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { UsageError } from "./command/usageError.js"

export const Profile = Schema.Struct({
  flow: Schema.Literal("client-credentials", "oauth2"),
  clientId: Schema.String,
  clientSecret: Schema.String,
  /** Separates the tokens of accounts that authorized the same app. */
  account: Schema.String,
  baseUrl: Schema.optionalWith(Schema.String, { exact: true })
})
export type Profile = typeof Profile.Type

export const defaultName = "default"

const directory = (): string => {
  const configured = Process.env.XDG_CONFIG_HOME ?? ""
  return join(isAbsolute(configured) ? configured : join(homedir(), ".config"), "effect-helpscout", "profiles")
}

const fileOf = (name: string): string => join(directory(), `${name}.json`)

const checkName = (name: string): Effect.Effect<string, UsageError> =>
  /^[\w-]{1,60}$/.test(name)
    ? Effect.succeed(name)
    : new UsageError({ message: `--profile: expected letters, digits, - and _, found ${JSON.stringify(name)}.` })

const decode = Schema.decodeUnknownEither(Schema.parseJson(Profile))

const read = (name: string): Effect.Effect<Profile | undefined, UsageError> =>
  Effect.suspend(() => {
    const path = fileOf(name)
    let text: string
    try {
      if (Process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
        return new UsageError({
          message: `${path} holds a secret but is accessible to other users. Run \`chmod 600 ${path}\`.`
        })
      }
      text = readFileSync(path, "utf8")
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return Effect.succeed(undefined)
      return new UsageError({ message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).` })
    }
    const profile = decode(text)
    return Either.isRight(profile)
      ? Effect.succeed(profile.right)
      : // the text holds a secret
        new UsageError({ message: `${path} is not a valid profile. Run \`helpscout login --profile ${name}\` again.` })
  })

/** The name that `--profile` or HELPSCOUT_PROFILE gives. */
export const chosen = (name: string | undefined): string | undefined =>
  name ?? (Process.env.HELPSCOUT_PROFILE || undefined)

/**
 * The profile to use, or none for the credentials of the environment. A profile that was asked for must exist. Without
 * one, the environment is used if it has a client id, and otherwise the profile `default` if it exists.
 */
export const load = (name: string | undefined): Effect.Effect<Profile | undefined, UsageError> =>
  Effect.gen(function* () {
    const asked = chosen(name)
    if (asked === undefined) return Process.env.HELPSCOUT_CLIENT_ID ? undefined : yield* read(defaultName)
    const found = yield* read(yield* checkName(asked))
    if (found !== undefined) return found
    return yield* new UsageError({
      message: `There is no profile ${JSON.stringify(asked)}. Run \`helpscout login --profile ${asked}\`, or \`helpscout profiles\` for the list.`
    })
  })

/** The profile as the variables that the library reads. */
export const variables = (profile: Profile): Map<string, string> =>
  new Map([
    ["HELPSCOUT.CLIENT_ID", profile.clientId],
    ["HELPSCOUT.CLIENT_SECRET", profile.clientSecret],
    ["HELPSCOUT.ACCOUNT", profile.account],
    ...(profile.baseUrl === undefined ? [] : ([["HELPSCOUT.BASE_URL", profile.baseUrl]] as const))
  ])

const encode = Schema.encodeSync(Schema.parseJson(Profile))

/** law C6: the secret is only in a file with mode 0600. */
export const save = (name: string, profile: Profile): Effect.Effect<string, UsageError> =>
  Effect.flatMap(checkName(name), () =>
    Effect.try({
      try: () => {
        mkdirSync(directory(), { recursive: true, mode: 0o700 })
        chmodSync(directory(), 0o700)
        const temporary = `${fileOf(name)}.${Process.pid}`
        writeFileSync(temporary, encode(profile), { mode: 0o600, flag: "wx" })
        renameSync(temporary, fileOf(name))
        return fileOf(name)
      },
      catch: (error) =>
        new UsageError({ message: `${fileOf(name)} cannot be written (${(error as NodeJS.ErrnoException).code}).` })
    })
  )

/** Tokens of a profile are beside it, so that they are deleted with it. */
export const tokensDirectory = (name: string): string => join(directory(), `${name}.tokens`)

export const remove = (name: string): Effect.Effect<void, UsageError> =>
  Effect.flatMap(checkName(name), () =>
    Effect.sync(() => {
      rmSync(fileOf(name), { force: true })
      rmSync(tokensDirectory(name), { force: true, recursive: true })
    })
  )

export const list: Effect.Effect<ReadonlyArray<string>> = Effect.sync(() => {
  try {
    return readdirSync(directory())
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length))
      .sort()
  } catch {
    return []
  }
})
