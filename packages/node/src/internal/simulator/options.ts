/** The command line of `helpscout-simulator`. */
import { parseArgs } from "node:util"
import type { RunOptions } from "../../NodeSimulator.js"

/** What the command line asks for. */
export type Parsed =
  | { readonly _tag: "Run"; readonly options: RunOptions }
  | { readonly _tag: "Help"; readonly text: string }
  | { readonly _tag: "Wrong"; readonly text: string }

const help = `Usage: helpscout-simulator [options]

Serves a simulated Help Scout account on this machine, and prints the environment variables that point a program at it.

  --port <number>           port to listen on; 0 is a free port (default: 0)
  --host <address>          address to listen on (default: 127.0.0.1)
  --conversations <number>  conversations of the account (default: 200)
  --customers <number>      customers of the account (default: 60)
  --seed <text>             source of the data; the same seed generates the same account (default: helpscout)
  --rate-limit <number>     units per minute, as a plan permits (default: 400)
  --redirect-url <url>      where the authorization page sends the user, for the OAuth2 authorization code flow
                            (default: the page shows the code)
  --format <name>           sh, powershell or env: how to print the variables (default: sh)
  --help                    print this text

Examples:
  helpscout-simulator --port 4010 --format env > .env
  helpscout-simulator --redirect-url http://127.0.0.1:3000/callback
`

const names = {
  port: { type: "string" },
  host: { type: "string" },
  conversations: { type: "string" },
  customers: { type: "string" },
  seed: { type: "string" },
  "rate-limit": { type: "string" },
  "redirect-url": { type: "string" },
  format: { type: "string" },
  help: { type: "boolean", short: "h" }
} as const

class Invalid extends Error {}

const whole = (name: string, text: string | undefined, min: number, max: number): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Invalid(`--${name} must be a whole number from ${min} to ${max}, but is ${JSON.stringify(text)}.`)
}

const isFormat = (text: string): text is "sh" | "powershell" | "env" => ["sh", "powershell", "env"].includes(text)

const format = (text: string | undefined) => {
  if (text === undefined || isFormat(text)) return text
  throw new Invalid(`--format must be sh, powershell or env, but is ${JSON.stringify(text)}.`)
}

const redirectUrl = (text: string | undefined) => {
  if (text === undefined || (/^https?:\/\/./.test(text) && URL.canParse(text))) return text
  throw new Invalid(
    `--redirect-url must be an http or https URL such as http://127.0.0.1:3000/callback, but is ${JSON.stringify(text)}.`
  )
}

/** Reads the arguments of the command, without the paths of Node.js and of the script. */
export const parse = (args: ReadonlyArray<string>): Parsed => {
  try {
    const { values } = parseArgs({ args: [...args], options: names, strict: true, allowPositionals: false })
    if (values.help === true) return { _tag: "Help", text: help }
    const conversations = whole("conversations", values.conversations, 0, 1_000_000)
    const customers = whole("customers", values.customers, 1, 1_000_000)
    const limit = whole("rate-limit", values["rate-limit"], 1, 1_000_000)
    const port = whole("port", values.port, 0, 65_535)
    const redirect = redirectUrl(values["redirect-url"])
    return {
      _tag: "Run",
      options: {
        format: format(values.format),
        ...(port !== undefined && { port }),
        ...(values.host !== undefined && { host: values.host }),
        ...(values.seed !== undefined && { seed: values.seed }),
        ...(redirect !== undefined && { redirectUrl: redirect }),
        ...(limit !== undefined && { rateLimit: { limit } }),
        data: { ...(conversations !== undefined && { conversations }), ...(customers !== undefined && { customers }) }
      }
    }
  } catch (error) {
    // the first sentence of Node's own messages, which the rest of them explains
    const [text] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)|\n/)
    return { _tag: "Wrong", text: `helpscout-simulator: ${text}. Run it with --help for all options.` }
  }
}
