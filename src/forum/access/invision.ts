import { unserialize } from '../php.ts'
import { type Access, type AccessReader, type Known, type MirrorRow, type Right, right, said } from '../rights.ts'

const numbers = (list: string): readonly string[] => list.match(/\d{1,9}/g) ?? []

/** Who is named in a list of permissions: `*` is everybody. */
function names(list: string, one: string): boolean {
  return list.trim() === '*' || list.split(',').some((part) => part.trim() === one)
}

interface Lists {
  readonly view: string
  readonly read: string
  readonly write: readonly string[]
}

function may(lists: Lists, any: (list: string) => boolean): Pick<Access, 'sees' | 'reads' | 'posts'> {
  const reads = any(lists.view) && any(lists.read)
  return { sees: right(any(lists.view)), reads: right(reads), posts: right(reads && lists.write.some(any)) }
}

/** The lists of forums in a table that all applications share (perm_2 reading, perm_3 and perm_4 writing). */
function indexed(rows: readonly MirrorRow[]): readonly (readonly [board: string, lists: Lists, at: MirrorRow])[] {
  return rows
    .filter((row) => said(row, 'app') === 'forums' && said(row, 'perm_type') === 'forum')
    .map((row) => [
      said(row, 'perm_type_id'),
      { view: said(row, 'perm_view'), read: said(row, 'perm_2'), write: [said(row, 'perm_3'), said(row, 'perm_4')] },
      row,
    ])
}

const columns = ['app', 'perm_type', 'perm_type_id', 'perm_view', 'perm_2', 'perm_3', 'perm_4']

/** Invision Community 4: lists of groups, and since 4.6 of single members (`m12`), for each forum. */
export const invision4: AccessReader = {
  adapters: ['invision4'],
  about: 'Invision Community 4: the groups and members that core_permission_index names for each forum',
  tables: { core_permission_index: columns, core_groups: ['g_id'] },
  read: ({ rows }) =>
    indexed(rows('core_permission_index')).flatMap(([board, lists, at]): readonly Access[] => {
      const all = [lists.view, lists.read, ...lists.write]
      const members = [...new Set(all.flatMap((list) => list.match(/\bm\d{1,9}\b/g) ?? []))]
      return [
        ...rows('core_groups').map((row): Access => {
          const grp = said(row, 'g_id')
          return {
            board,
            grp,
            member: null,
            how: 'core_permission_index',
            at,
            ...may(lists, (list) => names(list, grp)),
          }
        }),
        ...members.map((name): Access => {
          const own = may(lists, (list) => names(list, name))
          return { board, grp: null, member: name.slice(1), how: 'core_permission_index, by name', at, ...own }
        }),
      ]
    }),
}

/** Groups have sets of permissions, and forums name sets; an account with sets of its own has those instead. */
function older(
  { rows }: Known,
  lists: readonly (readonly [board: string, lists: Lists, at: MirrorRow])[],
  how: string,
): readonly Access[] {
  const holders = [
    ...rows('groups').map((row) => ({ grp: said(row, 'g_id'), member: null, sets: numbers(said(row, 'g_perm_id')) })),
    ...rows('members')
      .filter((row) => numbers(said(row, 'org_perm_id')).length > 0)
      .map((row) => ({
        grp: null,
        member: said(row, 'member_id') || said(row, 'id'),
        sets: numbers(said(row, 'org_perm_id')),
      })),
  ]
  return lists.flatMap(([board, of, at]) =>
    holders.map(({ grp, member, sets }): Access => {
      const { sees, reads, posts } = may(of, (list) => list.trim() === '*' || sets.some((set) => names(list, set)))
      // What an account's own sets do not give, its groups do not give either.
      const only = (given: Right): Right => (member !== null && given === 'no' ? 'never' : given)
      const said_ = member === null ? how : `${how}, by sets of the account's own`
      return { board, grp, member, sees: only(sees), reads: only(reads), posts: only(posts), how: said_, at }
    }),
  )
}

const holders = { groups: ['g_id', 'g_perm_id'], members: ['member_id', 'id', 'org_perm_id'] }

/** Invision Power Board 3: sets of permissions in permission_index. */
export const invision3: AccessReader = {
  adapters: ['invision3'],
  about: 'Invision Power Board 3: the sets of permissions that groups have and permission_index names',
  tables: { permission_index: columns, ...holders },
  read: (known) => older(known, indexed(known.rows('permission_index')), 'permission_index'),
}

/** Invision Power Board 2: the same in a serialised list of each forum. */
export const invision2: AccessReader = {
  adapters: ['invision2'],
  about: 'Invision Power Board 2: the sets of permissions that groups have and each forum names (permission_array)',
  tables: { forums: ['id', 'permission_array'], ...holders },
  read: (known) => {
    const lists = known.rows('forums').flatMap((row): readonly (readonly [string, Lists, MirrorRow])[] => {
      const found = unserialize(said(row, 'permission_array'))?.value
      if (!Array.isArray(found)) return []
      const pairs = new Map(found as readonly (readonly [string, unknown])[])
      const list = (name: string): string => String(pairs.get(name) ?? '')
      const write = [list('reply_perms'), list('start_perms')]
      return [[said(row, 'id'), { view: list('show_perms'), read: list('read_perms'), write }, row]]
    })
    return older(known, lists, 'forums, permission_array')
  },
}
