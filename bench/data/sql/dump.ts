/**
 * Writes a file as mariadb-dump 10.11 writes it by default: sandbox line, session settings, and for each table its
 * definition and its rows, one a line, in INSERT statements of at most `net_buffer_length` bytes.
 */
import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { createTable, type Dialect, type TableDefinition, width } from './tables.ts'

/** A value as it goes into an INSERT. */
export type Value = string | number | null

/** What was written, for the truth and the caller. */
export interface Written {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly rows: { readonly [table: string]: number }
}

/** An open dump: tables are written one after the other, in the order they are asked for. */
export interface Dump {
  /** `nextId` is what AUTO_INCREMENT shows; null when nothing was ever inserted. */
  readonly table: (name: string, nextId: number | null, rows: Iterable<readonly Value[]>) => void
  readonly close: () => Written
}

export interface DumpOptions {
  readonly path: string
  readonly database: string
  readonly tables: readonly TableDefinition[]
  readonly dialect: Dialect
  /** The moment printed at the end of the dump, `YYYY-MM-DD hh:mm:ss`. */
  readonly completed: string
  readonly onRows?: ((table: string, rows: number) => void) | undefined
}

/** mariadb-dump's net_buffer_length: an INSERT is cut before the row that would pass it, its opening counted 4 longer. */
const statementLimit = 1_046_528
const blockSize = 1 << 20
const serverVersion = '10.11.6-MariaDB-0+deb12u1'

const special = /[\0\n\r\\'"\x1a]/
const rare = /[\0\r\x1a]/

/** A value as mysql_real_escape_string and mariadb-dump print it. */
export function literal(value: Value): string {
  if (typeof value === 'number') return String(value)
  if (value === null) return 'NULL'
  if (!special.test(value)) return `'${value}'`
  let text = value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('"', '\\"').replaceAll('\n', '\\n')
  if (rare.test(text)) text = text.replaceAll('\0', '\\0').replaceAll('\r', '\\r').replaceAll('\x1a', '\\Z')
  return `'${text}'`
}

function header(database: string): string {
  return `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib ${serverVersion.split('-', 2).join('-')}, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: ${database}
-- ------------------------------------------------------
-- Server version\t${serverVersion}

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
`
}

function footer(completed: string): string {
  return `/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on ${completed}
`
}

/** Opens a dump for writing; at most a few hundred kilobytes wait in memory. */
export function openDump(options: DumpOptions): Dump {
  const file = openSync(options.path, 'w')
  const digest = createHash('sha256')
  const rows: { [table: string]: number } = {}
  const block = Buffer.allocUnsafe(2 * blockSize)
  let used = 0
  let total = 0

  function flush(): void {
    for (let at = 0; at < used; ) at += writeSync(file, block, at, used - at)
    digest.update(block.subarray(0, used))
    total += used
    used = 0
  }
  /** Adds text and says how many bytes it took. */
  function put(text: string): number {
    if (text.length * 3 > blockSize) throw new Error('a row is too long')
    if (used >= blockSize) flush()
    const length = block.write(text, used)
    used += length
    return length
  }
  put(header(options.database))

  return {
    table(name, nextId, values) {
      const definition = options.tables.find(([n]) => n === name)
      if (definition === undefined) throw new Error(`no such table: ${name}`)
      const quoted = `\`${options.dialect.prefix}${name}\``
      const columns = width(definition)
      put(`\n--\n-- Table structure for table ${quoted}\n--\n\nDROP TABLE IF EXISTS ${quoted};\n`)
      put('/*!40101 SET @saved_cs_client     = @@character_set_client */;\n')
      put('/*!40101 SET character_set_client = utf8mb4 */;\n')
      put(createTable(definition, options.dialect, nextId))
      put('/*!40101 SET character_set_client = @saved_cs_client */;\n')
      put(`\n--\n-- Dumping data for table ${quoted}\n--\n\nLOCK TABLES ${quoted} WRITE;\n`)
      put(`/*!40000 ALTER TABLE ${quoted} DISABLE KEYS */;\n`)
      const opening = `INSERT INTO ${quoted} VALUES\n`
      let count = 0
      let size = 0
      for (const row of values) {
        if (row.length !== columns) throw new Error(`${name}: ${row.length} values for ${columns} columns`)
        let text = `,\n(${literal(row[0] as Value)}`
        for (let i = 1; i < columns; i++) text += `,${literal(row[i] as Value)}`
        text += ')'
        const length = put(text)
        if (size > 0 && size + length < statementLimit) size += length
        else {
          // The row opens a statement: what was put is taken back and put again behind the opening.
          used -= length
          put((size > 0 ? ';\n' : '') + opening + text.slice(2))
          size = opening.length + 4 + length
        }
        count++
        if ((count & 4095) === 0) options.onRows?.(name, count)
      }
      if (count > 0) put(';\n')
      put(`/*!40000 ALTER TABLE ${quoted} ENABLE KEYS */;\nUNLOCK TABLES;\n`)
      rows[options.dialect.prefix + name] = count
      options.onRows?.(name, count)
    },
    close() {
      put(footer(options.completed))
      flush()
      closeSync(file)
      return { path: options.path, bytes: total, sha256: digest.digest('hex'), rows }
    },
  }
}
