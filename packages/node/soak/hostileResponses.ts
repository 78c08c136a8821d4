/** Responses that no server should send, for `hostile.ts`. */
import * as Zlib from "node:zlib"
import type { Fault, Made } from "@effect-helpscout/test-support/strictServer"
import { pick } from "./support.js"

type Random = () => number
type Hostile = (random: Random, authorization: string) => Fault

const changed =
  (change: (made: Made, random: Random, authorization: string) => Partial<Made>): Hostile =>
  (random, authorization) => ({
    kind: "changed",
    applied: true,
    change: (made) => ({ ...made, ...change(made, random, authorization) })
  })

const withHeaders = (
  change: (random: Random, authorization: string) => Readonly<Record<string, string | ReadonlyArray<string>>>
) => changed(({ headers }, random, authorization) => ({ headers: { ...headers, ...change(random, authorization) } }))

const raw =
  (bytes: (random: Random, authorization: string) => string | Buffer): Hostile =>
  (random, authorization) => ({ kind: "raw", applied: true, bytes: Buffer.from(bytes(random, authorization)) })

const bodyOf = (change: (text: string, random: Random) => string | Buffer) =>
  changed(({ body }, random) => ({ body: Buffer.from(change(body.toString(), random)) }))

const at = (random: Random, text: string) => Math.floor(random() * (text.length + 1))

/** The values that replace one in a body. */
const values: ReadonlyArray<string> = [
  "null",
  "true",
  "[]",
  "{}",
  "0",
  "-1",
  "1e999",
  "1e-999",
  "9007199254740993",
  '""',
  '"0000-00-00"',
  '"\\u0000"',
  '"\\ud800"',
  '"12"',
  "[null]",
  '{"0":{}}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  "[[[[[[[[]]]]]]]]"
]

