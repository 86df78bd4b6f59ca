import type { Relation } from '../model/artefact.ts'
import type { Place } from '../model/ids.ts'
import type { Bytes, Sightings } from './artefacts.ts'
import type { OddValues } from './findings.ts'
import { kindNamed } from './kinds/index.ts'
import type { PagedTable } from './pages.ts'

/** A table whose rows are few enough to look at one by one. */
export interface SmallTable extends PagedTable {
  readonly sight: (row: readonly unknown[], into: Sightings, odd: OddValues) => void
}

const bytesColumns = [
  ['_file', 'int4'],
  ['_offset', 'int8'],
  ['_length', 'int4'],
] as const

/** Adds sightings of one row under the numbers 1, 2, 3, … */
function numbered(into: Sightings, place: Place, placeId: string, first: number, bytes: Bytes) {
  let n = first
  return (
    kind: string,
    raw: string,
    value: string,
    member: string | null,
    relation: Relation,
    seenAt: string | null,
  ) => {
    into.add({ place, placeId, n: n++, kind, value, raw, member, relation, seenAt, span: null, bytes })
  }
}

/** A ban by address may hold several, and patterns (`192.0.2.*`, `@rails.example`), which are no selectors. */
const bans: SmallTable = {
  table: 'forum.ban',
  id: 'id',
  columns: [['member', 'text'], ['ip', 'text'], ['email', 'text'], ['at', 'timestamptz'], ...bytesColumns],
  where: `(ip <> '' OR email <> '')`,
  sight: (row, into, odd) => {
    const [id, member, ip, email, at, ...bytes] = row as [
      string,
      string | null,
      string | null,
      string | null,
      string | null,
      ...Bytes,
    ]
    const add = numbered(into, 'ban', id, 1, bytes)
    for (const [kind, text] of [
      ['email', email],
      ['ip', ip],
    ] as const) {
      for (const raw of (text ?? '')
        .split(/[\s,;]+/)
        .filter((part) => part !== '')
        .slice(0, 40)) {
        const value = kindNamed(kind)!.normalise(raw)
        if (value !== null) add(kind, raw, value, member, 'banned', at)
        else if (!/[*%?/]|^@|^[\w.-]+$|^[\da-f:.]+(?:-[\da-f:.]+)?$/i.test(raw))
          odd.add('odd-ban', 'Ban of what is neither an address nor a pattern', raw, bytes)
      }
    }
  },
}

/** Hashes of uploads whose bytes are in evidence. */
const attachments: SmallTable = {
  table: 'forum.attachment',
  id: 'id',
  columns: [
    ['owner', 'text'],
    ['md5', 'text'],
    ['sha1', 'text'],
    ['sha256', 'text'],
    ['at', 'timestamptz'],
    ...bytesColumns,
  ],
  where: `(md5 <> '' OR sha1 <> '' OR sha256 <> '')`,
  sight: (row, into) => {
    const [id, owner, md5, sha1, sha256, at, ...bytes] = row as [
      string,
      string | null,
      string | null,
      string | null,
      string | null,
      string | null,
      ...Bytes,
    ]
    const add = numbered(into, 'attachment', id, 1, bytes)
    for (const raw of [md5, sha1, sha256]) {
      const value = raw === null ? null : kindNamed('file-hash')!.normalise(raw)
      if (raw !== null && value !== null) add('file-hash', raw, value, owner, 'uploaded', at)
    }
  },
}

/** What a proxy said of the address behind it: several, the first the farthest. The record's own address is number 1. */
const forwarded: SmallTable = {
  table: 'forum.login',
  id: 'id',
  columns: [['member', 'text'], ['kind', 'text'], ['forwarded_for', 'text'], ['at', 'timestamptz'], ...bytesColumns],
  where: `forwarded_for <> ''`,
  sight: (row, into) => {
    const [id, member, kind, list, at, ...bytes] = row as [
      string,
      string | null,
      string,
      string,
      string | null,
      ...Bytes,
    ]
    const add = numbered(into, 'login', id, 2, bytes)
    for (const raw of new Set(list.split(/[\s,]+/).slice(0, 20))) {
      const value = kindNamed('ip')!.normalise(raw)
      if (value !== null) add('ip', raw, value, member, kind === 'failed' ? 'failed-from' : 'connected-from', at)
    }
  },
}

/** Addresses by which mail names a member; the address it was sent from over the network is number 2. */
const mail: SmallTable = {
  table: `(SELECT site, lpad(mail::text, 10, '0') COLLATE "C" AS id, address, member, direction, at, _file, _offset, _length FROM forum.mail) m`,
  id: 'id',
  columns: [['address', 'text'], ['member', 'text'], ['direction', 'text'], ['at', 'timestamptz'], ...bytesColumns],
  where: `address <> ''`,
  sight: (row, into) => {
    const [id, raw, member, direction, at, ...bytes] = row as [
      string,
      string,
      string | null,
      string,
      string | null,
      ...Bytes,
    ]
    const add = numbered(into, 'mail', String(Number(id)), 1, bytes)
    const value = kindNamed('email')!.normalise(raw)
    if (value !== null) add('email', raw, value, member, direction === 'from' ? 'wrote-from' : 'written-to', at)
  },
}

/** In the order in which they are read. */
export const smallTables: readonly SmallTable[] = [bans, attachments, forwarded, mail]
