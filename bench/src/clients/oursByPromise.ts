/** This library, with one promise for each call. */
import * as Runtime from "effect/Runtime"
import { type Client, fromPromise } from "./Client.js"
import * as Ours from "./ours.js"

export const make = async (baseUrl: string): Promise<Client> => {
  const { calls, runtime } = await Ours.open(baseUrl)
  const run = Runtime.runPromise(await runtime.runtime())
  return fromPromise((kind) => (kind === "small" ? run(calls.small()) : run(calls.page())))
}
