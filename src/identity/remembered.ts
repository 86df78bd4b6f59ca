/** Longer texts are not kept: a field of a seized board may hold anything. */
const longest = 1000

/** A pure function of a text that keeps its answers: the texts of an account are asked for with every pair that it is in. */
export function remembered<T>(make: (text: string) => T, most = 50_000): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (text.length > longest) return made
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
