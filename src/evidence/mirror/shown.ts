import { decodeName } from './sql/names.ts'

/** What may come before a secret in a statement; nothing from there on is told. */
const secret = /\b(?:PASSWORD|IDENTIFIED|SECRET|OPTIONS)\b/i

/** The beginning of a statement on one line, as it is told in a finding; never a password. */
export function shown(sql: string): string {
  const hidden = secret.exec(sql.slice(0, 400))
  const open = hidden === null ? sql : sql.slice(0, hidden.index + hidden[0].length)
  const line = decodeName(open.slice(0, 160)).replace(/\s+/g, ' ').trim()
  return open.length > 160 || hidden !== null ? `${line}…` : line
}
