import { constants } from 'node:fs'
import { chmod, chown, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataDirectory, Within } from '../find.ts'
import type { HeldFile } from '../lay.ts'
import type { WorkPlace } from '../place.ts'
import type { DatabaseLimits, Told } from '../told.ts'
import { quoted } from './dump.ts'
import { headOf } from './layout.ts'
import { decoded, lines } from './lines.ts'
import type { MariaDb } from './server.ts'

/** A folder beside the databases, in which declarations are read. */
const desk = 'holdfast_declarations'

/**
 * A declaration of an InnoDB table turned into one of an Aria table, which opens without InnoDB's dictionary; null where it is none.
 * Source: MariaDB source, sql/table.cc, open_binary_frm (byte 3: the engine's number; bytes 55–58: length of the segment that holds
 * the connection string, the engine's name and what follows).
 */
export function asAria(frm: Uint8Array): Buffer | null {
  const bytes = Buffer.from(frm)
  const at = bytes.indexOf(Buffer.from('\x06\0InnoDB', 'latin1'))
  if (bytes.length < 64 || bytes.readUInt16LE(0) !== 0x01fe || bytes[3] !== 12 || at < 64) return null
  const length = bytes.readUInt32LE(55)
  const end = at - 2 + length
  if (bytes.readUInt16LE(at - 2) !== 0 || length < 10 || end > bytes.length) return null
  bytes[3] = 42
  bytes.write('\x04\0Aria', at, 'latin1')
  bytes.copyWithin(at + 6, at + 8, end)
  bytes.writeUInt32LE(length - 2, 55)
  return bytes
}

/** Row formats that a tablespace may have, the likeliest first, by the flags of its first page (as in layout.ts). */
export function rowFormats(page: Uint8Array): readonly string[] {
  if (page.length < 58) return []
  const flags = new DataView(page.buffer, page.byteOffset).getUint32(54)
  if ((flags & 0x10) !== 0) return ['DYNAMIC', 'COMPACT', 'REDUNDANT']
  const zip = (flags >>> 1) & 15
  if (zip > 0) return [`COMPRESSED KEY_BLOCK_SIZE=${(512 << zip) / 1024}`]
  return (flags & 0x20) !== 0 ? ['DYNAMIC'] : ['COMPACT', 'REDUNDANT']
}

