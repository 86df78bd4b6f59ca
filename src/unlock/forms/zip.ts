import { type LockedForm, whole } from '../form.ts'
import { zipEntries } from '../zip-directory.ts'

/** Zip archives with encrypted entries (APPNOTE.TXT of PKWARE, sections 6 and 7; WinZip's AE-1 and AE-2). */
export const zip: LockedForm = {
  name: 'zip',
  about:
    'zip archives with entries encrypted traditionally (ZipCrypto), by AES (AE-1, AE-2) or by PKWARE’s strong encryption',
  suspect: ({ head, source }) => source === 'zip' || (head.length > 3 && head.readUInt32BE(0) === 0x504b0304),
  look: async (peek) => {
    const all = await zipEntries(peek)
    if (all === null)
      return peek.closedEntries === 0
        ? []
        : [
            whole(peek, {
              kind: 'archive',
              form: 'zip',
              why: `${peek.closedEntries} entries are marked as encrypted; the directory is missing`,
            }),
          ]
    const closed = all.filter((e) => e.encrypted)
    if (closed.length === 0) return []
    const methods: Record<string, number> = {}
    for (const { strong, aes } of closed) {
      const method = strong ? 'strong' : aes ? `aes-${aes.bits}` : 'traditional'
      methods[method] = (methods[method] ?? 0) + 1
    }
    const told = Object.entries(methods)
      .map(([method, n]) => `${n} ${method}`)
      .join(', ')
    return [
      whole(peek, {
        kind: 'archive',
        form: 'zip',
        why: `${closed.length} of ${all.length} entries are marked as encrypted (${told})`,
        detail: { entries: all.length, encrypted: closed.length, methods },
        opener: closed.some((e) => !e.strong) ? 'zip' : null,
      }),
    ]
  },
}
