/**
 * Reduces a transport failure to its code, its system call and its message (law O1). The error itself is dropped,
 * because it contains the request, and printing that shows the bearer token. Decides whether the request was sent (law S5).
 */
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as Transport from "../../Transport.js"
import { isNeverSent } from "./headerValue.js"

export interface TransportError {
  readonly code?: string
  readonly syscall?: string
  readonly detail?: string
  /** Set where the transport knows that no byte of the request was sent. */
  readonly unsent?: true
}

/** The code for a header that no transport can send. */
const invalidHeader = "INVALID_HEADER"
/** The code for a body beyond `maxResponseBytes`. */
export const tooLarge = "RESPONSE_TOO_LARGE"

/** The code for a body whose coding the transport cannot decode. */
const unsupportedCoding = "UNSUPPORTED_CODING"
/** Returns `true` if the body would be as unreadable the next time. */
export const isUnreadableBody = ({ code }: TransportError): boolean => code === tooLarge || code === unsupportedCoding
/** The code for a response that is not HTTP, to which undici gives none. */
const invalidHttp = "INVALID_HTTP"

/** With these codes, no byte of the request has reached Help Scout. */
const unsentCodes: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_INVALID_ARG",
  "ERR_INVALID_CHAR",
  "InvalidUrl",
  invalidHeader,
  // TLS to a server without TLS, or without a common version
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_UNSUPPORTED_PROTOCOL",
  "ERR_SSL_NO_PROTOCOLS_AVAILABLE",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
  "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
  "ERR_SSL_TLSV1_UNRECOGNIZED_NAME"
])
/** The same, but only if the connection was never made: a connection in use can also end with these codes. */
const unconnectedCodes: ReadonlySet<string> = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"])
/** A certificate is verified before the request is sent: OpenSSL's codes, as Node.js names them. */
const certificateCode =
  /^(?:CERT_|ERR_TLS_CERT_|UNABLE_TO_(?:GET|DECRYPT|DECODE|VERIFY)_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|ERROR_IN_CERT|CRL_|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)/
const cutHandshake = "before secure TLS connection was established"
/** undici's message for a CONNECT that a proxy refuses. */
const refusedConnect = /^Proxy response \((\d{3})\) !== 200/

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/**
 * The first error with a code along the causes. An aggregate, such as that of a host with several addresses, is
 * represented by one of its parts: by one that may have sent the request, if there is one (law S2).
 */
const coded = (value: unknown, depth = 0): TransportError | undefined => {
  if (!isRecord(value) || depth > 6) return undefined
  if (Transport.isUnsent(value)) return { ...coded(value.cause, depth + 1), unsent: true }
  if (Array.isArray(value.errors)) {
    const parts = value.errors.map((error) => coded(error, depth + 1) ?? {})
    const part = parts.find((part) => !isUnsent(part)) ?? parts[0]
    if (part?.code !== undefined) return part
  }
  // fetch refuses some ports without a code
  if (value.message === "bad port") return { code: "InvalidUrl", detail: "bad port" }
  if (value.name === "HTTPParserError") return { code: invalidHttp, detail: String(value.message).slice(0, 200) }
  if (typeof value.code !== "string") return coded(value.cause, depth + 1)
  return {
    code: value.code,
    ...(typeof value.syscall === "string" ? { syscall: value.syscall } : {}),
    // only messages of errors with a code: others quote the header that could not be sent
    ...(typeof value.message === "string" ? { detail: value.message.slice(0, 200) } : {})
  }
}

/** The name of the first header that no transport can send. Its value may be a token. */
const unsendableHeader = ({ request }: HttpClientError.HttpClientError): string | undefined =>
  Object.entries(request.headers).find(([name, value]) => isNeverSent(name, value))?.[0]

export const fromPlatform = (error: HttpClientError.HttpClientError): TransportError => {
  if (error.reason === "InvalidUrl" || error.reason === "Encode") return { code: error.reason }
  const header = error._tag === "RequestError" ? unsendableHeader(error) : undefined
  if (header !== undefined) {
    return { code: invalidHeader, detail: `the header ${JSON.stringify(header)} is not a valid header`, unsent: true }
  }
  return coded(error.cause) ?? {}
}

const proxyStatus = ({ detail = "" }: TransportError): number | undefined => {
  const status = refusedConnect.exec(detail)?.[1]
  return status === undefined ? undefined : Number(status)
}

/** Returns `true` if the request was certainly not sent (law S5). */
export const isUnsent = (error: TransportError): boolean => {
  const { code, detail = "", syscall, unsent } = error
  if (unsent === true) return true
  if (code === undefined) return false
  if (unsentCodes.has(code) || certificateCode.test(code)) return true
  if (code === "ECONNRESET" && detail.includes(cutHandshake)) return true
  if (code === "UND_ERR_ABORTED" && proxyStatus(error) !== undefined) return true
  return syscall === undefined ? code === "ECONNREFUSED" : unconnectedCodes.has(code) && syscall === "connect"
}

/** Returns `true` if another attempt would fail in the same way: certificates, headers, a server without TLS (law S5). */
export const isPermanent = (error: TransportError): boolean => {
  const { code } = error
  if (code === undefined) return false
  if (code === tooLarge || certificateCode.test(code)) return true
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "UND_ERR_CONNECT_TIMEOUT") return false
  const status = proxyStatus(error)
  return unsentCodes.has(code) || (status !== undefined && status < 500 && status !== 408 && status !== 429)
}
