import type * as api from '../../../src/api/contract.ts'
import type { Shown } from '../../../src/model/shown.ts'
import { at, member, sha, source } from './base.ts'
import { verdict } from './media.ts'

/** The rebuilt board. */

export const sites: api.Site[] = [
  {
    site: 1,
    key: 'railway.example',
    engine: 'phpbb',
    adapter: 'phpbb-3.3',
    version: '3.3.11',
    title: 'The Signal Box',
    baseUrl: 'https://railway.example',
    exhibit: 1,
    timezone: 'UTC',
    members: 412,
    topics: 1204,
    posts: 51_204,
    messages: 8_417,
  },
]
const board = (
  id: string,
  name: string,
  kind: api.BoardNode['kind'],
  children: api.BoardNode[] = [],
): api.BoardNode => ({
  id,
  kind,
  name,
  description: kind === 'board' ? 'Talk of rails, points and scenery' : null,
  locked: id === '4',
  hasPassword: id === '5',
  hidden: id === '5',
  topics: 60,
  posts: 2101,
  lastPostAt: at(700),
  moderators: ['viaduct'],
  source: source(`board:1:${id}`, 1),
  children,
})
export const boards: api.BoardNode[] = [
  board('1', 'The layout', 'category', [board('2', 'Track plans', 'board'), board('3', 'Signals and wiring', 'board')]),
  board('6', 'The club', 'category', [board('4', 'Announcements', 'board'), board('5', 'Committee room', 'board')]),
]
export const topics: api.TopicRow[] = Array.from({ length: 60 }, (_, n) => ({
  id: String(n + 1),
  board: '2',
  title: ['Helix gradient in N scale', 'Which point motor?', 'Ballast that stays put', 'Minutes of the March meeting'][
    n % 4
  ]!,
  author: member(n % 9),
  at: at(n),
  lastPostAt: at(700 - n),
  posts: 3 + (n % 40),
  views: n * 17,
  kind: n === 0 ? 'sticky' : 'normal',
  locked: n === 3,
  deleted: n === 5 ? 'soft' : null,
  poll: n === 1,
  source: source(`topic:1:${n + 1}`, n),
}))
export const topic = (id: string): api.Topic => ({
  ...topics[Number(id) - 1]!,
  boardName: 'Track plans',
  movedTo: null,
  deletedAt: null,
  deletedBy: null,
  pollStart: null,
  pollEnd: null,
  pollTitle: id === '2' ? 'Slow or fast?' : null,
  pollOptions:
    id === '2'
      ? [
          { option: '1', label: 'Slow action', votes: 12, voters: [member(1), member(2)] },
          { option: '2', label: 'Solenoid', votes: 7, voters: [] },
        ]
      : [],
})
const attachment = (n: number): api.Attachment => ({
  id: String(n),
  site: 1,
  owner: member(n % 9),
  post: String(n),
  message: null,
  name: `helix-plan-${n}.pdf`,
  mediaType: 'application/pdf',
  size: 183_204,
  at: at(n),
  comment: null,
  orphan: false,
  md5: null,
  sha1: null,
  sha256: n % 2 ? sha(`a${n}`) : null,
  sets: verdict(n),
  source: source(`attachment:1:${n}`, n),
})
const prose =
  'The helix needs 2.5 % at most, or the long freight slips.\nI laid mine on 12 mm ply with threaded rod; write to sam@railway.example for the drawing.'
