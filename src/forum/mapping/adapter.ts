import { quoteName } from '../../db/columns.ts'
import { filled, named, plain, scheme, unescaped } from '../derived.ts'
import { type Derivations, type ForumAdapter, type Made, type Reader, source } from '../forum.ts'
import { bbcodePlain } from '../markup/bbcode.ts'
import { htmlPlain } from '../markup/html.ts'
import type { Markup } from '../markup/index.ts'
import { markdownPlain } from '../markup/markdown.ts'
import type { MappedEntity, Mapping } from './mapping.ts'
import { anyAddress, anyTime, isSet, reference } from './values.ts'

/** Tags that BBCode has wherever it is written. */
const tags = new Set(
  'quote code php b i u s strike ins del em strong color colour size font align left right center justify h url img email mail list * li ul ol table tr td th hr sub sup spoiler hide user topic post video youtube media attach attachment indent'.split(
    ' ',
  ),
)

const markups: Readonly<Record<Mapping['markup'], Markup>> = {
  plain: (text) => text,
  bbcode: (text) => bbcodePlain(text, { tags, uid: null, html: false }),
  html: (text) => htmlPlain(text),
  markdown: (text) => markdownPlain(text),
}

/** How a mapped table is named in SQL: by numbers, because seized columns may be called anything. */
interface Named {
  readonly table: string
  /** The column of a role as SQL sees it in the driving table, NULL where the mapping names none. */
  readonly of: (role: string) => string
  readonly has: (role: string) => boolean
  readonly column: (name: string) => string
}

/** The adapter that reads a board as a mapping says. */
export function adapterOf(mapping: Mapping): ForumAdapter {
  const tables = new Map<string, string[]>()
  for (const e of mapping.entities)
    for (const column of [...Object.values(e.columns), ...(e.only ? [e.only.column] : []), ...e.fields]) {
      const known = tables.get(e.table) ?? []
      if (!known.includes(column.toLowerCase())) known.push(column.toLowerCase())
      tables.set(e.table, known)
    }
  const alias = (table: string, column: string): string => `c${tables.get(table)!.indexOf(column.toLowerCase())}`
  const of = (e: MappedEntity): Named => ({
    table: e.table,
    has: (role) => e.columns[role] !== undefined,
    column: (name) => alias(e.table, name),
    of: (role) => (e.columns[role] === undefined ? 'NULL::text' : `d.${alias(e.table, e.columns[role]!)}`),
  })
  const people = mapping.entities.find((e) => e.entity === 'member')
  const markup = markups[mapping.markup]
  const driven = new Set<string>()
  const reads = mapping.entities.flatMap((e) => readersOf(e, of(e), people && of(people), people, markup, driven))
  const text = (value: string | undefined): string =>
    value === undefined ? 'NULL::text' : `'${value.replaceAll("'", "''")}'::text`
  const { title, address, timezone } = mapping.site
  return {
    engine: mapping.name,
    name: `mapping:${mapping.name}`,
    versions: 'as mapped by an examiner',
    about: mapping.about,
    whole: true,
    needs: Object.fromEntries([...tables].map(([table, columns]) => [table, columns.map((_, i) => `c${i}`)])),
    optional: {},
    marks: [...tables.keys()],
    lacks: [],
    called: Object.fromEntries([...tables].flatMap(([t, columns]) => columns.map((c, i) => [`${t}.c${i}`, c]))),
    site: `SELECT ${text(address)} AS address, ${text(title)} AS title, NULL::text AS version, ${text(address)} AS base_url, ${text(timezone)} AS timezone`,
    reads,
    nonEntities: mapping.ignored,
    markup,
  }
}

