/**
 * The error of servers that cannot listen: `NodeSimulator.serve` and `NodeWebhook.serve`.
 *
 * ```ts
 * import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
 * import * as Effect from "effect/Effect"
 *
 * // any free port, if 4010 is in use
 * export const simulator = NodeSimulator.serve({ port: 4010 }).pipe(
 *   Effect.catchTag("HelpScoutListenFailed", () => NodeSimulator.serve())
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * - `PortInUse`: another program listens there (EADDRINUSE).
 * - `PortDenied`: the user may not listen on this port, usually one below 1024 (EACCES).
 * - `PortInvalid`: the port is not a whole number from 0 to 65535.
 * - `HostUnknown`: the name of the host has no address (ENOTFOUND).
 * - `HostNotLocal`: the address does not belong to this machine (EADDRNOTAVAIL).
 * - `Other`: see `code`.
 *
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

const Reason = Schema.Literal("PortInUse", "PortDenied", "PortInvalid", "HostUnknown", "HostNotLocal", "Other")

const nextSteps: Readonly<Record<Reason, (error: ListenFailed) => string>> = {
  PortInUse: ({ port }) =>
    `port ${port} is in use. Choose another port or 0, which is a free one, or stop the program that uses it`,
  PortDenied: ({ port }) => `this user may not listen on port ${port}. Choose a port from 1024 to 65535`,
  PortInvalid: ({ port }) => `the port must be a whole number from 0 to 65535, found ${port}`,
  HostUnknown: () => "the host has no address. Use 127.0.0.1, or the name or an address of this machine",
  HostNotLocal: () =>
    "the address does not belong to this machine. Use 127.0.0.1, or 0.0.0.0 for all addresses of this machine",
  Other: () => "the server cannot listen there. Choose another host or port"
}

/**
 * A server cannot listen. Nothing was started.
 *
 * @since 0.1.0
 */
export class ListenFailed extends Schema.TaggedError<ListenFailed>()("HelpScoutListenFailed", {
  operation: Schema.String,
  host: Schema.String,
  port: Schema.Number,
  reason: Reason,
  /** The code of the operating system, such as `EADDRINUSE`. */
  code: Schema.String
}) {
  override get message() {
    const where = `${this.host.includes(":") ? `[${this.host}]` : this.host}:${this.port}`
    return `${this.operation}: cannot listen on ${where} (${this.code}): ${nextSteps[this.reason](this)}.`
  }
}
