import * as client from "@effect-helpscout/promise"
import { main } from "./main.cjs"

console.log(await main(client, process.env))
