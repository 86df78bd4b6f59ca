import type { HashName } from '../model/verdict.ts'

/** Where in a line what a set says stands; -1 where it does not. */
export interface Columns {
  readonly md5: number
  readonly sha1: number
  readonly sha256: number
  /** A column of hashes of whatever kind. */
  readonly hash: number
  readonly size: number
  readonly category: number
  /** What is put before a category so that it can be understood: the name of a column that only answers yes or no. */
  readonly prefix: string
  /** The last of them: what stands behind it is not looked at. */
  readonly last: number
}

/** A header as it was recognised. */
export interface Header {
  readonly separator: string
  readonly columns: Columns
  readonly names: readonly string[]
}

/**
 * What columns are called, without their spaces and marks: by RDS of the NSRL, VICS, the baseline of ICSE, hashdeep, X-Ways,
 * Autopsy, and people.
 */
const called: Readonly<Record<HashName | 'hash' | 'size' | 'category' | 'special' | 'baseline', RegExp>> = {
  md5: /^(?:file|image|media)?(?:hash)?md5(?:hash|sum|digest|value)?$/,
  sha1: /^(?:file|image|media)?(?:hash)?sha1(?:hash|sum|digest|value)?$/,
  sha256: /^(?:file|image|media)?(?:hash)?sha2?256(?:hash|sum|digest|value)?$/,
  hash: /^(?:file)?(?:hash|hashvalue|digest|checksum|fingerprint|hashset)$/,
  size: /^(?:(?:file|media)?size|filelength|length|bytes|sizeinbytes|logicalsize)$/,
  category: /^(?:category|categories|cat|kategorie|categorie|classification|classificatie|grade|label|tag)$/,
  special: /^specialcode$/,
  baseline: /^baseline(?:yes|no|yesno)?$/,
}

const separators = [',', ';', '\t', '|']

/** Recognises a line as the header of a table of hashes; null where it is none. */
export function headerOf(line: string): Header | null {
  const text = line.replace(/^%%%%\s*/, '').replace(/^#\s*/, '')
  for (const separator of separators) {
    const names = fieldsOf(text, separator, 500)
    if (names.length < 2 && separator !== ',') continue
    const bare = names.map((name) =>
      name
        .slice(0, 100)
        .toLowerCase()
        .replace(/\(.*\)|[^a-z0-9]/g, ''),
    )
    const at = (name: keyof typeof called): number => bare.findIndex((each) => called[name].test(each))
    const [md5, sha1, sha256, hash, size] = [at('md5'), at('sha1'), at('sha256'), at('hash'), at('size')]
    if (Math.max(md5, sha1, sha256, hash) < 0) continue
    const named = at('category')
    const rest = at('special') >= 0 ? at('special') : at('baseline')
    const category = named >= 0 ? named : rest
    const prefix = named >= 0 || rest < 0 ? '' : `${names[rest]!.replace(/\s*\(.*\)/, '').trim()} `
    const last = Math.max(md5, sha1, sha256, hash, size, category)
    return { separator, names: bare, columns: { md5, sha1, sha256, hash, size, category, prefix, last } }
  }
  return null
}

/** The first `most` fields of a line, unquoted (RFC 4180); a quote that is not closed takes the rest of the line. */
export function fieldsOf(line: string, separator: string, most: number): readonly string[] {
  const fields: string[] = []
  let at = 0
  while (at <= line.length && fields.length < most) {
    if (line.charCodeAt(at) !== 34) {
      const end = line.indexOf(separator, at)
      fields.push((end < 0 ? line.slice(at) : line.slice(at, end)).trim())
      if (end < 0) break
      at = end + 1
      continue
    }
    let [text, from] = ['', at + 1]
    for (;;) {
      const end = line.indexOf('"', from)
      text += end < 0 ? line.slice(from) : line.slice(from, end)
      from = end < 0 ? line.length : end + 1
      if (end < 0 || line.charCodeAt(from) !== 34) break
      text += '"'
      from++
    }
    fields.push(text.trim())
    const end = line.indexOf(separator, from)
    if (end < 0) break
    at = end + 1
  }
  return fields
}
