/**
 * Runs before each test file. `it.layer` of @effect/vitest replaces `it.effect` and `it.scoped` for good, with testers that use its
 * layer. Files that share modules (`isolate: false`) would inherit them, and with them another file's TestClock.
 */
import { createRequire } from "node:module"
import { setImmediate } from "node:timers/promises"
import { effect, flakyTest, it, layer, prop, scoped } from "@effect/vitest"
import { afterEach } from "vitest"

Object.assign(it, { effect, flakyTest, layer, prop, scoped })

// Messages of the runner time out after a minute without a turn of the event loop, and fail the run. Fibers under a
// TestClock never wait, and promises of SQLite are settled when they are returned: neither lets the loop turn. The
// scheduler is the same object for ESM and CommonJS.
const { defaultScheduler } = createRequire(new URL("../packages/core/package.json", import.meta.url))(
  "effect/Scheduler"
)
Object.assign(defaultScheduler, { maxNextTickBeforeTimer: 64 })

afterEach(() => setImmediate())
