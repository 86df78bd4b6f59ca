import { type AccessReader, byKey, right, said } from '../rights.ts'

/** FluxBB and PunBB: a group's own rights, unless forum_perms says otherwise for a board (include/functions.php of either). */
export const punbb: AccessReader = {
  adapters: ['fluxbb', 'punbb12'],
  about: "FluxBB and PunBB: the group's rights, and what forum_perms says for single boards",
  tables: {
    groups: ['g_id', 'g_read_board', 'g_post_replies', 'g_post_topics'],
    forum_perms: ['group_id', 'forum_id', 'read_forum', 'post_replies', 'post_topics'],
  },
  read: ({ rows, boards }) => {
    const own = byKey(rows('forum_perms'), 'forum_id', 'group_id')
    // Categories have no rights of their own here: they are numbered apart from boards and shown where a board in them is.
    const forums = boards.filter((board) => !board.id.includes(':'))
    return rows('groups').flatMap((group) =>
      forums.map((board) => {
        const grp = said(group, 'g_id')
        const row = own.get(`${board.id} ${grp}`)
        // Administrators (group 1) are asked for nothing.
        const free = grp === '1'
        const enters =
          free || (said(group, 'g_read_board') !== '0' && (row === undefined || said(row, 'read_forum') !== '0'))
        const writes = row === undefined ? ['g_post_replies', 'g_post_topics'] : ['post_replies', 'post_topics']
        const posts = free || (enters && writes.some((name) => said(row ?? group, name) === '1'))
        return {
          board: board.id,
          grp,
          member: null,
          sees: right(enters),
          reads: right(enters),
          posts: right(posts),
          how: row === undefined ? "groups, the group's own rights" : 'forum_perms, for this board',
          at: row ?? group,
        }
      }),
    )
  },
}
