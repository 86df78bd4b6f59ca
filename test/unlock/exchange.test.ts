import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { exportHashes } from '../../src/unlock/exchange/export.ts'
import { importResults } from '../../src/unlock/exchange/import.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { exerciseCredentials, openVault } from '../../src/unlock/vault.ts'
import { boards as classicBoards } from '../conformance/engine-boards.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run, type SeizedRow, seize } from '../support/mirror.ts'

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const who = { by: 'A. Examiner', at: new Date('2026-01-02T03:04:05Z') }

/** A FluxBB board whose accounts' passwords the test knows; the second password of account 4 waits to be confirmed. */
const [rhubarb, beetroot] = ['Rhubarb:Tart:7', 'Rüben 12']
const fluxbb = classicBoards.find((b) => b.adapter === 'fluxbb')!
const tables = Object.fromEntries(
  Object.entries(fluxbb.tables).map(([name, rows]) => [
    name,
    name.endsWith('users')
      ? (rows as readonly SeizedRow[]).map((row) => ({
          ...row,
          password: row.id === '4' ? sha1(beetroot) : sha1(rhubarb),
          ...(/^[0-9a-f]{40}$/.test(String(row.activate_string)) ? { activate_string: sha1(rhubarb) } : {}),
        }))
      : rows,
  ]),
)

