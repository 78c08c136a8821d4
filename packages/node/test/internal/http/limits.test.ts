import { fork } from "node:child_process"
import * as Http from "node:http"
import type * as Net from "node:net"
import { fileURLToPath } from "node:url"
import * as Zlib from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { close, listen } from "./support.js"

const megabyte = Buffer.alloc(2 ** 20, 32)

/** A body of spaces in a coding, which is a few thousand times smaller. */
const bomb = (coding: Zlib.Gzip | Zlib.Deflate | Zlib.BrotliCompress, megabytes: number) =>
  new Promise<Buffer>((resolve) => {
    const chunks: Array<Buffer> = []
    coding.on("data", (chunk: Buffer) => chunks.push(chunk))
    coding.on("end", () => resolve(Buffer.concat(chunks)))
    for (let i = 0; i < megabytes; i++) coding.write(megabyte)
    coding.end()
  })

const server = Effect.acquireRelease(
  Effect.promise(async () => {
    const bombs: Readonly<Record<string, Buffer>> = {
      gzip: await bomb(Zlib.createGzip({ level: 1 }), 540),
      deflate: await bomb(Zlib.createDeflate({ level: 1 }), 540),
      br: await bomb(Zlib.createBrotliCompress({ params: { [Zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }), 540)
    }
    const http = Http.createServer((request, response) => {
      request.resume()
      const [, status = "200", kind = ""] = (request.url ?? "").split("/")
      const encoded = bombs[kind]
      response.writeHead(Number(status), {
        "content-type": "application/json",
        ...(encoded === undefined ? {} : { "content-encoding": kind }),
        ...(kind === "stated" ? { "content-length": String(2 ** 30) } : {})
      })
      if (encoded !== undefined) return void response.end(encoded)
      const more = () => {
        while (!response.destroyed) if (!response.write(megabyte)) return
      }
      response.on("drain", more)
      more()
    })
    return { http, port: await listen(http as Net.Server) }
  }),
  ({ http }) => Effect.promise(() => close(http))
)

interface Report {
  readonly outcomes: ReadonlyArray<{
    readonly method: string
    readonly status: number
    readonly tag: string
    readonly applied?: boolean
    readonly message: string
  }>
  /** The largest growth of the resident memory, in MB. */
  readonly grown: number
}

/** Calls in a process of its own, so that its memory can be measured. */
const call = (transport: string, origin: string, kind: string) =>
  Effect.async<Report>((resume) => {
    const script = fileURLToPath(new URL("./limitsProcess.mjs", import.meta.url))
    const child = fork(script, [transport, origin, kind], { execArgv: [], stdio: "inherit" })
    child.on("message", (report) => resume(Effect.succeed(report as Report)))
    child.on("exit", (code) => resume(Effect.die(new Error(`the process ended with ${code}`))))
    return Effect.sync(() => child.kill())
  })

describe("law P7: memory is bounded for every response", () => {
  for (const transport of ["undici", "fetch"]) {
    it.scopedLive(
      `over ${transport}, for compressed, endless and large bodies of successes and errors`,
      () =>
        Effect.gen(function* () {
          const { port } = yield* server
          for (const kind of ["gzip", "deflate", "br", "endless", "stated"]) {
            const { grown, outcomes } = yield* call(transport, `http://127.0.0.1:${port}`, kind)
            for (const { applied, message, method, status, tag } of outcomes) {
              const what = `${kind}: ${method} ${status}: ${message}`
              const isError = status === 422
              assert.strictEqual(tag, isError ? "HelpScoutValidationFailed" : "HelpScoutResponseInvalid", what)
              if (!isError) assert.include(message, "maxResponseBytes", what)
              if (!isError) assert.strictEqual(applied, method === "PUT", what)
            }
            assert.lengthOf(outcomes, 3)
            assert.isBelow(grown, 400, kind)
          }
        }),
      120_000
    )
  }
})
