import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import type { Credential } from '../../src/unlock/custodians.ts'
import {
  exerciseCredentials,
  fingerprintOf,
  initVault,
  openVault,
  reveal,
  seal,
  sealAll,
} from '../../src/unlock/vault.ts'
import { withDatabase } from '../support/database.ts'

const who = { by: 'A. Examiner', at: new Date('2026-01-02T03:04:05Z') }
const value = 'signal box at platform nine'
const found = { kind: 'passphrase', label: 'note on the desk', value, origin: 'interview 4' } as const

describe('the vault of an exercise', () => {
  const database = withDatabase()

  test('is made at first need, holds a value once and tells equal ones', async () => {
    const db = database.client
    await expect(seal(db, found, who)).rejects.toMatchObject({ reason: 'was not made yet' })
    await declareOperation(db, exercise, who.by, who.at)
    const [one, two, other] = await sealAll(
      db,
      [found, { ...found, origin: 'interview 5' }, { ...found, value: 'another' }],
      who,
    )
    expect([one, two, other]).toEqual([1, 1, 2])
    const { rows } = await db.query('SELECT origin FROM unlock.vaulted_origin WHERE secret = 1 ORDER BY n')
    expect(rows.map((r) => r.origin)).toEqual(['interview 4', 'interview 5'])
    const held = await db.query('SELECT secret FROM unlock.vaulted WHERE fingerprint = $1', [
      await fingerprintOf(db, value, who),
    ])
    expect(held.rows).toEqual([{ secret: 1 }])
    expect(await reveal(db, 1, exerciseCredentials, 'to show it', who)).toBe(value)
  })
})

describe('a vault with custodians', () => {
  const database = withDatabase()

  test('opens for any two of them with a reason, and for nobody else', async () => {
    const db = database.client
    const own = await generateX25519Identity()
    const people = [
      { name: 'Ash', passphrase: 'ash counts the narrow gauge' },
      { name: 'Birch', recipient: await identityToRecipient(own) },
      { name: 'Cedar', passphrase: 'cedar waters the seedlings' },
    ] as const
    await expect(initVault(db, people.slice(0, 1), who)).rejects.toMatchObject({ reason: /two custodians/ })
    await expect(initVault(db, [people[0], { name: 'D', passphrase: 'short' }], who)).rejects.toThrow(/shorter/)
    await expect(initVault(db, [people[0], { ...people[0], name: 'D' }], who)).rejects.toThrow(/the same/)
    await initVault(db, people, who)
    await expect(initVault(db, people, who)).rejects.toThrow(/already/)
    const secret = await seal(db, found, who)
    const ash: Credential = { custodian: 'Ash', credential: people[0].passphrase }
    const birch = { custodian: 'Birch', credential: `# a comment\n${own}\n` }
    const cedar = { custodian: 'Cedar', credential: people[2].passphrase }
    for (const pair of [
      [ash, birch],
      [cedar, birch],
      [cedar, ash],
    ])
      expect(await reveal(db, secret, pair, 'hearing of the witness', who)).toBe(value)
    const refused = async (given: readonly Credential[], reason: string, why: RegExp): Promise<void> => {
      await expect(openVault(db, given, reason, who)).rejects.toThrow(why)
    }
    await refused([ash], 'alone', /two different/)
    await refused([ash, ash], 'twice the same', /two different/)
    await refused([ash, birch], '  ', /no reason/)
    await refused([ash, { ...cedar, credential: ash.credential }], 'one for both', /custodian Cedar/)
    await refused([ash, { custodian: 'Dogwood', credential: 'x' }], 'a stranger', /none of this vault/)
    await expect(reveal(db, 99, [ash, birch], 'nothing there', who)).rejects.toThrow(/not in the vault/)
  }, 600_000)

  test('leaves every opening and refusal in the ledger, and the value nowhere', async () => {
    const db = database.client
    const { rows } = await db.query<{ entry: string }>('SELECT entry FROM evidence.custody ORDER BY seq')
    const entries = rows.map((r) => JSON.parse(r.entry))
    expect(entries.map((e) => e.action)).toEqual([
      'vault-init',
      ...Array(3).fill('vault-reveal'),
      ...Array(5).fill('vault-open-refused'),
    ])
    expect(entries[1]).toMatchObject({
      subject: 'secret 1',
      detail: { reason: 'hearing of the witness', custodians: ['Ash', 'Birch'] },
    })
    const all = await db.query<{ text: string }>(
      `SELECT string_agg(t::text, ' ') AS text FROM (SELECT v::text AS t FROM unlock.vaulted v UNION ALL SELECT o::text FROM unlock.vaulted_origin o
         UNION ALL SELECT c::text FROM unlock.custodian c UNION ALL SELECT c::text FROM evidence.custody c) x`,
    )
    for (const secret of [
      value,
      Buffer.from(value).toString('base64'),
      Buffer.from(value).toString('hex'),
      'seedlings',
    ])
      expect(all.rows[0]?.text).not.toContain(secret)
    await expect(db.query('DELETE FROM unlock.vaulted')).rejects.toThrow(/append-only/)
  })
})
