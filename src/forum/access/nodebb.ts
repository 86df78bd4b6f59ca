import { type Access, type AccessReader, type MirrorRow, right, said } from '../rights.ts'

const key = /^(?:group:)?cid:(\d{1,9}):privileges:(groups:)?([\w:-]{1,60}):members$/

/**
 * NodeBB: who has a privilege in a category is a member of a group of that name, groups by their names and accounts by their
 * numbers (src/privileges/categories.js). Administrators are asked for nothing; what nobody was given nobody has.
 */
export const nodebb: AccessReader = {
  adapters: ['nodebb'],
  about: 'NodeBB: the groups and accounts that have a privilege in a category',
  tables: { legacy_zset: ['_key', 'value'] },
  where: { legacy_zset: `"_key" LIKE 'group:cid:%:privileges:%'` },
  read: ({ rows, boards }) => {
    const held = new Map<
      string,
      {
        readonly of: readonly [string, string | null, string | null]
        readonly row: MirrorRow
        readonly may: Set<string>
      }
    >()
    for (const row of rows('legacy_zset')) {
      const [, board, group, privilege] = key.exec(said(row, '_key')) ?? []
      if (board === undefined || privilege === undefined) continue
      const holder = said(row, 'value')
      const of = [board, group === undefined ? null : holder, group === undefined ? holder : null] as const
      const entry = held.get(of.join(' ')) ?? { of, row, may: new Set<string>() }
      entry.may.add(privilege)
      held.set(of.join(' '), entry)
    }
    const all = [...held.values()]
    const given = all.map(({ of: [board, grp, member], row, may }): Access => {
      const reads = may.has('read') && may.has('topics:read')
      const posts = reads && (may.has('topics:create') || may.has('topics:reply'))
      return {
        board,
        grp,
        member,
        sees: right(may.has('find') || reads),
        reads: right(reads),
        posts: right(posts),
        how: 'privileges of the category',
        at: row,
      }
    })
    const first = all[0]?.row
    if (first === undefined) return []
    const free = { grp: 'administrators', member: null, sees: 'yes', reads: 'yes', posts: 'yes' } as const
    const everywhere = boards.map(
      (board): Access => ({
        ...{ board: board.id, ...free, how: 'administrators enter everywhere' },
        at: all.find(({ of }) => of[0] === board.id)?.row ?? first,
      }),
    )
    return [...given.filter((one) => one.grp !== 'administrators'), ...everywhere]
  },
}
