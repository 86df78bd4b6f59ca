import { openPgReader } from '../mirror/pg/reader.ts'
import type { EvidenceSource } from '../mirror/source.ts'

/** What plain dumps begin with: comments, psql's own lines, settings and statements. */
const opening =
  /^(?:\xef\xbb\xbf)?\s*(?:--|\/\*|\\(?:connect|restrict|encoding|c )|(?:SET|SELECT|CREATE|COPY|ALTER|BEGIN|START|DROP|INSERT)\b)/i
/** Lines that only a dump of PostgreSQL has. */
const mark =
  /^(?:-- PostgreSQL database (?:cluster )?dump|-- Adminer \S+ (?:PostgreSQL|CockroachDB)\b| *Source Server Type *: PostgreSQL|(?:CREATE TABLE(?: IF NOT EXISTS)?|INSERT INTO|DROP TABLE IF EXISTS) "public"\.|COPY [^\n\t;]+ FROM stdin(?: WITH OIDS)?;\r?$|SET (?:standard_conforming_strings|default_tablespace|client_min_messages|check_function_bodies) = |SELECT pg_catalog\.set(?:_config|val)\()/im
/** What dumps of MySQL hold and those of PostgreSQL do not. */
const mysql =
  /^(?:-- (?:MySQL|MariaDB|phpMyAdmin|Adminer|HeidiSQL)\b|\/\*!\d|(?:INSERT INTO|CREATE TABLE(?: IF NOT EXISTS)?|DROP TABLE IF EXISTS) `)/im

/**
 * SQL text as pg_dump and pg_dumpall write it (PostgreSQL documentation, "pg_dump", "COPY"): rows as COPY text or as
 * INSERTs. Values are those of COPY text, bytea its bytes.
 *
 * LIMITATIONS: only the plain form is read, not the custom, directory and tar archives. Large objects stay in the file.
 * COPY in the CSV or binary format, with a delimiter of its own, or from another file is reported and not read. Without
 * CREATE TABLE (--data-only) columns have no types, so that bytea stays the text it is written in. Functions whose body
 * is SQL without quotes (BEGIN ATOMIC) are read as the statements they hold. What UPDATE, DELETE and TRUNCATE would
 * change is reported and not applied.
 */
export const pgDump: EvidenceSource = {
  name: 'pg-dump',
  about: 'SQL dumps of PostgreSQL: pg_dump and pg_dumpall in the plain form, with COPY or INSERT; plain or gzip',
  detect: (first) => {
    const text = Buffer.from(first.subarray(0, 64 << 10)).toString('latin1')
    if (!opening.test(text.slice(0, 2000))) return false
    const found = mark.exec(text)
    return found !== null && !mysql.test(text.slice(0, found.index))
  },
  open: openPgReader,
}
