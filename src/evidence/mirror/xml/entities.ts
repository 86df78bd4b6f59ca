/** What the entities of XML stand for (XML 1.0, "Predefined Entities" and "Character and Entity References"). */
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Longest reference looked for, from `&` to `;`. */
export const longestEntity = 12

/** The character that a reference such as `&lt;` or `&#10;` stands for, null when it is none. */
export function entity(reference: string): string | null {
  const numeric = /^&#(?:x([\da-f]{1,6})|(\d{1,7}));$/i.exec(reference)
  if (!numeric) return named[reference.slice(1, -1)] ?? null
  const code = numeric[1] ? Number.parseInt(numeric[1], 16) : Number(numeric[2])
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : null
}

/** Text with its references replaced; one that stands for nothing stays as it is. */
export function unescapeXml(text: string): string {
  return text.replace(/&#?\w{1,9};/g, (reference) => entity(reference) ?? reference).replaceAll('\0', '\u2400')
}

/** The attributes of a tag, in the order written. */
export function attributes(tag: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [, name, value] of tag.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)) found[name!] ??= unescapeXml(value!)
  return found
}