const address = 'sam@railway.example'
/** One of each piece a text may hold. */
const shown: Shown[] = [
  { is: 'quote', author: 'viaduct', post: '1', topic: '1', of: ['How steep?'] },
  `${prose.split(address)[0]}`,
  { is: 'email', value: address, of: [] },
  ' for the drawing. ',
  { is: 'bold', of: ['Mind'] },
  ' the ',
  { is: 'colour', value: 'red', of: ['gap'] },
  {
    is: 'list',
    of: [
      { is: 'item', of: ['ply'] },
      { is: 'item', of: ['rod'] },
    ],
  },
  {
    is: 'table',
    of: [
      {
        is: 'row',
        of: [
          { is: 'cell', value: 'head', of: ['grade'] },
          { is: 'cell', of: ['2.5 %'] },
        ],
      },
    ],
  },
  { is: 'code', of: ['rise / run'] },
  { is: 'spoiler', value: 'the answer', of: ['12 mm'] },
  { is: 'remote', what: 'picture', value: 'https://pictures.example/helix.png', of: [] },
  { is: 'link', value: 'https://railway.example/plans', of: ['the plans'] },
]
const panel: api.AuthorPanel = {
  title: 'Signalman',
  groups: ['Registered users'],
  staff: null,
  joinedAt: at(1),
  posts: 214,
  location: 'near the yard',
  banned: false,
  hasSignature: true,
}
export const posts: api.Post[] = Array.from({ length: 24 }, (_, n) => ({
  id: String(n + 1),
  site: 1,
  board: '2',
  topic: '1',
  topicTitle: 'Helix gradient in N scale',
  author: n === 7 ? { site: 1, id: null, name: 'passer-by' } : member(n % 9),
  at: at(n * 3),
  ip: `203.0.113.${n + 10}`,
  subject: `Re: Helix gradient in N scale`,
  text: `[quote="viaduct"]How steep?[/quote]\n${prose}`,
  plain: `viaduct: How steep?\n${prose}`,
  shown,
  repaired: n === 3 ? 'UTF-8 read as Latin-1' : null,
  panel: n === 7 ? null : panel,
  versions: n === 1 ? 1 : 0,
  later: null,
  size: prose.length,
  cut: false,
  folded: n === 2,
  editedAt: n === 1 ? at(40) : null,
  editedBy: n === 1 ? member(1) : null,
  editCount: n === 1 ? 2 : 0,
  editReason: n === 1 ? 'a figure was wrong' : null,
  deleted: n === 4 ? 'soft' : null,
  deletedAt: n === 4 ? at(60) : null,
  deletedBy: n === 4 ? member(3) : null,
  deletedReason: n === 4 ? 'posted twice' : null,
  reports: n === 4 ? 1 : 0,
  attachments: n === 0 ? [attachment(1), attachment(2)] : [],
  source: source(`post:1:${n + 1}`, n),
}))
export const members: api.MemberRow[] = Array.from({ length: 410 }, (_, n) => ({
  site: 1,
  id: String(n + 2),
  name: member(n).name!,
  kind: 'member',
  state: n % 17 === 0 ? 'inactive' : 'active',
  email: `${member(n % 10).name!.toLowerCase()}${n}@railway.example`,
  joinedAt: at(n),
  joinedFrom: `198.51.100.${n % 250}`,
  lastSeenAt: at(700 - n),
  lastIp: `203.0.113.${n % 250}`,
  posts: (n * 37) % 900,
  staff: n === 3 ? 'moderator' : null,
  subject: `subject:1:${n + 2}`,
  source: source(`member:1:${n + 2}`, n),
}))
export const profile = (id: string): api.MemberProfile => ({
  ...members[Number(id) - 2]!,
  birthday: '12-05-1971',
  timezone: 'Europe/Amsterdam',
  language: 'nl',
  location: 'near the yard',
  website: null,
  title: 'Signalman',
  signature: null,
  signaturePlain: 'Mind the gap in the track.',
  passwordScheme: 'bcrypt',
  handles: [{ label: 'jabber', value: 'sam@chat.railway.example' }],
  fields: [{ label: 'interests', value: 'N scale, semaphores', source: source(`field:1:${id}`, 3) }],
  groups: [{ id: '2', name: 'Registered users', leader: false, pending: false, source: source(`group:1:2`, 4) }],
  moderates: [],
  bans: [],
  warnings: [],
  relations: [{ kind: 'friend', other: member(1), source: source('relation:1:2', 5) }],
  watches: [
    {
      how: 'watch',
      kind: 'topic',
      id: '12',
      topic: '12',
      name: 'Which gauge for a balcony?',
      at: null,
      source: source('subscription:1:topics_watch:2:12', 6),
    },
  ],
  subjectRef: { subject: `subject:1:${id}`, name: member(Number(id) - 2).name! },
  signatureShown: [{ is: 'italic', of: ['Mind the gap in the track.'] }],
  counts: { posts: 24, messages: 8, logins: 5, actions: 3, visits: 4, failed: 2, attachments: 2, selectors: 30 },
})
export const messages: api.Message[] = Array.from({ length: 8 }, (_, n) => ({
  id: String(n + 1),
  site: 1,
  thread: '1',
  author: member(n % 2),
  recipients: [member((n + 1) % 2)],
  groups: [],
  at: at(n * 9),
  ip: `203.0.113.${n + 60}`,
  subject: 'The drawing of the helix',
  text: prose,
  plain: prose,
  shown: [prose],
  repaired: null,
  goneFrom: n === 5 ? [member(1)] : [],
  versions: n === 1 ? 1 : 0,
  later: null,
  size: prose.length,
  cut: false,
  folded: n === 3,
  editedAt: null,
  deleted: n === 6,
  folders: n === 6 ? [] : [{ folder: n % 2 ? 'inbox' : 'sent', unread: n === 1, deleted: false }],
  attachments: [],
  source: source(`message:1:${n + 1}`, n),
}))

