/**
 * A child process, `simulator.js <latency in ms>`: the simulator with a limit of 400 units per sliding minute for each of
 * several accounts. It counts the 429 responses.
 */
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { respond } from "../processes.js"

const accounts = ["ours", "oursOverRedis", "peer"] as const
export type AccountName = (typeof accounts)[number]

export type Query =
  | { readonly _tag: "Open"; readonly account: AccountName }
  | { readonly _tag: "TooMany"; readonly account: AccountName }

/** The data that a client needs to use an account. */
export interface Opened {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly conversationIds: ReadonlyArray<number>
}

const clientSecret = "bench-secret"
const latency = Number(process.argv[2] ?? 0)
/** An account with the same data that is not measured. Its requests do not use the budget of the others. */
const lookup = "lookup"

const serve = NodeSimulator.serve({
  accounts: [lookup, ...accounts].map((name) => ({
    name,
    clientId: name,
    clientSecret,
    seed: "bench",
    data: { conversations: 30 }
  })),
  rateLimit: { limit: 400, window: "60 seconds", kind: "sliding" },
  latency
})
const simulator = await Effect.runPromise(Effect.flatMap(Scope.make(), (scope) => Scope.extend(serve, scope)))

const accessToken = async (account: string): Promise<string> =>
  (await Effect.runPromise(simulator.issueTokens({ account }))).accessToken

interface Listed {
  readonly _embedded: { readonly conversations: ReadonlyArray<{ readonly id: number }> }
}

const conversationIds = async (): Promise<ReadonlyArray<number>> => {
  const authorization = `Bearer ${await accessToken(lookup)}`
  const response = await fetch(`${simulator.baseUrl}/v2/conversations?status=active`, { headers: { authorization } })
  // cast: the simulator's response to a list has this form
  const { _embedded } = (await response.json()) as Listed
  return _embedded.conversations.map((conversation) => conversation.id)
}

const open = async (account: AccountName): Promise<Opened> => ({
  baseUrl: simulator.baseUrl,
  clientId: account,
  clientSecret,
  accessToken: await accessToken(account),
  conversationIds: await conversationIds()
})

const tooMany = async (account: AccountName): Promise<number> => {
  const requests = await Effect.runPromise(simulator.requests)
  return requests.filter((request) => request.account === account && request.status === 429).length
}

respond<Query, Opened | number>((query) => (query._tag === "Open" ? open(query.account) : tooMany(query.account)))
