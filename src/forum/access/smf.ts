import { type Access, type AccessReader, type BoardOf, type MirrorRow, right, said } from '../rights.ts'

const list = (row: MirrorRow, column: string): readonly string[] => said(row, column).match(/-?\d{1,9}/g) ?? []

/**
 * Simple Machines: each board names the groups that may enter it (memberGroups; in 2.0 also those that may not). Group 0 are
 * members in no group, -1 guests; administrators, group 1, enter everywhere (Sources/Load.php, query_see_board).
 */
export const smf: AccessReader = {
  adapters: ['smf11', 'smf20', 'smf21'],
  about: 'Simple Machines: the groups that a board names; administrators enter everywhere',
  tables: {
    boards: ['id_board', 'id_parent', 'member_groups', 'membergroups', 'deny_member_groups'],
    membergroups: ['id_group'],
  },
  read: ({ rows, boards }) => rows('boards').flatMap((row) => ofBoard(row, boards)),
}

function ofBoard(row: MirrorRow, boards: readonly BoardOf[]): readonly Access[] {
  const id = said(row, 'id_board')
  if (!boards.some((board) => board.id === id)) return []
  const denied = list(row, 'deny_member_groups')
  const may = [...new Set(['1', ...list(row, 'member_groups'), ...list(row, 'membergroups')])]
  const made = (grp: string, enters: boolean): Access => ({
    board: id,
    grp,
    member: null,
    sees: enters ? 'yes' : 'never',
    reads: enters ? 'yes' : 'never',
    // Who may write is kept in profiles that several boards share; who may not enter cannot.
    posts: enters ? right(grp !== '-1') : 'never',
    how:
      grp === '1'
        ? 'administrators enter everywhere'
        : enters
          ? 'the groups the board names'
          : 'the groups the board denies',
    at: row,
  })
  return [
    ...may.filter((grp) => !denied.includes(grp) || grp === '1').map((grp) => made(grp, true)),
    ...denied.filter((grp) => grp !== '1').map((grp) => made(grp, false)),
  ]
}
