import { closeSync, fchmodSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { totalmem, userInfo } from 'node:os'
import { join } from 'node:path'
import { unwritable } from '../trouble.ts'
import type { Account } from './account.ts'
import type { Layout } from './layout.ts'

/** The one role and database of an embedded server. */
export const role = 'holdfast'

const mib = 1024 * 1024

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, value)))
}

/** Parallel queries share memory through /dev/shm, which containers make too small to be of use. */
function sharedMemoryType(): string {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 1024 * mib ? 'posix' : 'mmap'
  } catch {
    return 'mmap'
  }
}

/**
 * Settings of the embedded server. Everything that keeps evidence through a crash stays on (fsync, synchronous
 * commit, full-page writes); what only serves replication is off, so that a load into a table made in the same
 * transaction needs no log. Memory is a modest share of the machine's.
 */
export function serverSettings(memory: number = totalmem()): Readonly<Record<string, string>> {
  const size = (share: number, least: number, most: number) => `${clamp(memory / mib / share, least, most)}MB`
  return {
    listen_addresses: '',
    unix_socket_directories: '../run',
    unix_socket_permissions: '0600',
    port: '5432',
    max_connections: '60',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '16GB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    shared_buffers: size(16, 128, 1024),
    effective_cache_size: size(2, 512, 65536),
    work_mem: size(128, 16, 192),
    maintenance_work_mem: size(32, 64, 512),
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    max_parallel_maintenance_workers: '1',
    dynamic_shared_memory_type: sharedMemoryType(),
    jit: 'off',
    random_page_cost: '1.1',
    default_toast_compression: 'pglz',
    // A backend whose program was killed ends within seconds, also in the middle of a long statement.
    client_connection_check_interval: '2s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO',
    default_text_search_config: 'pg_catalog.simple',
    allow_alter_system: 'off',
    // The log must not repeat evidence: no statement texts and no row contents.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_line_prefix: '%m [%p] ',
    logging_collector: 'off',
  }
}

function ownName(): readonly string[] {
  try {
    return [userInfo().username]
  } catch {
    return []
  }
}

/**
 * Who may connect: only through the socket, whose folder is closed to everyone but the server's user and root; and
 * even there only the operating-system users named here, proven by the kernel (peer), never by a password.
 */
export function writeSettings(
  layout: Layout,
  account: Account | null,
  overrides: Readonly<Record<string, string>>,
): void {
  const settings = Object.entries({ ...serverSettings(), ...overrides })
  const users = [...new Set(['root', ...(account ? [account.name] : []), ...ownName()])]
  write(
    layout,
    'postgresql.conf',
    settings.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`),
  )
  write(layout, 'pg_hba.conf', [`local all ${role} peer map=${role}`])
  write(
    layout,
    'pg_ident.conf',
    users.map((user) => `${role} "${user}" ${role}`),
  )
}

/** Root writes here into a folder of another user's: a new file under the name, never through what may lie there. */
function write(layout: Layout, name: string, lines: readonly string[]): void {
  const path = join(layout.data, name)
  try {
    rmSync(`${path}.new`, { force: true })
    const file = openSync(`${path}.new`, 'wx', 0o600)
    try {
      writeSync(file, `# Written by Holdfast at each start.\n${lines.join('\n')}\n`)
      // Explicitly, because root's umask may keep the server's user from reading it; the folder keeps others out.
      fchmodSync(file, 0o644)
    } finally {
      closeSync(file)
    }
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw unwritable(path, error)
  }
}

/** The arguments that start the server; `name` tells its processes from those of other databases. */
export function serverArguments(data: string, name: string): readonly string[] {
  return ['-D', data, '-c', `cluster_name=${name}`]
}
