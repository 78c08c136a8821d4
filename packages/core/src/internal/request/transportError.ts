/**
 * Reduces a transport failure to its code, its system call and its message (law O1). The error itself is dropped,
 * because it contains the request, and printing that shows the bearer token.
 */
import type * as HttpClientError from "@effect/platform/HttpClientError"

export interface TransportError {
  readonly code?: string
  readonly syscall?: string
  readonly detail?: string
}

/** With these codes, no byte of the request has reached Help Scout. */
const unsentCodes: ReadonlySet<string> = new Set(["ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "InvalidUrl"])
/** The same, but only if the connection was never made: a connection in use can also end with these codes. */
const unconnectedCodes: ReadonlySet<string> = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/**
 * The first error with a code along the causes. An aggregate, such as that of a host with several addresses, is
 * represented by one of its parts: by one that may have sent the request, if there is one (law S2).
 */
const coded = (value: unknown, depth = 0): TransportError | undefined => {
  if (!isRecord(value) || depth > 6) return undefined
  if (Array.isArray(value.errors)) {
    const parts = value.errors.map((error) => coded(error, depth + 1) ?? {})
    const part = parts.find((part) => !isUnsent(part)) ?? parts[0]
    if (part?.code !== undefined) return part
  }
  if (typeof value.code !== "string") return coded(value.cause, depth + 1)
  return {
    code: value.code,
    ...(typeof value.syscall === "string" ? { syscall: value.syscall } : {}),
    // only messages of errors with a code: others quote the header that could not be sent
    ...(typeof value.message === "string" ? { detail: value.message.slice(0, 200) } : {})
  }
}

export const fromPlatform = (error: HttpClientError.HttpClientError): TransportError =>
  error.reason === "InvalidUrl" || error.reason === "Encode" ? { code: error.reason } : (coded(error.cause) ?? {})

/** Returns `true` if the request was certainly not sent. */
export const isUnsent = ({ code, syscall }: TransportError): boolean => {
  if (code === undefined) return false
  if (syscall === undefined) return unsentCodes.has(code) || code === "ECONNREFUSED"
  return unsentCodes.has(code) || (unconnectedCodes.has(code) && syscall === "connect")
}
