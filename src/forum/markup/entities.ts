/** The named entities that forum software writes (htmlspecialchars and the editors' few others). */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
}

const reference = /&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([a-z]{2,6}));/g
const numeric = /&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7}));/g

/** Replaces character references by their characters; what is none stays as it is (HTML, "Character references"). */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(reference, (whole, decimal, hex, name) =>
    name === undefined ? (character(decimal, hex) ?? whole) : (named[name] ?? whole),
  )
}

/** Replaces only numeric references: how boards whose tables cannot hold a character, such as emoji, keep it. */
export function decodeNumeric(text: string): string {
  if (!text.includes('&#')) return text
  return text.replace(numeric, (whole, decimal, hex) => character(decimal, hex) ?? whole)
}

function character(decimal: string | undefined, hex: string | undefined): string | null {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  const impossible =
    code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || (code < 0x20 && !(code === 9 || code === 10))
  return impossible ? null : String.fromCodePoint(code)
}
