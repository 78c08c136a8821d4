/** What is asked of every client that is compared. */
import { userId } from "../servers/bodies.js"

export type Kind = "small" | "page"

export interface Client {
  /** Sends `count` requests, up to `inFlight` at a time, and discards the responses. */
  readonly run: (kind: Kind, count: number, inFlight: number) => Promise<void>
}

export const paths: Readonly<Record<Kind, string>> = {
  small: `/v2/users/${userId}`,
  page: "/v2/conversations?status=all"
}

/** The most that any round has in flight. */
export const mostInFlight = 50

/** A client from one request. */
export const fromPromise = (one: (kind: Kind) => Promise<unknown>): Client => ({
  run: async (kind, count, inFlight) => {
    let left = count
    const runner = async () => {
      while (left-- > 0) await one(kind)
    }
    await Promise.all(Array.from({ length: inFlight }, runner))
  }
})
