/**
 * Serves a simulated Help Scout on this machine, for trying programs without an account. It prints the environment
 * variables that point a program at it, and runs until Ctrl-C. Run it with `node examples/dist/src/simulator.js`. Outside
 * this repository, `npx helpscout-simulator` does the same.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"

NodeRuntime.runMain(NodeSimulator.run({ data: { conversations: 100 } }))