/** Replaces one value of a JSON text, whatever it is. */
const replaceValue = (text: string, random: Random): string => {
  const found = [...text.matchAll(/:("(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|null|true|false|\[|\{)/g)]
  if (found.length === 0) return text
  const match = pick(random, found)
  const start = match.index + 1
  const value = match[1] ?? ""
  // of an object or a list, only the opening changes, which breaks the text
  return text.slice(0, start) + pick(random, values) + text.slice(start + value.length)
}

const statuses = [
  200, 201, 202, 203, 204, 205, 206, 207, 300, 301, 302, 303, 304, 307, 308, 400, 402, 403, 404, 405, 406, 408, 409,
  410, 411, 412, 413, 414, 415, 418, 421, 422, 423, 425, 426, 429, 431, 451, 500, 501, 502, 503, 504, 505, 507, 511,
  520, 599, 999
]

const types = [
  "text/html",
  "application/json",
  "text/plain",
  "",
  "application/octet-stream",
  "x",
  "json;;;",
  "a/b;charset=\u00ff"
]

const errorBodies = (authorization: string): ReadonlyArray<string> => [
  "",
  "null",
  "[]",
  "<html><title>Sign in</title></html>",
  `{"message":${JSON.stringify(authorization)}}`,
  `{"error":"x","error_description":${JSON.stringify(authorization)}}`,
  `{"_embedded":{"errors":[{"path":${JSON.stringify(authorization)},"message":"m"}]}}`,
  `{"_embedded":{"errors":{"0":{"message":null}}}}`,
  `{"title":"t","detail":${JSON.stringify(authorization)},"logRef":{}}`,
  `{"message":["a",{"b":1}],"errors":"none","logRef":"${"l".repeat(5000)}"}`,
  "[".repeat(20_000),
  '{"a":'.repeat(10_000)
]

const locations = [
  "http://127.0.0.1:1/",
  "//example.invalid/",
  "https://example.invalid/steal",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "http://",
  "/v2/users/me",
  "?page=2",
  "\u00ff",
  "data:application/json,{}",
  ""
]

/** The kinds, by name. */
export const hostile: Readonly<Record<string, Hostile>> = {
  replacedValue: bodyOf(replaceValue),
  replacedValues: bodyOf((text, random) => replaceValue(replaceValue(replaceValue(text, random), random), random)),
  removedBytes: bodyOf((text, random) => {
    const start = at(random, text)
    return text.slice(0, start) + text.slice(start + Math.floor(random() * 40))
  }),
  insertedBytes: bodyOf((text, random) => {
    const start = at(random, text)
    return (
      text.slice(0, start) +
      pick(random, ["\0", "\ufeff", "}", "{", '"', "\\", "]", ",", "\n", "é"]) +
      text.slice(start)
    )
  }),
  truncated: bodyOf((text, random) => text.slice(0, at(random, text))),
  flippedBits: changed(({ body }, random) => {
    const copy = Buffer.from(body)
    for (let n = 0; n < 4 && copy.length > 0; n++) {
      const index = Math.floor(random() * copy.length)
      copy[index] = (copy[index] ?? 0) ^ (1 << Math.floor(random() * 8))
    }
    return { body: copy }
  }),
  emptyBody: bodyOf(() => ""),
  wrongRoot: bodyOf((_, random) => pick(random, values)),
  randomBytes: bodyOf((_, random) => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256)))),
  deep: bodyOf((_, random) => pick(random, ["[", '{"a":']).repeat(30_000)),
  wide: bodyOf(() => `{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":${n}`).join()}}`),
  twiceInARow: bodyOf((text) => text + text),
  html: changed(() => ({ headers: { "content-type": "text/html" }, body: Buffer.from("<!doctype html>") })),
  anyStatus: changed((_, random, authorization) => ({
    status: pick(random, statuses),
    body: Buffer.from(pick(random, errorBodies(authorization)))
  })),
  errorThatMirrors: changed((_, random, authorization) => ({
    status: pick(random, [400, 403, 404, 409, 412, 413, 422, 500, 503]),
    body: Buffer.from(pick(random, errorBodies(authorization)))
  })),
  redirect: changed(({ headers }, random) => ({
    status: pick(random, [301, 302, 303, 307, 308]),
    headers: { ...headers, location: pick(random, locations) }
  })),
  redirectThatMirrors: changed(({ headers }, _, authorization) => ({
    status: 302,
    headers: { ...headers, location: `https://example.invalid/?${encodeURIComponent(authorization)}` }
  })),
  mirrorInHeaders: withHeaders((random, authorization) => ({
    [pick(random, ["correlation-id", "content-type", "resource-id", "location", "x-error", "retry-after"])]:
      authorization
  })),
  mirrorInHeadersAndFailure: changed(({ headers }, random, authorization) => ({
    status: pick(random, [400, 403, 404, 422, 500]),
    headers: { ...headers, "correlation-id": authorization, "content-type": authorization },
    body: Buffer.from(authorization)
  })),
  contentType: withHeaders((random) => ({ "content-type": pick(random, types) })),
  duplicateHeaders: withHeaders((random) => ({
    [pick(random, ["resource-id", "correlation-id", "x-ratelimit-limit-minute", "location"])]: [
      "88",
      pick(random, ["88", "89", "a, b"])
    ]
  })),
  rateHeaders: withHeaders((random) => ({
    "x-ratelimit-limit-minute": pick(random, ["", "-1", "0x10", "1e9", "NaN", "0", "1", "88", "100000000"]),
    "x-ratelimit-remaining-minute": pick(random, ["", "-1", "1e9", "NaN", "0", "99999999"])
  })),
  notCompressed: withHeaders((random) => ({ "content-encoding": pick(random, ["gzip", "br", "deflate", "x-gzip"]) })),
  unknownCoding: withHeaders((random) => ({
    "content-encoding": pick(random, ["zstd", "gzip, br", "identity", "\u00ff"])
  })),
  compressed: changed(({ body, headers }, random) => {
    const [coding, compress] = pick(random, [
      ["gzip", Zlib.gzipSync],
      ["br", Zlib.brotliCompressSync],
      ["deflate", Zlib.deflateSync]
    ] as const)
    const bytes = compress(body)
    return {
      headers: { ...headers, "content-encoding": coding },
      body: random() < 0.5 ? bytes : bytes.subarray(0, Math.floor(bytes.length * random()))
    }
  }),
  // larger than the client's limit once it is inflated
  bomb: changed(({ headers }) => ({ headers: { ...headers, "content-encoding": "gzip" }, body: bombBytes })),
  large: changed(() => ({ body: largeBody })),
  manyHeaders: withHeaders(() => Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`x-${n}`, "v".repeat(50)]))),
  hugeHeader: raw(() => `HTTP/1.1 200 OK\r\nx-large: ${"a".repeat(70_000)}\r\ncontent-length: 2\r\n\r\n{}`),
  notHttp: raw((random) =>
    pick(random, ["SSH-2.0-OpenSSH_9.6\r\n", "<html>", "\0\0\0\0", "\x16\x03\x01\x02", "HTTP/0.9 200\r\n\r\n"])
  ),
  malformedHead: raw((random, authorization) =>
    pick(random, [
      "HTTP/1.1 abc OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nbad header\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nx: \0\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      `HTTP/1.1 200 ${authorization}\r\ncontent-length: 100\r\n\r\n{`
    ])
  ),
  malformedChunks: raw(
    (random) =>
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${pick(random, ["zz\r\n{}", "2\r\n{}", "fffffffffff\r\n{}", "2\r\n{}\r\n-1\r\n", "0\r\nx: y"])}`
  ),
  interim: raw(
    (random) =>
      `${`${pick(random, ["HTTP/1.1 100 Continue", "HTTP/1.1 102 Processing", "HTTP/1.1 103 Early Hints", "HTTP/1.1 199 x"])}\r\n\r\n`.repeat(
        1 + Math.floor(random() * 3)
      )}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}`
  ),
  switchedProtocol: raw(() => "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
  extraBytes: raw(
    () => "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil"
  ),
  lost: () => ({ kind: "lost", applied: true }),
  cut: () => ({ kind: "cut", applied: true })
}

/** The client's limit, which two of the kinds exceed. */
export const maxResponseBytes = 512 * 1024
const largeBody = Buffer.alloc(2 * maxResponseBytes, " ")
const bombBytes = Zlib.gzipSync(Buffer.alloc(32 * 1024 * 1024, " "))
