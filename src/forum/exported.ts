import { verdictSql } from '../db/verdict-sql.ts'
import type { Entity } from './forum.ts'

/** A file of the export: its rows' shape in order, as SQL over `t`, a row of the entity, and `s`, its site. */
export interface ExportFile {
  readonly name: string
  readonly entity: Entity
  /** A column by its name, or an expression. */
  readonly fields: readonly (string | readonly [name: string, sql: string])[]
  /** What sorts rows within a site: ids, numbers among them in numeric order. */
  readonly order: readonly string[]
}

function time(column: string): readonly [string, string] {
  return [column, `to_char(t.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`]
}

function as(name: string, column: string): readonly [string, string] {
  return [name, `t.${column}`]
}

/** What the agency's hash sets say, as the workbench shows it. */
const sets: readonly [string, string] = ['sets', verdictSql('t')]

const deleted: readonly [string, string] = ['deleted', `coalesce(to_json(t.deleted), to_json(false))`]

/** The files of `holdfast export forum`. The shapes are an interface: fields may be added at the end, never changed. */
export const exportFiles: readonly ExportFile[] = [
  {
    name: 'members',
    entity: 'member',
    fields: [
      ...['id', 'name', 'email', time('joined_at'), 'joined_from', time('last_seen_at'), 'password_scheme', 'handles'],
      ...['kind', 'state', 'staff', 'birthday', 'timezone', 'language', 'location', 'website', 'title'],
      ...['signature', 'signature_plain'],
    ],
    order: ['id'],
  },
  { name: 'profile_fields', entity: 'profile_field', fields: ['member', 'field', 'value'], order: ['member', 'field'] },
  { name: 'groups', entity: 'grp', fields: ['id', 'name', 'kind'], order: ['id'] },
  {
    name: 'group_members',
    entity: 'grp_member',
    fields: [as('group', 'grp'), 'member', 'leader', 'pending'],
    order: ['grp', 'member'],
  },
  { name: 'moderators', entity: 'moderator', fields: ['board', 'member', as('group', 'grp')], order: ['n'] },
  {
    name: 'boards',
    entity: 'board',
    fields: ['id', 'parent', 'kind', 'name', 'description', 'position', 'locked', 'has_password'],
    order: ['id'],
  },
  {
    name: 'topics',
    entity: 'topic',
    fields: [
      ...['id', 'board', 'title', 'author', 'author_name', time('at'), 'views', 'kind', 'locked', deleted],
      ...[time('deleted_at'), 'deleted_by', 'moved_to', 'poll_title', time('poll_start'), time('poll_end')],
    ],
    order: ['id'],
  },
  {
    name: 'posts',
    entity: 'post',
    fields: [
      ...['id', 'board', 'topic', 'author', 'author_name', time('at'), 'ip', 'subject', 'text', 'plain'],
      ...[time('edited_at'), deleted, 'edited_by', 'edit_count', 'edit_reason', time('deleted_at'), 'deleted_by'],
      'deleted_reason',
    ],
    order: ['id'],
  },
  {
    name: 'messages',
    entity: 'message',
    fields: [
      ...['id', as('from', 'author'), as('to', 'recipients'), time('at'), 'ip', 'subject', 'text', 'plain', 'deleted'],
      ...['thread', as('from_name', 'author_name'), time('edited_at')],
    ],
    order: ['id'],
  },
  {
    name: 'mailboxes',
    entity: 'mailbox',
    fields: ['message', 'member', 'folder', 'unread', 'deleted'],
    order: ['message', 'member', 'folder'],
  },
  {
    name: 'attachments',
    entity: 'attachment',
    fields: [
      ...['id', 'owner', 'post', 'message', 'name', 'size', 'md5', 'sha1', 'sha256', 'path'],
      ...['stored_name', 'media_type', time('at'), 'comment', 'orphan', sets],
    ],
    order: ['id'],
  },
  {
    name: 'poll_options',
    entity: 'poll_option',
    fields: ['topic', 'option', 'label', 'votes'],
    order: ['topic', 'option'],
  },
  { name: 'poll_votes', entity: 'poll_vote', fields: ['topic', 'option', 'member', 'ip'], order: ['n'] },
  {
    name: 'bans',
    entity: 'ban',
    fields: ['id', 'member', 'name', 'ip', 'email', time('at'), time('until'), 'reason', 'by', 'exempt'],
    order: ['id'],
  },
  { name: 'warnings', entity: 'warning', fields: ['id', 'member', 'post', time('at'), 'by', 'reason'], order: ['id'] },
  {
    name: 'reports',
    entity: 'report',
    fields: ['id', 'post', 'message', 'by', time('at'), 'reason', 'text', 'closed'],
    order: ['id'],
  },
  {
    name: 'logins',
    entity: 'login',
    fields: ['id', 'kind', 'member', 'name', time('at'), time('until'), 'ip', 'agent', 'forwarded_for'],
    order: ['id'],
  },
  {
    name: 'actions',
    entity: 'action',
    fields: ['id', 'kind', 'member', time('at'), 'ip', 'operation', 'about', 'board', 'topic', 'post', 'data'],
    order: ['id'],
  },
  { name: 'relations', entity: 'relation', fields: ['member', 'other', 'kind'], order: ['member', 'other', 'kind'] },
  {
    name: 'subscriptions',
    entity: 'subscription',
    fields: ['id', 'member', 'how', 'kind', 'board', 'topic', 'post', time('at')],
    order: ['id'],
  },
  {
    name: 'drafts',
    entity: 'draft',
    fields: ['id', 'member', 'board', 'topic', time('at'), 'subject', 'text', 'plain'],
    order: ['id'],
  },
  {
    name: 'post_versions',
    entity: 'post_version',
    fields: [
      ...[
        'id',
        'post',
        'message',
        'about',
        'version',
        time('since'),
        time('until'),
        'author',
        'replaced_by',
        'subject',
      ],
      ...['text', 'plain', 'reason', 'form', 'stored', 'shown', 'copy'],
    ],
    order: ['post', 'message', 'id'],
  },
]

/** The SELECT that gives a file's lines, one JSON object each. */
export function exportSql({ entity, fields, order }: ExportFile): string {
  const columns = fields.map((f) => (typeof f === 'string' ? `t.${f} AS "${f}"` : `${f[1]} AS "${f[0]}"`))
  // Sorted before the JSON is made: what is sorted should be no wider than the row.
  return `SELECT row_to_json(e)::text FROM (
    SELECT s.key AS site, ${columns.join(', ')},
           json_build_object('exhibit', x.number, 'path', f.path, 'offset', t._offset, 'length', t._length) AS provenance
      FROM forum.${entity} t JOIN forum.site s ON s.site = t.site
      LEFT JOIN evidence.file f ON f.file = t._file LEFT JOIN evidence.exhibit x ON x.exhibit = f.exhibit
     ORDER BY s.key COLLATE "C", ${order.map(inOrder).join(', ')}) e`
}

/** Numbers first and by size, then the rest by code point. */
function inOrder(column: string): string {
  if (column === 'n') return 't.n'
  return `CASE WHEN t.${column} ~ '^[0-9]{1,18}$' THEN t.${column}::bigint END, t.${column} COLLATE "C"`
}
