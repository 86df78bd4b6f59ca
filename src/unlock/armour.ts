import { isText, type Peek } from './peek.ts'

/** A block between `-----BEGIN …-----` and its end in a text. */
export interface Block {
  readonly label: string
  readonly text: string
  /** In bytes from the start of the file. */
  readonly offset: number
}

const window = 4 << 20
/** Longer blocks are taken for what they begin with. */
export const longestBlock = 256 << 10
/** Of one file, so many blocks and so many bytes are looked at. */
const mostBlocks = 5000
const mostBytes = 2 ** 32

/** The blocks of a text file in order. Windows overlap by the longest block, so that each is found once and whole. */
export async function blocksOf(peek: Peek): Promise<readonly Block[]> {
  const found: Block[] = []
  if (!isText(peek)) return found
  for (let from = 0, taken = -1; from < Math.min(peek.size, mostBytes) && found.length < mostBlocks; from += window) {
    const text = (await peek.read(from, window + longestBlock)).toString('latin1')
    for (const block of blocksIn(text)) {
      const offset = from + block.offset
      if (offset <= taken || block.offset >= window) continue
      taken = offset
      found.push({ ...block, offset })
    }
  }
  return found
}

/** Blocks in a text; quoted ones (`> -----BEGIN`) with their marks taken off. */
export function* blocksIn(text: string): Generator<Block> {
  const begin = /-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,60})-----/g
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const label = match[1] ?? ''
    const end = text.indexOf(`-----END ${label}-----`, match.index)
    const next = text.indexOf('-----BEGIN ', match.index + 11)
    const stop =
      end >= 0 && end - match.index < longestBlock && (next < 0 || end < next)
        ? end + label.length + 14
        : Math.min(text.length, match.index + 4096)
    const block = text.slice(match.index, stop)
    yield { label, text: block.replace(/\r?\n[ \t]*(?:> ?)+/g, '\n'), offset: match.index }
  }
}

/** The bytes that an armoured block stands for (RFC 9580, section 6; RFC 7468): lines of base64 after the headers. */
export function bytesOf(block: string): Buffer {
  const lines = block.split(/\r?\n/).map((l) => l.trim())
  const blank = lines.findIndex((l, i) => i > 0 && l === '')
  const headers = lines.slice(1).findIndex((l) => l !== '' && !/^[A-Za-z-]+: /.test(l)) + 1
  const from = blank > 0 && blank >= headers - 1 ? blank + 1 : Math.max(1, headers)
  return Buffer.from(
    lines
      .slice(from)
      .filter((l) => /^[A-Za-z0-9+/]+={0,2}$/.test(l))
      .join(''),
    'base64',
  )
}
