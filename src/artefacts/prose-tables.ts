import { decodeText } from '../db/decode.ts'
import type { Relation } from '../model/artefact.ts'
import type { Bytes, Sighting } from './artefacts.ts'
import { marksIn, promising } from './marks.ts'
import type { PagedTable } from './pages.ts'
import { isTypedField } from './typed-members.ts'

/** Something a person wrote. */
export interface Text {
  readonly placeId: string
  readonly text: string
  readonly member: string | null
  readonly relation: Relation
  readonly at: string | null
  /** True where spans count in the plain text that the place shows. */
  readonly spans: boolean
  /** A text whose selectors were seen already. */
  readonly but?: string
  readonly bytes: Bytes
}

/** A table with prose in it. */
export interface ProseTable extends PagedTable {
  readonly place: Sighting['place']
  readonly reads: readonly string[]
  /** The texts of a row, in the order in which their sightings are numbered. */
  readonly texts: (row: readonly unknown[]) => readonly Text[]
}

const bytesColumns = [
  ['_file', 'int4'],
  ['_offset', 'int8'],
  ['_length', 'int4'],
] as const

/** Text that may hold an artefact, else null: most texts hold none, and to look at their bytes is cheaper than to make strings. */
export function promisingText(bytes: Buffer, at: number, length: number): string | null {
  return promising(marksIn(bytes, at, length)) ? decodeText(bytes, at, length) : null
}

/** A subject that the software filled in: it repeats what somebody else wrote. */
const reply = /^\s*(?:re|aw|sv|antw|odp|vs|rif|res|fw|fwd|wg|απ|ответ)\s*(?:\[\d+\]|\(\d+\))?\s*:/iu

type Written = readonly [
  id: string,
  author: string | null,
  at: string | null,
  subject: string | null,
  plain: string | null,
  ...bytes: Bytes,
]

const nothing: readonly Text[] = []

/** A body and a subject of the writer's own. */
function written(row: readonly unknown[]): readonly Text[] {
  if (row[3] === null && row[4] === null) return nothing
  const [placeId, member, at, subject, plain, ...bytes] = row as unknown as Written
  const body = { placeId, member, relation: 'wrote', at, bytes } as const
  return [
    ...(plain === null ? [] : [{ ...body, text: plain, spans: true }]),
    ...(subject === null || reply.test(subject) ? [] : [{ ...body, text: subject, spans: false }]),
  ]
}

function talk(place: 'post' | 'message' | 'draft', author: string): ProseTable {
  return {
    table: `forum.${place}`,
    place,
    id: 'id',
    reads: [`forum.${place}`],
    columns: [
      [author, 'text'],
      ['at', 'timestamptz'],
      ['subject', promisingText],
      ['plain', promisingText],
      ...bytesColumns,
    ],
    texts: written,
  }
}

/** One column of prose, with who wrote it and when. */
function remark(place: 'report' | 'attachment', by: string, column: string): ProseTable {
  return {
    table: `forum.${place}`,
    place,
    id: 'id',
    reads: [`forum.${place}`],
    where: `${column} <> ''`,
    columns: [[by, 'text'], ['at', 'timestamptz'], [column, 'text'], ...bytesColumns],
    texts: (row) => {
      const [placeId, member, at, text, ...bytes] = row as [string, string | null, string | null, string, ...Bytes]
      return [{ placeId, text, member, relation: 'wrote', at, spans: false, bytes }]
    },
  }
}

interface ProfileField {
  readonly field: string
  readonly value: string
  readonly bytes: Bytes
}

/** What an account says of itself: its signature, and the fields of its profile that are not one selector each. */
const profiles: ProseTable = {
  table: 'forum.member',
  place: 'member',
  id: 'id',
  reads: ['forum.member', 'forum.profile_field'],
  columns: [
    ['signature_plain', 'text'],
    [
      `(SELECT jsonb_agg(jsonb_build_object('field', field, 'value', value, 'bytes', jsonb_build_array(_file, _offset, _length)) ORDER BY field COLLATE "C")
          FROM forum.profile_field f WHERE f.site = member.site AND f.member = member.id)`,
      'jsonb',
    ],
    ...bytesColumns,
  ],
  texts: (row) => {
    const [placeId, signature, fields, ...bytes] = row as [string, string | null, ProfileField[] | null, ...Bytes]
    const own = { placeId, member: placeId, relation: 'stated', at: null, spans: false } as const
    const prose = (fields ?? []).filter(({ field }) => !isTypedField(field))
    return [
      ...(signature === null ? [] : [{ ...own, text: signature, bytes }]),
      ...prose.map(({ value, bytes: at }) => ({ ...own, text: value, bytes: at })),
    ]
  },
}

/** Mail marks every line that it quotes; the space behind the mark is the writer's program's choice (RFC 3676, 4.5). */
const quoteMark = /^>(?! )/gm

/**
 * What members wrote by mail, in the text of which secrets are masked. Mail that the board sent on a member's behalf is not
 * theirs: its words are the software's.
 */
const mail: ProseTable = {
  table: `(SELECT l.site, l.mail, l.member, l.at, m.subject, coalesce(m.text, '') AS text, l._file, l._offset, l._length
             FROM forum.mail l JOIN evidence.mail_message m USING (exhibit, file, n)
            WHERE l.direction = 'from' AND NOT l.by_board AND l.member IS NOT NULL) mail_written`,
  place: 'mail',
  id: 'mail',
  reads: ['forum.mail', 'evidence.mail_message'],
  columns: [['member', 'text'], ['at', 'timestamptz'], ['subject', 'text'], ['text', 'text'], ...bytesColumns],
  texts: (row) =>
    // Spans would count in the text of a message, which its place does not show.
    written(row).map((text) => ({ ...text, text: text.text.replace(quoteMark, '> '), spans: false })),
}

/**
 * Versions of posts and messages that these do not show any more, without what the post still says: an address that was
 * edited away is seen, one that stayed is not counted twice. Who wrote the post wrote its versions, unless nobody knows.
 */
const versions: ProseTable = {
  table: `(SELECT v.site, v.id, coalesce(p.author, m.author, v.author) AS author, coalesce(v.since, p.at, m.at) AS at, v.plain, coalesce(p.plain, m.plain) AS now,
                  v._file, v._offset, v._length
             FROM forum.post_version v LEFT JOIN forum.post p ON p.site = v.site AND p.id = v.post LEFT JOIN forum.message m ON m.site = v.site AND m.id = v.message
            WHERE NOT v.shown AND v.plain <> '') post_versions`,
  place: 'version',
  id: 'id',
  reads: ['forum.post_version'],
  columns: [['author', 'text'], ['at', 'timestamptz'], ['plain', 'text'], ['now', 'text'], ...bytesColumns],
  texts: (row) => {
    const [placeId, member, at, text, now, ...bytes] = row as [
      string,
      string | null,
      string | null,
      string,
      string | null,
      ...Bytes,
    ]
    return [{ placeId, text, member, relation: 'wrote', at, spans: true, bytes, ...(now === null ? {} : { but: now }) }]
  },
}

/** In the order in which they are read. */
export const proseTables: readonly ProseTable[] = [
  talk('post', 'author'),
  talk('message', 'author'),
  talk('draft', 'member'),
  remark('report', 'by', 'text'),
  remark('attachment', 'owner', 'comment'),
  profiles,
  mail,
  versions,
]
