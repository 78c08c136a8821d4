/** Starts listening, and names what is wrong otherwise. */
import type * as Http from "node:http"
import type { AddressInfo } from "node:net"
import * as Effect from "effect/Effect"
import { ListenFailed, type Reason } from "../ListenFailed.js"

const reasons: Readonly<Record<string, Reason>> = {
  EADDRINUSE: "PortInUse",
  EACCES: "PortDenied",
  EPERM: "PortDenied",
  ERR_SOCKET_BAD_PORT: "PortInvalid",
  ENOTFOUND: "HostUnknown",
  EAI_AGAIN: "HostUnknown",
  EAI_FAIL: "HostUnknown",
  EAI_NODATA: "HostUnknown",
  EADDRNOTAVAIL: "HostNotLocal",
  // an IPv6 address of a link without its interface
  EINVAL: "HostNotLocal",
  // no IPv6
  EAFNOSUPPORT: "HostNotLocal"
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : String(cause)

export const listen = (
  operation: string,
  server: Http.Server,
  { host, port }: { readonly host: string; readonly port: number }
): Effect.Effect<AddressInfo, ListenFailed> =>
  Effect.async((resume) => {
    const fail = (cause: unknown) => {
      const code = codeOf(cause)
      const reason = reasons[code] ?? "Other"
      // a port that is not a number at all is reported, too
      resume(Effect.fail(new ListenFailed({ operation, host, port, reason, code }, { disableValidation: true })))
    }
    server.once("error", fail)
    try {
      server.listen(port, host, () => {
        server.off("error", fail)
        // a server that listens on a port has an address of this form
        resume(Effect.succeed(server.address() as AddressInfo))
      })
    } catch (cause) {
      fail(cause)
    }
  })

/** The address of a server as the origin of its URLs. */
export const originOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === "IPv6" ? `[${address}]` : address}:${port}`
