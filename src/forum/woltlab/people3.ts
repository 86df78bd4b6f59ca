import { type Reader, source } from '../forum.ts'
import { account, accountDerived, profiles, userBans, worded } from './people.ts'

const holds = (
  name: string,
): string => `d.userID IN (SELECT t.userID FROM wcf1_user_to_groups t JOIN wcf1_group_option_value g ON g.groupID = t.groupID
  JOIN wcf1_group_option o ON o.optionID = g.optionID WHERE o.optionName LIKE '${name}' AND g.optionValue NOT IN ('', '0'))`

/** Accounts, groups, moderators and relations of Burning Board 3. */
export const people3: readonly Reader[] = [
  {
    entity: 'member',
    from: 'wcf1_user',
    key: ['userid'],
    sql: `SELECT ${account}, d.salt AS _salt, CASE WHEN ${holds('admin.general.canUseAcp')} THEN 'administrator'
      WHEN ${holds('mod.board.%')} OR d.userID IN (SELECT m.userID FROM wbb1_1_board_moderator m) THEN 'moderator' END AS staff
      FROM wcf1_user d LEFT JOIN wcf1_user_option_value v ON v.userID = d.userID`,
    derive: accountDerived,
  },
  ...profiles,
  {
    entity: 'grp',
    from: 'wcf1_group',
    key: ['groupid'],
    sql: `SELECT ${source}, d.groupID AS id, ${worded('d.groupName')} AS name,
      CASE d.groupType WHEN '1' THEN 'everyone' WHEN '2' THEN 'guests' WHEN '3' THEN 'members' END AS kind FROM wcf1_group d`,
  },
  {
    entity: 'grp_member',
    from: 'wcf1_user_to_groups',
    key: ['userid', 'groupid'],
    sql: `SELECT ${source}, d.groupID AS grp, d.userID AS member, false AS leader, false AS pending FROM wcf1_user_to_groups d`,
  },
  {
    entity: 'moderator',
    from: 'wbb1_1_board_moderator',
    key: ['boardid', 'userid', 'groupid'],
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d.boardID), d.boardID, d._row))::text AS n, d.boardID AS board, nullif(d.userID, '0') AS member,
      nullif(d.groupID, '0') AS grp FROM wbb1_1_board_moderator d`,
  },
  {
    entity: 'relation',
    from: 'wcf1_user_whitelist',
    key: ['userid', 'whiteuserid'],
    sql: `SELECT ${source}, d.userID AS member, d.whiteUserID AS other, 'friend' AS kind FROM wcf1_user_whitelist d`,
  },
  {
    entity: 'relation',
    from: 'wcf1_user_blacklist',
    key: ['userid', 'blackuserid'],
    sql: `SELECT ${source}, d.userID AS member, d.blackUserID AS other, 'foe' AS kind FROM wcf1_user_blacklist d`,
  },
  userBans,
]
