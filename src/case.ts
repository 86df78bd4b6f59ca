import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { openStore, type Store } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { EvidenceError } from './evidence/evidence.ts'
import { flushLedger } from './evidence/ledger.ts'

/** An opened case: its folder, its store, and one connection for short questions. */
export interface OpenCase {
  readonly caseDir: string
  readonly store: Store
  readonly db: ClientBase
  /** Writes what the ledger gained into the case folder. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

/** How a case folder is told from any other folder. */
const mark = 'holdfast-case.json'

/** Opens a case folder, making it first when `create` is set; brings the store's schema up to date. */
export async function openCase(
  dir: string,
  options: { readonly create?: boolean; readonly onMessage?: (text: string) => void } = {},
): Promise<OpenCase> {
  const caseDir = resolve(dir)
  await ensureFolder(caseDir, options.create ?? false)
  const databaseUrl = process.env.DATABASE_URL
  const store = await openStore({
    caseDir,
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(options.onMessage ? { onProgress: options.onMessage } : {}),
  })
  try {
    const db = await store.connect('holdfast')
    await migrate(db)
    const flush = async (): Promise<void> => void (await flushLedger(db, caseDir))
    // A program that was killed left entries in the store that the folder does not hold yet.
    await flush()
    return {
      caseDir,
      store,
      db,
      flush,
      close: async () => {
        try {
          await flush()
        } finally {
          await store.close()
        }
      },
    }
  } catch (error) {
    await store.close().catch(() => undefined)
    throw error
  }
}

async function ensureFolder(caseDir: string, create: boolean): Promise<void> {
  if (existsSync(join(caseDir, mark))) return
  if (!create)
    throw new EvidenceError(
      caseDir,
      existsSync(caseDir) ? 'is not a case folder' : 'does not exist',
      `Make a case with: holdfast run PATH --case ${caseDir}`,
    )
  await mkdir(caseDir, { recursive: true, mode: 0o700 })
  const present = await readdir(caseDir)
  if (present.length > 0)
    throw new EvidenceError(caseDir, 'is not empty and not a case folder', 'Name an empty or a new folder for --case.')
  await writeFile(join(caseDir, mark), `${JSON.stringify({ format: 1, program: 'holdfast' })}\n`, { mode: 0o600 })
}
