/**
 * A file with one JSON object per line that replaces its predecessor only once it is complete. Until then, lines are appended
 * to a second file, which the next run continues.
 */

import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Reads the ids of the whole lines, and how many bytes those lines have. An interrupted run may have left half a line. */
const readIds = (fs: FileSystem.FileSystem, path: string) =>
  Effect.gen(function* () {
    const ids: Array<number> = []
    let bytes = 0
    if (!(yield* fs.exists(path))) return { ids, bytes }
    const text = Stream.decodeText(fs.stream(path))
    let rest = ""
    yield* Stream.runForEach(text, (chunk) =>
      Effect.sync(() => {
        const lines = (rest + chunk).split("\n")
        rest = lines.pop() ?? ""
        for (const line of lines) {
          // this program wrote the line
          ids.push((JSON.parse(line) as { readonly id: number }).id)
          bytes += Buffer.byteLength(line) + 1
        }
      })
    )
    return { ids, bytes }
  })

/** Opens the export to `path`, and continues `path` with `.part` if there is one. */
export const open = (path: string) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const partial = `${path}.part`
    const { bytes, ids } = yield* readIds(fs, partial)
    if (ids.length > 0) yield* fs.truncate(partial, FileSystem.Size(bytes))
    const output = yield* fs.open(partial, { flag: ids.length > 0 ? "a" : "w" })
    return {
      partial,
      /** The ids of the objects that an earlier run has written, in order. */
      ids: ids as ReadonlyArray<number>,
      append: (line: string) => output.writeAll(new TextEncoder().encode(`${line}\n`)),
      /** Begins anew. */
      restart: output.truncate(0),
      /** Replaces the previous file. */
      complete: Effect.zipRight(output.sync, fs.rename(partial, path))
    }
  })
