import type { FileKind } from './kind.ts'

/** What the order of a plan goes by. */
export interface Listable {
  readonly path: string
  readonly source: string
  readonly role: FileKind['role']
  readonly state: string
}

const order: readonly FileKind['role'][] = ['dump', 'configuration', 'log', 'mail', 'container', 'other']
/** A server's manuals are some ten thousand files packed one by one: they would push everything else out of the list. */
const single = new Set(['gzip', 'bzip2', 'xz', 'zstd'])
const archive = /\.(?:tar\.\w+|tgz|tbz2?|txz)$/i
const [listed, listedSingle] = [2000, 50]

/**
 * What of an image is listed one by one: dumps, settings, logs and mail before archives, and packed single files last and few,
 * so that no number of them hides what somebody looks for. The others are counted.
 */
export function listable<T extends Listable>(
  found: readonly T[],
): { readonly shown: readonly T[]; readonly unlisted: number } {
  const isSingle = (f: T): boolean => single.has(f.source) && !archive.test(f.path) && f.state === 'live'
  const rank = (f: T): number => order.indexOf(f.role) * 2 + (isSingle(f) ? 1 : 0)
  const sorted = [...found].sort((a, b) => rank(a) - rank(b))
  const first = sorted.filter((f) => !isSingle(f)).slice(0, listed)
  const shown = [...first, ...sorted.filter(isSingle).slice(0, listedSingle)]
  return { shown, unlisted: found.length - shown.length }
}
