import type { ClientBase } from 'pg'
import { canonicalJson, genesis, sha256 } from '../../src/db/custody.ts'
import { people, products } from './seed-people.ts'
import { time } from './seed-time.ts'
import { at, insert } from './support.ts'

const hash = (text: string): string => sha256(text)

/** A small case about model railways: one site, four accounts of which two are one person, one package. */
export async function smallCase(db: ClientBase, caseDir: string): Promise<void> {
  await evidence(db)
  await forum(db)
  await talk(db)
  await people(db)
  await products(db, caseDir)
}

async function evidence(db: ClientBase): Promise<void> {
  await insert(db, 'evidence.operation', [
    {
      operation: 1,
      name: 'Signal Box',
      exercise: true,
      authority: 'District court',
      reference: 'DC-12',
      lawful_from: '2024-01-01',
      scope: 'one server',
      lead_agency: 'Agency',
      review_on: '2024-12-31',
      declared_by: 'A. Archer',
      declared_at: time(0),
    },
  ])
  await insert(db, 'evidence.exhibit', [
    {
      exhibit: 1,
      number: 'SB/1',
      description: 'A dump',
      custodian: 'Store room 2',
      original_path: '/media/dump.sql',
      stored_path: 'exhibits/1',
      in_place: false,
      size: 5_000_000_000,
      md5: hash('m').slice(0, 32),
      sha1: hash('s').slice(0, 40),
      sha256: hash('exhibit'),
      acquired_by: 'A. Archer',
      acquired_at: time(1),
      tool: 'holdfast',
    },
  ])
  await insert(db, 'evidence.file', [
    { file: 1, exhibit: 1, path: 'dump.sql', source: 'mysqldump', size: 5_000_000_000 },
  ])
  await insert(db, 'evidence.mirror_table', [{ exhibit: 1, name: 'phpbb_posts', file: 1, columns: '[]', rows: 40 }])
  await insert(db, 'evidence.finding', [
    {
      stage: 'mirror',
      unit: 1,
      batch: 0,
      n: 0,
      severity: 'loss',
      code: 'row-cut',
      detail: 'The row is cut.',
      rows: 1,
      ...at(90),
    },
    {
      stage: 'mirror',
      unit: 1,
      batch: 0,
      n: 1,
      severity: 'note',
      code: 'odd-charset',
      detail: 'Latin in UTF-8.',
      rows: 0,
    },
    {
      stage: 'mirror',
      unit: 1,
      batch: 1,
      n: 0,
      severity: 'note',
      code: 'odd-charset',
      detail: 'Latin in UTF-8.',
      rows: 0,
    },
  ])
  await insert(db, 'evidence.stage_run', [
    {
      stage: 'mirror',
      unit: 1,
      fingerprint: 'f',
      done: true,
      rows: 40,
      seconds: 1.5,
      started_at: time(2),
      ended_at: time(3),
    },
  ])
  await insert(db, 'forum.completeness', [
    { exhibit: 1, name: 'phpbb_posts', site: 1, rows: 41, entities: 40, non_entities: 0, findings: 1, entity: 'post' },
  ])
  let previous = genesis
  for (const [seq, action] of ['acquire', 'stage'].entries()) {
    const entry = canonicalJson({
      seq: seq + 1,
      at: time(seq),
      actor: 'A. Archer',
      action,
      subject: 'SB/1',
      detail: { rows: seq },
      previous,
    })
    previous = hash(entry)
    await insert(db, 'evidence.custody', [{ seq: seq + 1, entry, hash: previous }])
  }
}

