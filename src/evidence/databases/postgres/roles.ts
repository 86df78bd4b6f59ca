import { readFile } from 'node:fs/promises'
import type { DataDirectory } from '../find.ts'
import type { HeldFile } from '../lay.ts'

/** The table of roles has this number in every cluster (PostgreSQL source, catalog/pg_authid.h). */
const authid = 1260
/** The role that initdb made. */
const bootstrap = 10

/**
 * Names of roles in the order in which they are likely to be let in: the cluster's first superuser, other superusers, `postgres`.
 * Read from the pages of pg_authid, since a server that knows no role lets nobody in to ask. Sources: PostgreSQL documentation,
 * "Database Page Layout"; source, utils/cache/relmapper.c (global/pg_filenode.map: magic, count, pairs of table and file).
 */
export async function likelyRoles({ files }: DataDirectory<HeldFile>): Promise<readonly string[]> {
  const bytesOf = async (inner: string): Promise<Buffer> => {
    const file = files.find((f) => f.inner === inner)
    return file?.stored == null || file.size > 64 << 20 ? Buffer.alloc(0) : readFile(file.stored)
  }
  const mapped = fileOf(await bytesOf('global/pg_filenode.map'), authid) ?? authid
  const roles = rolesOf(await bytesOf(`global/${mapped}`))
  return [
    ...new Set([...roles.filter((r) => r.oid === bootstrap), ...roles].map((r) => r.name).concat('postgres')),
  ].slice(0, 20)
}

/** The file that a mapped table lies in; null where the map does not say. */
export function fileOf(map: Buffer, table: number): number | null {
  if (map.length < 8 || map.readUInt32LE(0) !== 0x592717) return null
  const count = Math.min(map.readUInt32LE(4), 64)
  for (let i = 0; i < count && 16 + i * 8 <= map.length; i++)
    if (map.readUInt32LE(8 + i * 8) === table) return map.readUInt32LE(12 + i * 8)
  return null
}

const pageBytes = 8192

/** Superusers among the rows of pg_authid's pages, dead rows included. */
export function rolesOf(bytes: Buffer): readonly { readonly oid: number; readonly name: string }[] {
  const found: { oid: number; name: string }[] = []
  for (let page = 0; page + pageBytes <= bytes.length; page += pageBytes) {
    const lower = Math.min(bytes.readUInt16LE(page + 12), pageBytes)
    for (let item = 24; item + 4 <= lower; item += 4) {
      const pointer = bytes.readUInt32LE(page + item)
      const [at, normal] = [pointer & 0x7fff, ((pointer >>> 15) & 3) === 1]
      if (!normal || at + 24 > pageBytes) continue
      const data = page + at + bytes[page + at + 22]!
      // Since version 12 a row begins with its number; before, that stood in the row's header.
      for (const [oid, name] of [
        [data, data + 4],
        [data - 4, data],
      ] as const) {
        if (name + 65 > page + pageBytes) continue
        const text = bytes.subarray(name, name + 64)
        const end = text.indexOf(0)
        const readable = end > 0 && text.subarray(end).every((b) => b === 0) && bytes[name + 64] === 1
        if (readable) found.push({ oid: bytes.readUInt32LE(oid), name: text.subarray(0, end).toString('utf8') })
        if (readable) break
      }
    }
  }
  return found
}
