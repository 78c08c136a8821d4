/** Sends signed deliveries like Help Scout, and invalid ones. It signs with node:crypto, independently of the library. */
import { createHmac } from "node:crypto"
import * as Http from "node:http"
import { connect } from "node:net"

/** The body and the headers of a delivery. */
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

/** Posts a delivery and resolves with the status. Rejects if the connection breaks before the response. */
export const post = (url: string, { body, headers }: Parcel, agent?: Http.Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    let responded = false
    const request = Http.request(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      ...(agent !== undefined && { agent })
    })
    request.on("response", (response) => {
      responded = true
      response.resume()
      response.on("close", () => resolve(response.statusCode ?? 0))
    })
    // the response may arrive before the whole body was sent
    request.on("error", (error) => (responded ? undefined : reject(error)))
    request.end(body)
  })

/** Sends half of the announced body and closes the connection. */
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
