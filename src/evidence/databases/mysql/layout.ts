import { open } from 'node:fs/promises'
import type { DataDirectory } from '../find.ts'
import type { HeldFile } from '../lay.ts'

/** What the server has to be told of a data directory so that it takes it as it lies. */
export interface InnodbLayout {
  /** False where no file of InnoDB is there. */
  readonly innodb: boolean
  readonly pageSize: number
  /** innodb_data_file_path, null where the system tablespace is missing. */
  readonly dataFiles: string | null
  readonly undo: number
  readonly logSize: number | null
}

const mebibyte = 1 << 20

/**
 * The page size a tablespace was made with, from the flags of its first page; null where that tells none.
 * Source: MariaDB source, storage/innobase/include/fsp0types.h (FSP_SPACE_FLAGS at byte 54: in the full_crc32 format bit 4 is
 * set and bits 0–3 are the size, else bits 6–9; the size is 512 << n, 0 for the original 16 KiB).
 */
export function pageSizeOf(page: Uint8Array): number | null {
  if (page.length < 58) return null
  const flags = new DataView(page.buffer, page.byteOffset).getUint32(54)
  const shift = (flags & 0x10) !== 0 ? flags & 15 : (flags >>> 6) & 15
  if (shift === 0) return 16384
  const size = 512 << shift
  return size >= 4096 && size <= 65536 ? size : null
}

/**
 * The version of MySQL 8 or later that wrote a tablespace, as 80036 for 8.0.36; null where none is stated.
 * Source: MySQL source, storage/innobase/include/fil0types.h (FIL_PAGE_SRV_VERSION, byte 8 of the first page).
 */
export function serverVersionOf(page: Uint8Array): string | null {
  if (page.length < 12) return null
  const stated = new DataView(page.buffer, page.byteOffset).getUint32(8)
  if (stated < 80000 || stated > 999999) return null
  return `${Math.floor(stated / 10000)}.${Math.floor(stated / 100) % 100}.${stated % 100}`
}

/** The first bytes of a file. */
export async function headOf(file: HeldFile | undefined, bytes = 64): Promise<Buffer> {
  if (file?.stored == null) return Buffer.alloc(0)
  const handle = await open(file.stored, 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    return buffer.subarray(0, (await handle.read(buffer, 0, bytes, 0)).bytesRead)
  } finally {
    await handle.close()
  }
}

/** Reads from the files of a directory how InnoDB was laid out there. */
export async function innodbLayout({ files }: DataDirectory<HeldFile>): Promise<InnodbLayout> {
  const system = files
    .filter((f) => /^ibdata\d+$/.test(f.inner))
    .sort((a, b) => Number(a.inner.slice(6)) - Number(b.inner.slice(6)))
  const tables = files.filter((f) => f.inner.endsWith('.ibd'))
  const told = pageSizeOf(await headOf(system[0] ?? tables[0]))
  const sized = system.map((f, i) => {
    const size = `${f.inner}:${Math.max(1, Math.floor(f.size / mebibyte))}M`
    return i === system.length - 1 ? `${size}:autoextend` : size
  })
  const log = files.find((f) => f.inner === 'ib_logfile0')
  return {
    innodb: system.length > 0 || tables.length > 0,
    pageSize: told ?? 16384,
    dataFiles: sized.length > 0 ? sized.join(';') : null,
    undo: files.filter((f) => /^undo\d+$/.test(f.inner)).length,
    logSize: log && log.size >= 4 * mebibyte ? log.size : null,
  }
}
