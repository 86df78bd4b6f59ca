import { inflateRawSync } from 'node:zlib'
import { type LockedForm, whole } from '../form.ts'
import type { Peek } from '../peek.ts'
import { type ZipEntry, zipEntries } from '../zip-directory.ts'

const mostManifest = 4 << 20

/** Encrypted documents of the OpenDocument format (ODF 1.3 part 2, section 3.4) and books (EPUB, OCF section 4.2.6.3.2). */
export const openDocument: LockedForm = {
  name: 'open-document',
  about: 'OpenDocument files whose manifest tells encryption, and books with META-INF/encryption.xml',
  suspect: ({ head }) => /^mimetypeapplication\//.test(head.subarray(30, 50).toString('latin1')),
  look: async (peek) => {
    const entries = (await zipEntries(peek)) ?? []
    const named = (name: string): ZipEntry | undefined => entries.find((e) => e.name.toString('latin1') === name)
    const manifest = await contentOf(peek, named('META-INF/manifest.xml'))
    if (/<(?:\w+:)?encryption-data[\s>]/.test(manifest)) {
      const cipher = /algorithm-name="([^"]{1,200})"/.exec(manifest)?.[1] ?? null
      const why = 'its manifest has encryption-data for its parts'
      return [whole(peek, { kind: 'document', form: 'odf', why, detail: { cipher } })]
    }
    if (!named('META-INF/encryption.xml')) return []
    return [
      whole(peek, { kind: 'document', form: 'epub', why: 'it has META-INF/encryption.xml: parts of it are encrypted' }),
    ]
  },
}

async function contentOf(peek: Peek, entry: ZipEntry | undefined): Promise<string> {
  if (entry === undefined || entry.packed > mostManifest) return ''
  const head = await peek.read(entry.offset, 30)
  if (head.length < 30) return ''
  const bytes = await peek.read(entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), entry.packed)
  try {
    return (entry.method === 8 ? inflateRawSync(bytes, { maxOutputLength: mostManifest }) : bytes).toString('utf8')
  } catch {
    return ''
  }
}
