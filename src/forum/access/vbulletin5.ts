import { type Access, type AccessReader, byKey, type Known, type MirrorRow, right, said, upwards } from '../rights.ts'

/** Bits of permission.forumpermissions (core/includes/xml/bitfield_vbulletin.xml); they are those of version 4. */
const canView = 1
const canPostNew = 16
const canReplyOthers = 64
const canViewThreads = 524_288

function rights(known: Known): readonly Access[] {
  const own = byKey(known.rows('permission'), 'nodeid', 'groupid')
  const boards = new Map(known.boards.map((board) => [board.id, board]))
  const of = (board: string, grp: string): Omit<Access, 'grp' | 'member'> | null => {
    const from = upwards(boards, board).find((id) => own.has(`${id} ${grp}`))
    const row = from === undefined ? undefined : own.get(`${from} ${grp}`)
    if (row === undefined) return null
    const bits = Number(said(row, 'forumpermissions')) || 0
    const has = (bit: number): boolean => Math.floor(bits / bit) % 2 === 1
    const reads = has(canView) && has(canViewThreads)
    return {
      board,
      sees: right(has(canView)),
      reads: right(reads),
      posts: right(reads && (has(canPostNew) || has(canReplyOthers))),
      how: from === board ? 'permission, for this channel' : `permission, inherited from channel ${from}`,
      at: row,
    }
  }
  const groups = [...new Set(known.rows('permission').map((row) => said(row, 'groupid')))]
  return [
    ...groups.flatMap((grp) =>
      known.boards.flatMap((board) => {
        const found = of(board.id, grp)
        return found === null ? [] : [{ ...found, grp, member: null }]
      }),
    ),
    ...known.rows('groupintopic').flatMap((row) => inChannel(row, known, boards, of)),
  ]
}

/** Groups that an account has in one channel and those below it: owners, moderators and members of social groups and blogs. */
function inChannel(
  row: MirrorRow,
  known: Known,
  boards: Parameters<typeof upwards>[0],
  of: (board: string, grp: string) => Omit<Access, 'grp' | 'member'> | null,
): readonly Access[] {
  const [node, grp, member] = [said(row, 'nodeid'), said(row, 'groupid'), said(row, 'userid')]
  if (member === '' || member === '0') return []
  return known.boards
    .filter((board) => upwards(boards, board.id).includes(node))
    .flatMap((board) => {
      const found = of(board.id, grp)
      return found === null
        ? []
        : [{ ...found, grp: null, member, how: `groupintopic, group ${grp} in channel ${node}`, at: row }]
    })
}

/** vBulletin 5: the bits of the nearest channel above that has a row for the group; a group without any has no rights. */
export const vbulletin5: AccessReader = {
  adapters: ['vbulletin5'],
  about: 'vBulletin 5: permission by channel and group, inherited from the channels above; groups in single channels',
  tables: {
    permission: ['nodeid', 'groupid', 'forumpermissions'],
    groupintopic: ['nodeid', 'groupid', 'userid'],
  },
  read: rights,
}
