/** Measures the size of a bundled program that uses one resource. */
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { number, type Section } from "../report.js"

/** Whose code a file is. */
const ownerOf = (path: string): string =>
  /node_modules\/(effect|@effect)\//.test(path) ? "Effect" : (/packages\/(\w+)\//.exec(path)?.[1] ?? "the program")

interface Bundle {
  readonly whole: number
  readonly gzipped: number
  /** kB of the minified file, by owner. */
  readonly parts: ReadonlyMap<string, number>
}

/** Returns the size in kB, minified and gzipped. */
const measureBundle = async (entry: string): Promise<Bundle> => {
  const { metafile, outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../bundles/${entry}.js`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    metafile: true,
    outfile: "bundle.js",
    logLevel: "error",
    // excluded for all: Node.js provides it, and bundlers add a polyfill
    external: ["events"]
  })
  const bytes = outputFiles[0]?.contents ?? new Uint8Array()
  const parts = new Map<string, number>()
  for (const [path, { bytesInOutput }] of Object.entries(metafile.outputs["bundle.js"]?.inputs ?? {})) {
    const owner = ownerOf(path)
    parts.set(owner, (parts.get(owner) ?? 0) + bytesInOutput / 1000)
  }
  return { whole: bytes.length / 1000, gzipped: gzipSync(bytes, { level: 9 }).length / 1000, parts }
}

export const run = async (): Promise<Section> => {
  const ours = await measureBundle("oneResource")
  const schema = await measureBundle("schemaOnly")
  const streams = await measureBundle("streamsAndEvents")
  const peer = await measureBundle("peer")
  const row = (what: string, { gzipped, whole }: Bundle) => [what, number(whole), number(gzipped)]
  return {
    title: "Bundle",
    how: "kB of one minified file by esbuild: a program that streams conversations with fetch and client credentials.",
    table: [
      ["", "minified", "gzipped"],
      row("**effect-helpscout**, one resource with fetch", ours),
      ...[...ours.parts].map(([owner, kilobytes]) => [`... of which ${owner}`, number(kilobytes), ""]),
      row("a bare request and one Schema on Effect: the floor", schema),
      row("the same with dates, a Stream, a PubSub and a semaphore", streams),
      row("helpscout-mailbox-api (with axios' browser part)", peer)
    ],
    figures: { bundleGzipKb: ours.gzipped }
  }
}
