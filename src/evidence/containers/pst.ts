import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { byName, writeName } from '../names.ts'
import { CannotOpen, type Container, type ContainerInput, type Entry } from '../unpack/container.ts'
import { findProgram, needs, outputOf } from '../unpack/programs.ts'

/**
 * Outlook's mailboxes, PST and OST ([MS-PST], 2.2.2.6: dwMagic): readpst writes each folder's messages as an mbox file,
 * deleted items among them, into a folder of this run's own, which is removed when its files have been taken.
 */
export const pst: Container = {
  name: 'pst',
  about: "Outlook's mailboxes, PST and OST (with readpst of package pst-utils)",
  detect: (first) => [0x21, 0x42, 0x44, 0x4e].every((byte, i) => first[i] === byte),
  open: async function* (input: ContainerInput): AsyncGenerator<Entry> {
    const program = findProgram(['readpst'])
    if (program === null) throw needs('A mailbox of Outlook', "readpst (Debian's package pst-utils)")
    const place = input.place.toString()
    if (!Buffer.from(place).equals(Buffer.from(input.place)))
      throw new CannotOpen('archive-unsupported', 'The name of the mailbox cannot be given to readpst')
    const folder = await mkdtemp(join(input.scratch ?? tmpdir(), '.pst-'))
    try {
      const said = outputOf(program, ['-r', '-D', '-8', '-j', '0', '-q', '-o', folder, place], {
        ...input,
        place: null,
      })
      for await (const _ of said);
      yield* written(folder, [])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Folders within folders deeper than this were not made by a mail program. */
const deepest = 64

/** The files that were written, in the order of their names; links are nobody's mail. */
async function* written(folder: string, names: readonly string[]): AsyncGenerator<Entry> {
  const entries = await readdir(join(folder, ...names), { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => byName(a.name, b.name))) {
    const own = [...names, entry.name]
    if (entry.isDirectory() && own.length < deepest) yield* written(folder, own)
    if (!entry.isFile()) continue
    const path = own.map((name) => writeName(Buffer.from(name))).join('/')
    yield { path, modifiedAt: null, size: null, content: createReadStream(join(folder, ...own)), closed: null }
  }
}
