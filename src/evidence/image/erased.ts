import { lines, type Running, tsk } from './tsk.ts'

/** What the names of deleted files say: whether their metadata belongs to another file by now. */
export interface Erased {
  readonly reused: boolean
}

/** Deleted names of a volume by address and path, as fls tells them apart from live ones. */
export interface ErasedNames {
  readonly find: (inode: string | null, path: Buffer) => Erased | null
  readonly size: number
}

/** Lists the deleted names of a volume. */
export async function erasedNames(paths: readonly string[], start: number, running: Running): Promise<ErasedNames> {
  const found = new Map<string, Erased>()
  const quiet = { ...running, report: () => undefined }
  for await (const line of lines(tsk('fls', ['-r', '-p', '-d', '-o', String(start / 512), ...paths], quiet))) {
    const parts = /^\S+ \* (\d+)(?:-\d+-\d+)?(\(realloc\))?:\t([\s\S]*)$/.exec(line.toString('latin1'))
    if (parts) found.set(key(parts[1]!, parts[3]!), { reused: parts[2] !== undefined })
  }
  return { size: found.size, find: (inode, path) => found.get(key(inode ?? '0', path.toString('latin1'))) ?? null }
}

/** fls writes `^` for what cannot be printed, for one byte or for several. */
function key(inode: string, path: string): string {
  return `${inode} ${path.replaceAll(/[^\x20-\x5d\x5f-\x7e]+/g, '^').replaceAll(/\^+/g, '^')}`
}