export const topicPage = (number: number, view: { readonly as?: string; readonly asOf?: string }): api.TopicPage => ({
  number,
  pages: 4,
  size: 25,
  total: 96,
  hidden: view.as === undefined ? 0 : 3,
  closed: false,
  rows: posts,
})
export const view = ({ as, asOf = null }: { readonly as?: string; readonly asOf?: string | null }): api.View => ({
  as:
    as === undefined
      ? null
      : {
          member: member(Number(as) - 2),
          groups: ['Registered users'],
          staff: null,
          joinedAt: at(1),
          existed: true,
          ban: null,
        },
  asOf,
  permissionsKnown: true,
  boards:
    as === undefined
      ? []
      : ['1', '2', '3', '4', '6'].map((each) => ({
          board: each,
          sees: true,
          reads: each !== '4',
          posts: false,
          because: [`access:1:${each}`],
        })),
})
export const versions: api.PostVersion[] = [
  {
    ...{ id: 'edit:1', version: 1, since: at(3), author: member(2), at: at(39), by: member(1), subject: null },
    ...{ reason: 'a slip', form: 'before', text: prose, shown: [prose], source: source('version:1:edit:1', 8) },
    changes: [
      { is: 'same', text: 'The points at ' },
      { is: 'gone', text: 'platform two' },
      { is: 'new', text: 'platform three' },
    ],
  },
]
export const copies: api.SiteCopy[] = [true, false].map((base, n) => ({
  n: n + 1,
  base,
  database: 'forum',
  path: `dumps/forum-${n}.sql`,
  asOf: at(700 - n),
  rows: 60_000 - n * 200,
  same: base ? 0 : 59_000,
  added: base ? 0 : 12,
  changed: base ? 0 : 40,
  missing: base ? 0 : 212,
  garbled: 0,
}))
export const changes: api.CopyChange[] = Array.from({ length: 30 }, (_, n) => ({
  copy: 2,
  table: 'phpbb_posts',
  id: String(n + 1),
  entity: 'post',
  kind: (['added', 'deleted', 'changed'] as const)[n % 3]!,
  columns: n % 3 === 2 ? ['post_text', 'post_edit_time'] : [],
  copyAsOf: at(600),
  source: source(`change:1:2:phpbb_posts:${n + 1}`, n),
}))
export const actions: api.Action[] = Array.from({ length: 3 }, (_, n) => ({
  id: String(n + 1),
  kind: 'moderator',
  at: at(n),
  ip: '203.0.113.9',
  operation: 'LOG_LOCK',
  by: member(3),
  about: member(1),
  board: '2',
  topic: '1',
  post: null,
  data: 'Which point motor?',
  source: source(`action:1:${n + 1}`, n),
}))
export const visits: api.Visit[] = Array.from({ length: 4 }, (_, n) => ({
  visit: n + 1,
  firstAt: at(n),
  lastAt: at(n + 1),
  stated: n === 1 ? at(n + 2) : null,
  ip: '203.0.113.9',
  agent: 'Mozilla/5.0',
  requests: 12 + n,
  how: 'session',
  why: 'The session’s number stands in the address.',
  source: source(`visit:1:${n + 1}`, n),
}))
export const failed: api.FailedLogin[] = Array.from({ length: 2 }, (_, n) => ({
  n: n + 1,
  at: at(n),
  ip: '203.0.113.9',
  agent: 'Mozilla/5.0',
  why: 'The board answered the form with the form.',
  source: source(`failed_login:1:${n + 1}`, n),
}))
