import { archiveMagic } from './archive.ts'
import { walk } from './walk.ts'

/** Longer documents are none (MongoDB manual, "Limits": 16 MB, with room for what the server adds). */
export const longestDocument = 17 << 20

/** True for bytes with which a document can begin. */
export function plausible(bytes: Buffer, at: number): boolean {
  if (at + 4 > bytes.length) return false
  const size = bytes.readInt32LE(at)
  return size >= 5 && size <= longestDocument
}

/** True for the beginning of an archive of mongodump: its magic number, and the document with its versions. */
export function isArchive(first: Uint8Array): boolean {
  const bytes = Buffer.from(first.buffer, first.byteOffset, first.length)
  if (!bytes.subarray(0, 4).equals(archiveMagic) || !plausible(bytes, 4)) return false
  return walk(bytes, 4).problem !== 'bad'
}

/**
 * True for bytes that begin with documents of a collection, one after the other: the first, as far as it is here, is one,
 * the next begins likewise, and the first has the `_id` that the server gives each, or both are whole.
 */
export function isDocuments(first: Uint8Array): boolean {
  const bytes = Buffer.from(first.buffer, first.byteOffset, first.length)
  if (!plausible(bytes, 0)) return false
  const one = walk(bytes, 0)
  if (one.problem === 'bad' || one.elements.length === 0) return false
  if (one.elements.some((e) => /[\u0000-\u001f\u007f]/.test(e.name))) return false
  const named = one.elements.some((e) => e.name === '_id')
  if (one.problem === 'short') return named && one.elements.length > 1
  const next = bytes.readInt32LE(0)
  if (next === bytes.length) return named
  if (!plausible(bytes, next)) return named && next + 4 > bytes.length
  const two = walk(bytes, next)
  if (two.problem === 'bad') return false
  return named || (two.problem === null && two.elements.length > 0)
}
