import { basename, isAbsolute, join } from 'node:path'
import type { ClientBase } from 'pg'
import { addKeys, type NewKey } from './keyring.ts'
import { peekAt } from './peek.ts'
import type { Who } from './vault.ts'

/** A secret of a configuration file as it stands there now; lent by the room of evidence, which reads such files. */
export interface ConfiguredValue {
  readonly n: number
  readonly value: string
}

/** Reads the secrets of a configuration file again from its bytes. */
export type ReadConfigured = (bytes: Buffer) => readonly ConfiguredValue[]

/** A key that was found in evidence. */
export interface Gathered {
  readonly key: number
  readonly fresh: boolean
  readonly kind: NewKey['kind']
  readonly label: string
  readonly origin: string
}

/** Configuration files and key files are short. */
const longest = 4 << 20

/**
 * Puts on the ring what lies in the evidence itself: passwords and keys of configuration files, and private keys. Values are
 * read again from the evidence at this moment and go to the vault alone.
 */
export async function gatherKeys(
  db: ClientBase,
  caseDir: string,
  readConfigured: ReadConfigured,
  authority: string,
  who: Who,
): Promise<readonly Gathered[]> {
  const found = [
    ...(await configuredKeys(db, caseDir, readConfigured, authority)),
    ...(await privateKeys(db, caseDir, authority)),
  ]
  const added = await addKeys(db, found, who)
  return found.map(({ kind, label, origin }, i) => ({ ...added[i]!, kind, label, origin }))
}

const stored = `coalesce(f.stored_path, CASE WHEN e.kind = 'file' AND f.parent IS NULL THEN e.stored_path END)`

interface Place {
  readonly file: number
  readonly path: string
  readonly number: string
  readonly stored: string
}

async function configuredKeys(
  db: ClientBase,
  caseDir: string,
  read: ReadConfigured,
  authority: string,
): Promise<readonly NewKey[]> {
  const { rows } = await db.query<Place & { n: number; software: string; name: string; offset: number }>(
    `SELECT f.file, f.path, e.number, ${stored} AS stored, c.n, c.software, c.name, c._offset::float8 AS "offset"
       FROM unlock.configured c JOIN evidence.file f ON f.file = c.file JOIN evidence.exhibit e ON e.exhibit = f.exhibit
      WHERE coalesce(c.meaning, '') IN ('password', 'secret', '') AND ${stored} IS NOT NULL ORDER BY f.file, c.n`,
  )
  const keys: NewKey[] = []
  let [last, values] = [0, [] as readonly ConfiguredValue[]]
  for (const row of rows) {
    if (row.file !== last) values = read(await bytesOf(row, caseDir, 0, longest))
    last = row.file
    const value = values.find((v) => v.n === row.n)?.value ?? ''
    if (value === '') continue
    const origin = `configuration file ${row.path} of exhibit ${row.number}`
    const label = `${row.software} ${row.name}`
    keys.push({ kind: 'passphrase', label, value, origin, authority, file: row.file, offset: row.offset })
  }
  return keys
}

async function privateKeys(db: ClientBase, caseDir: string, authority: string): Promise<readonly NewKey[]> {
  const { rows } = await db.query<Place & { offset: number; length: number }>(
    `SELECT f.file, f.path, e.number, ${stored} AS stored, l._offset::float8 AS "offset", l._length::float8 AS length
       FROM unlock.locked l JOIN evidence.file f ON f.file = l._file JOIN evidence.exhibit e ON e.exhibit = l.exhibit
      WHERE l.form IN ('pgp-private-key', 'pem-private-key', 'ssh-private-key') AND l._length <= $1 ORDER BY l.exhibit, l.n`,
    [longest],
  )
  const keys: NewKey[] = []
  for (const row of rows) {
    const bytes = await bytesOf(row, caseDir, row.offset, row.length)
    const value = bytes.toString('latin1').includes('-----BEGIN') ? bytes.toString('latin1') : bytes.toString('base64')
    const label = row.offset === 0 ? basename(row.path) : `${basename(row.path)}, byte ${row.offset}`
    const origin = `private key in ${row.path} of exhibit ${row.number}`
    keys.push({ kind: 'private-key', label, value, origin, authority, file: row.file, offset: row.offset })
  }
  return keys
}

function bytesOf(place: Place, caseDir: string, offset: number, length: number): Promise<Buffer> {
  const at = isAbsolute(place.stored) ? place.stored : join(caseDir, place.stored)
  return peekAt({ place: at, path: place.path, source: '', closedEntries: 0 }, (peek) => peek.read(offset, length))
}
