/** `helpscout doctor` */
import * as Net from "node:net"
import * as Process from "node:process"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Reports } from "@effect-helpscout/resources/Reports"
import { Users } from "@effect-helpscout/resources/Users"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import type { Session } from "../command/session.js"
import { failureOf } from "../output/failure.js"
import * as Profiles from "../profiles.js"
import { version } from "../version.js"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

/** At least one check found a problem. */
export class ChecksFailed extends Data.TaggedError("ChecksFailed")<{ readonly message: string }> {}

interface Check {
  readonly check: string
  readonly state: "ok" | "problem"
  readonly detail: string
}

const ok = (check: string, detail: string): Check => ({ check, state: "ok", detail })
const problem = (check: string, detail: string): Check => ({ check, state: "problem", detail })

const node = (): Check => {
  const [major = 0, minor = 0] = Process.versions.node.split(".").map(Number)
  const isSupported = major > 20 || (major === 20 && minor >= 19)
  return isSupported
    ? ok("versions", `helpscout ${version}, Node.js ${Process.versions.node}`)
    : problem("versions", `Node.js ${Process.versions.node} is too old. Install Node.js 20.19 or newer.`)
}

const login = (session: Session): Effect.Effect<Check> =>
  Effect.match(Profiles.load(session.account.profile), {
    onFailure: ({ message }) => problem("login", message),
    onSuccess: (profile) => {
      if (profile !== undefined) return ok("login", `profile (${profile.flow})`)
      return Process.env.HELPSCOUT_CLIENT_ID
        ? ok("login", "HELPSCOUT_CLIENT_ID of the environment")
        : problem(
            "login",
            "No credentials. Run `helpscout login`, or set HELPSCOUT_CLIENT_ID and HELPSCOUT_CLIENT_SECRET."
          )
    }
  })

/** Help Scout's clock against this machine's. */
const clockOf = (date: string | undefined, now: number): Check => {
  const theirs = Date.parse(date ?? "")
  if (Number.isNaN(theirs)) return ok("clock", "not checked: the response has no date")
  const seconds = Math.round(Math.abs(now - theirs) / 1_000)
  return seconds <= 60
    ? ok("clock", `within ${seconds} s of Help Scout's`)
    : problem("clock", `${seconds} s off Help Scout's. Synchronize the clock of this machine.`)
}

const plans: Readonly<Record<number, string>> = { 200: "Standard", 400: "Plus", 800: "Pro" }

const planOf = (limit: number): string => {
  const plan = plans[limit]
  return plan === undefined ? "" : `, the limit of the ${plan} plan`
}

const token = Effect.gen(function* () {
  const date = yield* Ref.make<string | undefined>(undefined)
  const me = yield* Effect.either(
    HelpScoutClient.onResponse(
      Effect.flatMap(Users, (users) => users.me()),
      (info) => Ref.set(date, info.headers.date)
    )
  )
  if (Either.isLeft(me)) return [problem("token", failureOf(me.left).message)]
  const now = yield* Clock.currentTimeMillis
  const limits = yield* Effect.flatMap(RateLimiter, ({ snapshot }) => snapshot)
  return [
    ok("token", `accepted for ${me.right.email ?? me.right.id} (${me.right.role ?? "unknown role"})`),
    clockOf(yield* Ref.get(date), now),
    ok("limit", `${limits.remaining} of ${limits.limit} units a minute left${planOf(limits.limit)}`),
    yield* reports
  ]
})

const reports: Effect.Effect<Check, never, Reports> = Effect.gen(function* () {
  const end = yield* DateTime.now
  const start = DateTime.subtract(end, { days: 1 })
  const report = yield* Effect.either(
    Effect.flatMap(Reports, ({ company }) => company.getOverallReport({ start, end }))
  )
  if (Either.isRight(report)) return ok("reports", "available")
  const { _tag }: HelpScoutError = report.left
  return _tag === "HelpScoutForbidden"
    ? ok("reports", "not available: they need the Plus or Pro plan, and a role that may see them")
    : problem("reports", failureOf(report.left).message)
})

/** A PING over a plain connection: enough to know that it is there. */
const redis: Effect.Effect<Option.Option<Check>> = Effect.suspend(() => {
  const text = Process.env.REDIS_URL ?? ""
  if (text.trim() === "") return Effect.succeedNone
  if (!URL.canParse(text))
    return Effect.succeedSome(problem("redis", "REDIS_URL is not a URL such as redis://host:6379."))
  const url = new URL(text)
  return Effect.async<Option.Option<Check>>((resume) => {
    const socket = Net.connect({
      host: url.hostname,
      port: Number(url.port === "" ? "6379" : url.port),
      timeout: 3_000
    })
    const done = (check: Check) => {
      socket.destroy()
      resume(Effect.succeedSome(check))
    }
    socket.on("connect", () => socket.write("PING\r\n"))
    socket.on("data", () => done(ok("redis", `${url.hostname} responds`)))
    socket.on("timeout", () => done(problem("redis", `${url.hostname} does not respond. Check REDIS_URL.`)))
    socket.on("error", (error: NodeJS.ErrnoException) =>
      done(problem("redis", `${url.hostname} cannot be reached (${error.code}). Check REDIS_URL.`))
    )
  })
})

export const command: Implementation = {
  text: "Checks the versions, the login, the token, the clock, the rate limit, the access to reports, and Redis if REDIS_URL is set. The exit code is 0 if everything is ok.",
  columns: ["check", "state", "detail"],
  run: (session) =>
    Effect.gen(function* () {
      const found = yield* login(session)
      const online =
        found.state === "ok"
          ? yield* Effect.catchAll(withAccount(session, token), (error) =>
              Effect.succeed([problem("token", failureOf(error).message)])
            )
          : []
      const checks = [node(), found, ...online, ...Option.toArray(yield* redis)]
      yield* session.rows(Stream.fromIterable(checks))
      const problems = checks.filter(({ state }) => state === "problem").length
      if (problems > 0)
        return yield* new ChecksFailed({ message: `doctor: ${problems} of ${checks.length} checks found a problem.` })
    })
}
