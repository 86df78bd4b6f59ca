import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ImageInput, imageInput, workOf } from '../image/entries.ts'
import { entriesOfDisk } from '../image/virtual.ts'
import { isOnePlainFile, readSet, type SetPart, setAt } from '../image/vmdk-set.ts'
import { type Beside, CannotOpen, type Container } from '../unpack/container.ts'

/** VMware's disks in several files, by the text that describes them: `disk.vmdk` beside `disk-s001.vmdk`, `disk-f001.vmdk`. */
export const vmdkSet: Container = {
  name: 'vmdk-set',
  about: 'disks of VMware in several files, by their description (vmdk; with qemu-img of package qemu-utils)',
  detect: (first) => {
    const set = readSet(first)
    return set !== null && !isOnePlainFile(set)
  },
  open: async function* (given) {
    const input = imageInput(given)
    const set = setAt(input.place.toString())
    if (set === null) throw new CannotOpen('image-damaged', 'It describes no disk')
    if (set.rests) throw new CannotOpen('image-unread', 'It rests on another disk file and is not read without it')
    if (set.unread.length > 0)
      throw new CannotOpen('image-unread', `It has parts of the kind ${set.unread[0]}, which are not read`)
    const byName = new Map((await input.beside()).map((b) => [b.name.toLowerCase(), b]))
    const files = set.parts.map((part) => (part.name === null ? null : (byName.get(part.name.toLowerCase()) ?? null)))
    for (const [i, { form, name }] of set.parts.entries())
      if (form !== 'zero' && files[i] === null)
        input.report({
          severity: 'loss',
          code: 'image-segment',
          detail: `The file ${name} with a part of the disk is not there; that part was taken as zeros`,
        })
    input.note({ kind: 'segments', files: [...new Set(files.flatMap((f) => (f === null ? [] : [f.file])))] })
    try {
      yield* entriesOfDisk('vmdk', input, laidOut(set.parts, files, input), set.parts.length)
    } finally {
      rmSync(workOf(input), { recursive: true, force: true })
    }
  },
}

/**
 * The disk under names of our own, so that no name of the evidence is followed: a description, and beside it links to its
 * files, or holes as long as what is not there.
 */
function laidOut(parts: readonly SetPart[], files: readonly (Beside | null)[], input: ImageInput): string {
  const work = workOf(input)
  mkdirSync(work, { recursive: true, mode: 0o700 })
  const lines = parts.map((part, i) => {
    const file = files[i]
    const name = `part-${i}${part.form === 'sparse' ? '.vmdk' : '.raw'}`
    const path = join(work, name)
    rmSync(path, { force: true })
    if (file) symlinkSync(resolve(file.place), path)
    else {
      const hole = openSync(path, 'wx', 0o600)
      try {
        ftruncateSync(hole, part.size)
      } catch (error) {
        throw new CannotOpen('image-unread', `No file here can be as long as one of its parts: ${String(error)}`)
      } finally {
        closeSync(hole)
      }
    }
    return file && part.form === 'sparse'
      ? `RW ${part.size / 512} SPARSE "${name}"`
      : `RW ${part.size / 512} FLAT "${name}" ${file ? part.from / 512 : 0}`
  })
  const path = join(work, 'set.vmdk')
  const own = ['# Disk DescriptorFile', 'version=1', 'CID=fffffffe', 'parentCID=ffffffff']
  writeFileSync(path, `${[...own, 'createType="twoGbMaxExtentSparse"', ...lines].join('\n')}\n`)
  return path
}
