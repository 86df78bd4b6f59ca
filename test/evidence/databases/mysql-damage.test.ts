import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { everyByte, gardenSql, growSql, makeDataDirectory, mariadbIsHere } from './garden.ts'
import { findingSql, type Read, readFolder } from './read.ts'

const folder = temporaryFolder('damaged')
const cases = join(folder, 'cases')

/** The garden with damage done to it, read out. */
async function damaged(name: string, harm: (data: string) => void, read: (r: Read) => Promise<void>): Promise<void> {
  const top = join(folder, name)
  cpSync(join(folder, 'whole'), top, { recursive: true })
  harm(top)
  const got = await readFolder(cases, top)
  try {
    await read(got)
  } finally {
    await got.drop()
  }
  rmSync(top, { recursive: true })
}

describe.skipIf(!mariadbIsHere)('what is left of a data directory', () => {
  const many = Array.from({ length: 3000 }, (_, i) => `(${i + 1}, '${'leaf '.repeat(20)}${i + 1}')`).join(',')
  beforeAll(async () => {
    const more = (engine: string, name: string): string =>
      `CREATE TABLE garden.${name} (id INT PRIMARY KEY, v VARCHAR(200)) ENGINE=${engine}; INSERT INTO garden.${name} VALUES ${many};`
    const sql = `${gardenSql} ${growSql} ${more('InnoDB', 'leaves')} ${more('MyISAM', 'petals')}`
    await makeDataDirectory(join(folder, 'whole'), sql, 'SIGTERM')
  }, 600_000)
  const states = `SELECT DISTINCT "table", state FROM evidence.table_source WHERE state <> 'whole' ORDER BY 1`

  it(
    'a table cut off: the others are read, and it is named with the words of the server',
    () =>
      damaged(
        'cut',
        (data) => truncateSync(join(data, 'garden/leaves.ibd'), 3 * 16384 + 100),
        async ({ rows }) => {
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.members')).toEqual([{ n: 3 }])
          expect((await rows(states)).map((s) => s.table)).toEqual(['leaves'])
          const losses = await rows(`${findingSql.replace(' ORDER', ` WHERE severity = 'loss' ORDER`)}`)
          expect(losses.map((f) => f.detail).join('\n')).toMatch(/table garden\.leaves could .*read/)
        },
      ),
    180_000,
  )

  it(
    'a page overwritten: the rows of other pages are read',
    () =>
      damaged(
        'page',
        (data) => {
          const path = join(data, 'garden/leaves.ibd')
          const bytes = readFileSync(path)
          bytes.fill(0xa5, 10 * 16384 + 200, 11 * 16384 - 200)
          writeFileSync(path, bytes)
        },
        async ({ rows }) => {
          expect((await rows(states)).map((s) => s.table)).toEqual(['leaves'])
          const [{ n } = { n: 0 }] = await rows('SELECT count(*)::int AS n FROM mirror_1.leaves')
          expect(n).toBeGreaterThan(100)
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.petals')).toEqual([{ n: 3000 }])
        },
      ),
    180_000,
  )

  it(
    'no log of InnoDB, of a server that was ended as it should be',
    () =>
      damaged(
        'log',
        (data) => rmSync(join(data, 'ib_logfile0')),
        async ({ rows }) => {
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.leaves')).toEqual([{ n: 3000 }])
          expect(await rows('SELECT state FROM evidence.data_directory')).toEqual([{ state: 'read' }])
        },
      ),
    180_000,
  )

  it(
    'the control file of Aria cut off: every table is read, and the loss is told',
    () =>
      damaged(
        'aria',
        (data) => truncateSync(join(data, 'aria_log_control'), 0),
        async ({ rows }) => {
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.leaves')).toEqual([{ n: 3000 }])
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.petals')).toEqual([{ n: 3000 }])
          const told = await rows(`${findingSql.replace(' ORDER', ` WHERE code = 'database-recovery' ORDER`)}`)
          expect(told.map((f) => f.detail).join()).toMatch(/only without the logs of Aria/)
        },
      ),
    180_000,
  )

  it(
    'a table of MyISAM cut off and without its index',
    () =>
      damaged(
        'myisam',
        (data) => {
          truncateSync(join(data, 'garden/petals.MYD'), 100_000)
          rmSync(join(data, 'garden/seeds.MYI'))
        },
        async ({ rows }) => {
          const [{ n } = { n: 0 }] = await rows('SELECT count(*)::int AS n FROM mirror_1.petals')
          expect(n).toBeGreaterThan(500)
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.seeds')).toEqual([{ n: 2 }])
          expect((await rows(states)).map((s) => s.table)).toEqual(['petals', 'seeds'])
        },
      ),
    180_000,
  )

  it(
    'a system tablespace of nonsense: a finding, and nothing hangs',
    () =>
      damaged(
        'nonsense',
        (data) => writeFileSync(join(data, 'ibdata1'), Buffer.alloc(1 << 20, 7)),
        async ({ rows }) => {
          expect(await rows('SELECT state FROM evidence.data_directory')).toEqual([{ state: 'closed' }])
          expect(await rows(`SELECT 1 AS one FROM evidence.finding WHERE code = 'database-not-opened'`)).toEqual([
            { one: 1 },
          ])
        },
      ),
    180_000,
  )

  it(
    'only the folder of a database: its tables are read, those of InnoDB brought in one by one',
    () =>
      damaged(
        'alone',
        (data) => {
          for (const name of readdirSync(data))
            if (name !== 'garden') rmSync(join(data, name), { recursive: true, force: true })
        },
        async ({ rows }) => {
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.petals')).toEqual([{ n: 3000 }])
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.tools')).toEqual([{ n: 2 }])
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1.leaves')).toEqual([{ n: 3000 }])
          expect(await rows('SELECT id, picture FROM mirror_1.posts ORDER BY _row DESC LIMIT 1')).toEqual([
            { id: '18446744073709551615', picture: everyByte },
          ])
          expect((await rows('SELECT name FROM mirror_1.members ORDER BY _row')).map((r) => r.name)).toContain(
            'Thyme Ω 🌱',
          )
          expect(await rows('SELECT count(*)::int AS n FROM mirror_1."a b-c.d/e@f#é"')).toEqual([{ n: 2 }])
          const losses = await rows(`SELECT detail FROM evidence.finding WHERE severity = 'loss'`)
          expect(losses.map((l) => l.detail).every((d) => d.includes('table garden.plan'))).toBe(true)
        },
      ),
    180_000,
  )

  it('without the programs: a finding that names them', async () => {
    const path = process.env.PATH
    process.env.PATH = '/nonexistent'
    try {
      await damaged(
        'noprogram',
        () => undefined,
        async ({ rows }) => {
          const findings = await rows(findingSql)
          expect(findings).toMatchObject([{ severity: 'loss', code: 'database-no-program' }])
          expect(findings[0]?.detail).toMatch(/mariadb-server-core/)
        },
      )
    } finally {
      process.env.PATH = path
    }
  }, 600_000)
})
