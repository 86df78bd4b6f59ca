/** Matching the uploads a database speaks of with the files that were seized beside it. */

import type { UploadPlaces } from './forum.ts'

/** A file of the case that could be an upload. */
export interface SeizedFile {
  readonly file: number
  readonly exhibit: number
  readonly path: string
  readonly size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  /** Unpacked from an archive. */
  readonly derived: boolean
}

/** An upload as the database describes it. */
export interface Described {
  readonly id: string
  readonly owner: string | null
  readonly name: string
  readonly stored_name: string | null
  readonly small_copy: string | null
  readonly size: number | null
  readonly md5: string | null
  readonly sha1: string | null
  readonly sha256: string | null
}

/** Files of the case by what they can be found by. */
export interface FileIndex {
  readonly byName: ReadonlyMap<string, readonly SeizedFile[]>
  readonly byHash: ReadonlyMap<string, readonly SeizedFile[]>
}

/** Where software that says nothing else keeps an upload and its small copy: under the names that the database gives. */
export const anywhere: UploadPlaces = { files: ['{stored_name}'], beside: ['{small_copy}'] }

/** Indexes files by the last part of their path and by their hashes. */
export function indexFiles(files: readonly SeizedFile[]): FileIndex {
  const byName = new Map<string, SeizedFile[]>()
  const byHash = new Map<string, SeizedFile[]>()
  const put = (map: Map<string, SeizedFile[]>, key: string, file: SeizedFile): void => {
    const known = map.get(key)
    if (known) known.push(file)
    else map.set(key, [file])
  }
  for (const file of files) {
    put(byName, lastPart(file.path), file)
    for (const hash of [file.md5, file.sha1, file.sha256]) put(byHash, hash, file)
  }
  return { byName, byHash }
}

/**
 * The file that holds an upload: by the place the software gives it, else by a hash the database states; of several the one
 * of the stated size, in the board's own exhibit, not unpacked, first met.
 */
export function fileOf(
  upload: Described,
  patterns: readonly string[],
  index: FileIndex,
  exhibit: number,
): SeizedFile | null {
  for (const pattern of patterns) {
    const found = atEnding(endingOf(pattern, upload), index)
    // A name alone may be anybody's: then the size must agree.
    const fitting = pattern.includes('/') || upload.size === null ? found : found.filter((f) => f.size === upload.size)
    if (fitting.length > 0) return best(fitting, upload, exhibit)
  }
  for (const hash of [upload.sha256, upload.sha1, upload.md5]) {
    const found = hash === null ? [] : (index.byHash.get(hash.toLowerCase()) ?? [])
    if (found.length > 0 && (upload.size === null || found[0]!.size === upload.size))
      return best(found, upload, exhibit)
  }
  return null
}

/** Files at places that go with an upload and are not it: thumbnails. */
export function companions(upload: Described, patterns: readonly string[], index: FileIndex): readonly SeizedFile[] {
  return patterns.flatMap((pattern) => atEnding(endingOf(pattern, upload), index))
}

/** The folder a path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - lastPart(path).length)
}

/** Files that software puts into its upload folders by itself. */
export function isPlaceholder(path: string): boolean {
  return /(?:^|\/)(?:\.htaccess|\.git(?:keep|ignore)|index\.(?:html?|php)|web\.config|custom_avatar\/blank\.png)$/i.test(
    path,
  )
}

/** The end of a stored name, with its dot. */
const extension = /\.[^./]+$/

function endingOf(pattern: string, upload: Described): string | null {
  let known = true
  const ending = pattern.replace(
    /\{(id|owner|name|stored_name|stored_stem|extension|small_copy|owner_digits|id_thousands)\}/g,
    (_, field: string) => {
      const value =
        field === 'owner_digits'
          ? (upload.owner?.split('').join('/') ?? null)
          : field === 'id_thousands'
            ? thousands(upload.id)
            : field === 'stored_stem'
              ? (upload.stored_name?.replace(extension, '') ?? null)
              : field === 'extension'
                ? (extension.exec(upload.stored_name ?? '')?.[0] ?? null)
                : upload[field as 'id' | 'owner' | 'name' | 'stored_name' | 'small_copy']
      if (value === null || value === '') known = false
      return value ?? ''
    },
  )
  return known ? ending : null
}

/** Folders of a thousand, as XenForo numbers them. */
function thousands(id: string): string | null {
  return /^\d{1,15}$/.test(id) ? String(Math.floor(Number(id) / 1000)) : null
}

/** Files whose path ends so. */
function atEnding(ending: string | null, { byName }: FileIndex): readonly SeizedFile[] {
  if (ending === null) return []
  const whole = byName.get(lastPart(ending)) ?? []
  return whole.filter(({ path }) => path === ending || path.endsWith(`/${ending}`))
}

function best(found: readonly SeizedFile[], upload: Described, exhibit: number): SeizedFile {
  const rank = (f: SeizedFile): number =>
    (upload.size !== null && f.size !== upload.size ? 4 : 0) + (f.exhibit === exhibit ? 0 : 2) + (f.derived ? 1 : 0)
  return found.reduce((a, b) => (rank(b) < rank(a) || (rank(b) === rank(a) && b.file < a.file) ? b : a))
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
