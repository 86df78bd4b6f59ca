import { type SevenZipEntry, sevenZipEntries } from '../../model/seven-zip.ts'
import { writeName } from '../names.ts'
import { openBytes } from '../unpack/bytes.ts'
import { CannotOpen, type Container, type ContainerInput, type Entry } from '../unpack/container.ts'
import { findProgram, needs, outputOf } from '../unpack/programs.ts'

/**
 * Archives that 7-Zip opens: it lists them, then writes the contents one after the other to its standard output, which is
 * cut by the listed sizes. Nothing is unpacked to the disk, so no name or link in the archive has any effect.
 */
function bySevenZip(name: string, what: string, magic: readonly number[]): Container {
  return {
    name,
    about: `${what}s (with 7-Zip of package 7zip or p7zip-full)`,
    detect: (first) => magic.every((byte, i) => first[i] === byte),
    open: async function* (input: ContainerInput): AsyncGenerator<Entry> {
      const program = findProgram(['7zz', '7z', '7za', '7zr'])
      if (program === null) throw needs(`A ${what}`, "7-Zip (Debian's package 7zip or p7zip-full)")
      const place = input.place.toString()
      if (!Buffer.from(place).equals(Buffer.from(input.place)))
        throw new CannotOpen('archive-unsupported', `The name of the ${what} cannot be given to 7-Zip`)
      const listed = await list(program, place, input)
      yield* contents(program, place, listed, input)
    },
  }
}

/** 7zFormat.txt of the LZMA SDK: signature. */
export const sevenZip: Container = bySevenZip('7z', '7z archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])
/** RAR 1.5 to 5 ("RAR 5.0 archive format": signature). */
export const rar: Container = bySevenZip('rar', 'RAR archive', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07])

/** More bytes of listing than this are no archive anybody made. */
const longestList = 1 << 29

async function list(program: string, place: string, input: ContainerInput): Promise<readonly SevenZipEntry[]> {
  const troubles: string[] = []
  const report: ContainerInput['report'] = (t) => void troubles.push(t.detail)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of outputOf(program, ['l', '-slt', '-ba', '-p-', '-sccUTF-8', '--', place], {
    ...input,
    place: null,
    report,
  })) {
    size += part.length
    if (size > longestList) throw new CannotOpen('archive-limit', 'The list of its entries is too long')
    parts.push(Uint8Array.from(part))
  }
  if (troubles.some((t) => /password|encrypted/i.test(t)))
    throw new CannotOpen('archive-encrypted', 'The names of its entries are encrypted')
  for (const detail of troubles) input.report({ severity: 'loss', code: 'archive-damaged', detail })
  return sevenZipEntries(Buffer.concat(parts).toString('utf8')).map((entry) => ({
    ...entry,
    path: writeName(Buffer.from(entry.path)),
  }))
}

/** So many encrypted entries can be named to the program as not wanted. */
const mostNamed = 1000

async function* contents(
  program: string,
  place: string,
  listed: readonly SevenZipEntry[],
  input: ContainerInput,
): AsyncGenerator<Entry> {
  const closed = listed.filter((e) => e.encrypted)
  const open = closed.length > mostNamed ? [] : listed.filter((e) => !e.encrypted)
  for (const { path, size, modifiedAt } of closed.length > mostNamed ? listed : closed)
    yield { path, size, modifiedAt, content: null, closed: 'encrypted' }
  if (open.length === 0) return
  const without = closed.map((e) => `-x!${e.path}`)
  const bytes = openBytes(
    outputOf(program, ['x', '-so', '-p-', '-spd', ...without, '--', place], { ...input, place: null }),
  )
  try {
    for (const { path, size, modifiedAt, link } of open) {
      let given = 0
      const content = async function* () {
        for await (const piece of bytes.stream(size, (missing) =>
          input.report({
            severity: 'loss',
            code: 'archive-truncated',
            detail: `${path}: ${missing} bytes are missing`,
          }),
        )) {
          given += piece.length
          yield piece
        }
      }
      if (link)
        input.report({ severity: 'note', code: 'archive-link', detail: `${path} is a link; links are not followed` })
      else yield { path, size, modifiedAt, content: content(), closed: null }
      for await (const _ of bytes.stream(size - given, () => undefined));
    }
    // To its end, so that what the program says of the archive is heard.
    await bytes.take(1)
  } finally {
    await bytes.close()
  }
}
