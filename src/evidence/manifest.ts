import { byName } from './names.ts'

/** A file of a folder as its manifest holds it; `path` within the folder, as `writeName` writes it. */
export interface ManifestLine {
  readonly sha256: string
  readonly size: number
  readonly path: string
}

/**
 * The manifest of a folder: a line for each file, `SHA-256 size path`, in the order of the paths' bytes. Its hash is the
 * folder's: the same files under the same names give the same manifest on any machine.
 */
export function writeManifest(lines: readonly ManifestLine[]): Buffer {
  const sorted = [...lines].sort((a, b) => byName(a.path, b.path))
  return Buffer.from(sorted.map((l) => `${l.sha256} ${l.size} ${l.path}\n`).join(''))
}

/** The lines of a manifest; null where it is none. */
export function readManifest(text: string): readonly ManifestLine[] | null {
  const lines: ManifestLine[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const parts = /^([0-9a-f]{64}) (\d+) (.+)$/.exec(line)
    if (!parts) return null
    lines.push({ sha256: parts[1] ?? '', size: Number(parts[2]), path: parts[3] ?? '' })
  }
  return lines
}
