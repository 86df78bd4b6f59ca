import { type AccessReader, byKey, right, said } from '../rights.ts'

const view = 'vanilla.discussions.view'
const write = ['vanilla.discussions.add', 'vanilla.comments.add']

/**
 * Vanilla: each category says by which category's permissions it goes, -1 by those of all; roles have a row of permissions for
 * each such category, and one without any (class.categorymodel.php, class.permissionmodel.php).
 */
export const vanilla: AccessReader = {
  adapters: ['vanilla'],
  about: 'Vanilla: permissions of roles, for the category by whose permissions each goes',
  tables: {
    Category: ['categoryid', 'permissioncategoryid'],
    Permission: ['roleid', 'junctiontable', 'junctionid', view, ...write],
  },
  read: ({ rows, boards }) => {
    const permissions = rows('Permission')
    const ofCategory = byKey(
      permissions.filter((row) => said(row, 'junctiontable') === 'Category'),
      'roleid',
      'junctionid',
    )
    const general = byKey(
      permissions.filter((row) => said(row, 'junctiontable') === ''),
      'roleid',
    )
    const roles = [...new Set(permissions.map((row) => said(row, 'roleid')))].filter(
      (role) => role !== '' && role !== '0',
    )
    const known = new Set(boards.map((board) => board.id))
    return rows('Category')
      .filter((row) => known.has(said(row, 'categoryid')))
      .flatMap((row) => {
        const by = said(row, 'permissioncategoryid') || '-1'
        return roles.flatMap((role) => {
          const own = ofCategory.get(`${role} ${by}`) ?? (by === '-1' ? general.get(role) : undefined)
          if (own === undefined) return []
          const reads = said(own, view) === '1'
          return [
            {
              ...{ board: said(row, 'categoryid'), grp: role, member: null, sees: right(reads), reads: right(reads) },
              posts: right(reads && write.some((name) => said(own, name) === '1')),
              how: by === '-1' ? 'Permission, of all categories' : `Permission, of category ${by}`,
              at: own,
            },
          ]
        })
      })
  },
}
