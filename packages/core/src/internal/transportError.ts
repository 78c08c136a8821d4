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
const unsentCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT"
])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** The first thing with a code down the causes, aggregates included. */
const coded = (value: unknown, depth = 0): Readonly<Record<string, unknown>> | undefined => {
  if (!isRecord(value) || depth > 6) return undefined
  if (typeof value.code === "string") return value
  if (Array.isArray(value.errors)) {
    for (const error of value.errors) {
      const found = coded(error, depth + 1)
      if (found !== undefined) return found
    }
  }
  return coded(value.cause, depth + 1)
}

export const fromPlatform = (error: HttpClientError.HttpClientError): TransportError => {
  if (error.reason === "InvalidUrl" || error.reason === "Encode") return { code: error.reason }
  const found = coded(error.cause)
  if (found === undefined) return {}
  return {
    code: String(found.code),
    ...(typeof found.syscall === "string" ? { syscall: found.syscall } : {}),
    // only messages of coded errors: others quote the header they could not send
    ...(typeof found.message === "string" ? { detail: found.message.slice(0, 200) } : {})
  }
}

/** Whether it is certain that nothing was sent. */
export const isUnsent = (error: TransportError): boolean => {
  if (error.code === undefined) return false
  return (
    unsentCodes.has(error.code) ||
    error.code === "InvalidUrl" ||
    (error.code === "ETIMEDOUT" && error.syscall === "connect")
  )
}
