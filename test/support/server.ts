import { createHash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedServer, openEmbedded } from '../../src/db/embedded.ts'
import { packageRoot } from '../../src/db/root.ts'

/** One folder per clone of the repository and user, so that two runs never meet. */
function serverFolder(): string {
  const key = createHash('sha256').update(packageRoot()).digest('hex').slice(0, 10)
  const folder = join(tmpdir(), `holdfast-test-${process.getuid?.() ?? 0}-${key}`)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  if (statSync(folder).uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user: remove it.`)
  return folder
}

/** The server that all test files of a run share; it ends with the last of them. */
export function openTestServer(): Promise<EmbeddedServer> {
  // Power failures are not simulated, so the tests need not wait for the disk.
  const settings = { fsync: 'off', max_connections: '200', shared_buffers: '128MB', max_wal_size: '1GB' }
  return openEmbedded({ caseDir: serverFolder(), settings })
}

/** Keeps that server up for the whole run (vitest's globalSetup); each file alone would start it anew. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await openTestServer()
  return () => server.close()
}
