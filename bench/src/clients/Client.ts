/** The interface of every client that is compared. */
import { userId } from "../servers/bodies.js"

export type Kind = "small" | "page"

export interface Client {
  /** Makes `count` requests with `inFlight` of them at a time, and discards the responses. */
  readonly run: (kind: Kind, count: number, inFlight: number) => Promise<void>
}

export const paths: Readonly<Record<Kind, string>> = {
  small: `/v2/users/${userId}`,
  page: "/v2/conversations?status=all"
}

/** The maximum number of requests in flight in any round. */
export const mostInFlight = 50

/** Makes a client from a function that sends one request. */
export const fromPromise = (one: (kind: Kind) => Promise<unknown>): Client => ({
  run: async (kind, count, inFlight) => {
    let remaining = count
    const runner = async () => {
      while (remaining-- > 0) await one(kind)
    }
    await Promise.all(Array.from({ length: inFlight }, runner))
  }
})
