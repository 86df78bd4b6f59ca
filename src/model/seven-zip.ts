/** An entry as 7-Zip lists it; the size is what it unpacks to, in bytes, the time UTC. */
export interface SevenZipEntry {
  readonly path: string
  readonly size: number
  readonly modifiedAt: Date | null
  readonly encrypted: boolean
  readonly link: boolean
}

/** The files among the blocks that `7zz l -slt -ba` prints, in the order in which their contents come; folders are left out. */
export function sevenZipEntries(text: string): readonly SevenZipEntry[] {
  return text.split(/\r?\n\r?\n/).flatMap((block): readonly SevenZipEntry[] => {
    const field = new Map(
      block.split(/\r?\n/).map((l): [string, string] => {
        const at = l.indexOf(' = ')
        return at < 0 ? [l.replace(/ =$/, ''), ''] : [l.slice(0, at), l.slice(at + 3)]
      }),
    )
    const path = field.get('Path')
    const attributes = field.get('Attributes') ?? ''
    if (!path || /^D|\bd[r-][w-]/.test(attributes) || field.get('Folder') === '+') return []
    const time = Date.parse(`${(field.get('Modified') ?? '').replace(' ', 'T').slice(0, 23)}Z`)
    return [
      {
        path,
        size: Number(field.get('Size') ?? 0) || 0,
        modifiedAt: Number.isNaN(time) ? null : new Date(time),
        encrypted: field.get('Encrypted') === '+',
        link: /\bl[r-][w-]/.test(attributes) || (field.get('Symbolic Link') ?? '') !== '',
      },
    ]
  })
}
