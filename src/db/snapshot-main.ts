import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from './connect.ts'
import { migrate } from './migrate.ts'
import { packageRoot } from './root.ts'
import { schemaText } from './snapshot.ts'

/** Writes `schema.sql` from a fresh database with all migrations. */
const caseDir = mkdtempSync(join(tmpdir(), 'holdfast-snapshot-'))
try {
  const store = await openStore({ caseDir })
  try {
    const client = await store.connect('snapshot')
    await migrate(client)
    writeFileSync(join(packageRoot(), 'src', 'db', 'schema.sql'), await schemaText(client))
  } finally {
    await store.close()
  }
} finally {
  rmSync(caseDir, { recursive: true, force: true })
}
