/**
 * The way of one request through the simulator: noted, admitted, counted, handled and answered, with what goes wrong in
 * between.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Account from "../Account.js"
import type * as Fault from "../Fault.js"
import * as Reply from "../Reply.js"
import type * as Route from "../Route.js"
import type * as Journal from "./journal.js"
import type * as RateWindow from "./rateWindow.js"
import type * as Response from "./response.js"
import type * as Router from "./router.js"
import type * as Script from "./script.js"
import * as TokenEndpoint from "./tokenEndpoint.js"

/**
 * A request as it arrives.
 *
 * @since 0.1.0
 * @category models
 */
export interface Incoming {
  readonly method: string
  /** Whole, or from the path on. */
  readonly url: string
  /** Their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/**
 * What comes back: an answer, or a connection that was refused or breaks without one.
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome =
  | ({ readonly _tag: "Answer" } & Response.Answer)
  | { readonly _tag: "Reset" }
  | { readonly _tag: "Refused" }

/**
 * An account and its budget.
 *
 * @since 0.1.0
 * @category models
 */
export interface Tenant {
  readonly account: Account.Account
  readonly window: RateWindow.RateWindow
}

/**
 * What an exchange needs to know.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Scheme and host that are the simulator's own. */
  readonly origin: string
  readonly route: Router.Router
  readonly elapse: (account: Account.Account, now: number) => void
  readonly tenants: ReadonlyMap<string, Tenant>
  readonly tokens: TokenEndpoint.TokenEndpoint
  readonly journal: Journal.Journal
  readonly script: Script.Script
  readonly latency: Duration.DurationInput | ((request: Journal.Entry) => Duration.DurationInput) | undefined
  /** When a request is counted, as a part of its latency. */
  readonly countAt: number
  readonly maxBodyBytes: number
  readonly verifyAnswers: boolean
  readonly elsewhere: (request: Journal.Entry) => Reply.Reply
}

/** The clock of the fiber that sent the request. */
type Now = () => number

/** Who a request is from, or why it goes no further. */
type Admission =
  | { readonly _tag: "Admitted"; readonly tenant: Tenant; readonly userId: number }
  | { readonly _tag: "Turned"; readonly tenant: Tenant | undefined; readonly reply: Reply.Reply }

const utf8 = new TextDecoder()
const keptBody = 65_536

/**
 * Scheme and host, path and query of a URL, none of them decoded.
 *
 * @since 0.1.0
 * @category combinators
 */
export const splitUrl = (
  url: string,
  baseUrl: string
): { readonly host: string; readonly path: string; readonly query: string } => {
  const hash = url.indexOf("#")
  const whole = hash < 0 ? url : url.slice(0, hash)
  const scheme = whole.indexOf("://")
  const start = scheme < 0 ? 0 : whole.indexOf("/", scheme + 3)
  const origin = scheme < 0 ? baseUrl : start < 0 ? whole : whole.slice(0, start)
  const rest = start < 0 ? "/" : whole.slice(start)
  const mark = rest.indexOf("?")
  return {
    host: origin,
    path: mark < 0 ? rest : rest.slice(0, mark),
    query: mark < 0 ? "" : rest.slice(mark + 1)
  }
}

/** Dies where an answer does not fit: a defect of the simulator or of the record, never of the program under test. */
const verify = (route: Route.Route, reply: Reply.Reply): void => {
  const isJson = reply.headers["Content-Type"]?.includes("json") === true
  if (reply.status !== 200 || !isJson || typeof reply.body !== "string") return
  const wrong = route.verify(JSON.parse(reply.body))
  if (wrong !== undefined) throw new Error(`the simulator's answer does not fit its endpoint: ${wrong}`)
}

