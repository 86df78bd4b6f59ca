import { quoteName } from '../../db/columns.ts'
import { filled, named, plain, scheme, unescaped } from '../derived.ts'
import { type Derivations, type ForumAdapter, type Made, type Reader, source } from '../forum.ts'
import { bbcodePlain } from '../markup/bbcode.ts'
import { htmlPlain } from '../markup/html.ts'
import type { Markup } from '../markup/index.ts'
import { markdownPlain } from '../markup/markdown.ts'
import type { Mappable, MappedEntity, Mapping } from './mapping.ts'
import { type MappedTables, type Named, nameTables, quoted, rowName } from './named.ts'
import { naming } from './roles.ts'
import { secret } from './shape.ts'
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

/** The adapter that reads a board as a mapping says. */
export function adapterOf(mapping: Mapping): ForumAdapter {
  const tables = nameTables(mapping)
  const first = (entity: Mappable): MappedEntity | undefined => mapping.entities.find((e) => e.entity === entity)
  const markup = markups[mapping.markup]
  const driven = new Set<string>()
  const reads = mapping.entities.flatMap((e) => readersOf(e, tables, first, markup, driven))
  const text = (value: string | undefined): string => (value === undefined ? 'NULL::text' : `${quoted(value)}::text`)
  const { title, address, timezone } = mapping.site
  return {
    engine: mapping.name,
    name: `mapping:${mapping.name}`,
    versions: 'as mapped by an examiner',
    about: mapping.about,
    whole: true,
    needs: tables.own,
    optional: tables.beside,
    marks: Object.keys(tables.own),
    lacks: [],
    called: tables.called,
    site: `SELECT ${text(address)} AS address, ${text(title)} AS title, NULL::text AS version, ${text(address)} AS base_url, ${text(timezone)} AS timezone`,
    reads,
    nonEntities: { ...tables.reasons, ...mapping.ignored },
    markup,
  }
}

