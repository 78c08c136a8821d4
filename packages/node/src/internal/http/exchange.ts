/**
 * One exchange over undici's dispatcher, and the body of its response. undici's `request` costs half as much again: it makes
 * a Readable and an AsyncResource for each request, although nearly every body is read whole.
 *
 * ```
 *   queued ──▶ started ──▶ head ──▶ buffering ──▶ read whole, or streamed ──▶ ended
 *     │           │         (paused while it is not read)       │
 *     └───────────┴───────────────────────────────────────────┴──▶ failed
 * ```
 */
import { Readable } from "node:stream"
import * as Transport from "@effect-helpscout/core/Transport"
import type { Dispatcher } from "undici"

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2]

export interface Head {
  readonly status: number
  readonly headers: Headers
}

export const tooLarge = (limit: number) =>
  new Transport.BodyTooLarge(`the body is larger than maxResponseBytes, which is ${limit} bytes`)

const aborted = () => Object.assign(new Error("the request was aborted"), { code: "ABORTED" })

/** Receives a body. `data` returns `false` to pause it. */
interface Reader {
  readonly data: (chunk: Buffer) => boolean
  readonly end: () => void
  readonly fail: (cause: Error) => void
}

/** The bytes that are buffered, before they are read or while a stream is not consumed. */
const maxBuffered = 65_536

export class Exchange implements Dispatcher.DispatchHandler {
  /** Whether undici has begun to write the request. Until then, no byte was sent (law S5). */
  isStarted = false
  /** Native promises continue in the async context of the caller that created them, so `AsyncLocalStorage` works. */
  readonly head: Promise<Head>
  private resolveHead!: (head: Head) => void
  private rejectHead!: (cause: Error) => void
  private controller: Dispatcher.DispatchController | undefined
  private isAborted = false
  private chunks: Array<Buffer> = []
  private size = 0
  private reader: Reader | undefined
  private isEnded = false
  private failure: Error | undefined

  constructor() {
    this.head = new Promise((resolve, reject) => {
      this.resolveHead = resolve
      this.rejectHead = reject
    })
  }

  /** Ends the exchange, and its connection if the response is not complete. */
  abort() {
    this.isAborted = true
    this.controller?.abort(aborted())
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    this.isStarted = true
    this.controller = controller
    if (this.isAborted) controller.abort(aborted())
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers) {
    // 1xx: the response follows
    if (status >= 200) this.resolveHead({ status, headers })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    if (this.reader !== undefined) {
      if (!this.reader.data(chunk)) controller.pause()
      return
    }
    this.chunks.push(chunk)
    this.size += chunk.length
    if (this.size > maxBuffered) controller.pause()
  }

  onResponseEnd() {
    this.isEnded = true
    this.controller = undefined
    this.reader?.end()
  }

  onResponseError(_: unknown, cause: Error) {
    this.failure = cause
    this.controller = undefined
    this.rejectHead(cause)
    this.reader?.fail(cause)
  }

  /** Reads the whole body, and ends the connection at the limit (law P7). Returns the bytes at once if all have arrived. */
  whole(limit: number): Buffer | Promise<Buffer> {
    if (this.size > limit) {
      this.abort()
      return Promise.reject(tooLarge(limit))
    }
    if (this.isEnded && this.reader === undefined) {
      this.reader = spent
      const { chunks } = this
      this.chunks = []
      return concat(chunks)
    }
    return new Promise((resolve, reject) => {
      const chunks: Array<Buffer> = []
      let size = 0
      this.read({
        data: (chunk) => {
          size += chunk.length
          if (size <= limit) chunks.push(chunk)
          else {
            reject(tooLarge(limit))
            this.abort()
          }
          return true
        },
        end: () => resolve(concat(chunks)),
        fail: reject
      })
      this.controller?.resume()
    })
  }

  /** Streams the body at the pace of its consumer. */
  stream(): Readable {
    let isConsumed = false
    const readable = new Readable({
      highWaterMark: maxBuffered,
      read: () => {
        if (isConsumed) return this.controller?.resume()
        isConsumed = true
        // not earlier: a body that has failed already would fail before its consumer listens
        this.read({
          data: (chunk) => readable.push(chunk),
          end: () => readable.push(null),
          fail: (cause) => readable.destroy(cause)
        })
      },
      destroy: (cause, done) => {
        this.abort()
        done(cause)
      }
    })
    return readable
  }

  private read(reader: Reader) {
    if (this.reader !== undefined) return reader.fail(new TypeError("the body was already read"))
    this.reader = reader
    const chunks = this.chunks
    this.chunks = []
    for (const chunk of chunks) reader.data(chunk)
    if (this.failure !== undefined) reader.fail(this.failure)
    else if (this.isEnded) reader.end()
  }
}

const spent: Reader = { data: () => true, end: () => undefined, fail: () => undefined }

const concat = (chunks: ReadonlyArray<Buffer>): Buffer => {
  const [first] = chunks
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
}

/** Begins an exchange. It never throws: `head` rejects. */
export const start = (dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Exchange => {
  const exchange = new Exchange()
  try {
    dispatcher.dispatch(options, exchange)
  } catch (cause) {
    exchange.onResponseError(undefined, cause instanceof Error ? cause : new Error(String(cause)))
  }
  return exchange
}
