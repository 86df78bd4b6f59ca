import {
  type Access,
  type AccessReader,
  type BoardOf,
  type Known,
  type MirrorRow,
  type Right,
  said,
  upwards,
} from '../rights.ts'

/** Rights by name, as version 1 and 2 group them. */
const wanted = {
  sees: [['general', 'viewNode']],
  reads: [
    ['general', 'viewNode'],
    ['forum', 'viewContent'],
  ],
  posts: [['forum', 'postReply']],
} as const

/** The stronger value of several groups wins: deny, then allow for the content, then reset, then allow. */
const strength = ['deny', 'content_allow', 'reset', 'allow']

/** XenForo: rights of groups and accounts, by node with inheritance, else global (xf_permission_entry and _content). */
export const xenforo: AccessReader = {
  adapters: ['xenforo2', 'xenforo1'],
  about: 'XenForo: permission entries of groups and accounts, by node, inherited from the nodes above, else global',
  tables: {
    xf_user_group: ['user_group_id'],
    xf_permission_entry: ['user_group_id', 'user_id', 'permission_group_id', 'permission_id', 'permission_value'],
    xf_permission_entry_content: [
      'content_type',
      'content_id',
      'user_group_id',
      'user_id',
      'permission_group_id',
      'permission_id',
      'permission_value',
    ],
  },
  read: (known) => {
    const entries = collect(known)
    const boards = new Map(known.boards.map((board) => [board.id, board]))
    const owners = [
      ...known.rows('xf_user_group').map((row) => ({ grp: said(row, 'user_group_id'), member: null, row })),
      ...membersIn(known),
    ]
    return owners.flatMap(({ grp, member, row }) =>
      known.boards.map((board) => ofBoard(entries, boards, board, grp, member, row)),
    )
  },
}

type Entries = ReadonlyMap<string, MirrorRow>

function collect(known: Known): Entries {
  const found = new Map<string, MirrorRow>()
  for (const row of known.rows('xf_permission_entry')) found.set(`* ${name(row)}`, row)
  for (const row of known.rows('xf_permission_entry_content'))
    if (said(row, 'content_type') === 'node') found.set(`${said(row, 'content_id')} ${name(row)}`, row)
  return found
}

function name(row: MirrorRow): string {
  return [
    said(row, 'user_group_id'),
    said(row, 'user_id'),
    said(row, 'permission_group_id'),
    said(row, 'permission_id'),
  ].join(' ')
}

/** Accounts with entries of their own. */
function membersIn(known: Known): readonly { readonly grp: null; readonly member: string; readonly row: MirrorRow }[] {
  const rows = [...known.rows('xf_permission_entry_content'), ...known.rows('xf_permission_entry')]
  const own = new Map(
    rows.filter((row) => !['', '0'].includes(said(row, 'user_id'))).map((row) => [said(row, 'user_id'), row]),
  )
  return [...own].map(([member, row]) => ({ grp: null, member, row }))
}

function ofBoard(
  entries: Entries,
  boards: ReadonlyMap<string, BoardOf>,
  board: BoardOf,
  grp: string | null,
  member: string | null,
  row: MirrorRow,
): Access {
  let at: MirrorRow | null = null
  let from = '*'
  const value = (group: string, id: string): Right => {
    for (const level of [...upwards(boards, board.id), '*']) {
      // What is set for everybody (group 0) at a node counts together with what is set for the group.
      const rows = [
        entries.get(`${level} ${grp ?? '0'} ${member ?? '0'} ${group} ${id}`),
        entries.get(`${level} 0 0 ${group} ${id}`),
      ]
      const said_ = rows.flatMap((each) =>
        each === undefined ? [] : [[said(each, 'permission_value'), each] as const],
      )
      const best = strength.map((each) => said_.find(([given]) => given === each)).find((each) => each !== undefined)
      if (best === undefined) continue
      at ??= best[1]
      if (level !== '*' && from === '*') from = level
      return best[0] === 'deny' ? 'never' : best[0] === 'reset' ? 'no' : 'yes'
    }
    return 'no'
  }
  const all = (list: readonly (readonly [string, string])[]): Right => {
    const found = list.map(([group, id]) => value(group, id))
    return found.includes('never') ? 'never' : found.every((each) => each === 'yes') ? 'yes' : 'no'
  }
  const sees = all(wanted.sees)
  const reads = all(wanted.reads)
  const posts = all(wanted.posts)
  return {
    board: board.id,
    grp,
    member,
    sees,
    reads,
    posts: reads === 'yes' ? posts : reads,
    how:
      from === '*'
        ? 'xf_permission_entry, for the whole site'
        : `xf_permission_entry_content, ${from === board.id ? 'for this node' : `inherited from node ${from}`}`,
    at: at ?? row,
  }
}
