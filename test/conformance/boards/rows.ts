import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Entity, entities } from '../../../src/forum/forum.ts'
import type { StoredBoard } from './board.ts'

/** Where the rows that a board must give are kept: one JSON object a line, with the entity's name in it. */
function fileOf(name: string): string {
  return join(import.meta.dirname, 'rows', `${name}.jsonl`)
}

/** The rows of a board as its file has them, every column but those of the place; reviewed as a diff when written anew. */
export function rowsIn(name: string): StoredBoard['rows'] {
  const lines = existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8').trim().split('\n') : []
  const rows = new Map<Entity, Record<string, unknown>[]>()
  for (const line of lines) {
    const { entity, ...row } = JSON.parse(line) as Record<string, unknown>
    rows.set(entity as Entity, [...(rows.get(entity as Entity) ?? []), row])
  }
  return Object.fromEntries(rows)
}

const place = new Set(['site', '_file', '_offset', '_length'])

/** Writes the file of a board: `UPDATE_BOARDS=1 npx vitest run test/conformance/stored-board.test.ts`. */
export async function writeRows(
  name: string,
  read: (entity: Entity) => Promise<readonly Record<string, unknown>[]>,
): Promise<void> {
  let text = ''
  for (const entity of entities) {
    for (const row of await read(entity)) {
      const shown = Object.entries(row).filter(([column]) => !place.has(column))
      text += `${JSON.stringify({ entity, ...Object.fromEntries(shown) })}\n`
    }
  }
  writeFileSync(fileOf(name), text)
}