function readersOf(
  e: MappedEntity,
  tables: MappedTables,
  first: (entity: Mappable) => MappedEntity | undefined,
  markup: Markup,
  driven: Set<string>,
): readonly Reader[] {
  const t = tables.named(e)
  const member = first('member')
  // Of several readers of one table the first accounts for its rows.
  const aside = driven.has(e.table) ? ({ aside: true } as const) : {}
  driven.add(e.table)
  const { only } = e
  const rest = only
    ? { rest: `the mapping reads rows as ${e.entity} where ${only.column} is ${only.is.join(' or ')}` }
    : {}
  const byName = member && !t.has('author') && t.has('author_name') ? namesOf(tables.named(member), t) : ''
  const author = byName ? 'who.id' : reference(t.of('author'))
  const reader = (
    entity: Reader['entity'],
    columns: string,
    derive: Derivations,
    more: Partial<Reader> = {},
  ): Reader => ({
    entity,
    from: e.table,
    key: [t.column(rowName(e))],
    sql: `SELECT ${source}, ${columns} FROM ${quoteName(e.table)} d${t.joins}${byName}${t.where}`,
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
    case 'profile_field':
      return [fieldRows(e, t, reader, member, first('profile_field') === e)]
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
                 ${t.of('ip')} AS ip, ${t.of('text')} AS text, ${state} AS deleted`,
                { at: anyTime, ip: anyAddress, plain: plain(markup, 'text') },
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
           regexp_replace(${t.of('stored_name')}, '^.*/', '') AS stored_name, ${t.of('media_type')} AS media_type, ${t.of('size')} AS size, ${t.of('at')} AS at,
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
            key: naming.login.flatMap((role) => (t.has(role) ? [t.column(e.columns[role] as string)] : [])),
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
  const names = fieldNames(e)
  const pairs = e.fields.map((field, i) => `${quoted(names[i]!)}, ${t.value(field)}`)
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

/** The names of members by which texts without a number find their author, where no two share one. */
function namesOf(people: Named, t: Named): string {
  return ` LEFT JOIN (SELECT lower(${people.of('name')}) AS name, min(${people.of('id')}) AS id FROM ${quoteName(people.table)} d${people.joins}${people.where}
            GROUP BY 1 HAVING count(*) = 1) who ON who.name = lower(${t.of('author_name')})`
}

/** What each field of a member is called: its column, with the table where two are called alike. */
function fieldNames(e: MappedEntity): readonly string[] {
  const taken = new Set<string>()
  return e.fields.map((field) => {
    const [table, column] = typeof field === 'string' ? [e.table, field] : [field.table, field.column]
    let name = column
    for (let n = 1; taken.has(name.toLowerCase()); n++) name = `${table}.${column}${n > 1 ? ` (${n})` : ''}`
    taken.add(name.toLowerCase())
    return name
  })
}

/** A row for each field of a member, as software keeps fields that its operator added; `alone` where no table before does. */
function fieldRows(e: MappedEntity, t: Named, reader: Make, member: MappedEntity | undefined, alone: boolean): Reader {
  const own = new Set(member ? fieldNames(member).map((name) => name.toLowerCase()) : [])
  return reader(
    'profile_field',
    `${reference(t.of('member'))} AS member, ${t.of('field')} AS _field, ${t.of('value')} AS _value,
     row_number() OVER (PARTITION BY ${t.of('member')}, lower(${t.of('field')}) ORDER BY d._row)::text AS _n`,
    {},
    {
      key: naming.profile_field.map((role) => t.column(e.columns[role] as string)),
      none: 'fields that are empty, or are called like secrets',
      each: ({ member: of = null, _field, _value, _n }): Made[] => {
        if (!_field || !_value?.trim() || secret.test(_field)) return []
        // No two rows may come to one name: what has a table's name before it, or a number behind it, gets its own.
        let field = alone && !_field.includes('.') ? _field : `${e.table}.${_field}`
        while (own.has(field.toLowerCase())) field = `${e.table}.${field}`
        const again = _n !== '1' || /\(\d+\)$/.test(field)
        return [{ member: of, field: again ? `${field} (${_n})` : field, value: _value }]
      },
    },
  )
}

function messages(t: Named, talk: string, reader: Make, markup: Markup): readonly Reader[] {
  const to = reference(t.of('recipient'))
  return [
    reader(
      'message',
      `${t.of('id')} AS id, ${reference(t.of('thread'))} AS thread, ${talk}, ${to} AS _to, ${t.of('ip')} AS ip, ${t.of('subject')} AS subject, ${t.of('text')} AS text, false AS deleted`,
      {
        recipients: { from: '_to', hint: 'author', by: (text, { hint }) => others(numbersIn(text), hint) },
        at: anyTime,
        ip: anyAddress,
        plain: plain(markup, 'text'),
      },
    ),
    {
      ...reader('mailbox', `${t.of('id')} AS message, ${reference(t.of('author'))} AS _from, ${to} AS _to`, {}),
      aside: true,
      each: ({ message, _from, _to }) => [
        ...(_from ? [{ message: message ?? null, member: _from, folder: 'sent', unread: false, deleted: false }] : []),
        ...others(numbersIn(_to ?? ''), _from ?? null).map((member) => ({
          message: message ?? null,
          member,
          folder: 'inbox',
          unread: false,
          deleted: false,
        })),
      ],
    },
  ]
}

/** Lists of who has a message name its author too; who wrote to himself alone stays. */
function others(members: readonly string[], author: string | null): readonly string[] {
  const rest = members.filter((member) => member !== author)
  return rest.length > 0 ? rest : members
}

/** The accounts that a value names: one, or several with commas, blanks or line breaks between them. */
function numbersIn(value: string): readonly string[] {
  const all = value.split(/[\n,;|]+/).flatMap((part) => part.trim() || [])
  return [...new Set(all)].filter((one) => one !== '0')
}
