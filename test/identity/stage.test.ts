import { describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { digestOf } from '../../src/db/digest.ts'
import { judge, judgementsOf, linksOf, terms, withdraw } from '../../src/identity/queries.ts'
import { identityStages } from '../../src/identity/stage.ts'
import { jurisdictionStages } from '../../src/jurisdiction/stage.ts'
import { withDatabase } from '../support/database.ts'
import { insertBoard, run } from './board.ts'

const minutes = (n: number) => new Date(Date.UTC(2023, 3, 1, 12, n)).toISOString()

/** Ada holds 1 and 2 (one mailbox), Bea 3; 4 and 5 are a household; 6 came back as 7 with one name, line and password. */
const members = [
  { id: '1', name: 'Ada Rail', email: 'ada@steam.example', posts: 3 },
  { id: '2', name: 'Signalbox', email: 'ada@steam.example', posts: 9 },
  { id: '3', name: 'Bea', email: 'bea@garden.example' },
  { id: '4', name: 'Wrenfield', email: 'wren@garden.example', joined_from: '77.162.10.1', joined_at: minutes(0) },
  { id: '5', name: 'Tulipmoor', email: 'tulip@garden.example', joined_from: '77.162.10.1', joined_at: minutes(5) },
  { id: '6', name: 'Quillharbour', email: 'q6@post.example', joined_from: '77.162.20.2', joined_at: minutes(1) },
  { id: '7', name: 'qu1llharbour', email: 'q7@post.example', joined_from: '77.162.20.2', joined_at: minutes(9) },
  { id: '8', name: 'Guest house', kind: 'guest', email: 'ada@steam.example' },
]
const secrets = ['6', '7'].map((member) => ({ member, fingerprint: 'one' }))
const stages = [...artefactStages, ...jurisdictionStages, ...identityStages]

describe('the identity room on a small board', () => {
  const database = withDatabase()
  const subjects = async () => {
    const { rows } = await database.client.query<{ members: string }>(
      `SELECT string_agg(member, ' ' ORDER BY member) AS members FROM identity.subject_persona GROUP BY subject ORDER BY 1`,
    )
    return rows.map((r) => r.members)
  }

  it('joins one mailbox and one name on one line, not a household, and leaves guests out', async () => {
    await insertBoard(database.client, { members, secrets })
    await run(database, stages)
    expect(await subjects()).toEqual(['1 2', '3', '4', '5', '6 7'])
    const { rows } = await database.client.query('SELECT * FROM identity.subject WHERE personas = 2 ORDER BY subject')
    expect(rows[0]).toMatchObject({ subject: 'subject:1:1', name: 'Signalbox' })
    expect(rows[0].why).toContain('both give the e-mail address ada@steam.example, which no other account has')
  })

  it('stores links whose terms add up and whose evidence is there', async () => {
    const { rows } = await database.client.query(
      `SELECT l.link, l.weight, sum(t.weight) AS sum FROM identity.link l JOIN identity.term t USING (link) GROUP BY l.link, l.weight`,
    )
    expect(rows.length).toBeGreaterThan(2)
    for (const { weight, sum } of rows) expect(sum).toBe(weight)
    const { rows: missing } = await database.client.query(
      `SELECT b FROM identity.term t, unnest(t.because) b WHERE b LIKE 'sighting:%' AND NOT EXISTS (
         SELECT FROM artefacts.sighting s WHERE b = concat_ws(':', 'sighting', s.site, s.place, s.place_id, s.n))`,
    )
    expect(missing).toEqual([])
    const { rows: household } = await database.client.query(
      `SELECT state FROM identity.link WHERE link = 'link:1:4:1:5'`,
    )
    expect(household).toEqual([{ state: 'possible' }])
  })

  it('shows the links of a subject and the terms of a link', async () => {
    const [link] = await linksOf(database.client, 'subject:1:6')
    expect(link).toMatchObject({
      link: 'link:1:6:1:7',
      personaA: 'persona:1:6',
      nameB: 'qu1llharbour',
      state: 'joined',
    })
    expect(await terms(database.client, 'link:1:6:1:7')).toEqual(link?.terms)
    expect(link?.terms.map((t) => t.comparison)).toEqual(['same-password', 'same-address', 'similar-name'])
  })

  it('follows judgements, and is byte for byte as before when they are withdrawn', async () => {
    const tables = ['identity.link', 'identity.term', 'identity.subject', 'identity.subject_persona']
    const before = await digestOf(database.client, tables)
    const by = { reason: 'seen at the club together', by: 'Mara Lind', at: new Date(0) }
    const apart = await judge(database.client, { a: 'persona:1:2', b: 'persona:1:1', verdict: 'negative', ...by })
    const joined = await judge(database.client, { a: 'persona:1:3', b: 'persona:1:4', verdict: 'positive', ...by })
    await run(database, stages)
    expect(await subjects()).toEqual(['1', '2', '3 4', '5', '6 7'])
    const { rows } = await database.client.query(`SELECT why FROM identity.subject WHERE subject = 'subject:1:3'`)
    expect(rows[0].why).toContain('Bea and Wrenfield were judged one person by Mara Lind')
    await withdraw(database.client, { judgement: apart, ...by })
    await withdraw(database.client, { judgement: joined, ...by })
    await run(database, stages)
    expect(await digestOf(database.client, tables)).toBe(before)
    const told = await judgementsOf(database.client, 'subject:1:3')
    expect(told.map((j) => j.stands)).toEqual([false, false])
  })

  it('refuses judgements without a reason, a name, two accounts, or twice withdrawn', async () => {
    const { client } = database
    const good = {
      a: 'persona:1:1',
      b: 'persona:1:3',
      verdict: 'unsure',
      reason: 'r',
      by: 'Mara Lind',
      at: new Date(0),
    } as const
    await expect(judge(client, { ...good, reason: ' ' })).rejects.toThrow('reason')
    await expect(judge(client, { ...good, by: '' })).rejects.toThrow('name')
    await expect(judge(client, { ...good, b: 'persona:1:1' })).rejects.toThrow('two different')
    await expect(judge(client, { ...good, b: 'persona:1:99' })).rejects.toThrow('not an account')
    await expect(judge(client, { ...good, b: 'subject:1:3' })).rejects.toThrow('not the id')
    await expect(withdraw(client, { judgement: 1, reason: 'r', by: 'x', at: new Date(0) })).rejects.toThrow(
      'does not stand',
    )
  })

  it('writes the same rows whatever the size of a batch', async () => {
    const tables = ['identity.link', 'identity.term', 'identity.subject', 'identity.subject_persona']
    const before = await digestOf(database.client, tables)
    await database.client.query('DELETE FROM evidence.stage_run')
    await run(database, stages, 1)
    expect(await digestOf(database.client, tables)).toBe(before)
  })

  it('links accounts on which one passphrase was recovered, once it was, and never tells it', async () => {
    const { client } = database
    const links = async () =>
      (await client.query(`SELECT detail, because FROM identity.term WHERE comparison = 'same-passphrase'`)).rows
    expect(await links()).toEqual([])
    await client.query(`INSERT INTO unlock.secret (site, member, n, scheme, comparable, fingerprint, _file, _offset, _length)
      SELECT 1, m, 2, 'bcrypt', true, 'of ' || m, 1, 1000 + m::int * 10, 10 FROM unnest('{3,5}'::text[]) m`)
    await client.query(`INSERT INTO unlock.vaulted VALUES (9, 'f', 'sealed', 'Mara Lind', '2024-05-01')`)
    await client.query(
      `INSERT INTO unlock.authorisation VALUES (1, NULL, 'court', 'W 1', '{all}', '2024-01-01', '2025-01-01', 'Mara Lind', '2024-01-01')`,
    )
    await client.query(`INSERT INTO unlock.recovered (site, member, fingerprint, secret, method, origin, source, strength, "authorisation", by, at)
      SELECT 1, m, 'of ' || m, 9, 'bcrypt', 'import', 'file', 'strong', 1, 'Mara Lind', '2024-05-01' FROM unnest('{3,5}'::text[]) m`)
    await run(database, stages)
    expect(await links()).toEqual([
      {
        detail:
          'the same passphrase was recovered on both accounts (secret 9 of the vault, strong; no other account is known to share it)',
        because: ['secret:1:3:2', 'secret:1:5:2'],
      },
    ])
  })
})
