import {
  type Access,
  type AccessReader,
  byKey,
  type Known,
  type MirrorRow,
  type Right,
  right,
  said,
  upwards,
} from '../rights.ts'

const wanted = {
  sees: ['canViewBoard'],
  reads: ['canViewBoard', 'canEnterBoard', 'canReadThread'],
  posts: ['canReplyThread'],
} as const
const names = ['canViewBoard', 'canEnterBoard', 'canReadThread', 'canReplyThread']

interface Options {
  /** What a board says of a group or an account, by `board holder option`. */
  readonly groups: ReadonlyMap<string, MirrorRow>
  readonly users: ReadonlyMap<string, MirrorRow>
  /** What a group has everywhere, by `group option`. */
  readonly general: ReadonlyMap<string, MirrorRow>
}

/** Rows of a table of options with the name of each, by its columns. */
function optionsOf(known: Known): Options {
  const types = new Set(
    known
      .rows('wcf1_object_type')
      .filter((row) => said(row, 'objecttype') === 'com.woltlab.wbb.board')
      .map((row) => said(row, 'objecttypeid')),
  )
  const option = new Map(
    known
      .rows('wcf1_acl_option')
      .filter((row) => types.has(said(row, 'objecttypeid')))
      .map((row) => [said(row, 'optionid'), said(row, 'optionname')]),
  )
  const named = (table: string, holder: string): ReadonlyMap<string, MirrorRow> =>
    byKey(
      known.rows(table).flatMap((row) => {
        const name = option.get(said(row, 'optionid'))
        return name === undefined ? [] : [{ ...row, name }]
      }),
      ...['objectid', holder, 'name'],
    )
  const general = new Map(
    known.rows('wcf1_user_group_option').map((row) => [said(row, 'optionid'), said(row, 'optionname')]),
  )
  return {
    groups: named('wcf1_acl_option_to_group', 'groupid'),
    users: named('wcf1_acl_option_to_user', 'userid'),
    general: byKey(
      known.rows('wcf1_user_group_option_value').flatMap((row) => {
        const name = /^user\.board\.(\w+)$/.exec(general.get(said(row, 'optionid')) ?? '')?.[1]
        return name === undefined ? [] : [{ ...row, name }]
      }),
      ...['groupid', 'name'],
    ),
  }
}

/** What one holder has in a board: what the board or the nearest above it says, and which row. */
function explicit(
  rows: ReadonlyMap<string, MirrorRow>,
  way: readonly string[],
  holder: string,
  option: string,
): MirrorRow | undefined {
  const board = way.find((id) => rows.has(`${id} ${holder} ${option}`))
  return board === undefined ? undefined : rows.get(`${board} ${holder} ${option}`)
}

function rights(known: Known): readonly Access[] {
  const options = optionsOf(known)
  const boards = new Map(known.boards.map((board) => [board.id, board]))
  const groups = known.rows('wcf1_user_group')
  const kind = (type: string): readonly string[] =>
    groups.filter((row) => said(row, 'grouptype') === type).map((row) => said(row, 'groupid'))
  const [everyone, guests, members] = [kind('1'), kind('2'), kind('3')]
  const users = [...new Set([...options.users.values()].map((row) => said(row, 'userid')))].reverse()
  return known.boards.flatMap((board) => {
    const way = upwards(boards, board.id)
    const named = (holders: readonly string[], option: string): boolean =>
      holders.some((holder) => explicit(options.groups, way, holder, option) !== undefined)
    /** Where a board names a group, what other groups have everywhere does not count for those in it. */
    const ofGroup = (group: string, option: string): readonly [Right, MirrorRow | undefined] => {
      const own = explicit(options.groups, way, group, option)
      if (own !== undefined) {
        if (said(own, 'optionvalue') === '1') return ['yes', own]
        const others = groups.some(
          (row) => said(explicit(options.groups, way, said(row, 'groupid'), option), 'optionvalue') === '1',
        )
        return [
          others || everyone.includes(group) || members.includes(group) || guests.includes(group) ? 'no' : 'never',
          own,
        ]
      }
      const overruled = named(everyone, option) || (guests.includes(group) ? false : named(members, option))
      const general = options.general.get(`${group} ${option}`)
      const value = said(general, 'optionvalue')
      return [value === '-1' ? 'never' : right(!overruled && value === '1'), general]
    }
    const made = (
      grp: string | null,
      member: string | null,
      of: (option: string) => readonly [Right, MirrorRow | undefined],
      how: string,
    ): readonly Access[] => {
      const found = new Map(names.map((name) => [name, of(name)]))
      const all = (list: readonly string[]): Right => {
        const each = list.map((name) => found.get(name)?.[0] ?? 'no')
        return each.includes('never') ? 'never' : right(each.every((one) => one === 'yes'))
      }
      const at = [...found.values()].map(([, row]) => row).find((row) => row !== undefined)
      if (at === undefined) return []
      const reads = all(wanted.reads)
      return [
        {
          board: board.id,
          grp,
          member,
          sees: all(wanted.sees),
          reads,
          posts: reads === 'yes' ? all(wanted.posts) : reads,
          how,
          at,
        },
      ]
    }
    return [
      ...groups.flatMap((row) => {
        const group = said(row, 'groupid')
        const local = names.some((name) => explicit(options.groups, way, group, name) !== undefined)
        return made(
          group,
          null,
          (option) => ofGroup(group, option),
          local ? 'wcf1_acl_option_to_group' : "wcf1_user_group_option_value, the group's own rights",
        )
      }),
      ...users.flatMap((user) =>
        made(
          ...([null, user] as const),
          (option) => {
            const row = explicit(options.users, way, user, option)
            return [row === undefined ? 'no' : said(row, 'optionvalue') === '1' ? 'yes' : 'never', row]
          },
          'wcf1_acl_option_to_user',
        ),
      ),
    ]
  })
}

/** WoltLab 4 to 6: what a board, or one above it, says of groups and accounts, else what groups have everywhere. */
export const woltlab: AccessReader = {
  adapters: ['woltlab4'],
  about:
    'WoltLab 4 to 6: wcf1_acl_option_to_group and _to_user, inherited from the boards above, else the rights of the group',
  tables: {
    wcf1_object_type: ['objecttypeid', 'objecttype'],
    wcf1_acl_option: ['optionid', 'objecttypeid', 'optionname'],
    wcf1_acl_option_to_group: ['optionid', 'objectid', 'groupid', 'optionvalue'],
    wcf1_acl_option_to_user: ['optionid', 'objectid', 'userid', 'optionvalue'],
    wcf1_user_group: ['groupid', 'grouptype'],
    wcf1_user_group_option: ['optionid', 'optionname'],
    wcf1_user_group_option_value: ['groupid', 'optionid', 'optionvalue'],
  },
  read: rights,
}