async function forum(db: ClientBase): Promise<void> {
  await insert(db, 'forum.site', [
    {
      site: 1,
      exhibit: 1,
      key: 'rails.example',
      engine: 'phpbb',
      adapter: 'phpbb-3.3',
      title: 'Narrow gauge',
      mirror: 'mirror_1',
      prefix: 'phpbb_',
    },
  ])
  const names = ['Fireman', 'Signalman', 'Stoker', 'Guard']
  await insert(
    db,
    'forum.member',
    names.map((name, i) => ({
      site: 1,
      id: String(i + 2),
      name,
      kind: 'member',
      state: 'active',
      email: `${name.toLowerCase()}@mail.example`,
      joined_at: time(i),
      joined_from: `192.0.2.${i + 1}`,
      last_seen_at: i === 3 ? null : time(100 + i),
      posts: 10 - i,
      handles: JSON.stringify({ icq: `10${i}` }),
      password_scheme: 'bcrypt',
      ...at(i),
    })),
  )
  await insert(db, 'forum.member', [{ site: 1, id: '9', name: 'Crawler', kind: 'bot', state: 'active', ...at(9) }])
  await insert(db, 'forum.profile_field', [
    { site: 1, member: '2', field: 'interests', value: 'points and crossings', ...at(10) },
  ])
  await insert(db, 'forum.grp', [{ site: 1, id: '5', name: 'Drivers', ...at(11) }])
  await insert(db, 'forum.grp_member', [{ site: 1, grp: '5', member: '2', leader: true, pending: false, ...at(12) }])
  await insert(db, 'forum.moderator', [{ site: 1, n: 1, board: '2', member: '2', ...at(13) }])
  await insert(db, 'forum.ban', [
    { site: 1, id: '1', member: '5', at: time(50), reason: 'noise', exempt: false, ...at(14) },
    { site: 1, id: '2', email: 'guard@mail.example', at: time(51), exempt: false, ...at(15) },
  ])
  await insert(db, 'forum.subscription', [
    { site: 1, id: 'topics_watch:2:2', member: '2', how: 'watch', kind: 'topic', topic: '2', ...at(17) },
  ])
  await insert(db, 'forum.relation', [{ site: 1, member: '2', other: '3', kind: 'friend', ...at(16) }])
  const board = { site: 1, locked: false, has_password: false }
  await insert(db, 'forum.board', [
    { ...board, id: '1', kind: 'category', name: 'Steam', position: 1, ...at(20) },
    { ...board, id: '2', parent: '1', kind: 'board', name: 'Boilers', position: 2, ...at(21) },
    { ...board, id: '3', parent: '4', kind: 'board', name: 'Round and', position: 3, ...at(22) },
    { ...board, id: '4', parent: '3', kind: 'board', name: 'round', position: 4, ...at(23) },
  ])
}

async function talk(db: ClientBase): Promise<void> {
  const topic = { site: 1, board: '2', author: '2', kind: 'normal', locked: false }
  await insert(db, 'forum.topic', [
    { ...topic, id: '1', title: 'Welcome', at: time(10), kind: 'sticky', ...at(30) },
    ...[2, 3, 4, 5].map((n) => ({ ...topic, id: String(n), title: `Boiler ${n}`, at: time(10 + n), ...at(30 + n) })),
    { ...topic, id: '6', board: '3', title: 'No posts', at: null, ...at(36) },
  ])
  const posts = Array.from({ length: 12 }, (_, i) => ({
    site: 1,
    id: String(i + 1),
    board: '2',
    topic: i < 8 ? '2' : String(Math.min(i - 5, 5)),
    author: String((i % 3) + 2),
    author_name: null,
    // Posts 2 to 5 share one second, so that only their numbers order them.
    at: time(i >= 1 && i <= 4 ? 20 : 20 + i),
    ip: `192.0.2.${(i % 3) + 1}`,
    subject: `Re ${i + 1}`,
    text: `<t>Valve ${i + 1}</t>`,
    plain: i === 4 ? 'The Whistle blows' : `Valve ${i + 1}`,
    ...at(40 + i),
  }))
  await insert(db, 'forum.post', posts)
  await db.query(`UPDATE forum.post SET edited_at = $1, edited_by = '2', edit_count = 1 WHERE id = '1'`, [time(90)])
  await db.query(`UPDATE forum.post SET deleted = 'soft', deleted_by = '2', deleted_at = $1 WHERE id = '3'`, [time(91)])
  await insert(db, 'forum.report', [{ site: 1, id: '1', post: '2', by: '3', at: time(60), closed: false, ...at(60) }])
  await insert(db, 'forum.attachment', [
    {
      site: 1,
      id: '1',
      owner: '2',
      post: '1',
      name: 'plan.pdf',
      size: 1234,
      media_type: 'application/pdf',
      orphan: false,
      md5: hash('a').slice(0, 32),
      path: '/secret/place',
      stored_name: '2_abc',
      ...at(61),
    },
  ])
  const message = { site: 1, author: '2', deleted: false, text: '<t>Points</t>', plain: 'Points', subject: 'Hello' }
  await insert(db, 'forum.message', [
    { ...message, id: '1', recipients: ['3', 'group:5'], at: time(30), ip: '192.0.2.1', ...at(70) },
    { ...message, id: '2', author: '3', recipients: ['2'], at: time(31), ...at(71) },
    { ...message, id: '3', recipients: ['4'], at: time(32), deleted: true, ...at(72) },
  ])
  const held = { site: 1, unread: false, deleted: false }
  await insert(db, 'forum.mailbox', [
    { ...held, message: '1', member: '3', folder: 'inbox', unread: true, ...at(73) },
    { ...held, message: '1', member: '2', folder: 'sent', ...at(74) },
    { ...held, message: '2', member: '2', folder: 'inbox', ...at(75) },
  ])
  await insert(db, 'forum.login', [
    {
      site: 1,
      id: 'session:1',
      kind: 'session',
      member: '2',
      at: time(40),
      ip: '192.0.2.1',
      agent: 'Browser',
      ...at(76),
    },
    { site: 1, id: 'failed:2', kind: 'failed', member: '2', at: time(41), ip: '192.0.2.9', ...at(77) },
  ])
}
