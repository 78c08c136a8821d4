/** Compiled, not run: the types of the entry point for Node.js. It needs a resolution that knows `exports`. */
import { HelpScout } from "@effect-helpscout/promise"
import { fileTokenStore, redisTokenStore } from "@effect-helpscout/promise/node"
import { Redis } from "ioredis"

export const inFiles = new HelpScout({ clientId: "id", clientSecret: "secret", tokenStore: fileTokenStore() })

export const inRedis = new HelpScout({
  clientId: "id",
  clientSecret: "secret",
  tokenStore: redisTokenStore(new Redis(), { prefix: "tokens:" })
})
