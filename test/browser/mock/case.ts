import type * as api from '../../../src/api/contract.ts'
import { at, country, member, sha, source } from './base.ts'

/** The operation, its exhibits and what was read of them. */

export const operation: api.Operation = {
  name: 'Operation Turntable',
  exercise: true,
  authority: 'Examining magistrate, District Court',
  reference: 'RK 24/1187',
  lawfulFrom: '2024-02-20',
  lawfulTo: '2025-02-19',
  scope: 'The seized board, its members and what they wrote',
  leadAgency: 'National Unit',
  reviewOn: '2024-12-01',
  declaredBy: 'A. Examiner',
  declaredAt: at(0),
}
export const session: api.Session = {
  person: 'A. Examiner',
  operation,
  exercise: true,
  marking: 'TLP:AMBER+STRICT',
  now: at(900),
}

const figure = (count: number, of: string) => ({ count, of })
export const rail: api.RailCounts = {
  exhibits: figure(2, 'exhibits'),
  forum: figure(412, 'members'),
  artefacts: figure(5207, 'selectors'),
  identity: figure(14, 'links to rule on'),
  jurisdiction: figure(14, 'countries'),
  risk: figure(371, 'undecided subjects'),
  media: figure(2, 'files in sets of interest'),
  links: null,
  dissemination: figure(9, 'packages not released'),
  outcomes: figure(6, 'outcomes'),
  govern: null,
}

export const places: api.CountryCount[] = [
  ['NL', 96, 2],
  ['DE', 71, 1],
  ['GB', 44, 0],
  ['PL', 31, 0],
  ['US', 24, 1],
  ['FR', 18, 0],
  ['SE', 12, 0],
  ['IT', 9, 0],
  ['ES', 8, 0],
  ['CA', 6, 0],
  ['BR', 5, 0],
  ['AU', 4, 0],
  ['JP', 2, 0],
  ['ZA', 1, 0],
].map(([code, subjects, safeguarding]) => ({
  ...country(String(code)),
  subjects: Number(subjects),
  safeguarding: Number(safeguarding),
  packages: Number(subjects) > 8 ? 1 : 0,
}))

const stages = ['mirror', 'rebuild', 'extract', 'resolve', 'attribute', 'assess', 'link', 'disseminate']
export const findings: api.FindingCount[] = [
  { severity: 'loss', code: 'truncated-statement', findings: 1, rows: 14 },
  { severity: 'warning', code: 'unknown-author', findings: 37, rows: 37 },
  { severity: 'warning', code: 'charset-repaired', findings: 212, rows: 0 },
  { severity: 'note', code: 'unknown-table', findings: 4, rows: 96 },
]
export const overview: api.Overview = {
  funnel: { members: 412, subjects: 388, located: 331, packages: 9, outcomes: 6 },
  counts: { posts: 51_204, messages: 8_417, attachments: 903, sightings: 141_877, sets: 3, ofInterest: 2 },
  countries: places,
  safeguarding: [0, 1, 2].map((n) => ({
    subject: `subject:1:${n + 2}`,
    name: member(n).name!,
    lastSeenAt: at(800 - n),
    why: 'Wrote within the last 30 days of a meeting at the show; two terms of the agency’s list occur in one message.',
    country: n === 2 ? null : country(n === 0 ? 'NL' : 'DE'),
  })),
  findings,
  ledger: { entries: 61, head: sha('head') },
  completeness: { rows: 70_412, accounted: 70_412, balanced: true },
  stages: stages.map((stage, n) => ({
    stage,
    unit: n < 1 ? 1 : 0,
    done: true,
    rows: 90_000 - n * 9_000,
    seconds: [2.91, 1.2, 1.94, 0.4, 0.22, 0.31, 0.18, 0.9][n]!,
    startedAt: at(n),
    endedAt: at(n + 1),
  })),
}

