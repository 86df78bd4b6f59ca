import { quoteName } from '../db/columns.ts'
import type { Statement } from '../db/stage.ts'
import type { Held } from './copies.ts'
import type { Detected, MirrorTable } from './detect.ts'
import { nameUnder } from './prefix.ts'
import { calledColumn, readable, tableNames } from './shim.ts'

/** Two copies of a board, and the numbers of the board and of the second copy. */
export interface Pair {
  readonly site: number
  readonly copy: number
  readonly base: Held
  readonly other: Held
  /** True where the second copy was made after the base. */
  readonly later: boolean
}

/** The tables of a copy that are compared row by row, by their names after the prefix. */
export function comparable({ base, other }: Pick<Pair, 'base' | 'other'>): readonly string[] {
  return tableNames(base.adapter)
    .filter((suffix) => (other.tables.get(suffix)?.rows ?? 0) > 0 && keyOf(base, other, suffix) !== null)
    .sort()
}

/**
 * What compares one table of a copy with the base and adds to the base the rows that only the copy holds, behind its own;
 * their _file, _offset and _length stay those of the copy.
 */
export function unite(pair: Pair, suffix: string): readonly Statement[] {
  const { site, copy, base, other } = pair
  const theirs = other.tables.get(suffix)!
  const name = base.tables.get(suffix)?.name ?? nameUnder(base.prefix, suffix)
  const ours = base.tables.get(suffix) ?? { ...theirs, name }
  const shared = sharedColumns(ours, theirs)
  const key = (keyOf(base, other, suffix) ?? []).flatMap((k) => shared.filter((c) => c.name === k))
  if (key.length === 0) return []
  const [b, c] = [tableOf(base.exhibit, name), tableOf(other.exhibit, theirs.name)]
  const entity = base.adapter.reads.find((r) => r.from === suffix && !r.aside)?.entity ?? null
  const id = (alias: string): string => idOf(key, alias)
  const equal = key.map((k) => `${k.value('b')} = ${k.value('c')}`).join(' AND ')
  // Of rows that share a name the first counts, as everywhere.
  const firsts = `(SELECT DISTINCT ON (${key.map((k) => k.value('r')).join(', ')}) r.* FROM ${c} r ORDER BY ${key.map((k) => k.value('r')).join(', ')}, r._row)`
  const insert = `INSERT INTO forum.change (site, copy, "table", id, entity, kind, columns, _file, _offset, _length, copy_file, copy_offset, copy_length)`
  const about = [site, copy, suffix, entity]
  const differing = shared.map(
    (s) =>
      `CASE WHEN ${s.value('b')} IS DISTINCT FROM ${s.value('c')} AND NOT ${lost(s.value('b'), s.value('c'))} THEN ${literal(s.name)} END`,
  )
  const whole = (alias: string): string => `ROW(${shared.map((s) => s.value(alias)).join(', ')})`
  const statements: Statement[] = [{ text: readable }]
  if (!base.tables.has(suffix)) statements.push(...makeTable(base.exhibit, name, other.exhibit, theirs.name))
  statements.push({
    text: `WITH diff AS MATERIALIZED (
         SELECT ${id('c')} AS id, array_remove(ARRAY[${differing.join(', ')}]::text[], NULL) AS columns,
                b._file, b._offset, b._length, c._file AS cf, c._offset AS co, c._length AS cl
           FROM ${firsts} c JOIN ${b} b ON ${equal} WHERE ${whole('b')} IS DISTINCT FROM ${whole('c')}),
       put AS (${insert} SELECT $1::int, $2::int, $3::text, id, $4::text, 'changed', columns, _file, _offset, _length, cf, co, cl FROM diff WHERE cardinality(columns) > 0
               ON CONFLICT DO NOTHING RETURNING 1)
       UPDATE forum.copy SET garbled = garbled + (SELECT count(*) FROM diff WHERE cardinality(columns) = 0), changed = changed + (SELECT count(*) FROM put)
        WHERE site = $1::int AND n = $2::int`,
    values: about,
  })
  if (pair.later)
    statements.push({
      text: `WITH put AS (${insert}
           SELECT $1::int, $2::int, $3::text, ${id('b')}, $4::text, 'deleted', '{}', b._file, b._offset, b._length, NULL, NULL, NULL FROM ${b} b
            WHERE ${key.map((k) => `${k.value('b')} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT FROM ${c} c WHERE ${equal})
           ON CONFLICT DO NOTHING RETURNING 1)
         UPDATE forum.copy SET missing = missing + (SELECT count(*) FROM put) WHERE site = $1::int AND n = $2::int`,
      values: about,
    })
  const columns = shared.map((s) => quoteName(s.ours)).join(', ')
  statements.push({
    text: `WITH own AS (SELECT coalesce(max(_row), 0) AS last FROM ${b}),
       put AS (INSERT INTO ${b} AS b (_row, _file, _offset, _length, ${columns})
         SELECT own.last + row_number() OVER (ORDER BY c._row), c._file, c._offset, c._length, ${shared.map((s) => s.cast('c')).join(', ')}
           FROM ${firsts} c, own WHERE ${key.map((k) => `${k.value('c')} IS NOT NULL`).join(' AND ')} AND NOT EXISTS (SELECT FROM ${b} b WHERE ${equal})
         RETURNING ${id('b')} AS id, b._file, b._offset, b._length),
       listed AS (${insert} SELECT $1::int, $2::int, $3::text, id, $4::text, 'added', '{}', _file, _offset, _length, _file, _offset, _length FROM put ON CONFLICT DO NOTHING),
       counted AS (UPDATE evidence.mirror_table SET rows = rows + (SELECT count(*) FROM put), added = added + (SELECT count(*) FROM put)
                    WHERE exhibit = $5::int AND name = $6::text)
       UPDATE forum.copy SET added = added + (SELECT count(*) FROM put) WHERE site = $1::int AND n = $2::int`,
    values: [...about, base.exhibit, name],
  })
  return statements
}

/** Takes back what `unite` put into the tables of an exhibit's mirror. */
export function separate(exhibit: number): Statement {
  const schema = `mirror_${Math.trunc(exhibit)}`
  return {
    text: `DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT name, rows, added FROM evidence.mirror_table WHERE exhibit = ${Math.trunc(exhibit)} AND added > 0 LOOP
        EXECUTE format('DELETE FROM %I.%I WHERE _row > %s', '${schema}', t.name, t.rows - t.added);
        UPDATE evidence.mirror_table SET rows = t.rows - t.added, added = 0 WHERE exhibit = ${Math.trunc(exhibit)} AND name = t.name;
      END LOOP; END $$`,
  }
}

/** Takes back what `unite` put into the tables of an exhibit's mirror from the copies of other exhibits. */
export function separateExhibits(): Statement {
  return {
    text: `DO $$ DECLARE t record; taken bigint; BEGIN
      FOR t IN SELECT m.exhibit, m.name, m.rows, m.added FROM evidence.mirror_table m
                WHERE m.added > 0 AND m.exhibit IN (SELECT exhibit FROM forum.site_part)
                  AND to_regclass(format('%I.%I', 'mirror_' || m.exhibit, m.name)) IS NOT NULL LOOP
        -- A file's number ends with that of its exhibit.
        EXECUTE format('DELETE FROM %I.%I WHERE _row > %s AND _file %% 1000 <> %s', 'mirror_' || t.exhibit, t.name, t.rows - t.added, t.exhibit);
        GET DIAGNOSTICS taken = ROW_COUNT;
        UPDATE evidence.mirror_table SET rows = rows - taken, added = added - taken WHERE exhibit = t.exhibit AND name = t.name;
      END LOOP; END $$`,
  }
}

function tableOf(exhibit: number, name: string): string {
  return `${quoteName(`mirror_${exhibit}`)}.${quoteName(name)}`
}

function makeTable(exhibit: number, name: string, from: number, like: string): readonly Statement[] {
  return [
    {
      text: `CREATE TABLE IF NOT EXISTS ${tableOf(exhibit, name)} (LIKE ${tableOf(from, like)}) WITH (autovacuum_enabled = false)`,
    },
    {
      text: `INSERT INTO evidence.mirror_table (exhibit, name, database, file, columns, rows, ddl)
             SELECT $1, $2, database, file, columns, 0, ddl FROM evidence.mirror_table WHERE exhibit = $3 AND name = $4 ON CONFLICT DO NOTHING`,
      values: [exhibit, name, from, like],
    },
  ]
}

interface Shared {
  readonly name: string
  /** The column in the base's table. */
  readonly ours: string
  /** The value as text that can be compared, in the table of an alias (`b` is the base's, anything else the copy's). */
  readonly value: (alias: string) => string
  /** The copy's value in the type of the base's column. */
  readonly cast: (alias: string) => string
}

function sharedColumns(ours: MirrorTable, theirs: MirrorTable): readonly Shared[] {
  return ours.columns.flatMap((mine): readonly Shared[] => {
    const its = theirs.columns.find((c) => c.name.toLowerCase() === mine.name.toLowerCase())
    if (its === undefined) return []
    const bytes = mine.type === 'bytea' && its.type === 'bytea'
    const value = (alias: string): string => {
      const column = alias === 'b' ? mine : its
      const at = `${alias}.${quoteName(column.column)}`
      return bytes ? `encode(${at}, 'hex')` : column.type === 'bytea' ? `pg_temp.readable(${at})` : at
    }
    const cast = (alias: string): string => {
      const at = `${alias}.${quoteName(its.column)}`
      if (mine.type === its.type) return at
      return mine.type === 'bytea' ? `convert_to(${at}, 'UTF8')` : `pg_temp.readable(${at})`
    }
    return [{ name: mine.name.toLowerCase(), ours: mine.column, value, cast }]
  })
}

/**
 * The columns that name a row: those the adapter says, else the declared primary key; all for rows that have no name. Null
 * where there is no name, or not all of it in both copies.
 */
function keyOf(base: Detected, other: Detected, suffix: string): readonly string[] | null {
  const tables = [base.tables.get(suffix), other.tables.get(suffix)].filter((t) => t !== undefined)
  const columns = tables.map((t) => new Set(t.columns.map((c) => c.name.toLowerCase())))
  const reader = base.adapter.reads.find((r) => r.from === suffix && !r.aside)
  if (reader?.repeats) return [...(columns[0] ?? [])].filter((c) => columns.every((own) => own.has(c)))
  const key =
    reader?.key.map((c) => calledColumn(base.adapter, suffix, c)) ??
    tables.map((t) => primaryKey(t.ddl ?? '')).find((k) => k !== null) ??
    null
  return key?.every((c) => columns.every((own) => own.has(c))) ? key : null
}

function primaryKey(ddl: string): readonly string[] | null {
  const declared = /PRIMARY KEY\s*\(((?:[^()]|\(\d+\))*)\)/i.exec(ddl)?.[1]
  if (!declared) return null
  return declared.split(',').map((c) =>
    c
      .replace(/\(\d+\)/, '')
      .replace(/[`"\s]/g, '')
      .toLowerCase(),
  )
}

