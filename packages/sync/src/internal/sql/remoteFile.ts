/** Files on the disk of another machine, whose processes do not share the memory that a write-ahead log needs. */
// biome-ignore lint/correctness/noNodejsModules: the driver of SQLite needs Node.js, too
import { statfs } from "node:fs/promises"
// biome-ignore lint/correctness/noNodejsModules: as above
import { dirname, resolve } from "node:path"

/** NFS, SMB, Ceph, Lustre, 9P and FUSE, by their numbers in Linux. */
const types = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x00c36400, 0x0bd00bd0, 0x01021997, 0x65735546])

/** Whether the file system may belong to another machine. */
export const isRemote = async (file: string): Promise<boolean> => {
  try {
    return types.has((await statfs(dirname(resolve(file)))).type >>> 0)
  } catch {
    // SQLite reports a folder that cannot be read
    return false
  }
}
