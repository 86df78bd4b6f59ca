import { type AccessReader, byKey, right, said, upwards } from '../rights.ts'

/** MyBB: a board's rights for a group, else those of the board it lies in, else the group's own (inc/functions.php). */
export const mybb: AccessReader = {
  adapters: ['mybb18', 'mybb16'],
  about: 'MyBB: forumpermissions, inherited from the boards above, else the rights of the group',
  tables: {
    usergroups: ['gid', 'canview', 'canviewthreads', 'canpostreplys', 'canpostthreads'],
    forumpermissions: ['pid', 'fid', 'gid', 'canview', 'canviewthreads', 'canpostreplys', 'canpostthreads'],
  },
  read: ({ rows, boards }) => {
    const own = byKey(rows('forumpermissions'), 'fid', 'gid')
    const known = new Map(boards.map((board) => [board.id, board]))
    return rows('usergroups').flatMap((group) =>
      boards.map((board) => {
        const grp = said(group, 'gid')
        const from = upwards(known, board.id).find((id) => own.has(`${id} ${grp}`))
        const row = from === undefined ? group : (own.get(`${from} ${grp}`) ?? group)
        const can = (name: string): boolean => said(row, name) === '1'
        // canviewthreads came with 1.6; where there is no such column, who sees a board reads it.
        const reads =
          can('canview') && (row.canviewthreads === null || row.canviewthreads === undefined || can('canviewthreads'))
        return {
          board: board.id,
          grp,
          member: null,
          sees: right(can('canview')),
          reads: right(reads),
          posts: right(reads && (can('canpostreplys') || can('canpostthreads'))),
          how:
            from === undefined
              ? "usergroups, the group's own rights"
              : from === board.id
                ? 'forumpermissions, for this board'
                : `forumpermissions, inherited from board ${from}`,
          at: row,
        }
      }),
    )
  },
}