/** Keys that are secrets themselves (session numbers), and keys without end, are told by a hash. */
function idOf(key: readonly Shared[], alias: string): string {
  const text =
    key.length === 1
      ? `coalesce(${key[0]!.value(alias)}, '')`
      : `concat_ws(':', ${key
          .slice(0, 90)
          .map((k) => k.value(alias))
          .join(', ')})`
  const hidden = key.length > 3 || key.some((k) => /session|key_id|token|pass/.test(k.name))
  return hidden ? `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')` : `left(${text}, 500)`
}

/** True for two texts of which one lost characters on its way: apart from these they are equal, and one of them shows it. */
function lost(left: string, right: string): string {
  const shows = [left, right].map((text) => `coalesce(${text} ~ ${signs} OR ${text} !~ '[^ -~\\s]', true)`)
  // A server writes a question mark for each character that its client's set has not.
  const asked = (text: string): string => `length(regexp_replace(${text}, '[^?]', '', 'g'))`
  const kept = (text: string): string => `length(regexp_replace(${text}, '[ -~\\s]', '', 'g'))`
  const traded = `(${asked(left)} - ${asked(right)})::bigint * (${kept(left)} - ${kept(right)}) < 0`
  return `(${bare(left)} IS NOT DISTINCT FROM ${bare(right)} AND (${[...shows, traded].join(' OR ')}))`
}

/** UTF-8 read as Latin-1, or the sign for what could not be read; a text without any character beyond ASCII may have lost all. */
const signs = `'[\u00c2\u00c3\u00ce\u00cf\u00d0\u00d1][\u0080-\u00bf\u201a-\u203a\u20ac\u2122]|\ufffd'`

/** What is left of a text when the characters are taken out that a wrong character set loses. */
function bare(value: string): string {
  return `regexp_replace(${value}, '[^ -~]|[?]', '', 'g')`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
