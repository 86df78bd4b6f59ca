import { existsSync, readdirSync } from 'node:fs'
import { chmod, cp, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findBinaries } from '../../../db/embedded/binaries.ts'
import { majorVersion } from '../../../db/embedded/layout.ts'
import { findProgram } from '../../unpack/programs.ts'
import type { WorkPlace } from '../place.ts'
import { outcomeOf } from '../program.ts'

/** A server of PostgreSQL that this machine has. */
export interface PostgresProgram {
  /** Major version as PG_VERSION writes it: 18, 9.6. */
  readonly major: string
  readonly postgres: string
  /** Rewrites a lost write-ahead log, null where it is not installed. */
  readonly resetwal: string | null
}

/** All servers of PostgreSQL there are: the one this program brings, and those installed where Debian puts them. */
export function postgresPrograms(): readonly PostgresProgram[] {
  const found: PostgresProgram[] = []
  const add = (major: string, bin: string): void => {
    const postgres = join(bin, 'postgres')
    if (found.some((f) => f.major === major) || !existsSync(postgres)) return
    const resetwal = ['pg_resetwal', 'pg_resetxlog'].map((p) => join(bin, p)).find((p) => existsSync(p))
    found.push({ major, postgres, resetwal: resetwal ?? null })
  }
  const installed = '/usr/lib/postgresql'
  if (existsSync(installed))
    for (const major of readdirSync(installed).sort()) add(major, join(installed, major, 'bin'))
  try {
    add(String(majorVersion), dirname(findBinaries().postgres))
  } catch {
    // The program works with a team's server then, and brings none.
  }
  return found
}

/** Makes a program one that the server's user can run: from where it is, else from a copy in the work place. */
export async function reachable(place: WorkPlace, program: PostgresProgram): Promise<PostgresProgram | null> {
  const runs = async (path: string): Promise<boolean> => (await outcomeOf(place.wrap(path, ['--version']), 60)).ok
  if (await runs(program.postgres)) return program
  const native = dirname(dirname(program.postgres))
  const to = join(place.folder, 'native')
  for (const part of ['bin', 'lib', 'share'])
    await cp(join(native, part), join(to, part), { recursive: true, verbatimSymlinks: true }).catch(() => undefined)
  await openUp(to)
  const moved = join(place.seen, 'native', 'bin')
  const resetwal = program.resetwal === null ? null : join(moved, 'pg_resetwal')
  return (await runs(join(moved, 'postgres'))) ? { ...program, postgres: join(moved, 'postgres'), resetwal } : null
}

/** The environment command, through which a server is told where locales are. */
export function envProgram(): string {
  return findProgram(['env']) ?? '/usr/bin/env'
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openUp(path)
    else if (entry.isFile()) await chmod(path, 0o755)
  }
}
