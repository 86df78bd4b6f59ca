import { type Access, type AccessReader, byKey, type Known, type MirrorRow, right, said } from '../rights.ts'

/** Whom a forum is open to (includes/constants.php): 0 everybody, 1 accounts, 2 those named in auth_access, 3 moderators, 5 administrators. */
const [registered, named, moderators] = [1, 2, 3]

/** Stands for every account: the software has no group of them. */
const members = 'registered'

const kinds = ['auth_view', 'auth_read', 'auth_post', 'auth_reply'] as const

function access(
  forum: MirrorRow,
  can: (kind: string, level: number) => boolean,
): Pick<Access, 'sees' | 'reads' | 'posts'> {
  const [view, read, post, reply] = kinds.map((kind) => {
    const level = said(forum, kind)
    // Where the evidence has no such column nobody is said to be let in.
    return /^\d$/.test(level) && can(kind, Number(level))
  })
  const reads = view === true && read === true
  return { sees: right(view === true), reads: right(reads), posts: right(reads && (post === true || reply === true)) }
}

function rights(known: Known): readonly Access[] {
  const single = new Set(
    known
      .rows('groups')
      .filter((row) => said(row, 'group_single_user') === '1')
      .map((row) => said(row, 'group_id')),
  )
  const owner = byKey(known.rows('user_group'), 'group_id')
  const grants = known.rows('auth_access')
  const administrators = known.rows('users').filter((row) => said(row, 'user_level') === '1')
  return known.rows('forums').flatMap((forum): readonly Access[] => {
    const board = said(forum, 'forum_id')
    const own = grants.filter((row) => said(row, 'forum_id') === board)
    return [
      {
        ...{ board, grp: null, member: null, how: 'forums, open to everybody', at: forum },
        ...access(forum, (_, level) => level === 0),
      },
      {
        ...{ board, grp: members, member: null, how: 'forums, open to accounts', at: forum },
        ...access(forum, (_, level) => level <= registered),
      },
      ...own.flatMap((row): readonly Access[] => {
        const group = said(row, 'group_id')
        const member = single.has(group) ? said(owner.get(group), 'user_id') : null
        if (member === '') return []
        const moderates = said(row, 'auth_mod') === '1'
        const may = access(
          forum,
          (kind, level) =>
            level <= registered || (level === named && said(row, kind) === '1') || (level <= moderators && moderates),
        )
        return [{ board, grp: member === null ? group : null, member, how: 'auth_access', at: row, ...may }]
      }),
      ...administrators.map(
        (row): Access => ({
          ...{ board, grp: null, member: said(row, 'user_id'), how: 'administrators enter everywhere', at: row },
          ...access(forum, () => true),
        }),
      ),
    ]
  })
}

/** phpBB 2: the level each forum asks for, and what auth_access gives groups, those of one account among them (includes/auth.php). */
export const phpbb2: AccessReader = {
  adapters: ['phpbb20'],
  about: 'phpBB 2: the levels that forums ask for, and what auth_access gives groups and accounts',
  tables: {
    forums: ['forum_id', ...kinds],
    auth_access: ['group_id', 'forum_id', ...kinds, 'auth_mod'],
    groups: ['group_id', 'group_single_user'],
    user_group: ['group_id', 'user_id'],
    users: ['user_id', 'user_level'],
  },
  read: rights,
}