export const exhibits: api.Exhibit[] = [1, 2].map((n) => ({
  exhibit: n,
  number: `NU/TT/${n}`,
  description: n === 1 ? 'Database dump of the board' : 'Second dump, taken a day later',
  custodian: 'Evidence store, shelf 4',
  originalPath: `/mnt/seizure/board-${n}.sql.gz`,
  inPlace: false,
  size: 48_211_904 + n,
  md5: sha(`m${n}`).slice(0, 32),
  sha1: sha(`s${n}`).slice(0, 40),
  sha256: sha(`x${n}`),
  acquiredBy: 'A. Examiner',
  acquiredAt: at(n),
  tool: 'holdfast 0.1.0',
  kind: 'file',
  fileCount: 1,
  files: [
    {
      file: n,
      path: `board-${n}.sql.gz`,
      encoding: 'gzip',
      source: 'sql-dump',
      size: 211_904_117,
      tables: 68,
      state: null,
      place: null,
    },
    ...(n === 1
      ? [
          {
            file: 1001,
            path: 'stick.E01!/p1/old dump.sql',
            encoding: null,
            source: 'mysqldump-sql',
            size: 115_499,
            tables: 0,
            state: 'deleted, whole',
            place: 'p1 · inode 10 · byte 1470464',
          },
        ]
      : []),
  ],
  dataDirectories:
    n === 1
      ? [
          {
            n: 1,
            kind: 'mysql',
            path: 'var/lib/mysql',
            files: 232,
            size: 109_561_701,
            version: '10.11.6-MariaDB',
            openedWith: '10.11.19-MariaDB',
            level: 0,
            state: 'read',
            tables: 69,
            unread: 0,
            databases: [
              {
                file: 2_000_001_001,
                name: 'railways',
                path: 'var/lib/mysql/ibdata1!/railways.sql',
                sha256: sha('d'),
                tables: 69,
                unread: 0,
              },
            ],
          },
        ]
      : [],
  images:
    n === 1
      ? [
          {
            file: 2001,
            path: 'stick.E01',
            format: 'ewf',
            size: 25_165_824,
            segments: 1,
            acquisition: [
              { name: 'Case number', value: 'EX-1' },
              { name: 'Examiner', value: 'A. Examiner' },
            ],
            storedMd5: sha('i').slice(0, 32),
            storedSha1: null,
            agrees: true,
            deleted: 1,
            carved: 0,
            volumes: [
              { label: 'p1', scheme: 'mbr', kind: 'fat16', state: 'read', at: 1_048_576, size: 24_117_248, files: 17 },
            ],
          },
        ]
      : [],
}))
export const custody: api.CustodyEntry[] = Array.from({ length: 61 }, (_, i) => 61 - i).map((seq) => ({
  seq,
  at: at(seq),
  actor: 'A. Examiner',
  action: ['run-stage', 'verify-exhibit', 'acquire-exhibit'][seq % 3]!,
  subject: 'NU/TT/1',
  detail: { stage: stages[seq % 8], rows: seq * 311, digest: sha(`d${seq}`) },
  hash: sha(`h${seq}`),
  previous: sha(`h${seq - 1}`),
}))
export const findingRows: api.FindingRow[] = Array.from({ length: 120 }, (_, n) => ({
  id: `finding:mirror:1:0:${n}`,
  stage: 'mirror',
  severity: n === 0 ? 'loss' : n % 3 === 0 ? 'note' : 'warning',
  code: n === 0 ? 'truncated-statement' : 'charset-repaired',
  detail:
    n === 0
      ? 'The statement ends before its closing bracket: 14 rows are missing'
      : `Row ${n} declares UTF-8 and holds Windows-1252; read as the latter`,
  rows: n === 0 ? 14 : 0,
  source: source(`finding:mirror:1:0:${n}`, n),
}))
export const completeness: api.CompletenessRow[] = [
  'phpbb_users',
  'phpbb_posts',
  'phpbb_topics',
  'phpbb_privmsgs',
  'phpbb_sessions',
].map((name, n) => ({
  exhibit: 1,
  name,
  rows: 9000 + n,
  entities: 9000,
  nonEntities: n,
  findings: 0,
  balanced: true,
  entity: name.slice(6),
  why: n === 0 ? null : 'crawlers the software ships with',
}))

const roles = (...names: readonly string[]) => names.map((name, i) => ({ name, needed: i < 2, naming: i < 1 }))
const post = {
  table: 'gw_beitrag',
  rows: 4120,
  entity: 'post',
  score: 0.8,
  columns: {
    id: 'nr',
    text: { table: 'beitrag_text', column: 'inhalt', by: 'beitrag_nr' },
    author: 'autor_nr',
    at: 'datum',
  },
  because: [
    'inhalt holds texts of 240 characters on average, by an account, under a topic',
    'author is autor_nr: numbers of accounts',
  ],
}

/** A board of unknown software, and a mapping that is in force for another. */
export const mappings = {
  unread: {
    exhibit: 2,
    prefix: 'gw_',
    tables: [
      {
        name: 'gw_beitrag',
        rows: 4120,
        columns: ['nr', 'autor_nr', 'datum', 'ip', 'art'],
        examples: [{ column: 'ip', value: '192.0.2.7' }],
      },
      { name: 'gw_beitrag_text', rows: 4120, columns: ['beitrag_nr', 'inhalt'], examples: [] },
      { name: 'gw_cache', rows: 12, columns: ['schluessel', 'wert'], examples: [] },
    ],
    proposals: [post],
    mapping: {
      format: 'holdfast-mapping/1',
      name: 'unknown-board',
      about: '',
      markup: 'bbcode',
      site: {},
      entities: [
        {
          entity: 'post',
          table: 'beitrag',
          columns: post.columns,
          only: { column: 'art', is: ['antwort', 'frage'] },
          fields: [],
        },
      ],
      ignored: {},
    },
    roles: {
      member: roles('id', 'name', 'email'),
      profile_field: roles('member', 'field', 'value'),
      board: roles('id', 'name'),
      topic: roles('id', 'title', 'board'),
      post: roles('id', 'text', 'topic', 'author', 'at', 'ip'),
      message: roles('id', 'text', 'author', 'recipient'),
      attachment: roles('id', 'name'),
      login: roles('member', 'at', 'ip'),
    },
  },
  inForce: [
    {
      mapping: {
        format: 'holdfast-mapping/1',
        name: 'greenhouse',
        about: '',
        markup: 'bbcode',
        site: {},
        entities: [{ entity: 'member', table: 'benutzer', columns: { id: 'nr', name: 'nick' }, fields: [] }],
        ignored: {},
      },
      sha256: 'a7'.repeat(32),
      by: 'A. Examiner',
      at: at(100),
    },
  ],
}

/** What the mapping would read. */
export const mappingChecks = [
  {
    exhibit: 2,
    prefix: 'gw_',
    entities: [{ entity: 'post', table: 'beitrag', rows: 4120, read: 4120, trouble: null }],
  },
]
