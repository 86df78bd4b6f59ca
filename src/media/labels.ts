import { fieldsOf } from './columns.ts'
import { headText } from './lines.ts'
import { refuseSet } from './remove.ts'

/** Codes of one scheme; a file with more is something else. */
const most = 10_000

/** Reads what an agency calls its codes: a line for each, code and label between comma, semicolon, tab or equals sign. */
export function readLabels(bytes: Buffer, name: string): ReadonlyMap<string, string> {
  if (bytes.length > 4_000_000) throw refuseSet(name, 'is too large for a table of codes and labels')
  const labels = new Map<string, string>()
  for (const line of headText(bytes).split(/\r\n|\r|\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const separator = [';', '\t', ',', '='].find((each) => fieldsOf(line, each, 2).length === 2)
    const [code = '', label = ''] = separator === undefined ? [] : fieldsOf(line, separator, 2)
    if (code === '' || label === '')
      throw refuseSet(name, `has a line that is no code and label: “${line.slice(0, 60)}”`)
    if (!/^codes?$|^category$/i.test(code)) labels.set(code, label.slice(0, 200))
    if (labels.size > most) throw refuseSet(name, `has more than ${most} codes`)
  }
  return labels
}
