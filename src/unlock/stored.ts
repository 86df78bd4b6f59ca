import type { ClientBase } from 'pg'
import { type Stored, storedOf } from './hashes.ts'
import { type AccountRow, accountRows, type PasswordTable, passwordTables } from './places.ts'
import { secretOf } from './unlock.ts'

/** A password of an account as stored, with its number (`unlock.secret.n`) and where it stands. */
export interface AccountPassword {
  readonly member: string
  readonly n: number
  /** As in `unlock.secret`: the name of the stored value that no rebuilding changes. */
  readonly fingerprint: string
  readonly stored: Stored
  readonly row: AccountRow
}

/** Numbers of passwords that stand beside an account begin after those of its own row. */
const besideFrom = 10

/** The passwords of one row of a table, told apart from what only looks like one. */
export function passwordsOf(engine: string, table: PasswordTable, row: AccountRow): readonly AccountPassword[] {
  return table.columns
    .flatMap((column, i) => {
      const held = unpacked(table, row, row.stored[i] ?? null)
      if (held === null) return []
      const stored = storedOf({ ...held, user: row.user, engine })
      const secret = secretOf(
        table.packing === 'as-is' ? column : 'password',
        stored.hash,
        stored.salt,
        stored.form === 'none' ? undefined : stored.form,
      )
      return secret === null ? [] : [{ fingerprint: secret.fingerprint, stored }]
    })
    .map((found, i) => ({
      member: row.member,
      n: (table.key === null ? 0 : besideFrom) + i + 1,
      ...found,
      row,
    }))
}

interface Held {
  readonly hash: string
  readonly salt: string | null
  readonly method: string | null
}

function unpacked({ packing }: PasswordTable, { salt, method }: AccountRow, value: string | null): Held | null {
  if (value === null) return null
  if (packing === 'xenforo') return xenforo(value, method)
  if (packing === 'nodebb') return nodebb(value)
  if (method === null) return { hash: value, salt, method }
  // A hash and its salt in one value: vBulletin 5 puts a space between them, Vanilla nothing.
  const [, hash, tail] =
    /^([0-9a-f]{32}) ([^ ].{0,63})$/is.exec(value) ??
    (/^vbulletin$/i.test(method) ? /^([0-9a-f]{32})(.{1,64})$/is.exec(value) : null) ??
    []
  return hash === undefined || tail === undefined ? { hash: value, salt, method } : { hash, salt: tail, method }
}

/** XenForo's serialised list, JSON since 2.1: the strings `hash` and `salt` in it. */
function xenforo(data: string, method: string | null): Held | null {
  const of = (name: string): string | null => {
    const [, length, rest] = new RegExp(`s:\\d+:"${name}";s:(\\d{1,4}):"(.*)$`, 's').exec(data) ?? []
    return length === undefined ? null : (rest ?? '').slice(0, Number(length))
  }
  const list = data.trimStart().startsWith('{')
    ? jsonOf(data)
    : { hash: of('hash') ?? of('password'), salt: of('salt') }
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  const hash = text(list?.hash)
  return hash === null ? null : { hash, salt: text(list?.salt), method }
}

/** NodeBB's object of an account: whether the password went through SHA-512 first stands in it too. */
function nodebb(data: string): Held | null {
  const list = jsonOf(data)
  // Whoever waits for approval has it under another name; since 1.13 it always went through SHA-512 (src/user/approval.js).
  if (typeof list?.hashedPassword === 'string' && list.hashedPassword !== '')
    return { hash: list.hashedPassword, salt: null, method: 'sha512' }
  if (typeof list?.password !== 'string' || list.password === '') return null
  const wrapped = ['1', 'true'].includes(String(list['password:shaWrapped']))
  return { hash: list.password, salt: null, method: wrapped ? 'sha512' : null }
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Rows read at once. */
const atOnce = 5000

/** The stored passwords of a site, in the order of its tables and rows; of these accounts or of all. */
export async function* storedPasswords(
  db: ClientBase,
  site: number,
  members: readonly string[] | null = null,
): AsyncGenerator<AccountPassword> {
  const { mirror, engine, tables } = await passwordTables(db, site)
  for (const table of tables) {
    for (let after = 0; ; ) {
      const rows = await accountRows(db, site, mirror, table, after, atOnce, members)
      const last = rows.at(-1)
      if (last === undefined) break
      for (const row of rows) yield* passwordsOf(engine, table, row)
      after = last._row
    }
  }
}
