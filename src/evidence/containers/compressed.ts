import type { Container, ContainerInput, Entry } from '../unpack/container.ts'
import { findProgram, needs, outputOf } from '../unpack/programs.ts'
import { readUnpacked, unpackedName } from '../unpack/single.ts'

interface Form {
  readonly name: string
  readonly magic: readonly number[]
  readonly programs: readonly string[]
  readonly from: string
  readonly endings: readonly (readonly [string, string])[]
}

/** A compressed stream that another program unpacks, when it is there. */
function compressed({ name, magic, programs, from, endings }: Form): Container {
  return {
    name,
    about: `${name} files, tar archives in them (with the program of package ${from})`,
    detect: (first) => magic.every((byte, i) => first[i] === byte),
    open: async function* (input: ContainerInput): AsyncGenerator<Entry> {
      const program = findProgram(programs)
      if (program === null) throw needs(`A file packed with ${name}`, `the program of Debian's package ${from}`)
      const unpacked = outputOf(program, ['-d', '-c', '-q'], input)
      yield* readUnpacked(unpacked, unpackedName(input.name, endings), input.report)
    },
  }
}

/** The .xz file format, version 1.2: magic bytes. */
export const xz: Container = compressed({
  name: 'xz',
  magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  programs: ['xz'],
  from: 'xz-utils',
  endings: [
    ['.txz', '.tar'],
    ['.xz', ''],
  ],
})

/** bzip2: `BZh`, then the block size. */
export const bzip2: Container = {
  ...compressed({
    name: 'bzip2',
    magic: [0x42, 0x5a, 0x68],
    programs: ['bzip2'],
    from: 'bzip2',
    endings: [
      ['.tbz2', '.tar'],
      ['.tbz', '.tar'],
      ['.bz2', ''],
    ],
  }),
  detect: (first) => {
    const head = Buffer.from(first.subarray(0, 10)).toString('latin1')
    return /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(head)
  },
}

/** Zstandard (RFC 8878, section 3.1.1). */
export const zstd: Container = compressed({
  name: 'zstd',
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  programs: ['zstd'],
  from: 'zstd',
  endings: [
    ['.tzst', '.tar'],
    ['.zst', ''],
  ],
})
