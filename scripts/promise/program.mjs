import * as client from "@effect-helpscout/promise"
import * as node from "@effect-helpscout/promise/node"
import { main } from "./main.cjs"

console.log(await main(client, node, process.env))