/** Brings tablespaces without their system tablespace into a server that knows nothing of them: declared by their .frm, then imported. */
export async function bringIn(
  server: MariaDb,
  place: WorkPlace,
  { files }: DataDirectory<HeldFile>,
  limits: DatabaseLimits,
  { report }: Told,
  signal: AbortSignal,
): Promise<void> {
  const spaces = files.filter((f) => f.inner.endsWith('.ibd') && !f.inner.startsWith('mysql/') && f.stored !== null)
  const names = await decoded(server, spaces.flatMap(partsOf), limits.startSeconds)
  const data = join(place.folder, 'data')
  const own = async (path: string, mode: number): Promise<void> => {
    await chmod(path, mode)
    if (place.account) await chown(path, place.account.uid, place.account.gid)
  }
  await mkdir(join(data, desk), { recursive: true })
  await own(join(data, desk), 0o700)
  for (const [i, space] of spaces.entries()) {
    signal.throwIfAborted()
    const [folder = '', stem = ''] = partsOf(space)
    const table = `${quoted(names.get(folder) ?? folder)}.${quoted(names.get(stem) ?? stem)}`
    const frm = files.find((f) => f.inner === `${folder}/${stem}.frm`)
    const reason = await one(i, space, frm, table, names.get(folder) ?? folder)
    if (reason !== null)
      report(
        'loss',
        'database-table',
        `table ${names.get(folder)}.${names.get(stem)} could not be brought in from ${space.inner} without the system tablespace: ${reason}`,
      )
  }
  await server.query(`DROP DATABASE ${quoted(desk)}`, limits.startSeconds)
  await rm(join(data, desk), { recursive: true, force: true })

  async function one(
    i: number,
    space: Within<HeldFile>,
    frm: HeldFile | undefined,
    table: string,
    database: string,
  ): Promise<string | null> {
    const declared = frm?.stored == null ? null : asAria(await readFile(frm.stored))
    if (declared === null)
      return frm === undefined
        ? 'its declaration (.frm) is not there'
        : 'its declaration (.frm) is damaged or in partitions'
    const path = join(data, desk, `t${i}.frm`)
    await writeFile(path, declared)
    await own(path, 0o600)
    const asked = await server.query(
      `TRUNCATE TABLE ${desk}.t${i}; SHOW CREATE TABLE ${desk}.t${i}`,
      limits.startSeconds,
    )
    const [, statement] = lines(asked.out)[0] ?? []
    if (!asked.ok || statement === undefined) return wordsOf(asked.said) || 'its declaration could not be read'
    let reason = 'its first page is damaged'
    for (const format of rowFormats(await headOf(space))) {
      const create = bare(statement)
        .replace(/^CREATE TABLE `[^`]+`/, () => `CREATE TABLE ${table}`)
        .replace(/ ENGINE=Aria\b/, () => ` ENGINE=InnoDB ROW_FORMAT=${format}`)
        .replace(/ (?:PAGE_CHECKSUM|TRANSACTIONAL)=\d/g, '')
      const settings = "SET foreign_key_checks = 0, innodb_strict_mode = 0, sql_mode = ''"
      const made = await server.query(
        `${settings}; CREATE DATABASE IF NOT EXISTS ${quoted(database)}; ${create}; ALTER TABLE ${table} DISCARD TABLESPACE`,
        limits.startSeconds,
      )
      if (!made.ok) return wordsOf(made.said)
      const to = join(data, space.inner)
      await copyFile(space.stored!, to, constants.COPYFILE_FICLONE)
      await own(to, 0o600)
      const imported = await server.query(`${settings}; ALTER TABLE ${table} IMPORT TABLESPACE`, limits.tableSeconds)
      if (imported.ok) return null
      reason = wordsOf(imported.said)
      if (!server.running()) return reason
      await server.query(`${settings}; DROP TABLE ${table}`, limits.startSeconds)
      await rm(to, { force: true })
    }
    return reason
  }
}

/** What the client says after it has repeated the statement. */
function wordsOf(said: string): string {
  return said.slice(Math.max(0, said.indexOf('ERROR')))
}

/**
 * A declaration without indexes, which a tablespace cannot be imported with when nothing describes them; the key that the rows lie
 * in stays: the primary key, else the first unique one over columns that are never NULL (MariaDB documentation, "InnoDB").
 */
export function bare(statement: string): string {
  const rows = statement.split('\n')
  const isNeverNull = (column: string): boolean =>
    rows.some((r) => r.startsWith(`  ${column} `) && / NOT NULL(?: |,|$)/.test(r))
  const columnsOf = (key: string): readonly string[] => key.slice(key.indexOf(' (')).match(/`(?:[^`]|``)+`/g) ?? []
  // Rows never lie in a key over the beginnings of columns.
  const isUnique = (r: string): boolean =>
    r.startsWith('  UNIQUE KEY ') && !/`\(\d+\)/.test(r) && columnsOf(r).every(isNeverNull)
  const clustered = rows.find((r) => r.startsWith('  PRIMARY KEY ')) ?? rows.find(isUnique)
  const kept = rows.filter((r) => r === clustered || !/^ {2}(?:(?:UNIQUE|FULLTEXT|SPATIAL|PRIMARY) )?KEY /.test(r))
  const end = kept.findIndex((r) => r.startsWith(')'))
  // A column that counts by itself has to be in a key, which may be gone.
  const plain = kept.map((r, i) =>
    i > 0 && i < end ? r.replace(/,$/, '').replace(/ AUTO_INCREMENT\b(?=[^']*$)/, '') : r,
  )
  return plain.map((r, i) => (i > 0 && i < end - 1 ? `${r},` : r)).join('\n')
}

function partsOf({ inner }: Within<HeldFile>): readonly string[] {
  return [inner.slice(0, inner.indexOf('/')), inner.slice(inner.indexOf('/') + 1, inner.lastIndexOf('.'))]
}
