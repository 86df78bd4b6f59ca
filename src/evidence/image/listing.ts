import { lines } from './tsk.ts'

/** A run of a file: a place in the image, zeros where it has none, or not readable from the image directly. */
export interface Run {
  readonly at: number | null
  readonly length: number
  /** Compressed, or inside the file system's own records. */
  readonly inside?: true
}

/** A name in a file system with what its metadata says. */
export interface Listed {
  /** The bytes of the path within the volume. */
  readonly path: Buffer
  /** r: file, d: folder, l: link, v: made up by The Sleuth Kit; others as it writes them. */
  readonly type: string
  /** Null where only a name is left. */
  readonly size: number | null
  /** Of the name and of the metadata; null where this version does not say. */
  readonly nameAllocated: boolean | null
  readonly metaAllocated: boolean | null
  readonly orphan: boolean
  readonly compressed: boolean
  readonly inode: string | null
  readonly link: string | null
  /** As written: with Z where in UTC. */
  readonly times: Readonly<Record<'mtime' | 'atime' | 'ctime' | 'crtime' | 'dtime', string | null>>
  readonly mode: number | null
  readonly runs: readonly Run[]
  /** No name leads to it, and its blocks are its own all the same. */
  readonly held?: true
  /** Its length is lost: it was taken to the last byte of its blocks that holds anything. */
  readonly unmeasured?: true
  /** Its content is not to be had from this image. */
  readonly absent?: true
}

/** A file system as it begins in the listing. */
export interface ListedVolume {
  readonly offset: number
  readonly kind: string
  /** Bytes of the unit in which the file system counts. */
  readonly unit: number
}

/** What a listing is made of: a volume begins, or a name in it. */
export type ListingStep = { readonly volume: ListedVolume } | { readonly file: Listed }

/** So many runs of one file are held; a file in more pieces is read by The Sleuth Kit. */
const mostRuns = 200_000

/** Reads what fiwalk writes (DFXML, "Digital Forensics XML", version 1.0 to 1.2), one element a line, as it comes. */
export async function* readListing(output: AsyncIterable<Uint8Array>): AsyncGenerator<ListingStep> {
  let fields: Map<string, string> | null = null
  let head: Map<string, string> | null = null
  let runs: Run[] = []
  let parent = false
  let facet = false
  for await (const line of lines(output)) {
    const text = line.toString('latin1').trim()
    if (text.startsWith('<byte_run ')) {
      if (fields !== null && !facet && runs.length <= mostRuns) runs.push(runOf(text))
      continue
    }
    const found = /^<([a-z0-9_:]+)(?: [^>]*)?>(?:(.*)<\/\1>)?$/.exec(text)
    const name = found?.[1]
    if (name === 'fileobject') {
      if (head !== null) yield { volume: volumeOf(head) }
      head = null
      fields = new Map()
      runs = []
    } else if (name === 'parent_object') parent = true
    else if (text === '</parent_object>') parent = false
    else if (name === 'byte_runs') facet = text.includes('facet')
    else if (text === '</byte_runs>') facet = false
    else if (text === '</fileobject>') {
      if (fields !== null) yield { file: listedOf(fields, runs) }
      fields = null
    } else if (name === 'volume') head = new Map([['offset', /offset='(\d+)'/.exec(text)?.[1] ?? '0']])
    else if (text === '</volume>') {
      if (head !== null) yield { volume: volumeOf(head) }
      head = null
    } else if (name !== undefined && found?.[2] !== undefined && !parent) {
      if (fields !== null) {
        if (!fields.has(name)) fields.set(name, found[2])
      } else head?.set(name, found[2])
    }
  }
}

function volumeOf(head: ReadonlyMap<string, string>): ListedVolume {
  const number = (name: string): number => Number(head.get(name) ?? 0)
  return {
    offset: number('offset'),
    kind: head.get('ftype_str') ?? 'unknown',
    unit: number('sector_size') || number('block_size') || 512,
  }
}

function runOf(text: string): Run {
  const value = (name: string): number | null => {
    const found = new RegExp(` ${name}='(\\d+)'`).exec(text)?.[1]
    return found === undefined ? null : Number(found)
  }
  const length = value('len')
  if (length === null || text.includes("type='resident'"))
    return { at: null, length: length ?? value('uncompressed_len') ?? 0, inside: true }
  if (text.includes(" fill='")) return { at: null, length }
  const at = value('img_offset')
  return at === null ? { at: null, length, inside: true } : { at, length }
}

function listedOf(fields: ReadonlyMap<string, string>, runs: readonly Run[]): Listed {
  const flag = (name: string): boolean | null => {
    const value = fields.get(name)
    return value === undefined ? null : value === '1'
  }
  const size = fields.get('filesize')
  const meta = flag('alloc_inode') ?? (fields.has('alloc') ? true : fields.has('unalloc') ? false : null)
  const time = (name: string): string | null => fields.get(name) ?? null
  return {
    path: bytesOf(fields.get('filename') ?? ''),
    type: fields.get('name_type') ?? '-',
    size: size === undefined ? null : Number(size),
    nameAllocated: flag('alloc_name'),
    metaAllocated: meta,
    orphan: fields.has('orphan'),
    compressed: fields.has('compressed'),
    inode: fields.get('inode') ?? null,
    link: fields.has('link_target') ? bytesOf(fields.get('link_target') ?? '').toString('latin1') : null,
    times: {
      mtime: time('mtime'),
      atime: time('atime'),
      ctime: time('ctime'),
      crtime: time('crtime'),
      dtime: time('dtime'),
    },
    mode: fields.has('mode') ? Number(fields.get('mode')) : null,
    runs,
  }
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The bytes of a name: fiwalk writes those that are no UTF-8, and the backslash, as `\xHH`, and what XML reserves as entities. */
export function bytesOf(text: string): Buffer {
  const plain = text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => named[name] ?? '')
  return Buffer.from(
    plain.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
