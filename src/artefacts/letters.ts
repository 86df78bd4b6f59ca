/** What each UTF-16 unit is: 1 a letter, mark, digit or underscore; 0 anything else, halves of astral characters too. */
export const letters = new Uint8Array(1 << 16)
/** The lower-case form of each such unit where it is one unit. */
export const folded = new Uint16Array(1 << 16)
for (let unit = 0; unit < letters.length; unit++) {
  folded[unit] = unit
  if (unit >= 0xd800 && unit < 0xe000) continue
  const char = String.fromCharCode(unit)
  if (!/[\p{L}\p{M}\p{N}_]/u.test(char)) continue
  letters[unit] = 1
  const lower = char.toLowerCase()
  if (lower.length === 1) folded[unit] = lower.charCodeAt(0)
}

/** True where a word goes on: nothing may begin or end there. */
export function isLetter(text: string, at: number): boolean {
  return at >= 0 && at < text.length && letters[text.charCodeAt(at)] === 1
}
