/**
 * Runs before each test file. `it.layer` of @effect/vitest replaces `it.effect` and `it.scoped` for good, with testers that use its
 * layer. Files that share modules (`isolate: false`) would inherit them, and with them another file's TestClock.
 */
import { effect, flakyTest, it, layer, prop, scoped } from "@effect/vitest"

Object.assign(it, { effect, flakyTest, layer, prop, scoped })
