/**
 * Sends deliveries as Help Scout does, and as those do who are not Help Scout. What it signs with is Node's own.
 */
import { createHmac } from "node:crypto"
import * as Http from "node:http"
import { connect } from "node:net"

export interface Parcel {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export const signatureOf = (secret: string, body: string): string =>
  createHmac("sha1", secret).update(body).digest("base64")

export const parcel = (secret: string, event: string, body: string): Parcel => ({
  body,
  headers: {
    "content-type": "application/json",
    "x-helpscout-event": event,
    "x-helpscout-signature": signatureOf(secret, body)
  }
})

/** Answers the status; rejects when the connection breaks. */
export const post = (url: string, { body, headers }: Parcel, agent?: Http.Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    let answered = false
    const request = Http.request(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      ...(agent !== undefined && { agent })
    })
    request.on("response", (response) => {
      answered = true
      response.resume()
      response.on("close", () => resolve(response.statusCode ?? 0))
    })
    // an answer may come before everything was sent
    request.on("error", (error) => (answered ? undefined : reject(error)))
    request.end(body)
  })

/** Promises a longer body than it sends, and hangs up. */
export const truncated = (url: string, { body, headers }: Parcel): Promise<void> =>
  new Promise((resolve) => {
    const { hostname, pathname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const length = `content-length: ${Buffer.byteLength(body)}\r\n`
      const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\n${lines.join("")}${length}\r\n`
      socket.write(head + body.slice(0, Math.floor(body.length / 2)), () => socket.destroy())
    })
    socket.on("error", () => resolve())
    socket.on("close", () => resolve())
  })
