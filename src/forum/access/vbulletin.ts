import { type Access, type AccessReader, byKey, type Known, type MirrorRow, right, said, upwards } from '../rights.ts'

/** Bits of forumpermissions (includes/xml/bitfield_vbulletin.xml of vBulletin 3 and 4). */
const canView = 1
const canPostNew = 16
const canReplyOthers = 64
const canViewThreads = 524_288

function rights(known: Known): readonly Access[] {
  const table = 'forumpermission'
  const own = byKey(known.rows(table), 'forumid', 'usergroupid')
  const boards = new Map(known.boards.map((board) => [board.id, board]))
  return known.rows('usergroup').flatMap((row) =>
    known.boards.map((board) => {
      const grp = said(row, 'usergroupid')
      const from = upwards(boards, board.id).find((id) => own.has(`${id} ${grp}`))
      const found: MirrorRow = from === undefined ? row : (own.get(`${from} ${grp}`) ?? row)
      const bits = Number(said(found, 'forumpermissions')) || 0
      const has = (bit: number): boolean => Math.floor(bits / bit) % 2 === 1
      const reads = has(canView) && has(canViewThreads)
      return {
        board: board.id,
        grp,
        member: null,
        sees: right(has(canView)),
        reads: right(reads),
        posts: right(reads && (has(canPostNew) || has(canReplyOthers))),
        how:
          from === undefined
            ? "usergroup, the group's own rights"
            : from === board.id
              ? `${table}, for this board`
              : `${table}, inherited from board ${from}`,
        at: found,
      }
    }),
  )
}

/** vBulletin 3 and 4: bits in forumpermission, inherited from the boards above, else the group's own. */
export const vbulletin: AccessReader = {
  adapters: ['vbulletin3', 'vbulletin4'],
  about: 'vBulletin 3 and 4: the bits of forumpermission, inherited from the boards above, else those of the group',
  tables: {
    usergroup: ['usergroupid', 'forumpermissions'],
    forumpermission: ['forumid', 'usergroupid', 'forumpermissions'],
  },
  read: rights,
}
