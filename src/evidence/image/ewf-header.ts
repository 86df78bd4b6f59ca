import { inflateSync } from 'node:zlib'

/** What was written down when an image was taken; null where it was not. */
export interface Acquisition {
  readonly caseNumber: string | null
  readonly evidenceNumber: string | null
  readonly description: string | null
  readonly examiner: string | null
  readonly notes: string | null
  readonly software: string | null
  readonly system: string | null
  /** As written: a count of seconds since 1970 is given as UTC, a date without a zone as it stands. */
  readonly takenAt: string | null
  readonly systemAt: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly media: string | null
  readonly sectorBytes: number | null
}

const mediaTypes: Readonly<Record<number, string>> = {
  0: 'removable disk',
  1: 'fixed disk',
  3: 'optical disc',
  14: 'logical files',
  16: 'memory',
}

/** The header sections of an image ("Expert Witness Compression Format", section 3.4 to 3.6), the wider form before the narrow. */
export function acquisitionOf(
  sections: readonly { readonly wide: boolean; readonly bytes: Buffer }[],
  volume: { readonly media: number | null; readonly sectorBytes: number },
): Acquisition {
  const fields = new Map<string, string>()
  for (const { wide, bytes } of [...sections].sort((a, b) => Number(b.wide) - Number(a.wide)))
    for (const [name, value] of fieldsOf(bytes, wide)) if (value !== '' && !fields.has(name)) fields.set(name, value)
  const field = (name: string): string | null => fields.get(name) ?? null
  return {
    caseNumber: field('c'),
    evidenceNumber: field('n'),
    description: field('a'),
    examiner: field('e'),
    notes: field('t'),
    software: field('av'),
    system: field('ov'),
    takenAt: timeOf(field('m')),
    systemAt: timeOf(field('u')),
    model: field('md'),
    serial: field('sn'),
    media: volume.media === null ? null : (mediaTypes[volume.media] ?? `type ${volume.media}`),
    sectorBytes: volume.sectorBytes,
  }
}

/** A line of names and a line of values behind the line `main`, divided by tabs. */
function fieldsOf(packed: Buffer, wide: boolean): readonly (readonly [string, string])[] {
  let bytes: Buffer
  try {
    bytes = inflateSync(packed, { maxOutputLength: 4 << 20 })
  } catch {
    return []
  }
  const lines = bytes
    .toString(wide ? 'utf16le' : 'latin1')
    .replace(/^\ufeff/, '')
    .split(/\r?\n|\r/)
  const main = lines.indexOf('main')
  if (main < 0) return []
  const [names, values] = [lines[main + 1]?.split('\t') ?? [], lines[main + 2]?.split('\t') ?? []]
  return names.map((name, i) => [name, (values[i] ?? '').replaceAll('\0', '').slice(0, 4000)] as const)
}

function timeOf(text: string | null): string | null {
  if (text === null) return null
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000).toISOString()
  const parts = /^(\d{4}) (\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2}) (\d{1,2})$/.exec(text)
  if (!parts) return text
  const [year, ...rest] = parts.slice(1)
  const [month, day, hour, minute, second] = rest.map((p) => p.padStart(2, '0'))
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`
}
