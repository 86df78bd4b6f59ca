import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { packageRoot } from '../../src/db/root.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { withDatabase } from '../support/database.ts'
import { holdDump, run } from '../support/mirror.ts'

interface Truth {
  readonly users: readonly {
    readonly nick: string
    readonly email: string
    readonly website: string
    readonly icq: string
    readonly skype: string
    readonly jabber: string
    readonly reg_ip: string
    readonly all_ips: readonly string[]
  }[]
  readonly posts: readonly { readonly pid: string; readonly user: string; readonly body: string; readonly ip: string }[]
}

interface Seen {
  readonly name: string | null
  readonly kind: string
  readonly value: string
  readonly relation: string
  readonly place: string
  readonly id: string
}

const evidence = join(packageRoot(), '..', 'shared', 'evidence')
const mails = /[\w.+-]+@[\w-]+\.example/g

/** Addresses in quotations, at any depth, and outside of them. */
function mailsIn(body: string): { readonly own: readonly string[]; readonly quoted: readonly string[] } {
  let depth = 0
  const own: string[] = []
  const quoted: string[] = []
  for (const part of body.split(/(\[quote[^\]]*\]|\[\/quote\])/)) {
    if (part.startsWith('[quote')) depth++
    else if (part === '[/quote]') depth--
    else (depth > 0 ? quoted : own).push(...(part.match(mails) ?? []))
  }
  return { own: own.sort(), quoted: quoted.sort() }
}

describe.skipIf(!existsSync(evidence)).each([
  ['phpbb', 'phpbb_db.default.sql'],
  ['fluxbb', 'fluxbb_db.default.sql'],
])('sightings of the real %s board (skipped where the evidence folder is absent)', (engine, dump) => {
  const database = withDatabase()
  const seen: Seen[] = []
  const truth: Truth = existsSync(evidence)
    ? JSON.parse(readFileSync(join(evidence, engine, 'truth.json'), 'utf8'))
    : { users: [], posts: [] }

  beforeAll(async () => {
    await holdDump(database.client, 1, join(evidence, engine, 'db', dump))
    await run(database, [mirrorStage, ...forumStages, ...artefactStages])
    const { rows } = await database.client.query<Seen>(
      `SELECT m.name, s.kind, s.value, s.relation, s.place, s.place_id AS id
         FROM artefacts.sighting s LEFT JOIN forum.member m ON m.site = s.site AND m.id = s.member`,
    )
    seen.push(...rows)
  }, 600_000)

  const of = (name: string, kind: string, relation: string) =>
    [
      ...new Set(seen.filter((s) => s.name === name && s.kind === kind && s.relation === relation).map((s) => s.value)),
    ].sort()

  it('tie each account to its mailbox, its first address and its profile', () => {
    for (const user of truth.users) {
      expect(of(user.nick, 'email', 'registered-with')).toEqual([user.email])
      expect(of(user.nick, 'ip', 'registered-from')).toEqual([user.reg_ip])
      // The phpBB board has no field for ICQ, and FluxBB none for Skype.
      const handles =
        engine === 'phpbb'
          ? [user.skype && `skype:${user.skype}`]
          : [user.icq && `icq:${user.icq}`, user.jabber && `jabber:${user.jabber}`]
      expect(of(user.nick, 'handle', 'stated')).toEqual(
        expect.arrayContaining(handles.filter((handle) => handle !== '')),
      )
      if (user.website !== '') expect(of(user.nick, 'url', 'stated')).toContain(user.website)
    }
  })

  it('place each account at no address but its own', () => {
    for (const user of truth.users) {
      const used = ['registered-from', 'wrote-from', 'connected-from'].flatMap((relation) =>
        of(user.nick, 'ip', relation),
      )
      expect(user.all_ips).toEqual(expect.arrayContaining(used))
    }
  })

  it('find each address people wrote, and tell their own words from what they quote', () => {
    const posts = new Map<string, Seen[]>()
    for (const s of seen.filter((one) => one.place === 'post')) posts.set(s.id, [...(posts.get(s.id) ?? []), s])
    let compared = 0
    for (const { pid, user, body, ip } of truth.posts) {
      const rows = posts.get(pid)
      if (rows === undefined) continue
      const found = (relation: string) =>
        rows
          .filter((s) => s.kind === 'email' && s.relation === relation && s.name === user)
          .map((s) => s.value)
          .sort()
      const { own, quoted } = mailsIn(body)
      expect({ pid, own: found('wrote'), quoted: found('was-told') }).toEqual({ pid, own, quoted })
      expect(rows.filter((s) => s.relation === 'wrote-from').map((s) => s.value)).toEqual([ip])
      compared++
    }
    expect(compared).toBeGreaterThan(280)
  })
})
