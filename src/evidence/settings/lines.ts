/**
 * Configuration in lines of names and values: `.env` files (`NAME=value`, as the dotenv libraries read them), the
 * `discourse.conf` of Discourse (`name = value`), the environment in the YAML files of containers (`NAME: value` or
 * `- NAME=value`, YAML 1.2 scalars of one line), and option files of MySQL (`[group]`, then `name = value` or a name alone;
 * MySQL manual, "Using Option Files"), whose names are given as `group.name`.
 */
import type { Assigned } from './php.ts'

/** More lines than this are no configuration. */
const most = 10_000

interface Form {
  /** A line with a value: the name, what stands between, the rest of the line. */
  readonly line: RegExp
  /** True where every line must be of this form, a comment or blank. */
  readonly strict: boolean
  /** How a quotation mark is written within a quoted value. */
  readonly quotes: 'escaped' | 'doubled'
  /** Begins a group; before the first one stands no value. */
  readonly group?: RegExp
  /** Lines without a value that may stand between. */
  readonly between?: RegExp
}

const forms = {
  env: { line: /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)=[ \t]*(.*)$/, strict: true, quotes: 'escaped' },
  conf: { line: /^([a-z][a-z0-9_]*)[ \t]*=[ \t]*(.*)$/, strict: true, quotes: 'escaped' },
  yaml: {
    line: /^[ \t]+(?:-[ \t]+)?(?:["'](?=[A-Z]))?([A-Z][A-Z0-9_]*)["']?(?::[ \t]+|=)(.*)$/,
    strict: false,
    quotes: 'doubled',
  },
  options: {
    line: /^[ \t]*([A-Za-z][\w-]*)[ \t]*=[ \t]*(.*)$/,
    strict: true,
    quotes: 'escaped',
    group: /^[ \t]*\[([\w-]+)\][ \t]*$/,
    between: /^[ \t]*(?:[A-Za-z][\w-]*|!include(?:dir)?[ \t].*)[ \t]*$/,
  },
} as const satisfies Readonly<Record<string, Form>>

/** The values of such a file with their places; null where the bytes are none, told at the first line that does not fit. */
export function readLines(bytes: Uint8Array, form: keyof typeof forms): readonly Assigned[] | null {
  const { line, strict, quotes, group, between }: Form = forms[form]
  // One character a byte, so that places in the text are places in the file.
  const text = Buffer.from(bytes).toString('latin1')
  const found: Assigned[] = []
  let lines = 0
  let of: string | null = null
  for (let at = text.startsWith('\xef\xbb\xbf') ? 3 : 0; at < text.length; lines++) {
    if (lines >= most) return null
    const end = text.indexOf('\n', at)
    const next = end < 0 ? text.length : end + 1
    const said = text.slice(at, end < 0 ? text.length : end).replace(/\r$/, '')
    const assigned = said.length > 10_000 ? null : line.exec(said)
    if (assigned && group && of === null) return null
    if (assigned) {
      // `- "NAME=value"`: the mark that closes the item is none of the value.
      const whole = /^[ \t]+-[ \t]+["']/.test(said)
      const value = whole ? utf8(assigned[2]!.trim().replace(/["']$/, '')) : unquoted(assigned[2]!, quotes)
      found.push({ name: of === null ? assigned[1]! : `${of}.${assigned[1]}`, value, offset: at, length: said.length })
    } else if (group?.test(said.slice(0, 200))) of = group.exec(said)![1]!
    else if (strict && !/^[ \t]*(?:[#;]|$)/.test(said.slice(0, 200)) && !between?.test(said.slice(0, 200))) return null
    at = next
  }
  return found
}

function unquoted(said: string, quotes: Form['quotes']): string {
  const text = said.trim()
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    const inner =
      quotes === 'doubled' && quote === "'"
        ? /^'((?:[^']|'')*)'/.exec(text)?.[1]?.replaceAll("''", "'")
        : /^(["'])((?:[^"'\\]|\\.|(?!\1)["'])*)\1/.exec(text)?.[2]?.replace(/\\(["'\\$])/g, '$1')
    if (inner !== undefined) return utf8(inner)
  }
  return utf8(text.replace(/(?:^|[ \t])#.*$/, '').trimEnd())
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8').replaceAll('\u0000', '␀')
}
