import type { ClientBase } from 'pg'
import type { Statement } from '../../db/stage.ts'
import type { LogCounts } from './reader.ts'

/** Where the requests of an exhibit are stored: a table of its own, loaded without indexes, then made a partition. */
export function requestTable(exhibit: number): string {
  return `evidence.web_request_${exhibit}`
}

/** Makes that table, in the transaction of its first rows. */
export function createRequests(exhibit: number): Statement {
  const own = `CHECK (exhibit = ${exhibit})`
  return {
    text: `CREATE TABLE ${requestTable(exhibit)} (LIKE evidence.web_request INCLUDING DEFAULTS, CONSTRAINT one_exhibit ${own}) WITH (autovacuum_enabled = false)`,
  }
}

/**
 * What is done after the last row: the index of places, then the partition is shown. Joining reads whole logs; an index
 * for looking up one address belongs to the page that does.
 */
export function finishRequests(exhibit: number): readonly Statement[] {
  const table = requestTable(exhibit)
  return [
    { text: `CREATE INDEX ON ${table} USING brin (_file, n)` },
    { text: `ALTER TABLE evidence.web_request ATTACH PARTITION ${table} FOR VALUES IN (${exhibit})` },
    { text: `ALTER TABLE ${table} DROP CONSTRAINT one_exhibit` },
    { text: 'SET LOCAL default_statistics_target = 10' },
    { text: `ANALYZE ${table}, evidence.web_agent, evidence.web_error` },
  ]
}

/** Takes back everything that was read from an exhibit's logs. */
export function resetLogs(exhibit: number): readonly Statement[] {
  return [
    { text: `DROP TABLE IF EXISTS ${requestTable(exhibit)}` },
    ...['web_log', 'web_agent', 'web_error'].map((table) => ({
      text: `DELETE FROM evidence.${table} WHERE exhibit = $1`,
      values: [exhibit],
    })),
  ]
}

/** The account of one log, written when it is read to its end. */
export function logRow(
  exhibit: number,
  file: number,
  format: string,
  declaration: string | null,
  counts: LogCounts,
): Statement {
  const { lines, requests, errors, remarks, damaged, zoneless, first, last } = counts
  return {
    text: `INSERT INTO evidence.web_log (exhibit, file, format, declaration, lines, requests, errors, remarks, damaged, zoneless, first_at, last_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11), to_timestamp($12))`,
    values: [exhibit, file, format, declaration, lines, requests, errors, remarks, damaged, zoneless, first, last],
  }
}

/** The agents that an interrupted run remembered, in their order. */
export async function knownAgents(db: ClientBase, exhibit: number, from: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    'SELECT name FROM evidence.web_agent WHERE exhibit = $1 AND agent >= $2 ORDER BY agent',
    [exhibit, from],
  )
  return rows.map((r) => r.name)
}
