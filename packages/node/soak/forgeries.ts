/** Deliveries that a receiver must reject, for `hostile.ts`. Each is derived from a genuine one. */
import { createHmac } from "node:crypto"
import type { Parcel } from "@effect-helpscout/test-support/webhookSender"

export interface Genuine extends Parcel {
  readonly secret: string
  /** Another genuine delivery. */
  readonly other: Parcel
}

const signatureHeader = "x-helpscout-signature"

const signed = (algorithm: string, secret: string, body: string | Buffer, encoding: "base64" | "hex" | "base64url") =>
  createHmac(algorithm, secret).update(body).digest(encoding)

const without = (name: string, { body, headers }: Parcel): Parcel => ({
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
})

/** Changes the signature. */
const signature =
  (change: (signature: string, genuine: Genuine) => string) =>
  (genuine: Genuine): Parcel => ({
    body: genuine.body,
    headers: { ...genuine.headers, [signatureHeader]: change(genuine.headers[signatureHeader] ?? "", genuine) }
  })

/** Changes the body, and keeps the signature. */
const body =
  (change: (body: string, genuine: Genuine) => string) =>
  (genuine: Genuine): Parcel => ({ headers: genuine.headers, body: change(genuine.body, genuine) })

const flipCase = (text: string) =>
  text.replace(/[a-zA-Z]/, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

/** The kinds, by name. */
export const forgeries: Readonly<Record<string, (genuine: Genuine) => Parcel>> = {
  noSignature: (genuine) => without(signatureHeader, genuine),
  emptySignature: signature(() => ""),
  blankSignature: signature(() => "   "),
  signatureOfAnother: signature((_, { other }) => other.headers[signatureHeader] ?? ""),
  wrongSecret: signature((_, genuine) => signed("sha1", `${genuine.secret}x`, genuine.body, "base64")),
  emptySecret: signature((_, genuine) => signed("sha1", "", genuine.body, "base64")),
  secretInAnotherCase: signature((_, genuine) => signed("sha1", genuine.secret.toUpperCase(), genuine.body, "base64")),
  sha256: signature((_, genuine) => signed("sha256", genuine.secret, genuine.body, "base64")),
  md5: signature((_, genuine) => signed("md5", genuine.secret, genuine.body, "base64")),
  hex: signature((_, genuine) => signed("sha1", genuine.secret, genuine.body, "hex")),
  prefixedHex: signature((_, genuine) => `sha1=${signed("sha1", genuine.secret, genuine.body, "hex")}`),
  prefixed: signature((found) => `sha1=${found}`),
  unpadded: signature((found) => found.replace(/=$/, "")),
  paddedTwice: signature((found) => `${found}=`),
  truncatedSignature: signature((found) => found.slice(0, 20)),
  oneCharacter: signature((found) => found.slice(0, 1)),
  flippedCase: signature(flipCase),
  reversed: signature((found) => [...found].reverse().join("")),
  twoSignatures: signature((found, { other }) => `${other.headers[signatureHeader]}, ${found}`),
  signatureAndMore: signature((found) => `${found} ${found}`),
  unusedBits: signature((found) =>
    // the last character of the Base64 of 20 bytes has two bits that do not count
    found.replace(/(.)=$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=`)
  ),
  zeros: signature(() => Buffer.alloc(20).toString("base64")),
  theSecret: signature((_, { secret }) => secret),
  theBody: signature((_, genuine) => Buffer.from(genuine.body).toString("base64").slice(0, 27).concat("=")),
  long: signature((found) => found.repeat(100)),
  bodyOfAnother: body((_, { other }) => other.body),
  addedSpace: body((found) => `${found} `),
  addedLineBreak: body((found) => `${found}\n`),
  changedId: body((found) => found.replace(/"id":(\d+)/, (_, id: string) => `"id":${Number(id) + 1}`)),
  reordered: body((found) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(found)).reverse()))),
  escaped: body((found) => found.replace("n", "\\u006e")),
  emptyBody: body(() => ""),
  truncatedBody: body((found) => found.slice(0, -1)),
  byteOrderMark: body((found) => `\ufeff${found}`)
}
