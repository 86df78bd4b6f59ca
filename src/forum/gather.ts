import type { Batch, StageContext } from '../db/stage.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Converter } from './convert.ts'
import { intAt } from './fields.ts'
import { type Findings, openFindings } from './findings.ts'
import type { Reader } from './forum.ts'
import type { Tally } from './ledger.ts'
import { openWatch, type Repeated, type Seen } from './names.ts'
import { type Output, openOutput, takePayload, written } from './output.ts'
import type { Report } from './put.ts'

/** Rows gathered for the next batch, of whatever entities. */
export interface Gather {
  readonly findings: Findings
  readonly output: (table: string, columns: readonly string[]) => Output
  /** Counts a row that was read, the rows made of it and their bytes. */
  readonly count: (rows: number, bytes: number) => void
  readonly full: () => boolean
  readonly take: () => Pick<Batch, 'copies' | 'findings' | 'rows'>
}

/** Nothing gathered yet. */
export function openGather({ batchRows, batchBytes }: Pick<StageContext, 'batchRows' | 'batchBytes'>): Gather {
  const outputs = new Map<string, Output>()
  const findings = openFindings()
  let [read, made, bytes] = [0, 0, 0]
  return {
    findings,
    output: (table, columns) => {
      const key = `${table} ${columns.join(' ')}`
      const known = outputs.get(key) ?? openOutput(table, columns)
      outputs.set(key, known)
      return known
    },
    count: (rows, size) => {
      read += 1
      made += rows
      bytes += size
    },
    full: () => read >= batchRows || bytes >= batchBytes,
    take: () => {
      const copies = [...outputs.values()].filter((out) => out.rows > 0).map(takePayload)
      const taken = { copies, findings: findings.take(), rows: made }
      read = made = bytes = 0
      return taken
    },
  }
}

const severities: Readonly<Record<string, Severity>> = { 'no-id': 'loss', 'absurd-id': 'loss' }

/** What one reader's rows become, and the account of them. */
export interface Account {
  /** Takes the tuple at `start` in; false where it cannot be told whether its name was there before. */
  readonly take: (bytes: Buffer, start: number) => boolean
  /** Says which rows repeat a name: from then on that is looked up. */
  readonly know: (repeated: Repeated) => void
  readonly tally: () => Tally
  /** The row of the driving table that was taken last. */
  readonly lastRow: () => number
  readonly seen: () => Seen | null
}

/** Where an account goes on. */
export interface Opening {
  readonly tally: Tally
  /** Rows up to this one were taken before. */
  readonly after: number
  readonly seen: Seen | null
  /** Null as long as names only grow. */
  readonly repeated: Repeated | null
}

/** Opens the account of a reader; `convert` is given where to report. */
export function openAccount(
  gather: Gather,
  reader: Reader,
  convert: (report: Report) => Converter,
  { tally: before, after, seen, repeated: known }: Opening,
): Account {
  const converter = convert((code, detail, kept) =>
    gather.findings.add(`${code} ${reader.from}`, finding(code, detail, kept)),
  )
  let repeated = known
  const watch = openWatch(reader.key.length, seen)
  const { fields } = converter
  const out = gather.output(`forum.${reader.entity}`, converter.columns)
  let [entities, empty, left] = before[reader.from] ?? [0, 0, 0]
  let last = after

  const finding = (code: string, detail: string, kept: boolean): Finding => ({
    severity: severities[code] ?? 'warning',
    code,
    detail: `${reader.from}: ${detail}`,
    at: { file: intAt(fields, 1), offset: intAt(fields, 2), length: intAt(fields, 3) },
    rows: kept || reader.aside ? 0 : 1,
  })

  const take: Account['take'] = (bytes, start) => {
    converter.read(bytes, start)
    const row = intAt(fields, 0)
    // Rows before `after` come again where the whole table is read; a join with a damaged table can give a row twice.
    if (row <= last) return true
    if (repeated === null && !watch.grows(fields)) return false
    last = row
    const again = repeated?.get(row) ?? 1
    if (again > 1 && !reader.repeats) {
      const detail = 'A second row of the same name was left out.'
      if (!reader.aside) gather.findings.add(`duplicate-id ${reader.from}`, finding('duplicate-id', detail, false))
      left += 1
      gather.count(0, 0)
      return true
    }
    const size = written(out)
    const made = converter.write(out, again)
    if (made < 0) left += 1
    else if (made === 0) empty += 1
    else entities += 1
    gather.count(Math.max(0, made), written(out) - size)
    return true
  }
  const tally = (): Tally => (reader.aside ? before : { ...before, [reader.from]: [entities, empty, left] })
  const know: Account['know'] = (found) => {
    repeated = found
  }
  return { take, know, tally, lastRow: () => last, seen: () => (repeated === null ? watch.seen() : null) }
}
