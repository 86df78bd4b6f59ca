import { type SevenZipEntry, sevenZipEntries } from '../../model/seven-zip.ts'
import { failed, type OpenedEntry, type Opener } from '../opener.ts'
import { findProgram, outputOf } from '../program.ts'

/**
 * 7z and RAR archives, by 7-Zip. The passphrase goes to its standard input, where it asks for one: arguments of a program can
 * be seen by every user of the machine. The archive is tested first, because a wrong passphrase gives bytes too.
 */
export const sevenZip: Opener = {
  name: '7-zip',
  about: '7z and RAR archives (with 7-Zip of package 7zip), names or contents encrypted',
  fits: (key) => key.kind === 'passphrase' && !/[\r\n]/.test(key.value),
  open: async function* (input, key) {
    const program = findProgram(['7zz', '7z', '7za', '7zr'])
    if (program === null)
      throw failed('no-program', "it is opened with 7-Zip (Debian's package 7zip), which this machine has not")
    const run = (...args: readonly string[]) =>
      outputOf(program, [...args, '--', input.place], `${key.value}\n`, input.signal, input.seconds)
    const entries = listed(await gathered(run('l', '-slt', '-ba', '-sccUTF-8')))
    await gathered(run('t', '-bso0', '-bsp0'))
    const bytes = run('x', '-so')[Symbol.asyncIterator]()
    let rest: Uint8Array = new Uint8Array()
    const take = async function* (length: number): AsyncGenerator<Uint8Array> {
      for (let left = length; left > 0; ) {
        if (rest.length === 0) {
          const next = await bytes.next()
          if (next.done) throw failed('damaged', 'the archive ends before its entries do')
          rest = next.value
        }
        const part = rest.subarray(0, left)
        rest = rest.subarray(part.length)
        left -= part.length
        yield part
      }
    }
    try {
      for (const { path, size, modifiedAt, encrypted, link } of entries) {
        const content = take(size)
        const names = input.detail.names === true
        if (!link && (encrypted || names))
          yield { name: Buffer.from(path), modifiedAt, listed: !names, content } satisfies OpenedEntry
        for await (const _ of content);
      }
    } finally {
      await bytes.return?.(undefined)
    }
  },
}

/** More bytes of listing than this are no archive anybody made. */
const longestList = 1 << 29

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of pieces) {
    size += part.length
    if (size > longestList) throw failed('limit', 'the list of its entries is too long')
    parts.push(Uint8Array.from(part))
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The listing; before its first block stands what the program asked. */
function listed(text: string): readonly SevenZipEntry[] {
  const from = text.indexOf('Path = ')
  return from < 0 ? [] : sevenZipEntries(text.slice(from))
}
