/**
 * Token stores that need no database. The entry point `@effect-helpscout/promise/node` has those of files and of Redis.
 */
import { makeMemory } from "@effect-helpscout/core/TokenStore"
import * as Effect from "effect/Effect"
import { toPlainStore } from "./internal/stores.js"
import type { TokenStore } from "./Tokens.js"

/** Makes a store in memory. Clients of one account that share it renew once among them. */
export const memoryTokenStore = (): Required<TokenStore> => toPlainStore(Effect.succeed(Effect.runSync(makeMemory())))
