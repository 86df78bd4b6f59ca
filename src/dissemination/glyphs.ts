/**
 * Which characters a TrueType font can show, from its cmap table (OpenType 1.9, formats 4 and 12). PDF/A may not hold a
 * character without a glyph, and names in evidence hold anything.
 */
export function fontCoverage(font: Buffer): (codePoint: number) => boolean {
  const cmap = tableOffset(font, 'cmap')
  const tables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, i) => cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4),
  )
  const full = tables.find((t) => font.readUInt16BE(t) === 12)
  if (full !== undefined) return remembered(format12(font, full))
  const basic = tables.find((t) => font.readUInt16BE(t) === 4)
  if (basic !== undefined) return remembered(format4(font, basic))
  return () => false
}

/** A package asks a million times about the same hundred characters. */
function remembered(covers: (code: number) => boolean): (code: number) => boolean {
  const known = new Map<number, boolean>()
  return (code) => {
    const before = known.get(code)
    if (before !== undefined) return before
    const now = covers(code)
    known.set(code, now)
    return now
  }
}

/** Replaces what the font cannot show, and control characters, by `U+XXXX` in angle brackets. */
export function printable(text: string, covers: (codePoint: number) => boolean): string {
  let plain = 0
  for (; plain < text.length; plain++) {
    const code = text.charCodeAt(plain)
    if (code !== 0x0a && (code < 0x20 || code >= 0xd800 || !covers(code))) break
  }
  if (plain === text.length) return text
  let out = text.slice(0, plain)
  for (const char of text.slice(plain)) {
    const code = char.codePointAt(0) ?? 0
    if (char === '\n' || (code >= 0x20 && covers(code))) out += char
    else if (code !== 0xfe0f && code !== 0x200d) out += `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
  }
  return out
}

function tableOffset(font: Buffer, tag: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + i * 16
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new Error(`the font has no ${tag} table`)
}

function format12(font: Buffer, at: number): (codePoint: number) => boolean {
  const groups = Array.from(
    { length: font.readUInt32BE(at + 12) },
    (_, i) => [font.readUInt32BE(at + 16 + i * 12), font.readUInt32BE(at + 20 + i * 12)] as const,
  )
  return (code) => groups.some(([first, last]) => code >= first && code <= last)
}

function format4(font: Buffer, at: number): (codePoint: number) => boolean {
  const count = font.readUInt16BE(at + 6) / 2
  const ends = at + 14
  const starts = ends + count * 2 + 2
  return (code) => {
    for (let i = 0; i < count; i++) {
      if (code > font.readUInt16BE(ends + i * 2)) continue
      return code >= font.readUInt16BE(starts + i * 2) && code !== 0xffff
    }
    return false
  }
}
