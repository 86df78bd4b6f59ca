import { describe, expect, it } from 'vitest'
import { dataDirectories } from '../../../src/evidence/databases/find.ts'
import { pageSizeOf, serverVersionOf } from '../../../src/evidence/databases/mysql/layout.ts'
import { asAria, bare, rowFormats } from '../../../src/evidence/databases/mysql/lone.ts'
import { expectLinear } from '../../support/linear.ts'

const found = (paths: readonly string[]) =>
  dataDirectories(paths.map((path) => ({ path }))).map(({ kind, path, whole, files }) => ({
    kind,
    path,
    whole,
    files: files.map((f) => f.inner),
  }))

describe('data directories', () => {
  it('are found where they lie: at the top, deep in folders, in archives, several side by side', () => {
    const server = ['ibdata1', 'ib_logfile0', 'mysql/user.frm', 'garden/beds.frm', 'garden/beds.ibd', 'error.log']
    for (const top of ['', 'var/lib/mysql/', 'box.tar.gz!/', 'a.zip!/b.tar!/srv/data/'])
      expect(found(server.map((f) => top + f))).toEqual([
        {
          kind: 'mysql',
          path: top.replace(/\/$/, ''),
          whole: true,
          files: ['garden/beds.frm', 'garden/beds.ibd', 'ib_logfile0', 'ibdata1', 'mysql/user.frm'],
        },
      ])
    const both = found([...server.map((f) => `one/${f}`), ...server.map((f) => `two/${f}`)])
    expect(both.map((d) => d.path)).toEqual(['one', 'two'])
    expect(both.every((d) => d.files.length === 5)).toBe(true)
  })

  it('hold nothing of a backup that lies inside them', () => {
    const nested = found(['ibdata1', 'garden/beds.frm', 'old/ibdata1', 'old/garden/beds.frm'])
    expect(nested.map((d) => [d.path, d.files])).toEqual([
      ['', ['garden/beds.frm', 'ibdata1']],
      ['old', ['garden/beds.frm', 'ibdata1']],
    ])
  })

  it('are opened as far as folders of single databases go, and never follow links', () => {
    expect(
      found(['copy/garden/beds.frm', 'copy/garden/beds.MYD', 'copy/garden/beds.MYI', 'copy/garden/beds.isl']),
    ).toEqual([
      { kind: 'mysql', path: 'copy', whole: false, files: ['garden/beds.MYD', 'garden/beds.MYI', 'garden/beds.frm'] },
    ])
    expect(found(['beds.frm', 'beds.MYD', 'beds.MYI'])).toMatchObject([
      { whole: false, files: ['database/beds.MYD', 'database/beds.MYI', 'database/beds.frm'] },
    ])
    expect(found(['www/index.php', 'db/dump.sql', 'notes.frm'])).toEqual([])
  })

  it('of PostgreSQL in the archives of a base backup have the log that lies in one of its own', () => {
    const [base, name] = ['x/base.tar.gz!/', '000000010000000000000003']
    const own = ['PG_VERSION', 'global/pg_control', 'base/5/2619'].map((f) => base + f)
    const beside = [`x/pg_wal.tar.gz!/${name}`, 'x/pg_wal.tar.gz!/archive_status', `y/pg_wal.tar.gz!/${name}`]
    expect(found([...own, ...beside])[0]?.files).toContain(`pg_wal/${name}`)
    expect(found([...own, ...beside])[0]?.files).toHaveLength(4)
    const kept = found([...own, `${base}pg_wal/000000010000000000000001`, ...beside])[0]?.files
    expect(kept?.filter((f) => f.startsWith('pg_wal/'))).toEqual(['pg_wal/000000010000000000000001'])
    expect(found([...own.map((f) => f.replace('base.tar.gz!', 'data')), ...beside])[0]?.files).toHaveLength(3)
  })

  it('are of PostgreSQL where its version and its own tables lie together', () => {
    const files = [
      'PG_VERSION',
      'global/pg_control',
      'base/5/PG_VERSION',
      'base/5/2619',
      'pg_wal/000000010000000000000001',
    ]
    const got = found(
      [...files, 'postgresql.conf', 'pg_hba.conf', 'standby.signal', 'base/5/evil.so/../x'].map((f) => `pg/${f}`),
    )
    expect(got).toMatchObject([{ kind: 'postgresql', path: 'pg', whole: true }])
    expect(got[0]?.files.sort()).toEqual([...files].sort())
  })

  it('are found in time that grows with the number of files', () => {
    expectLinear(20_000, (n) =>
      dataDirectories(Array.from({ length: n }, (_, i) => ({ path: i === 0 ? 'ibdata1' : `d${i % 50}/t${i}.ibd` }))),
    )
  })
})

describe('the first page of a tablespace', () => {
  const page = (flags: number, version = 0): Buffer => {
    const bytes = Buffer.alloc(64)
    bytes.writeUInt32BE(flags, 54)
    bytes.writeUInt32BE(version, 8)
    return bytes
  }
  it('tells its page size in both formats', () => {
    expect(pageSizeOf(page(0))).toBe(16384)
    expect(pageSizeOf(page(0x15))).toBe(16384)
    expect(pageSizeOf(page(0x13))).toBe(4096)
    expect(pageSizeOf(page(4 << 6))).toBe(8192)
    expect(pageSizeOf(page(0x1f))).toBeNull()
    expect(pageSizeOf(Buffer.alloc(10))).toBeNull()
  })
  it('tells the version of MySQL 8', () => {
    expect(serverVersionOf(page(0, 80036))).toBe('8.0.36')
    expect(serverVersionOf(page(0, 80400))).toBe('8.4.0')
    expect(serverVersionOf(page(0, 0xffffffff))).toBeNull()
    expect(serverVersionOf(page(0, 0))).toBeNull()
  })
})

describe('a declaration without its indexes', () => {
  it('keeps the key that rows lie in', () => {
    const sql = (keys: string) =>
      `CREATE TABLE \`beds\` (\n  \`id\` int(11) NOT NULL AUTO_INCREMENT,\n  \`n\` int(11) DEFAULT NULL COMMENT 'a AUTO_INCREMENT b'${keys}\n) ENGINE=InnoDB`
    expect(bare(sql(',\n  PRIMARY KEY (`id`),\n  KEY `n` (`n`)'))).toBe(
      sql(',\n  PRIMARY KEY (`id`)').replace(' AUTO_INCREMENT,', ','),
    )
    expect(bare(sql(',\n  UNIQUE KEY `n` (`n`),\n  UNIQUE KEY `id` (`id`)'))).toContain('UNIQUE KEY `id`')
    expect(bare(sql(',\n  UNIQUE KEY `n` (`n`)'))).not.toContain('KEY')
    expect(bare(sql(',\n  UNIQUE KEY `i` (`id`(8)),\n  UNIQUE KEY `id` (`id`)'))).not.toContain('KEY `i`')
  })
  it('is made of a table of InnoDB only', () => {
    expect(asAria(Buffer.alloc(10))).toBeNull()
    expect(asAria(Buffer.alloc(5000, 1))).toBeNull()
    expect(rowFormats(Buffer.alloc(64))).toEqual(['COMPACT', 'REDUNDANT'])
    expect(rowFormats(Buffer.alloc(3))).toEqual([])
  })
})
