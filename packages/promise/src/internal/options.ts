/** The rules of each kind of options. The compiler holds them against the declared types. */
import type { StableListOptions } from "../List.js"
import type { HelpScoutOptions, RequestOptions, RetryOptions } from "../Options.js"
import type { Permissions, Selection } from "../Permissions.js"
import type { RateLimitOptions } from "../RateLimit.js"
import {
  any,
  atLeast,
  boolean,
  callback,
  duration,
  integerFrom,
  list,
  must,
  object,
  oneOf,
  options,
  type Rules,
  signal,
  text
} from "./optionRules.js"

const retryRules: Rules<RetryOptions> = {
  retries: integerFrom(0),
  base: duration,
  cap: duration,
  within: duration
}

const rateLimitRules: Rules<RateLimitOptions> = {
  maxConcurrent: integerFrom(1),
  minTime: duration,
  limit: atLeast(1),
  window: duration,
  reserve: atLeast(0),
  writeBurst: options({ units: atLeast(2), window: duration }),
  maxQueueWait: duration,
  maxPausedWait: duration
}

/** An object with the functions of a store. It may be an instance of a class. */
const tokenStore = must("an object with the functions load and save, and possibly lock", (value) => {
  const { load, lock, save } = Object(value)
  return [load, save, lock ?? save].every((member) => typeof member === "function")
})

const selection = options<Selection>({ operations: list, impacts: list, inboxes: list })

/** The form only: which patterns, impacts and ids can match is checked where they are read. */
const permissions = options<Permissions>({
  allow: selection,
  deny: selection,
  anyInbox: list,
  lookUpInboxes: boolean
})

const clientRules: Rules<HelpScoutOptions> = {
  clientId: must("a text", (value) => typeof value === "string"),
  clientSecret: must("a text", (value) => typeof value === "string"),
  flow: oneOf("clientCredentials", "authorizationCode"),
  tokens: any,
  accessToken: text,
  tokenStore: tokenStore,
  account: text,
  rateLimit: options(rateLimitRules),
  retry: options(retryRules),
  permissions,
  log: callback,
  timeout: duration,
  headers: object,
  fetch: callback,
  baseUrl: text,
  authorizeUrl: text,
  userAgent: text
}

const requestRules: Rules<RequestOptions> = {
  signal,
  timeout: duration,
  headers: object,
  priority: must("a number", (value) => typeof value === "number" && !Number.isNaN(value)),
  onResponse: callback
}

const listRules: Rules<StableListOptions> = {
  ...requestRules,
  prefetch: integerFrom(0),
  concurrency: integerFrom(1),
  order: oneOf("stable"),
  onInvalid: callback
}

export const clientRule = options(clientRules)
export const rateLimitRule = options(rateLimitRules)
export const requestRule = options(requestRules)
export const listRule = options(listRules)