/**
 * Makes what answers requests.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): ((request: Incoming) => Effect.Effect<Outcome>) => {
  const { origin, route, tenants, tokens, journal, script, latency, countAt, maxBodyBytes } = options
  const slow = latency !== undefined

  const admit = (entry: Journal.Draft, at: number): Admission => {
    const bearer = /^bearer +(\S+) *$/i.exec(entry.headers.authorization ?? "")?.[1]
    const subject = bearer === undefined ? undefined : tokens.subject(bearer, at)
    const found = subject === undefined ? undefined : tenants.get(subject.account)
    if (subject === undefined || found === undefined || found.account.deactivated.has(subject.userId)) {
      return { _tag: "Turned", tenant: undefined, reply: Reply.unauthorized }
    }
    entry.account = subject.account
    const units = entry.method === "GET" || entry.method === "HEAD" || entry.method === "OPTIONS" ? 1 : 2
    const verdict = found.window.take(at, units)
    journal.counted(entry, verdict.allowed ? units : 0, at)
    return verdict.allowed
      ? { _tag: "Admitted", tenant: found, userId: subject.userId }
      : { _tag: "Turned", tenant: found, reply: Reply.rateLimited(verdict.retryAfterSeconds) }
  }

  /** A 401 that a fault stands before is no matter: the fault comes from the gateway. */
  const serve = (entry: Journal.Draft, request: Incoming, admission: Admission, at: number): Reply.Reply => {
    if (admission._tag === "Turned") return admission.reply
    if (request.body.length > maxBodyBytes) return Reply.tooLarge
    const found = route(entry.method, entry.path)
    if (found._tag === "NoPath") return Reply.notFound
    if (found._tag === "WrongMethod") return Reply.methodNotAllowed
    const { description } = found.route
    entry.endpoint = `${description.method} ${description.path}`
    if (entry.query !== "") entry.unknownParameters = found.route.unknownParameters(entry.query)
    entry.handled = true
    options.elapse(admission.tenant.account, at)
    const reply = found.route.answer({
      path: entry.path,
      params: found.params,
      query: entry.query,
      headers: entry.headers,
      body: request.body,
      account: admission.tenant.account,
      userId: admission.userId,
      now: at
    })
    if (options.verifyAnswers) verify(found.route, reply)
    return reply
  }

  const serveToken = (entry: Journal.Draft, request: Incoming, at: number): Reply.Reply => {
    if (entry.method !== "POST") return Reply.methodNotAllowed
    entry.handled = true
    const body = typeof request.body === "string" ? request.body : utf8.decode(request.body)
    return tokens.answer({ query: entry.query, headers: entry.headers, body, now: at })
  }

  const correlationId = (entry: Journal.Entry) =>
    `51a70000-0000-4000-8000-${entry.index.toString(16).padStart(12, "0")}`

  const finish = (
    entry: Journal.Draft,
    reply: Reply.Reply,
    limited: Tenant | undefined,
    at: number,
    cut?: { readonly bytes: number; readonly connection: "kept" | "broken" }
  ): Outcome => {
    const id = correlationId(entry)
    const headers: Record<string, string> = { ...reply.headers, "Correlation-Id": id }
    if (limited !== undefined) {
      headers["X-RateLimit-Limit-Minute"] = String(limited.window.limit())
      headers["X-RateLimit-Remaining-Minute"] = String(limited.window.remaining(at))
    }
    const body = typeof reply.body === "function" ? reply.body(id) : reply.body
    journal.close(entry, cut === undefined ? "answered" : "cut", reply.status)
    return {
      _tag: "Answer",
      status: reply.status,
      headers,
      body: cut?.connection === "kept" ? body.slice(0, cut.bytes) : body,
      brokenAt: cut?.connection === "broken" ? cut.bytes : undefined
    }
  }

  const turnedTo = (entry: Journal.Draft): Reply.Reply => options.elsewhere(entry)

  const open = (request: Incoming, at: number): Journal.Draft => {
    const { host, path, query } = splitUrl(request.url, origin)
    return journal.open({
      method: request.method.toUpperCase(),
      host,
      path,
      query,
      at,
      headers: request.headers,
      body:
        request.body.length > keptBody
          ? ""
          : typeof request.body === "string"
            ? request.body
            : utf8.decode(request.body),
      account: undefined,
      endpoint: undefined,
      cost: 0,
      unknownParameters: [],
      status: undefined,
      outcome: "pending",
      handled: false,
      abandoned: false
    })
  }

  const admissionOf = (entry: Journal.Draft, at: number): Admission =>
    entry.host !== origin
      ? { _tag: "Turned", tenant: undefined, reply: turnedTo(entry) }
      : entry.path === TokenEndpoint.path
        ? { _tag: "Turned", tenant: undefined, reply: Reply.notFound }
        : admit(entry, at)

  const serveAny = (entry: Journal.Draft, request: Incoming, admission: Admission, at: number): Reply.Reply =>
    entry.host === origin && entry.path === TokenEndpoint.path
      ? serveToken(entry, request, at)
      : serve(entry, request, admission, at)

  const straight = (request: Incoming, entry: Journal.Draft, at: number): Outcome => {
    const admission = admissionOf(entry, at)
    return finish(entry, serveAny(entry, request, admission, at), admission.tenant, at)
  }

  type Ending = Outcome | { readonly _tag: "Hung" }

  const close = (entry: Journal.Draft, outcome: "reset" | "refused" | "hung", ending: Ending): Ending => {
    journal.close(entry, outcome, undefined)
    return ending
  }

  const faulty = (
    request: Incoming,
    entry: Journal.Draft,
    fault: Fault.Fault | undefined,
    now: Now
  ): Effect.Effect<Ending> =>
    Effect.gen(function* () {
      if (fault?._tag === "Refused") return close(entry, "refused", { _tag: "Refused" })
      if (fault?._tag === "Delay" && fault.when === "before") {
        yield* Effect.sleep(fault.duration)
        return yield* faulty(request, entry, fault.next, now)
      }
      const millis =
        latency === undefined ? 0 : Duration.toMillis(typeof latency === "function" ? latency(entry) : latency)
      if (millis * countAt > 0) yield* Effect.sleep(millis * countAt)
      // what a fault answers with 429 costs nothing, like any other 429
      const uncounted = fault?._tag === "Answer" && fault.status === 429
      const admission: Admission = uncounted
        ? { _tag: "Turned", tenant: undefined, reply: Reply.notFound }
        : admissionOf(entry, now())
      if (millis * (1 - countAt) > 0) yield* Effect.sleep(millis * (1 - countAt))
      if (fault !== undefined && "when" in fault && fault.when === "before")
        return yield* end(entry, admission, fault, Reply.notFound, now)
      const reply = serveAny(entry, request, admission, now())
      return yield* end(entry, admission, fault, reply, now)
    })

  /** How it ends, after it took effect or instead of it. */
  const end = (
    entry: Journal.Draft,
    admission: Admission,
    fault: Fault.Fault | undefined,
    reply: Reply.Reply,
    now: Now
  ): Effect.Effect<Ending> =>
    Effect.suspend((): Effect.Effect<Ending> => {
      switch (fault?._tag) {
        case undefined:
        case "Refused":
          return Effect.succeed(finish(entry, reply, admission.tenant, now()))
        case "Answer":
          return Effect.succeed(finish(entry, fault, undefined, now()))
        case "Reset":
          return Effect.succeed(close(entry, "reset", { _tag: "Reset" }))
        case "Hang":
          return Effect.succeed(close(entry, "hung", { _tag: "Hung" }))
        case "Truncated":
          return Effect.succeed(finish(entry, reply, admission.tenant, now(), fault))
        case "Delay":
          return Effect.zipRight(Effect.sleep(fault.duration), end(entry, admission, fault.next, reply, now))
      }
    })

  const slowly = (
    request: Incoming,
    entry: Journal.Draft,
    fault: Fault.Fault | undefined,
    now: Now
  ): Effect.Effect<Outcome> =>
    // what was sent takes effect, whether or not its caller stays to hear of it
    Effect.flatMap(Effect.forkDaemon(faulty(request, entry, fault, now)), (fiber) =>
      Fiber.join(fiber).pipe(
        Effect.flatMap(
          (ending): Effect.Effect<Outcome> => (ending._tag === "Hung" ? Effect.never : Effect.succeed(ending))
        ),
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            entry.abandoned = true
          })
        )
      )
    )

  return (request: Incoming): Effect.Effect<Outcome> =>
    Effect.clockWith((clock) => {
      const now = () => clock.unsafeCurrentTimeMillis()
      const entry = open(request, now())
      const run = Effect.suspend(() => {
        const fault = script.fault(entry)
        return fault === undefined && !slow
          ? Effect.sync(() => straight(request, entry, now()))
          : slowly(request, entry, fault, now)
      })
      const before = script.before()
      return before === undefined ? run : Effect.zipRight(before(entry), run)
    })
}
