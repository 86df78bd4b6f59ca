import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { EvidenceError } from '../evidence.ts'
import { declarationFault } from './detect.ts'

/** What an examiner says of logs whose format cannot be told from their lines. */
export interface Declaration {
  /** Which files: their name or path, `*` for any characters. */
  readonly files: string
  /** Apache's LogFormat or nginx's log_format, as the server's configuration has it. */
  readonly format: string
}

/** Records a declaration; the next run reads the logs it speaks of anew. */
export async function declareLogFormat(db: ClientBase, stated: Declaration, by: string, at: Date): Promise<void> {
  const fault = declarationFault(stated.format)
  if (fault) throw new EvidenceError(stated.format, `is no log format: ${fault}`, 'Copy it from the configuration.')
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO evidence.web_format (files, format, declared_by, declared_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (files) DO UPDATE SET format = $2, declared_by = $3, declared_at = $4`,
      [stated.files, stated.format, by, at],
    )
    const detail = { files: stated.files, format: stated.format }
    await appendCustody(db, { at: at.toISOString(), actor: by, action: 'declare', subject: 'log format', detail })
  })
}

/** The declarations in force, the more telling first. */
export async function declarations(db: ClientBase): Promise<readonly Declaration[]> {
  const { rows } = await db.query<Declaration>('SELECT files, format FROM evidence.web_format')
  return rows.toSorted((a, b) => b.files.length - a.files.length || (a.files < b.files ? -1 : 1))
}

/** The declaration that speaks of a file, null where none does; one for all files only where the lines tell nothing. */
export function declarationOf(list: readonly Declaration[], path: string, untold: boolean): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const found = list.find((d) => (untold || d.files !== '*') && (matches(d.files, path) || matches(d.files, name)))
  return found?.format ?? null
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*')
  if (parts.length === 1) return pattern === name
  const [head, tail] = [parts[0]!, parts.at(-1)!]
  if (!name.startsWith(head) || !name.endsWith(tail) || name.length < head.length + tail.length) return false
  let at = head.length
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - tail.length
}
