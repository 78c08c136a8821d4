/** The options of a receiver with their defaults. */
import type { Secrets } from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import * as Duration from "effect/Duration"
import type { Options } from "../../NodeWebhook.js"

export interface Settings {
  readonly secrets: Secrets
  readonly maxBodyBytes: number
  readonly bodyTimeout: Duration.Duration
  readonly handlerTimeout: Duration.Duration
  /** The maximum number of bytes that all bodies hold while they are read. */
  readonly maxHeldBytes: number
  /** The maximum number of deliveries accepted and not yet settled. */
  readonly maxHandling: number
  readonly remember: Duration.Duration
  readonly shutdownTimeout: Duration.Duration
}

export const concurrencyOf = (options: Options): number => options.concurrency ?? 64

const defaultBodyBytes = 5 * 1024 * 1024
const minHeldBytes = 64 * 1024 * 1024

export const make = (options: Options, maxHandling: number): Settings => ({
  secrets: options.secrets,
  maxBodyBytes: options.maxBodyBytes ?? defaultBodyBytes,
  bodyTimeout: Duration.decode(options.bodyTimeout ?? "10 seconds"),
  handlerTimeout: Duration.decode(options.handlerTimeout ?? "30 seconds"),
  // thousands of connections that send nothing fit beside one large body
  maxHeldBytes: Math.max(minHeldBytes, concurrencyOf(options) * (options.maxBodyBytes ?? defaultBodyBytes)),
  maxHandling,
  remember: Duration.decode(options.remember ?? "1 hour"),
  shutdownTimeout: Duration.decode(options.shutdownTimeout ?? "20 seconds")
})
