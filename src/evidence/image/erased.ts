import { lines, type Running, tsk } from './tsk.ts'

/** What a deleted name says: whether its metadata belongs to another file by now. */
export interface Erased {
  readonly reused: boolean
}

/** Deleted names of a volume; asked in the order in which the names of the volume are listed. */
export interface ErasedNames {
  readonly next: (inode: string | null, path: Buffer) => Erased | null
}

/** A named stream of a file or folder of NTFS: the bytes of its path with the stream's name behind a colon, and its attribute. */
export interface NamedStream {
  readonly path: Buffer
  readonly inode: string
  readonly id: number
}

/** Lists the deleted names of a volume, and of one that has them the named streams. One that is also a live name, of the same address, is told apart by their order. */
export async function erasedNames(
  paths: readonly string[],
  start: number,
  running: Running,
  streams: NamedStream[] | null = null,
): Promise<ErasedNames> {
  const quiet = { ...running, report: () => undefined }
  const place = ['-o', String(start / 512), ...paths]
  const known = new Map<string, (Erased | null)[]>()
  for await (const line of lines(tsk('fls', ['-r', '-p', '-d', ...place], quiet))) {
    const name = nameOf(line)
    if (name !== null) known.set(name.key, [])
  }
  if (known.size > 0 || streams !== null)
    for await (const line of lines(tsk('fls', ['-r', '-p', ...place], quiet))) {
      const name = nameOf(line)
      if (name !== null) known.get(name.key)?.push(name.erased)
      const stream = streams === null ? null : streamOf(line)
      if (stream !== null) streams?.push(stream)
    }
  return {
    next: (inode, path) => {
      const own = known.get(key(inode ?? '0', path.toString('latin1')))
      return (own !== undefined && own.length > 1 ? own.shift() : own?.[0]) ?? null
    },
  }
}

/** A line of fls: `TYPE * ADDRESS(realloc):TAB PATH`, the star for deleted names. */
function nameOf(line: Buffer): { readonly key: string; readonly erased: Erased | null } | null {
  const parts = /^\S+ (\* )?(\d+)(?:-\d+-\d+)?(\(realloc\))?:\t([\s\S]*)$/.exec(line.toString('latin1'))
  if (!parts) return null
  return { key: key(parts[2]!, parts[4]!), erased: parts[1] === undefined ? null : { reused: parts[3] !== undefined } }
}

/** Files of the file system itself have streams with names of their own. */
const ofSystem = /^\$(?:BadClus|Secure|UpCase|Bitmap|MFT|Repair|Extend\/[^:]*|Extend):/

/** The named stream of a live name in such a line; names of NTFS have no colon of their own. */
function streamOf(line: Buffer): NamedStream | null {
  const parts = /^\S+ (\d+)-128-(\d+):\t([\s\S]*:[^/]+)$/.exec(line.toString('latin1'))
  if (!parts || ofSystem.test(parts[3]!)) return null
  return { path: Buffer.from(parts[3]!, 'latin1'), inode: parts[1]!, id: Number(parts[2]) }
}

/** fls writes `^` for what cannot be printed. */
function key(inode: string, path: string): string {
  return `${inode} ${path.replaceAll(/[\x00-\x1f\x7f]/g, '^')}`
}
