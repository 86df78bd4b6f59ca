import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { acquire } from '../../../src/evidence/acquire.ts'
import { makeCaseKey, signHead } from '../../../src/evidence/custody/sign.ts'
import { flushLedger } from '../../../src/evidence/ledger.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import type { TestDatabase } from '../../support/database.ts'

/** A clock whose every reading is a second later. */
export function ticking(): () => Date {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  return () => {
    now += 1000
    return new Date(now)
  }
}

/** A small case: a file, a folder, and a folder read where it lies; a key, and heads signed as it grew. */
export async function makeSignedCase(database: TestDatabase, folder: string, clock = ticking()): Promise<string> {
  const caseDir = join(folder, 'case')
  const write = (path: string, content: string): void => writeFileSync(join(folder, path), content)
  for (const name of ['case', 'box/www', 'shelf']) mkdirSync(join(folder, name), { recursive: true })
  write('stamps.sql', 'CREATE TABLE `stamps` (`id` int);\nINSERT INTO `stamps` VALUES (1);\n')
  write('box/signals.txt', 'The signal box at the model railway.')
  write('box/www/again.txt', 'The signal box at the model railway.')
  writeFileSync(Buffer.concat([Buffer.from(join(folder, 'box/www/')), Buffer.from('6f6464ff', 'hex')]), 'odd')
  write('shelf/birds.txt', 'Three herons and a coot.')
  const db = database.client
  const by = { by: 'A. Examiner' }
  await declareOperation(db, exercise, 'A. Examiner', clock())
  const options = { db, caseDir, actor: 'A. Examiner', clock, signal: new AbortController().signal, tool: 'test' }
  await acquire({ path: join(folder, 'stamps.sql'), number: 'ST-1', description: 'A list | of stamps' }, options)
  await flushLedger(db, caseDir)
  await makeCaseKey(db, caseDir, { ...by, at: clock() })
  await signHead(db, caseDir, { ...by, at: clock() })
  await acquire({ path: join(folder, 'box'), number: 'BX-1' }, options)
  await acquire({ path: join(folder, 'shelf'), number: 'SH-1', inPlace: true }, options)
  await signHead(db, caseDir, { ...by, at: clock() })
  await flushLedger(db, caseDir)
  return caseDir
}
