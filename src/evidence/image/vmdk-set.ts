import { closeSync, constants, openSync, readSync } from 'node:fs'
import type { Beside } from '../unpack/container.ts'

/** A run of a disk in several files: how many bytes of it, and the file that holds them from some place on. */
export interface SetPart {
  readonly size: number
  /** `sparse` has a table of blocks; `plain` has the bytes as they are; `zero` has no file. */
  readonly form: 'sparse' | 'plain' | 'zero'
  /** The file's own name, without folders. */
  readonly name: string | null
  /** Where in a plain file it begins, in bytes. */
  readonly from: number
}

/** The description of a disk in several files. */
export interface DiskSet {
  readonly parts: readonly SetPart[]
  /** It holds only what was changed since another disk file. */
  readonly rests: boolean
  /** Kinds of parts that are not read. */
  readonly unread: readonly string[]
}

const head = /^# Disk Descriptor ?File\s*\r?\n/i
const line = /^(?:RW|RDONLY|NOACCESS) (\d{1,15}) ([A-Z]{1,20})(?: "([^"\n]{1,1000})")?(?: (\d{1,15}))?\s*$/
const forms: Readonly<Record<string, SetPart['form']>> = {
  SPARSE: 'sparse',
  FLAT: 'plain',
  VMFS: 'plain',
  ZERO: 'zero',
}

/** Bytes of a description that are read, parts that it may have, and bytes of a part: no disk of VMware is larger (62 TB). */
export const setLimits = { bytes: 64 << 10, parts: 4096, size: 2 ** 46 }

/**
 * Reads the description of a disk of VMware in several files ("Virtual Disk Format 5.0", The descriptor file); null where the
 * bytes are none. Folders before the names of files are left out: the disk is where it was seized, not where it was made.
 */
export function readSet(bytes: Uint8Array): DiskSet | null {
  const text = Buffer.from(bytes.subarray(0, setLimits.bytes)).toString('utf8')
  if (!head.test(text)) return null
  const [parts, unread]: [SetPart[], string[]] = [[], []]
  for (const row of text.split('\n')) {
    const found = line.exec(row)
    if (found === null) continue
    const [, sectors, kind = '', path, from] = found
    const form = forms[kind]
    const name = path?.split(/[\\/]/).at(-1) ?? null
    const [size, at] = [Number(sectors) * 512, Number(from ?? 0) * 512]
    if (parts.length === setLimits.parts || size > setLimits.size || at > setLimits.size) return null
    if (form === undefined || (form !== 'zero' && (name === null || name === ''))) unread.push(kind)
    else parts.push({ size, form, name: form === 'zero' ? null : name, from: form === 'plain' ? at : 0 })
  }
  if (parts.length + unread.length === 0) return null
  const parent = /^parentCID\s*=\s*([0-9a-f]{1,8})\s*$/im.exec(text)?.[1]
  return { parts, rests: parent !== undefined && !/^f{8}$/i.test(parent), unread }
}

/** True for a disk that one plain file holds whole: it is read as such, without its description. */
export function isOnePlainFile({ parts, unread }: DiskSet): boolean {
  return unread.length === 0 && parts.length === 1 && parts[0]!.form === 'plain' && parts[0]!.from === 0
}

/** The description of a disk whose other files are beside it, by their names. */
export function setAt(path: string): DiskSet | null {
  const file = openSync(path, constants.O_RDONLY)
  try {
    const bytes = Buffer.alloc(setLimits.bytes)
    return readSet(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)))
  } finally {
    closeSync(file)
  }
}

/** True where a file beside it describes a disk that is read, and that a file of this name is one part of several of. */
export function isPartOf(name: string, beside: readonly Beside[]): boolean {
  return beside.some((one) => {
    if (one.name === name || !/\.vmdk$/i.test(one.name)) return false
    const set = setAt(one.place)
    if (set === null || set.rests || set.unread.length > 0 || isOnePlainFile(set)) return false
    return set.parts.some((p) => p.name?.toLowerCase() === name.toLowerCase())
  })
}
