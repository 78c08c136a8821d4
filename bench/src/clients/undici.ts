/** The floor: undici's `request` and JSON.parse. */
import { Agent, request } from "undici"
import { type Client, fromPromise, type Kind, paths } from "./Client.js"

const authorization = "Bearer canned"

/** Returns a function that sends one request. */
export const requester = (baseUrl: string): ((kind: Kind) => Promise<unknown>) => {
  const dispatcher = new Agent()
  const headers = { accept: "application/json, application/hal+json", authorization, "user-agent": "bench" }
  return async (kind) => {
    const { body } = await request(baseUrl + paths[kind], { dispatcher, headers })
    return JSON.parse(await body.text())
  }
}

export const make = (baseUrl: string): Client => fromPromise(requester(baseUrl))
