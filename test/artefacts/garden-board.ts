import type { TestDatabase } from '../support/database.ts'

/** A minute of the day on which everything on the board happened. */
export const at = (minute: number) => `2024-03-01T10:${String(minute).padStart(2, '0')}:00Z`
let offset = 0

/** Inserts a row of a forum table with bytes of its own. */
async function put(db: TestDatabase, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  offset += 100
  const full = { site: 1, ...row, _file: 1, _offset: offset, _length: 50 }
  const names = Object.keys(full)
  await db.client.query(
    `INSERT INTO forum.${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(full),
  )
}

const post = { board: '1', topic: '1', text: '', subject: '' }
const member = { kind: 'member', state: 'active' }

/** A small board of garden friends. */
export async function board(db: TestDatabase): Promise<void> {
  offset = 0
  const hash = 'e'.repeat(64)
  await db.client.query(
    `INSERT INTO evidence.exhibit VALUES (1, 'HF/1', 'a dump', 'nobody', 'dump.sql', 'dump.sql', true, 1000, $1, $1, $1, 'a test', '2024-05-01', 'a test')`,
    [hash],
  )
  await db.client.query(
    `INSERT INTO forum.site VALUES (1, 1, 'garden.example', 'phpbb', 'phpbb31', '3.3', 'Garden', NULL, 'mirror_1', 'phpbb_', 'UTC')`,
  )
  await put(db, 'member', {
    ...member,
    id: '2',
    name: 'Anna',
    email: 'Anna.Tulip@Post.Example',
    joined_at: at(0),
    joined_from: '2001:DB8:0:0:0:0:0:1',
    website: 'www.tulips.example/anna',
    signature_plain: 'Write to anna (at) tulips.example',
    handles: JSON.stringify({ icq: '100-007-919', skype: 'Anna.Tulip' }),
  })
  await put(db, 'member', {
    ...member,
    id: '10',
    name: 'Bram',
    email: 'no mail',
    joined_at: at(1),
    joined_from: '::ffff:203.0.113.9',
  })
  await put(db, 'profile_field', { member: '2', field: 'skype', value: 'Anna.Tulip' })
  await put(db, 'profile_field', { member: '2', field: 'location', value: 'Oosterhaven, see map.example' })
  await put(db, 'post', {
    ...post,
    id: '1',
    author: '2',
    at: at(2),
    ip: '203.0.113.7',
    plain: 'Slugs again!\nMail me: anna.tulip@post.example or telegram: @anna_tulip',
  })
  await put(db, 'post', {
    ...post,
    id: '2',
    author: '10',
    at: at(3),
    ip: 'unknown',
    plain: 'Anna wrote:\n> Mail me: anna.tulip@post.example\nI will, mine is bram@beds.example',
  })
  await put(db, 'post', {
    ...post,
    id: '3',
    author: null,
    author_name: 'passer-by',
    at: at(4),
    ip: '::FFFF:203.0.113.7',
    plain: 'Nice.',
  })
  await put(db, 'post', {
    ...post,
    id: '4',
    author: '10',
    at: at(5),
    ip: '203.0.113.9',
    subject: 'Re: bulbs.example',
    plain: 'Yes.',
  })
  await put(db, 'post', { ...post, id: '5', author: '2', at: at(6), ip: '', subject: 'On bulbs.example', plain: 'No.' })
  await put(db, 'message', {
    id: '1',
    author: '10',
    recipients: ['2'],
    at: at(7),
    ip: '203.0.113.9',
    subject: 'Hello',
    text: '',
    plain: 'Call +44 20 7946 0018',
    deleted: false,
  })
  await put(db, 'login', {
    id: 's1',
    kind: 'session',
    member: '2',
    at: at(8),
    ip: '203.0.113.7',
    forwarded_for: '192.0.2.4, 203.0.113.7',
  })
  await put(db, 'login', { id: 'f1', kind: 'failed', member: '2', name: 'Anna', at: at(9), ip: '198.51.100.3' })
  await put(db, 'action', {
    id: '1',
    kind: 'moderator',
    member: '2',
    at: at(10),
    ip: '203.0.113.7',
    operation: 'LOG_LOCK',
  })
  await put(db, 'poll_vote', { n: '864691128455135232', topic: '1', option: '1', member: '10', ip: '203.0.113.9' })
  await put(db, 'ban', {
    id: '1',
    member: null,
    ip: '192.0.2.* 192.0.2.77 2001:db8::1-2001:db8::ff 2001:db8:4:',
    email: '*@weeds.example',
    at: at(11),
    exempt: false,
  })
  await put(db, 'attachment', {
    id: '1',
    owner: '2',
    name: 'bed.jpg',
    orphan: false,
    md5: '0cc175b9c0f1b6a831c399e269772661',
    comment: 'from bulbs.example',
    at: at(12),
  })
  await put(db, 'report', { id: '1', by: '10', at: at(13), text: 'Spam for seeds.example', closed: false })
  await put(db, 'draft', {
    id: '1',
    member: '2',
    at: at(14),
    subject: '',
    text: '',
    plain: 'My jabber: anna@chat.example',
  })
  await letters(db)
}

/** A message in a mailbox that lies beside the board, and how it concerns a member. */
async function letter(db: TestDatabase, n: number, text: string | null, concern: Readonly<Record<string, unknown>>) {
  await db.client.query(
    `INSERT INTO evidence.mail_message (exhibit, file, n, subject, text, form, masked, marks, attachments, _file, _offset, _length)
     VALUES (1, 1, $1, $2, $3, 'plain', 0, '{}', 0, 1, $4, 70)`,
    [n, n === 1 ? 'About ferns.example' : 'Re: ferns.example', text, n * 1000],
  )
  const row = {
    site: 1,
    mail: n,
    exhibit: 1,
    file: 1,
    n,
    by_board: false,
    at: at(20),
    why: 'a test',
    because: [],
    ...concern,
  }
  const all = { ...row, _file: 1, _offset: n * 1000, _length: 70 }
  const names = Object.keys(all)
  await db.client.query(
    `INSERT INTO forum.mail (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(all),
  )
}

/** Letters by members, to members, and by the board in a member's name. */
async function letters(db: TestDatabase): Promise<void> {
  const told = 'Anna wrote:\n>bram@beds.example\n> +44 20 7946 0018\nMine is anna@moss.example, password: ████████'
  await letter(db, 1, told, { member: '2', direction: 'from' })
  await letter(db, 2, 'Call +44 20 7946 0018', { member: '10', direction: 'to' })
  await letter(db, 3, 'See rules.example', { member: '2', direction: 'from', by_board: true })
  await letter(db, 4, null, { member: '2', direction: 'from' })
  await letter(db, 9, 'See peat.example', { member: '10', direction: 'from' })
  await letter(db, 10, 'See lawn.example', { member: '10', direction: 'from' })
}

/** All sightings as lines: where, whose, what, and how it was written where that differs. */
export async function sightings(db: TestDatabase): Promise<readonly string[]> {
  const { rows } = await db.client.query<{ line: string }>(
    `SELECT concat_ws(' ', place, place_id, n, relation, coalesce(member, '-'), kind, value, '(' || raw || ')') AS line
       FROM artefacts.sighting ORDER BY place COLLATE "C", place_id COLLATE "C", n`,
  )
  return rows.map((row) => row.line)
}

/** What the board holds. */
export const expected: readonly string[] = [
  'action 1 1 connected-from 2 ip 203.0.113.7',
  'attachment 1 1 uploaded 2 file-hash md5:0cc175b9c0f1b6a831c399e269772661 (0cc175b9c0f1b6a831c399e269772661)',
  'attachment 1 100 wrote 2 domain bulbs.example',
  'ban 1 1 banned - ip 192.0.2.77',
  'draft 1 100 wrote 2 handle jabber:anna@chat.example (anna@chat.example)',
  'draft 1 101 wrote 2 domain chat.example',
  'login f1 1 failed-from 2 ip 198.51.100.3',
  'login s1 1 connected-from 2 ip 203.0.113.7',
  'login s1 2 connected-from 2 ip 192.0.2.4',
  'login s1 3 connected-from 2 ip 203.0.113.7',
  'mail 1 100 was-told 2 email bram@beds.example',
  'mail 1 101 was-told 2 domain beds.example',
  'mail 1 102 was-told 2 phone +442079460018 (+44 20 7946 0018)',
  'mail 1 103 wrote 2 email anna@moss.example',
  'mail 1 104 wrote 2 domain moss.example',
  'mail 1 105 wrote 2 domain ferns.example',
  'mail 10 100 wrote 10 domain lawn.example',
  'mail 9 100 wrote 10 domain peat.example',
  'member 10 3 registered-from 10 ip 203.0.113.9 (::ffff:203.0.113.9)',
  'member 2 1 registered-with 2 email anna.tulip@post.example (Anna.Tulip@Post.Example)',
  'member 2 2 registered-with 2 domain post.example',
  'member 2 3 registered-from 2 ip 2001:db8::1 (2001:DB8:0:0:0:0:0:1)',
  'member 2 10 stated 2 url http://www.tulips.example/anna (www.tulips.example/anna)',
  'member 2 11 stated 2 domain tulips.example (www.tulips.example)',
  'member 2 12 stated 2 handle skype:anna.tulip (Anna.Tulip)',
  'member 2 13 stated 2 handle icq:100007919 (100-007-919)',
  'member 2 100 stated 2 email anna@tulips.example (anna (at) tulips.example)',
  'member 2 101 stated 2 domain tulips.example',
  'member 2 102 stated 2 domain map.example',
  'message 1 1 wrote-from 10 ip 203.0.113.9',
  'message 1 100 wrote 10 phone +442079460018 (+44 20 7946 0018)',
  'post 1 1 wrote-from 2 ip 203.0.113.7',
  'post 1 100 wrote 2 email anna.tulip@post.example',
  'post 1 101 wrote 2 domain post.example',
  'post 1 102 wrote 2 handle telegram:anna_tulip (@anna_tulip)',
  'post 2 100 was-told 10 email anna.tulip@post.example',
  'post 2 101 was-told 10 domain post.example',
  'post 2 102 wrote 10 email bram@beds.example',
  'post 2 103 wrote 10 domain beds.example',
  'post 3 1 wrote-from - ip 203.0.113.7 (::FFFF:203.0.113.7)',
  'post 4 1 wrote-from 10 ip 203.0.113.9',
  'post 5 100 wrote 2 domain bulbs.example',
  'report 1 100 wrote 10 domain seeds.example',
  'topic 1 1000000 connected-from 10 ip 203.0.113.9',
]
