import { type Access, type AccessReader, type Known, type MirrorRow, type Right, said } from '../rights.ts'

/** Options that say who sees, reads and writes in a board (phpBB 3, acl_options). */
const options = { sees: ['f_list'], reads: ['f_read'], posts: ['f_post', 'f_reply'] } as const

/** 1 is yes, 0 no, -1 never; a right that no row names is no. */
function rightOf(settings: ReadonlyMap<string, string>, names: readonly string[]): Right {
  const found = names.map((name) => settings.get(name))
  if (found.includes('-1') && !found.includes('1')) return 'never'
  return found.includes('1') ? 'yes' : 'no'
}

/** What the roles that every installation brings give, for dumps that name them and lack what is in them (install/schemas/schema_data.sql). */
const standard: readonly (readonly [name: RegExp, rights: readonly string[]])[] = [
  [/^ROLE_FORUM_NOACCESS$/, []],
  [/^ROLE_FORUM_(?:READONLY|BOT)$/, ['f_list', 'f_read']],
  [/^ROLE_FORUM_[A-Z_]+$/, ['f_list', 'f_read', 'f_post', 'f_reply']],
]

/** phpBB 3: rights by option or role, for groups and accounts, in each board (acl_groups, acl_users, acl_roles_data). */
export const phpbb: AccessReader = {
  adapters: ['phpbb31', 'phpbb30'],
  about: 'phpBB 3: local permissions of groups and accounts, by option and by role',
  tables: {
    acl_options: ['auth_option_id', 'auth_option'],
    acl_roles_data: ['role_id', 'auth_option_id', 'auth_setting'],
    acl_roles: ['role_id', 'role_name'],
    acl_groups: ['group_id', 'forum_id', 'auth_option_id', 'auth_role_id', 'auth_setting'],
    acl_users: ['user_id', 'forum_id', 'auth_option_id', 'auth_role_id', 'auth_setting'],
  },
  read: (known) => {
    const names = new Map(
      known.rows('acl_options').map((row) => [said(row, 'auth_option_id'), said(row, 'auth_option')]),
    )
    const roles = new Map<string, (readonly [string, string])[]>()
    for (const row of known.rows('acl_roles_data')) {
      const name = names.get(said(row, 'auth_option_id')) ?? ''
      if (!name.startsWith('f_')) continue
      const role = said(row, 'role_id')
      roles.set(role, [...(roles.get(role) ?? []), [name, said(row, 'auth_setting')]])
    }
    for (const row of known.rows('acl_roles')) {
      const rights = standard.find(([name]) => name.test(said(row, 'role_name')))?.[1]
      const role = said(row, 'role_id')
      if (rights === undefined || roles.has(role)) continue
      const given =
        rights.length === 0
          ? [['f_list', '-1'] as const, ['f_read', '-1'] as const]
          : rights.map((name) => [name, '1'] as const)
      roles.set(role, [...given])
    }
    return [
      ...owned(known, 'acl_groups', 'group_id', names, roles),
      ...owned(known, 'acl_users', 'user_id', names, roles),
    ]
  },
}

function owned(
  known: Known,
  table: string,
  owner: string,
  names: ReadonlyMap<string, string>,
  roles: ReadonlyMap<string, readonly (readonly [string, string])[]>,
): readonly Access[] {
  const found = new Map<string, { readonly row: MirrorRow; readonly settings: Map<string, string>; role: boolean }>()
  for (const row of known.rows(table)) {
    if (said(row, 'forum_id') === '0' || said(row, 'forum_id') === '') continue
    const role = said(row, 'auth_role_id')
    const given =
      role === '0' || role === ''
        ? [[names.get(said(row, 'auth_option_id')) ?? '', said(row, 'auth_setting')] as const]
        : (roles.get(role) ?? [])
    const forum = given.filter(([name]) => name.startsWith('f_'))
    if (forum.length === 0) continue
    const key = `${said(row, 'forum_id')} ${said(row, owner)}`
    const entry = found.get(key) ?? { row, settings: new Map<string, string>(), role: false }
    for (const [name, setting] of forum) if (entry.settings.get(name) !== '-1') entry.settings.set(name, setting)
    entry.role ||= given.length !== 1 || (role !== '0' && role !== '')
    found.set(key, entry)
  }
  return [...found.values()].map(({ row, settings, role }) => ({
    board: said(row, 'forum_id'),
    grp: owner === 'group_id' ? said(row, owner) : null,
    member: owner === 'user_id' ? said(row, owner) : null,
    sees: rightOf(settings, options.sees),
    reads: rightOf(settings, options.reads),
    posts: rightOf(settings, options.posts),
    how: `${table}, ${role ? 'by a role' : 'by options'}`,
    at: row,
  }))
}
