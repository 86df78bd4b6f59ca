import { type AccessReader, said } from '../rights.ts'

/**
 * Discourse: a category that is not restricted is open to everybody; else the groups that category_groups names. Kinds: 1 all,
 * 2 answering and reading, 3 reading; group 0 is everybody (app/models/category_group.rb).
 */
export const discourse: AccessReader = {
  adapters: ['discourse'],
  about: 'Discourse: category_groups; a category that is not restricted is open to everybody',
  tables: {
    categories: ['id', 'read_restricted'],
    category_groups: ['category_id', 'group_id', 'permission_type'],
  },
  read: ({ rows, boards }) => {
    const known = new Set(boards.map((board) => board.id))
    const open = rows('categories').filter((row) => !['t', 'true', '1'].includes(said(row, 'read_restricted')))
    const named = rows('category_groups')
    const has = new Set(named.map((row) => said(row, 'category_id')))
    return [
      ...open
        .filter((row) => known.has(said(row, 'id')) && !has.has(said(row, 'id')))
        .map((row) => ({
          ...({ board: said(row, 'id'), grp: null, member: null, sees: 'yes', reads: 'yes', posts: 'yes' } as const),
          how: 'the category is not restricted',
          at: row,
        })),
      ...named
        .filter((row) => known.has(said(row, 'category_id')))
        .map((row) => ({
          ...({ board: said(row, 'category_id'), member: null, sees: 'yes', reads: 'yes' } as const),
          grp: said(row, 'group_id') === '0' ? null : said(row, 'group_id'),
          posts: said(row, 'permission_type') === '3' ? ('no' as const) : ('yes' as const),
          how: 'category_groups',
          at: row,
        })),
    ]
  },
}
