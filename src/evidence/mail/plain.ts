const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** The text of a message that has only HTML: without markup, each link's address after its words. Linear; nothing is rendered. */
export function plainOf(html: string): string {
  let out = ''
  let at = 0
  let hidden: string | null = null
  const links: string[] = []
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (hidden === null) out += html.slice(at, open < 0 ? html.length : open)
    if (open < 0) break
    const end = html.startsWith('<!--', open) ? endOf(html, '-->', open) : endOf(html, '>', open)
    const tag = html.slice(open, Math.min(end, open + 4000))
    const name = /^<(\/?[a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? ''
    at = end
    if (hidden !== null) {
      if (name === `/${hidden}`) hidden = null
      continue
    }
    if (name === 'script' || name === 'style') hidden = name
    else if (name === 'a') links.push(/\shref\s*=\s*["']?([^"'\s>]{1,2000})/i.exec(tag)?.[1] ?? '')
    else if (name === '/a') {
      const link = links.pop() ?? ''
      if (/^[a-z]+:/i.test(link)) out += ` <${link}> `
    } else if (/^\/?(?:br|p|div|tr|li|h[1-6]|table|ul|ol|blockquote|pre|hr)$/.test(name)) out += '\n'
    else if (name === 'td' || name === 'th') out += ' '
  }
  return decoded(out)
    .replaceAll(/[ \t]{2,}/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end + mark.length
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : whole
  })
}
