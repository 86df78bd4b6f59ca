import { type LockedForm, whole } from '../form.ts'

const window = 1 << 20

/** Encrypted PDF files (ISO 32000-1, section 7.6): the trailer names an /Encrypt dictionary. */
export const pdf: LockedForm = {
  name: 'pdf',
  about: 'PDF files with an /Encrypt dictionary; some of them open with an empty passphrase',
  suspect: ({ head }) => head.subarray(0, 1024).includes('%PDF-'),
  look: async (peek) => {
    const first = await peek.read(0, window)
    const last = peek.size > window ? await peek.read(Math.max(window, peek.size - window), window) : Buffer.alloc(0)
    const text = Buffer.concat([first, last]).toString('latin1')
    const named = /\/Encrypt\s*(?:(\d{1,10})\s+(\d{1,5})\s+R|<<)/.exec(text)
    if (named === null) return []
    const at =
      named[1] === undefined ? named.index : text.search(new RegExp(`(?:^|\\s)${named[1]}\\s+${named[2]}\\s+obj\\b`))
    const dictionary = at < 0 ? '' : text.slice(at, at + 2000)
    const number = (name: string): number | null => {
      const found = new RegExp(`/${name}\\s+(-?\\d{1,10})`).exec(dictionary)?.[1]
      return found === undefined ? null : Number(found)
    }
    const detail = {
      filter: /\/Filter\s*\/(\w{1,40})/.exec(dictionary)?.[1] ?? null,
      v: number('V'),
      r: number('R'),
      bits: number('Length'),
    }
    const why = 'its trailer names an /Encrypt dictionary; it may still open with an empty passphrase'
    return [whole(peek, { kind: 'document', form: 'pdf', why, detail })]
  },
}
