import { type Access, type AccessReader, byKey, type MirrorRow, right, said, upwards } from '../rights.ts'

/** Groups that every installation has: administrators, guests (whose rights all have), and members. */
const [administrators, guests, members] = ['1', '2', '3']
/** Reading was called viewDiscussions before version 1. */
const reading = ['viewForum', 'viewDiscussions']
const writing = ['discussion.reply', 'startDiscussion']

/**
 * Flarum: what groups may everywhere, and for tags that are restricted what they may under the tag's own name (`tag5.viewForum`;
 * the extension flarum/tags). A tag below a restricted one asks for both.
 */
export const flarum: AccessReader = {
  adapters: ['flarum'],
  about: 'Flarum: group_permission, for restricted tags by their own names',
  tables: {
    groups: ['id'],
    group_permission: ['group_id', 'permission'],
    tags: ['id', 'is_restricted'],
  },
  read: ({ rows, boards }) => {
    const granted = byKey(rows('group_permission'), 'group_id', 'permission')
    const known = new Map(boards.map((board) => [board.id, board]))
    const tags = byKey(rows('tags'), 'id')
    const groups = [...new Set([administrators, guests, members, ...rows('groups').map((row) => said(row, 'id'))])]
    if (granted.size === 0) return []
    return boards.flatMap((board) => {
      const tag = tags.get(board.id)
      const restricted = upwards(known, board.id).filter((id) => said(tags.get(id), 'is_restricted') === '1')
      return groups.flatMap((grp): readonly Access[] => {
        const under = restricted.length === 0 ? [''] : restricted.map((id) => `tag${id}.`)
        const row = (any: readonly string[], prefix: string): MirrorRow | undefined =>
          any.map((name) => granted.get(`${grp} ${prefix}${name}`)).find((found) => found !== undefined)
        const may = (any: readonly string[]): boolean =>
          grp === administrators || under.every((prefix) => row(any, prefix) !== undefined)
        const at = row(reading, under[0]!) ?? tag
        if (at === undefined) return []
        const how =
          grp === administrators
            ? 'administrators enter everywhere'
            : restricted.length === 0
              ? 'group_permission, everywhere'
              : `group_permission, for the restricted tag ${restricted.join(' below ')}`
        return [
          {
            board: board.id,
            grp,
            member: null,
            sees: right(may(reading)),
            reads: right(may(reading)),
            posts: right(may(reading) && may(writing)),
            how,
            at,
          },
        ]
      })
    })
  },
}
