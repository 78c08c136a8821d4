/**
 * One of several processes on one account. Its argument is a job, as JSON. Calls the API once for each line of its input,
 * and prints the result of each call as JSON. Ends on its own after its input.
 */
import process from "node:process"
import { createInterface } from "node:readline"
import { Redis } from "ioredis"
import { HelpScout } from "../../dist/.build/Main.js"
import { fileTokenStore, redisTokenStore } from "../../dist/.build/Node.js"

const { directory, hangs, redis, ...options } = JSON.parse(process.argv[2])
const client = redis === undefined ? undefined : new Redis(redis)
const tokenStore = client === undefined ? fileTokenStore({ directory }) : redisTokenStore(client)

/** Never receives a response to a request for tokens. */
const fetchUntilTokens = (url, init) => {
  if (!String(url).includes("oauth2")) return fetch(url, init)
  console.log('"renewing"')
  return new Promise(() => {})
}

const helpScout = new HelpScout({
  ...options,
  flow: "authorizationCode",
  tokenStore,
  ...(hangs ? { fetch: fetchUntilTokens } : {})
})

console.log('"ready"')
for await (const _ of createInterface({ input: process.stdin })) {
  const result = await helpScout.users.me().then(
    ({ id }) => ({ id }),
    ({ code, message, reason }) => ({ code, reason, message })
  )
  console.log(JSON.stringify(result))
}
client?.disconnect()
