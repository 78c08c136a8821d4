/**
 * One request through the simulator: recorded, admitted, counted, handled and responded to, with faults in between.
 *
 *     open ─▶ fault? ─▶ admit ─▶ handle ─▶ finish ─▶ Response
 *               │         │ 401, 429       ▲
 *               │         └────────────────┘
 *               └─▶ delay, close ─▶ Reset, Refused, or no response at all
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Account from "../Account.js"
import type * as Fault from "../Fault.js"
import * as Response from "../Response.js"
import type * as Route from "../Route.js"
import type * as Seed from "../Seed.js"
import * as ConsentPage from "./consentPage.js"
import type * as HttpResponse from "./httpResponse.js"
import type * as Journal from "./journal.js"
import * as Oddities from "./oddities.js"
import type * as RateWindow from "./rateWindow.js"
import type * as Router from "./router.js"
import type * as Script from "./script.js"
import * as TokenEndpoint from "./tokenEndpoint.js"

/** A request as it arrives. */
export interface Incoming {
  readonly method: string
  /** Absolute, or from the path on. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** The result of a request: a response, or a connection that is refused or breaks before one. */
export type Outcome =
  | ({ readonly _tag: "Response" } & HttpResponse.Message)
  | { readonly _tag: "Reset" }
  | { readonly _tag: "Refused" }

/** An account and its budget. */
export interface Tenant {
  readonly account: Account.Account
  readonly window: RateWindow.RateWindow
}

/** The parts of the simulator that an exchange uses. */
export interface Options {
  /** The simulator's own scheme and host. */
  readonly origin: string
  readonly route: Router.Router
  readonly elapse: (account: Account.Account, now: number) => void
  readonly tenants: ReadonlyMap<string, Tenant>
  readonly tokens: TokenEndpoint.TokenEndpoint
  readonly consent: (request: ConsentPage.Request) => Response.Response
  readonly journal: Journal.Journal
  readonly script: Script.Script
  readonly latency: Duration.DurationInput | ((request: Journal.Entry) => Duration.DurationInput) | undefined
  /** The moment at which a request is counted, as a fraction of its latency. */
  readonly countAt: number
  readonly maxBodyBytes: number
  readonly verifyResponses: boolean
  /** The seed of odd forms. Without it, responses have the documented form. */
  readonly oddities: Seed.Seed | undefined
  readonly otherHosts: (request: Journal.Entry) => Response.Response
}

/** The clock of the fiber that sent the request. */
type Now = () => number

/** The sender of a request, or the response that rejects it. */
type Admission =
  | { readonly _tag: "Admitted"; readonly tenant: Tenant; readonly userId: number }
  | { readonly _tag: "Rejected"; readonly tenant: Tenant | undefined; readonly response: Response.Response }

type Ending = Outcome | { readonly _tag: "Hung" }

const rejected = (response: Response.Response, tenant?: Tenant): Admission => ({ _tag: "Rejected", tenant, response })

const utf8 = new TextDecoder()
const asText = (body: string | Uint8Array): string => (typeof body === "string" ? body : utf8.decode(body))

/** Longer bodies are not recorded. */
const maxRecordedBody = 65_536

/** The scheme and host, path and query of a URL, none of them decoded. */
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

/** Whether a response is a success with a JSON body. */
const isJson = (response: Response.Response): response is Response.Response & { readonly body: string } =>
  response.status === 200 &&
  response.headers["Content-Type"]?.includes("json") === true &&
  typeof response.body === "string"

/** Throws if a response does not match its endpoint: a defect of the simulator or of the record, not of the program. */
const verify = (route: Route.Route, response: Response.Response): void => {
  if (!isJson(response)) return
  const mismatch = route.verify(JSON.parse(response.body))
  if (mismatch !== undefined) throw new Error(`Simulator: the response does not match its endpoint. ${mismatch}`)
}

/** Makes the function that responds to requests. */
export const make = (options: Options): ((request: Incoming) => Effect.Effect<Outcome>) => {
  const { origin, route, tenants, tokens, journal, script, latency, countAt, maxBodyBytes } = options
  const slow = latency !== undefined

  const open = (request: Incoming, at: number): Journal.Draft => {
    const { host, path, query } = splitUrl(request.url, origin)
    return journal.open({
      method: request.method.toUpperCase(),
      host,
      path,
      query,
      at,
      headers: request.headers,
      body: request.body.length > maxRecordedBody ? "" : asText(request.body),
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

  /** Checks the token and the budget. */
  const admit = (entry: Journal.Draft, at: number): Admission => {
    const bearer = /^bearer +(\S+) *$/i.exec(entry.headers.authorization ?? "")?.[1]
    const subject = bearer === undefined ? undefined : tokens.subject(bearer, at)
    const found = subject === undefined ? undefined : tenants.get(subject.account)
    if (subject === undefined || found === undefined || found.account.deactivated.has(subject.userId)) {
      return rejected(Response.unauthorized)
    }
    entry.account = subject.account
    const units = entry.method === "GET" || entry.method === "HEAD" || entry.method === "OPTIONS" ? 1 : 2
    const verdict = found.window.take(at, units)
    journal.counted(entry, verdict.allowed ? units : 0, at)
    return verdict.allowed
      ? { _tag: "Admitted", tenant: found, userId: subject.userId }
      : rejected(Response.rateLimited(verdict.retryAfterSeconds), found)
  }

  const admission = (entry: Journal.Draft, at: number): Admission => {
    if (entry.host !== origin) return rejected(options.otherHosts(entry))
    // these need no token, and are not counted
    if (entry.path === TokenEndpoint.path || entry.path === ConsentPage.path) return rejected(Response.notFound)
    return admit(entry, at)
  }

  const handleToken = (entry: Journal.Draft, request: Incoming, at: number): Response.Response => {
    if (entry.method !== "POST") return Response.methodNotAllowed
    entry.handled = true
    return tokens.respond({ query: entry.query, headers: entry.headers, body: asText(request.body), now: at })
  }

  const oddities = new WeakMap<Route.Route, ReturnType<typeof Oddities.make>>()

  /** The response in odd forms, if they are simulated. */
  const odd = (route: Route.Route, response: Response.Response): Response.Response => {
    if (options.oddities === undefined || !isJson(response)) return response
    const write = oddities.get(route) ?? Oddities.make(route.description)
    oddities.set(route, write)
    return { ...response, body: write(response.body, options.oddities) }
  }

  const handle = (entry: Journal.Draft, request: Incoming, admission: Admission, at: number): Response.Response => {
    if (entry.host === origin && entry.path === TokenEndpoint.path) return handleToken(entry, request, at)
    if (entry.host === origin && entry.path === ConsentPage.path) {
      return options.consent({ method: entry.method, query: entry.query, body: asText(request.body) })
    }
    if (admission._tag === "Rejected") return admission.response
    if (request.body.length > maxBodyBytes) return Response.tooLarge
    const found = route(entry.method, entry.path)
    if (found._tag === "NoPath") return Response.notFound
    if (found._tag === "WrongMethod") return Response.methodNotAllowed
    const { description } = found.route
    entry.endpoint = `${description.method} ${description.path}`
    if (entry.query !== "") entry.unknownParameters = found.route.unknownParameters(entry.query)
    entry.handled = true
    options.elapse(admission.tenant.account, at)
    const response = found.route.respond({
      path: entry.path,
      params: found.params,
      query: entry.query,
      headers: entry.headers,
      body: request.body,
      account: admission.tenant.account,
      userId: admission.userId,
      now: at
    })
    if (options.verifyResponses) verify(found.route, response)
    return odd(found.route, response)
  }

  const finish = (
    entry: Journal.Draft,
    response: Response.Response,
    limited: Tenant | undefined,
    at: number,
    cut?: { readonly bytes: number; readonly connection: "kept" | "broken" }
  ): Outcome => {
    const id = `51a70000-0000-4000-8000-${entry.index.toString(16).padStart(12, "0")}`
    const headers: Record<string, string> = {
      ...response.headers,
      Date: new Date(at).toUTCString(),
      "Correlation-Id": id
    }
    if (limited !== undefined) {
      headers["X-RateLimit-Limit-Minute"] = String(limited.window.limit())
      headers["X-RateLimit-Remaining-Minute"] = String(limited.window.remaining(at))
    }
    const body = typeof response.body === "function" ? response.body(id) : response.body
    journal.close(entry, cut === undefined ? "responded" : "cut", response.status)
    return {
      _tag: "Response",
      status: response.status,
      headers,
      body: cut?.connection === "kept" ? body.slice(0, cut.bytes) : body,
      brokenAt: cut?.connection === "broken" ? cut.bytes : undefined
    }
  }

  const close = (entry: Journal.Draft, outcome: "reset" | "refused" | "hung", ending: Ending): Ending => {
    journal.close(entry, outcome, undefined)
    return ending
  }

  /** Without a fault or latency nothing is asynchronous. */
  const runAtOnce = (request: Incoming, entry: Journal.Draft, at: number): Outcome => {
    const admitted = admission(entry, at)
    return finish(entry, handle(entry, request, admitted, at), admitted.tenant, at)
  }

  const run = (
    request: Incoming,
    entry: Journal.Draft,
    fault: Fault.Fault | undefined,
    now: Now
  ): Effect.Effect<Ending> =>
    Effect.gen(function* () {
      if (fault?._tag === "Refused") return close(entry, "refused", { _tag: "Refused" })
      if (fault?._tag === "Delay" && fault.when === "before") {
        yield* Effect.sleep(fault.duration)
        return yield* run(request, entry, fault.next, now)
      }
      const millis =
        latency === undefined ? 0 : Duration.toMillis(typeof latency === "function" ? latency(entry) : latency)
      if (millis * countAt > 0) yield* Effect.sleep(millis * countAt)
      // a 429 costs nothing, whether the budget or a fault is the reason
      const uncounted = fault?._tag === "Response" && fault.status === 429
      const admitted = uncounted ? rejected(Response.notFound) : admission(entry, now())
      if (millis * (1 - countAt) > 0) yield* Effect.sleep(millis * (1 - countAt))
      // the fault comes from the gateway, so it precedes a 401
      if (fault !== undefined && "when" in fault && fault.when === "before")
        return yield* end(entry, admitted, fault, Response.notFound, now)
      const response = handle(entry, request, admitted, now())
      return yield* end(entry, admitted, fault, response, now)
    })

  /** Ends a request with its response, or with a fault in place of the response. */
  const end = (
    entry: Journal.Draft,
    admitted: Admission,
    fault: Fault.Fault | undefined,
    response: Response.Response,
    now: Now
  ): Effect.Effect<Ending> =>
    Effect.suspend((): Effect.Effect<Ending> => {
      switch (fault?._tag) {
        case undefined:
        case "Refused":
          return Effect.succeed(finish(entry, response, admitted.tenant, now()))
        case "Response":
          return Effect.succeed(finish(entry, fault, undefined, now()))
        case "Reset":
          return Effect.succeed(close(entry, "reset", { _tag: "Reset" }))
        case "Hang":
          return Effect.succeed(close(entry, "hung", { _tag: "Hung" }))
        case "Truncated":
          return Effect.succeed(finish(entry, response, admitted.tenant, now(), fault))
        case "Delay":
          return Effect.zipRight(Effect.sleep(fault.duration), end(entry, admitted, fault.next, response, now))
      }
    })

  /** A request that was sent takes effect even if its caller is interrupted. */
  const runDetached = (
    request: Incoming,
    entry: Journal.Draft,
    fault: Fault.Fault | undefined,
    now: Now
  ): Effect.Effect<Outcome> =>
    Effect.flatMap(Effect.forkDaemon(run(request, entry, fault, now)), (fiber) =>
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
      const respond = Effect.suspend(() => {
        const fault = script.fault(entry)
        return fault === undefined && !slow
          ? Effect.sync(() => runAtOnce(request, entry, now()))
          : runDetached(request, entry, fault, now)
      })
      const before = script.before()
      return before === undefined ? respond : Effect.zipRight(before(entry), respond)
    })
}
