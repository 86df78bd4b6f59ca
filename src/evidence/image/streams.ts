import { writeName } from '../names.ts'
import type { ContainerInput, Entry } from '../unpack/container.ts'
import type { NamedStream } from './erased.ts'
import type { Open, Source } from './files.ts'
import type { Origin } from './notes.ts'
import { icat } from './tsk.ts'

/** The stream in which Windows 10 keeps a file that it packed ([MS-FSCC], IO_REPARSE_TAG_WOF). */
const windowsPacked = ':WofCompressedData'

/** Addresses of the files that have such a stream. */
export function packedByWindows(streams: readonly NamedStream[]): ReadonlySet<string> {
  return new Set(streams.filter(isPacked).map((s) => s.inode))
}

function isPacked({ path }: NamedStream): boolean {
  return path.subarray(-windowsPacked.length).toString('latin1') === windowsPacked
}

const unknown: Origin['times'] = { modified: null, accessed: null, changed: null, created: null, deleted: null }

/** The named streams of a volume's files and folders, each as a file of its own: where a download came from, or what was hidden. */
export function* streamsOf(source: Source, open: Open, input: ContainerInput): Generator<Entry> {
  const { volume, counts } = open
  if ((counts.packed ?? 0) > 0)
    input.report({
      severity: 'loss',
      code: 'image-unread',
      detail: `${volume.label || 'The image'}: ${counts.packed} files that Windows keeps packed (WOF) are listed without their content`,
    })
  for (const stream of open.streams) {
    input.signal.throwIfAborted()
    if (isPacked(stream)) continue
    const name = writeName(stream.path)
    counts.live = (counts.live ?? 0) + 1
    const inode = `${stream.inode}-128-${stream.id}`
    yield {
      path: volume.label === '' ? name : `${volume.label}/${name}`,
      modifiedAt: null,
      size: null,
      closed: null,
      content: contentOf(source, open, stream, inode, input),
      origin: {
        ...{ volume: volume.n, inode, state: 'live', recovery: null, times: unknown, local: false },
        ...{ link: null, at: null, runs: null },
      },
    }
  }
}

async function* contentOf(
  source: Source,
  open: Open,
  { inode, path }: NamedStream,
  address: string,
  input: ContainerInput,
): AsyncGenerator<Uint8Array> {
  const own = open.resident?.(Number(inode), path.subarray(path.lastIndexOf(':') + 1).toString('utf8')) ?? null
  if (own !== null) return yield own
  yield* await icat(source.paths, open.start, address, input)
}