function readersOf(
  e: MappedEntity,
  t: Named,
  people: Named | undefined,
  member: MappedEntity | undefined,
  markup: Markup,
  driven: Set<string>,
): readonly Reader[] {
  const from = `${quoteName(e.table)} d`
  // Of several readers of one table the first accounts for its rows.
  const aside = driven.has(e.table) ? ({ aside: true } as const) : {}
  driven.add(e.table)
  const only = e.only
  const where = only ? ` WHERE d.${t.column(only.column)} IN (${only.is.map(quoted).join(', ')})` : ''
  const rest = only
    ? { rest: `the mapping reads rows as ${e.entity} where ${only.column} is ${only.is.join(' or ')}` }
    : {}
  const byName =
    people && member && !t.has('author') && t.has('author_name')
      ? ` LEFT JOIN (SELECT lower(${people.column(member.columns.name!)}) AS name, min(${people.column(member.columns.id!)}) AS id
            FROM ${quoteName(people.table)} GROUP BY 1 HAVING count(*) = 1) who ON who.name = lower(${t.of('author_name')})`
      : ''
  const author = byName ? 'who.id' : reference(t.of('author'))
  const reader = (
    entity: Reader['entity'],
    columns: string,
    derive: Derivations,
    more: Partial<Reader> = {},
  ): Reader => ({
    entity,
    from: e.table,
    key: [t.column(e.columns.id ?? e.columns.member!)],
    sql: `SELECT ${source}, ${columns} FROM ${from}${byName}${where}`,
    derive,
    ...rest,
    ...aside,
    ...more,
  })
  const talk = `${author} AS author, ${t.of('author_name')} AS author_name, ${t.of('at')} AS at`
  const state = t.has('deleted') ? `CASE WHEN ${isSet(t.of('deleted'))} THEN 'soft' END` : 'NULL::text'
  switch (e.entity) {
    case 'member':
      return members(e, t, reader, markup)
    case 'board':
      return [
        reader(
          'board',
          `${t.of('id')} AS id, ${reference(t.of('parent'))} AS parent, 'board' AS kind, ${t.of('name')} AS name, ${t.of('description')} AS description,
           ${t.of('position')} AS position, false AS locked, false AS has_password`,
          { name: unescaped },
        ),
      ]
    case 'topic':
      return [
        reader(
          'topic',
          `${t.of('id')} AS id, ${reference(t.of('board'))} AS board, ${t.of('title')} AS title, ${talk}, ${t.of('views')} AS views, 'normal' AS kind,
           ${isSet(t.of('locked'))} AS locked, ${state} AS deleted`,
          { title: unescaped, at: anyTime },
        ),
        // Software that keeps a topic's first text with the topic.
        ...(t.has('text')
          ? [
              reader(
                'post',
                `'topic:' || ${t.of('id')} AS id, ${reference(t.of('board'))} AS board, ${t.of('id')} AS topic, ${talk}, ${t.of('title')} AS subject,
                 ${t.of('text')} AS text, ${state} AS deleted`,
                { at: anyTime, plain: plain(markup, 'text') },
                { aside: true },
              ),
            ]
          : []),
      ]
    case 'post':
      return [
        reader(
          'post',
          `${t.of('id')} AS id, ${reference(t.of('board'))} AS board, ${reference(t.of('topic'))} AS topic, ${talk}, ${t.of('ip')} AS ip, ${t.of('subject')} AS subject,
           ${t.of('text')} AS text, ${t.of('edited_at')} AS edited_at, ${state} AS deleted`,
          { at: anyTime, edited_at: anyTime, ip: anyAddress, plain: plain(markup, 'text') },
        ),
      ]
    case 'message':
      return messages(t, talk, reader, markup)
    case 'attachment':
      return [
        reader(
          'attachment',
          `${t.of('id')} AS id, ${reference(t.of('owner'))} AS owner, ${reference(t.of('post'))} AS post, ${t.of('name')} AS name,
           substring(${t.of('stored_name')} FROM '[^/]*$') AS stored_name, ${t.of('media_type')} AS media_type, ${t.of('size')} AS size, ${t.of('at')} AS at,
           CASE WHEN ${t.of('md5')} ~ '^[0-9a-fA-F]{32}$' THEN lower(${t.of('md5')}) END AS md5, false AS orphan`,
          { at: anyTime },
        ),
      ]
    case 'login':
      return [
        reader(
          'login',
          `concat_ws(':', ${t.of('member')}, ${t.of('at')}, ${t.of('ip')}) AS id, 'session' AS kind, ${reference(t.of('member'))} AS member,
           ${t.of('at')} AS at, ${t.of('ip')} AS ip, ${t.of('agent')} AS agent`,
          { id: named('login'), at: anyTime, ip: anyAddress },
          {
            repeats: true,
            key: [
              t.column(e.columns.member!),
              t.column(e.columns.at!),
              ...(t.has('ip') ? [t.column(e.columns.ip!)] : []),
            ],
          },
        ),
      ]
  }
}

type Make = (entity: Reader['entity'], columns: string, derive: Derivations, more?: Partial<Reader>) => Reader

function members(e: MappedEntity, t: Named, reader: Make, markup: Markup): readonly Reader[] {
  const times = ['joined_at', 'last_seen_at'].map((c) => `${t.of(c)} AS ${c}`)
  const texts = 'name email joined_from last_ip birthday location website title signature posts'.split(' ')
  const columns = texts.map((c) => `${t.of(c)} AS ${c}`)
  const own = reader(
    'member',
    `${t.of('id')} AS id, ${[...columns, ...times].join(', ')}, 'member' AS kind, 'active' AS state, ${t.of('password')} AS password_scheme, NULL::text AS _salt, '{}'::text AS handles`,
    {
      joined_at: anyTime,
      last_seen_at: anyTime,
      joined_from: anyAddress,
      last_ip: anyAddress,
      signature_plain: plain(markup, 'signature'),
      password_scheme: scheme,
      handles: filled,
    },
  )
  if (e.fields.length === 0) return [own]
  const pairs = e.fields.map((name) => `${quoted(name)}, d.${t.column(name)}`)
  const fields: Reader = {
    ...reader('profile_field', `${t.of('id')} AS member, json_build_object(${pairs.join(', ')})::text AS _fields`, {}),
    aside: true,
    each: (row) =>
      Object.entries(JSON.parse(row._fields ?? '{}') as Record<string, string | null>).flatMap(
        ([field, value]): Made[] =>
          value === null || value.trim() === '' ? [] : [{ member: row.member ?? null, field, value }],
      ),
  }
  return [own, fields]
}

function messages(t: Named, talk: string, reader: Make, markup: Markup): readonly Reader[] {
  const to = reference(t.of('recipient'))
  return [
    reader(
      'message',
      `${t.of('id')} AS id, ${reference(t.of('thread'))} AS thread, ${talk}, ${to} AS _to, ${t.of('ip')} AS ip, ${t.of('subject')} AS subject, ${t.of('text')} AS text, false AS deleted`,
      { recipients: { from: '_to', by: (text) => [text] }, at: anyTime, ip: anyAddress, plain: plain(markup, 'text') },
    ),
    {
      ...reader('mailbox', `${t.of('id')} AS message, ${reference(t.of('author'))} AS _from, ${to} AS _to`, {}),
      aside: true,
      each: ({ message, _from, _to }) => [
        ...(_from ? [{ message: message ?? null, member: _from, folder: 'sent', unread: false, deleted: false }] : []),
        ...(_to ? [{ message: message ?? null, member: _to, folder: 'inbox', unread: false, deleted: false }] : []),
      ],
    },
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
