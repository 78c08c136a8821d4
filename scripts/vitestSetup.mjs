/**
 * Runs before each test file. `it.layer` of @effect/vitest replaces `it.effect` and `it.scoped` for good, with testers that use its
 * layer. Files that share modules (`isolate: false`) would inherit them, and with them another file's TestClock.
 */
import { createRequire } from "node:module"
import { effect, flakyTest, it, layer, prop, scoped } from "@effect/vitest"

Object.assign(it, { effect, flakyTest, layer, prop, scoped })

// Fibers under a TestClock never wait, and let the event loop turn once in several seconds. Messages of the runner then
// time out after a minute, and fail the run. The scheduler is the same object for ESM and CommonJS.
const { defaultScheduler } = createRequire(new URL("../packages/core/package.json", import.meta.url))(
  "effect/Scheduler"
)
Object.assign(defaultScheduler, { maxNextTickBeforeTimer: 64 })
