/**
 * The tag of each resource by its name, for programs that build them one by one or derive something from all of them.
 *
 * ```ts
 * import * as Resources from "@effect-helpscout/resources/Resources"
 *
 * export const names = Object.keys(Resources.resources) // "chats", "conversations", ...
 * ```
 *
 * @since 0.1.0
 */
import * as internal from "./internal/resources.js"

/**
 * The tags of all resources.
 *
 * @since 0.1.0
 */
export const resources: typeof internal.resources = internal.resources
