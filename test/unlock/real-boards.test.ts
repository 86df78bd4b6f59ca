import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/db/root.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { authorise } from '../../src/unlock/authorisation.ts'
import { exportHashes } from '../../src/unlock/exchange/export.ts'
import { importResults } from '../../src/unlock/exchange/import.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { storedPasswords } from '../../src/unlock/stored.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { holdDump, run } from '../support/mirror.ts'

const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')
const who = { by: 'A. Examiner', at: new Date('2026-01-02T03:04:05Z') }
const only = unlockStages.filter((stage) => stage.name === 'unlock.secrets')

/** Boards that the software itself made, with the passwords that were typed at registration. */
describe.skipIf(!existsSync(evidence)).each([
  ['fluxbb', 'bcrypt', 6],
  ['phpbb', 'argon2', 6],
] as const)('passwords of a real %s board (skipped where the sample seizures are not there)', (name, scheme, most) => {
  const database = withDatabase()
  const folder = temporaryFolder(`real-${name}`)

  test(`are known as ${scheme}, and those typed are proved to be theirs`, async () => {
    const db = database.client
    await db.query(
      `INSERT INTO evidence.operation VALUES (1, 'Fern', true, 'court', 'X 1', NULL, NULL, 'all', 'police', NULL, 'A', now())`,
    )
    const dump = join(evidence, name, 'db', `${name}_db.default.sql`)
    await holdDump(db, 1, dump)
    await run(database, [mirrorStage, ...forumStages, ...only])
    await authorise(
      db,
      {
        authority: 'court',
        reference: 'W 1',
        scope: [`form:${scheme}`],
        from: new Date('2026-01-01'),
        until: new Date('2027-01-01'),
      },
      who,
    )
    const manifest = await exportHashes(db, 1, folder, who)
    const truth = JSON.parse(readFileSync(join(evidence, name, 'truth.json'), 'utf8')) as {
      readonly users: readonly { readonly nick: string; readonly password: string }[]
    }
    const [file] = manifest.files
    expect(file).toMatchObject({ scheme })
    expect(file!.accounts).toBeGreaterThanOrEqual(truth.users.length)
    const typed = new Map(truth.users.map((user) => [user.nick, user.password]))
    const lines: string[] = []
    let wrong = ''
    for await (const { row, stored } of storedPasswords(db, 1)) {
      const password = typed.get(row.user)
      if (password === undefined) continue
      if (lines.length < most) lines.push(`${stored.hash}:${password}`)
      else wrong = `${stored.hash}:${password}.`
    }
    const found = join(folder, 'found')
    writeFileSync(found, `${[...lines, ...(wrong ? [wrong] : [])].join('\n')}\n`)
    const imported = await importResults(db, found, who)
    expect(imported).toMatchObject({ verified: lines.length, refuted: wrong ? 1 : 0, unmatched: 0 })
    expect(lines.length).toBe(Math.min(most, truth.users.length))
  }, 600_000)
})
