import type { Peek } from './peek.ts'

/** More partitions than these are a damaged table. */
const most = 256

/**
 * Where volumes may begin in a file: at its start, and where a partition table says (MBR with logical partitions, GPT by
 * UEFI 2.10 section 5.3; sectors of 512 bytes).
 */
export async function volumeStarts(peek: Peek): Promise<readonly number[]> {
  const starts = new Set([0])
  if (peek.head.length < 512 || peek.head.readUInt16BE(510) !== 0x55aa) return [0]
  for (const at of (await gpt(peek)) ?? (await mbr(peek))) if (at > 0 && at < peek.size) starts.add(at)
  return [...starts].sort((a, b) => a - b)
}

async function gpt(peek: Peek): Promise<readonly number[] | null> {
  const header = await peek.read(512, 92)
  if (header.length < 92 || header.toString('latin1', 0, 8) !== 'EFI PART') return null
  const [at, count, size] = [Number(header.readBigUInt64LE(72)) * 512, header.readUInt32LE(80), header.readUInt32LE(84)]
  if (size < 128 || size > 4096) return null
  const table = await peek.read(at, Math.min(count, most) * size)
  const starts: number[] = []
  for (let i = 0; i + 128 <= table.length; i += size)
    if (!table.subarray(i, i + 16).every((b) => b === 0)) starts.push(Number(table.readBigUInt64LE(i + 32)) * 512)
  return starts
}

async function mbr(peek: Peek): Promise<readonly number[]> {
  const starts: number[] = []
  const extended = entriesOf(peek.head, 0).flatMap(({ type, at }) => {
    starts.push(at)
    return [5, 15, 0x85].includes(type) ? [at] : []
  })
  for (const first of extended)
    for (let at = first, n = 0; n < most; n++) {
      const [own, next] = entriesOf(await peek.read(at, 512), 0)
      if (own) starts.push(at + own.at)
      if (!next) break
      at = first + next.at
    }
  return starts
}

function entriesOf(sector: Buffer, base: number): readonly { readonly type: number; readonly at: number }[] {
  if (sector.length < 512 || sector.readUInt16BE(510) !== 0x55aa) return []
  return [446, 462, 478, 494].flatMap((i) => {
    const [status, type, at] = [sector[i]!, sector[i + 4]!, sector.readUInt32LE(i + 8)]
    return type === 0 || at === 0 || (status & 0x7f) !== 0 ? [] : [{ type, at: base + at * 512 }]
  })
}
