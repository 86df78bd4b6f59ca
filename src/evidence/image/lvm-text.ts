/** A section of LVM2's metadata text: its values and the sections in it. */
export interface Section {
  readonly values: ReadonlyMap<string, Value>
  readonly sections: ReadonlyMap<string, Section>
}

/** A number, a string, or a list of them. */
export type Value = number | string | readonly (number | string)[]

/** Sections within sections deeper than this are no metadata of LVM. */
const deepest = 16

/** Reads the text in which LVM2 writes a volume group (lvm2, doc/lvm_fault_handling and lib/config: `name { key = value }`); null where it is none. */
export function readLvmText(text: string): Section | null {
  const token = /\s+|#[^\n]*|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|([A-Za-z0-9_.+-]+)|([{}=[\],])|([\s\S])/g
  const tokens: { readonly kind: 'text' | 'number' | 'name' | 'mark'; readonly value: string }[] = []
  for (const found of text.matchAll(token)) {
    if (found[1] !== undefined) tokens.push({ kind: 'text', value: found[1].replaceAll(/\\(.)/g, '$1') })
    else if (found[2] !== undefined) tokens.push({ kind: 'number', value: found[2] })
    else if (found[3] !== undefined) tokens.push({ kind: 'name', value: found[3] })
    else if (found[4] !== undefined) tokens.push({ kind: 'mark', value: found[4] })
    else if (found[5] !== undefined && found[5] !== '\0') return null
  }
  let i = 0
  const scalar = (): number | string | null => {
    const t = tokens[i++]
    return t === undefined || t.kind === 'mark' ? null : t.kind === 'number' ? Number(t.value) : t.value
  }
  const section = (depth: number): Section | null => {
    const values = new Map<string, Value>()
    const sections = new Map<string, Section>()
    for (;;) {
      const name = tokens[i]
      if (name === undefined) return depth === 0 ? { values, sections } : null
      if (name.kind === 'mark') {
        if (name.value !== '}' || depth === 0) return null
        i += 1
        return { values, sections }
      }
      const mark = tokens[i + 1]?.value
      i += 2
      if (mark === '{') {
        const inner = depth < deepest ? section(depth + 1) : null
        if (inner === null) return null
        sections.set(name.value, inner)
      } else if (mark === '=') {
        if (tokens[i]?.value === '[' && tokens[i]?.kind === 'mark') {
          i += 1
          const list: (number | string)[] = []
          while (tokens[i] !== undefined && !(tokens[i]!.kind === 'mark' && tokens[i]!.value === ']')) {
            if (tokens[i]!.kind === 'mark' && tokens[i]!.value === ',') i += 1
            else {
              const one = scalar()
              if (one === null) return null
              list.push(one)
            }
          }
          i += 1
          values.set(name.value, list)
        } else {
          const one = scalar()
          if (one === null) return null
          values.set(name.value, one)
        }
      } else return null
    }
  }
  return section(0)
}
