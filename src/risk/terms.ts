/** A term of an agency's list. */
export interface Term {
  readonly term: string
  readonly category: string
  readonly weight: number
}

/** A line of a list that was not taken, and why. */
export interface Refused {
  readonly line: number
  readonly why: string
}

/** What was read of a list. */
export interface TermList {
  readonly terms: readonly Term[]
  readonly refused: readonly Refused[]
}

/** Limits at the door: a list is written by people for people. */
export const limits = { characters: 4_000_000, terms: 20_000, termLength: 100, categoryLength: 40, weight: 10 } as const

/**
 * Reads a list: `term,category,weight` with commas, semicolons or tabs (RFC 4180 quoting), or one term a line; the
 * category is then `general` and the weight 1. A first line that names the columns and lines that begin with `#` are
 * passed over; a line that cannot be read is refused by itself.
 */
export function parseTerms(text: string): TermList {
  if (text.length > limits.characters)
    throw new RangeError(`A term list may have ${limits.characters} characters; this one has ${text.length}.`)
  const terms = new Map<string, Term>()
  const refused: Refused[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  lines.forEach((raw, i) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || (i === 0 && /^"?term"?\s*(?:[,;\t]|$)/i.test(line))) return
    const read = readLine(line)
    if (typeof read === 'string') refused.push({ line: i + 1, why: read })
    else if (terms.has(read.term)) refused.push({ line: i + 1, why: 'the term stands in the list already' })
    else if (terms.size >= limits.terms) refused.push({ line: i + 1, why: `a list may hold ${limits.terms} terms` })
    else terms.set(read.term, read)
  })
  return { terms: [...terms.values()], refused }
}

function readLine(line: string): Term | string {
  const fields = splitFields(line)
  if (fields === null) return 'the quotation marks do not close'
  const [first = '', second = '', third = ''] = fields.map((f) => f.trim())
  if (fields.length > 3 && fields.slice(3).some((f) => f.trim() !== '')) return 'it has more than three fields'
  const term = normalise(first).trim()
  const letters = term.replace(/[^\p{L}\p{N}]/gu, '').length
  if (letters < 2) return 'a term needs two letters or digits'
  if (term.length > limits.termLength) return `a term may have ${limits.termLength} characters`
  const category = second === '' ? 'general' : second.toLowerCase().replace(/\s+/g, '-')
  if (!/^[\p{L}\p{N}_-]+$/u.test(category) || category.length > limits.categoryLength)
    return `the category ${second.slice(0, 40)} is not a word`
  const weight = third === '' ? 1 : Number(third.replace(',', '.'))
  if (!Number.isFinite(weight) || weight <= 0 || weight > limits.weight)
    return `the weight ${third.slice(0, 20)} is not between 0 and ${limits.weight}`
  return { term, category, weight }
}

/** Splits a line at its first kind of separator: a tab, else a semicolon, else a comma. Null where quotes do not close. */
function splitFields(line: string): readonly string[] | null {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '')
  const separator = bare.includes('\t') ? '\t' : bare.includes(';') ? ';' : ','
  const fields: string[] = []
  let at = 0
  while (at <= line.length) {
    if (line[at] === '"') {
      let [end, value] = [at + 1, '']
      for (;;) {
        const quote = line.indexOf('"', end)
        if (quote < 0) return null
        value += line.slice(end, quote)
        end = quote + 1
        if (line[end] !== '"') break
        value += '"'
        end += 1
      }
      const next = line.indexOf(separator, end)
      fields.push(value)
      at = next < 0 ? line.length + 1 : next + 1
    } else {
      const next = line.indexOf(separator, at)
      fields.push(line.slice(at, next < 0 ? line.length : next))
      at = next < 0 ? line.length + 1 : next + 1
    }
  }
  return fields
}

/** The form in which terms and texts are compared: compatibility forms unified, lower case, runs of blanks as one. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/g, ' ')
}
