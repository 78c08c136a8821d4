/**
 * The little that is kept of a transport's failure: its code, its system call and its message. The error itself is
 * dropped, since its request prints the bearer token.
 */
import type * as HttpClientError from "@effect/platform/HttpClientError"

export interface TransportError {
  readonly code?: string
  readonly syscall?: string
  readonly detail?: string
}

/** Codes that say that no byte of the request reached Help Scout. */
const unsentCodes: ReadonlySet<string> = new Set(["ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "InvalidUrl"])
/** Codes that say so of a connection that was not made: one that has sent already can end with them too. */
const unconnectedCodes: ReadonlySet<string> = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/**
 * The first thing with a code down the causes. An aggregate, as of a host with several addresses, is told by its parts:
 * by one that may have sent, if there is such a one.
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
    // only messages of coded errors: others quote the header they could not send
    ...(typeof value.message === "string" ? { detail: value.message.slice(0, 200) } : {})
  }
}

export const fromPlatform = (error: HttpClientError.HttpClientError): TransportError =>
  error.reason === "InvalidUrl" || error.reason === "Encode" ? { code: error.reason } : (coded(error.cause) ?? {})

/** Whether it is certain that nothing was sent. */
export const isUnsent = ({ code, syscall }: TransportError): boolean => {
  if (code === undefined) return false
  if (syscall === undefined) return unsentCodes.has(code) || code === "ECONNREFUSED"
  return unsentCodes.has(code) || (unconnectedCodes.has(code) && syscall === "connect")
}
