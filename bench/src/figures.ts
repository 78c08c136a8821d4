/** The resulting figures and their targets. */
export interface Figures {
  readonly smallOverUndici: number
  readonly smallPromiseOverUndici: number
  readonly smallOverPeer: number
  readonly pageOverUndici: number
  readonly pagePromiseOverUndici: number
  readonly pageOverPeer: number
  readonly decodeOverParse: number
  readonly permitOverFiber: number
  readonly walkPeakOverPeer: number
  readonly walk200OverPeer: number
  readonly coldImportMs: number
  readonly promiseImportMs: number
  readonly promiseAccountKb: number
  readonly commandVersionMs: number
  readonly commandRequestMs: number
  readonly bundleGzipKb: number
  readonly writes100OverPeer: number
  readonly reads450OverLeast: number
  readonly reads450TooMany: number
  readonly twoProcessesLost: number
  readonly syncSinkOverReads: number
  readonly syncPeakMb: number
}

export type FigureName = keyof Figures

export interface Target {
  readonly atMost: number
  readonly label: string
}

/** The targets in the order of the report. */
export const targets: Readonly<Record<FigureName, Target>> = {
  smallOverUndici: { atMost: 2, label: "CPU of a small request in a fiber, over undici in a fiber" },
  smallPromiseOverUndici: { atMost: 2.5, label: "CPU of a small request by promise, over undici" },
  smallOverPeer: { atMost: 0.25, label: "CPU of a small request by promise, over the peer" },
  pageOverUndici: { atMost: 2, label: "CPU of a decoded page in a fiber, over undici in a fiber" },
  pagePromiseOverUndici: { atMost: 2.5, label: "CPU of a decoded page by promise, over undici" },
  pageOverPeer: { atMost: 0.5, label: "CPU of a decoded page by promise, over the peer, which decodes nothing" },
  decodeOverParse: { atMost: 1, label: "CPU of decoding a page alone, over JSON.parse" },
  permitOverFiber: { atMost: 1.5, label: "CPU of a permit of the limiter without waiting, over an empty fiber" },
  walkPeakOverPeer: { atMost: 1.8, label: "peak memory of 2,000 pages streamed, over the peer discarding them" },
  walk200OverPeer: { atMost: 0.25, label: "time of 200 pages at 200 ms with concurrency, over the peer" },
  coldImportMs: { atMost: 300, label: "cold import of core and one resource, ms above an empty process" },
  promiseImportMs: { atMost: 120, label: "cold import of the Promise client, ms above an empty process" },
  promiseAccountKb: { atMost: 150, label: "heap of an account of the Promise client after a call, kB" },
  commandVersionMs: { atMost: 150, label: "`helpscout --version`, ms above an empty process" },
  commandRequestMs: { atMost: 300, label: "first request of `helpscout`, ms above an empty process" },
  bundleGzipKb: { atMost: 100, label: "bundle of one resource with fetch, minified and gzipped, kB" },
  writes100OverPeer: { atMost: 0.05, label: "time of 100 writes, over the peer" },
  reads450OverLeast: { atMost: 1.02, label: "time of 450 reads at 400 a minute, over the minimum" },
  reads450TooMany: { atMost: 0, label: "429 responses among them" },
  twoProcessesLost: { atMost: 0, label: "failed calls of two processes that share an account" },
  syncSinkOverReads: {
    atMost: 0.1,
    label: "time that a copy takes to write a page, over the time of a read at 400 a minute"
  },
  syncPeakMb: { atMost: 250, label: "peak memory of a copy into SQLite, MB" }
}