describe('hashes and their passphrases', () => {
  const database = withDatabase()
  const folder = temporaryFolder('exchange')
  const db = () => database.client
  const rows = async (sql: string) => (await db().query(sql)).rows
  const deeds = async (action: string) =>
    (await rows('SELECT entry FROM evidence.custody ORDER BY seq'))
      .map((r) => JSON.parse(r.entry))
      .filter((e) => e.action === action)

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    await db().query(
      `INSERT INTO evidence.operation VALUES (1, 'Fern', true, 'court', 'X 1', NULL, NULL, 'all', 'police', NULL, 'A', now())`,
    )
    await seize(db(), 1, tables)
    await run(database, [...forumStages, ...unlockStages])
  }, 600_000)

  test('neither leave nor come in without an authorisation on record', async () => {
    await expect(exportHashes(db(), 1, join(folder, 'none'), who)).rejects.toThrow(/no authorisation on record/)
    const file = join(folder, 'early.pot')
    writeFileSync(file, `${sha1(rhubarb)}:${rhubarb}\n`)
    expect(await importResults(db(), file, who)).toMatchObject({ lines: 1, verified: 0, unauthorised: 1 })
    expect(await rows('SELECT FROM unlock.recovered')).toEqual([])
    await db().query(
      `INSERT INTO unlock.authorisation VALUES (1, NULL, 'District court', 'W 7', '{site:1}', '2026-01-01', '2026-02-01', 'A', '2026-01-01')`,
    )
  })

  test('are written a file a scheme, each hash once, the same at every time, and the ledger knows', async () => {
    const manifest = await exportHashes(db(), 1, join(folder, 'out'), who)
    const [file] = manifest.files
    expect(manifest).toMatchObject({
      site: 1,
      engine: 'fluxbb',
      authorities: [{ authorisation: 1, reference: 'W 7' }],
      left: [],
    })
    expect(file).toMatchObject({ file: 'site-1-sha1-100.hashes', scheme: 'sha1', mode: 100, hashes: 2, accounts: 3 })
    const text = readFileSync(join(folder, 'out', 'site-1-sha1-100.hashes'), 'utf8')
    expect(text).toBe(`${[sha1(rhubarb), sha1(beetroot)].sort().join('\n')}\n`)
    expect(createHash('sha256').update(text).digest('hex')).toBe(file?.sha256)
    expect(file?.shared).toEqual([{ line: text.indexOf(sha1(rhubarb)) === 0 ? 1 : 2, accounts: 3 }])
    await exportHashes(db(), 1, join(folder, 'again'), who)
    for (const name of readdirSync(join(folder, 'out')))
      expect(readFileSync(join(folder, 'again', name))).toEqual(readFileSync(join(folder, 'out', name)))
    const [deed] = await deeds('export-hashes')
    expect(deed.detail).toMatchObject({ files: [{ authorisation: 1, accounts: 3, sha256: file?.sha256 }] })
    expect(JSON.stringify(deed)).not.toContain(sha1(rhubarb))
  })

  test('come back believed only where the hash comes out again, and lie in the vault alone', async () => {
    const file = join(folder, 'hashcat.potfile')
    const lines = [
      `${sha1(rhubarb).toUpperCase()}:${rhubarb}`,
      `${sha1(beetroot)}:not the one`,
      `${sha1('other')}:other`,
      'no colon here',
      '',
    ]
    writeFileSync(file, lines.join('\r\n'))
    const first = await importResults(db(), file, who, { linesAtOnce: 1 })
    expect(first).toMatchObject({ lines: 4, unmatched: 2, refuted: 1, unauthorised: 0, passphrases: 1 })
    expect(first).toMatchObject({ verified: 3, fresh: 3 })
    expect(first.rejected.map((r) => r.line)).toEqual([2, 3, 4])
    expect(
      await rows('SELECT member, secret, method, origin, source, strength, "authorisation", by FROM unlock.recovered'),
    ).toEqual(
      ['2', '3', '4'].map((member) => ({
        ...{ member, secret: 1, method: 'sha1', origin: 'import', source: first.sha256 },
        ...{ strength: 'strong', authorisation: 1, by: 'A. Examiner' },
      })),
    )
    const kept = await rows(`SELECT string_agg(t::text, ' ') AS text FROM unlock.recovered t
      UNION ALL SELECT string_agg(entry, ' ') FROM evidence.custody UNION ALL SELECT string_agg(t::text, ' ') FROM unlock.vaulted t
      UNION ALL SELECT string_agg(t::text, ' ') FROM unlock.vaulted_origin t UNION ALL SELECT string_agg(t::text, ' ') FROM unlock.hash_check t`)
    for (const { text } of kept) expect(text).not.toContain('Tart')
    expect(JSON.stringify(first)).not.toContain('Tart')
    const vault = await openVault(db(), exerciseCredentials, 'a test', who)
    expect(await vault.read(1)).toBe(rhubarb)
    expect(await rows('SELECT FROM unlock.key')).toEqual([])
    expect(await importResults(db(), file, who, { keyring: true })).toMatchObject({ verified: 3, fresh: 0 })
    expect(await rows('SELECT secret, kind, label, origin, authority FROM unlock.key')).toEqual([
      {
        ...{ secret: 1, kind: 'passphrase', label: 'recovered passphrase' },
        ...{ origin: `hashcat, file ${first.sha256}`, authority: 'authorisation 1' },
      },
    ])
  })

  test('are tried on the other hashes of the same person, each once and on record', async () => {
    // Account 4 has two passwords. The one of its row is in no list, but in another board's file, in another character set.
    const checks = await rows('SELECT member, why, held FROM unlock.hash_check ORDER BY "check"')
    expect(checks).toEqual([{ member: '4', why: 'another password of the account', held: false }])
    const file = join(folder, 'more.outfile')
    writeFileSync(file, `${sha1(beetroot)}:$HEX[${Buffer.from(beetroot).toString('hex')}]\n`)
    expect(await importResults(db(), file, who)).toMatchObject({ verified: 1, fresh: 1, reuse: { checks: 1, held: 0 } })
    expect(await importResults(db(), file, who)).toMatchObject({ verified: 1, fresh: 0, reuse: { checks: 0, held: 0 } })
  })

  test('follow a link to another account, and on from there', async () => {
    await db().query(
      `INSERT INTO forum.site VALUES (2, 1, 'second', 'phpbb', 'phpbb20', NULL, NULL, NULL, 'mirror_2', 'x_', NULL)`,
    )
    await db().query(`CREATE SCHEMA mirror_2`)
    await db().query(
      `CREATE TABLE mirror_2.x_users (_row bigint, _offset bigint, _file int, _length int, user_id text, user_password text)`,
    )
    const md5 = (text: string | Buffer): string => createHash('md5').update(text).digest('hex')
    // The board took what was typed in one byte a letter.
    const stored = [md5(Buffer.from(beetroot, 'latin1')), md5('else'), md5(beetroot)]
    for (const [i, hash] of stored.entries()) {
      await db().query('INSERT INTO mirror_2.x_users VALUES ($1, $2, 1, 7, $3, $4)', [i + 1, i * 7, `${i + 1}`, hash])
      await db().query(
        `INSERT INTO forum.member (site, id, name, kind, state, _file, _offset, _length) VALUES (2, $1, $2, 'member', 'active', 1, $3, 7)`,
        [`${i + 1}`, `Gardener ${i + 1}`, i * 7],
      )
    }
    await db().query(
      `INSERT INTO evidence.exhibit SELECT 2, 'HF/2', description, custodian, original_path, stored_path, in_place, size, md5, sha1, repeat('f', 64), acquired_by, acquired_at, tool FROM evidence.exhibit WHERE exhibit = 1`,
    )
    await db().query(`UPDATE forum.site SET exhibit = 2 WHERE site = 2`)
    await db().query(
      `INSERT INTO evidence.mirror_table (exhibit, name, file, columns, rows) VALUES (2, 'x_users', 1, '[{"column":"user_id","type":"text"},{"column":"user_password","type":"text"}]', 3)`,
    )
    await db().query(
      `INSERT INTO identity.link VALUES ('link:1:4:2:1', 1, '4', 2, '1', 5, 'possible'), ('link:2:1:2:3', 2, '1', 2, '3', 3, 'weak')`,
    )
    const file = join(folder, 'more.outfile')
    expect(await importResults(db(), file, who)).toMatchObject({ reuse: { checks: 0, held: 0, refused: 1 } })
    await db().query(
      `INSERT INTO unlock.authorisation VALUES (2, NULL, 'District court', 'W 8', '{kind:password-hash}', '2026-01-01', '2026-02-01', 'A', '2026-01-01')`,
    )
    expect(await importResults(db(), file, who)).toMatchObject({ reuse: { checks: 2, held: 2, refused: 0 } })
    expect(
      await rows(
        `SELECT member, secret, method, origin, source, strength FROM unlock.recovered WHERE site = 2 ORDER BY member`,
      ),
    ).toEqual([
      { member: '1', secret: 2, method: 'md5', origin: 'reuse', source: '1:4', strength: 'fair' },
      { member: '3', secret: 2, method: 'md5', origin: 'reuse', source: '2:1', strength: 'fair' },
    ])
    expect(await rows('SELECT site, member, why, held FROM unlock.hash_check WHERE site = 2 ORDER BY "check"')).toEqual(
      [
        { site: 2, member: '1', why: 'link:1:4:2:1', held: true },
        { site: 2, member: '3', why: 'link:2:1:2:3', held: true },
      ],
    )
  })
})
