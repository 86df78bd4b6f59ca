import { type Made, type Reader, source } from '../forum.ts'
import { account, accountDerived, profiles, userBans, worded } from './people.ts'

const holds = (
  name: string,
): string => `d.userID IN (SELECT t.userID FROM wcf1_user_to_group t JOIN wcf1_user_group_option_value g ON g.groupID = t.groupID
  JOIN wcf1_user_group_option o ON o.optionID = g.optionID WHERE o.optionName LIKE '${name}' AND g.optionValue NOT IN ('', '0'))`

const lists: Readonly<Record<string, 'ip' | 'email' | 'name'>> = {
  blacklist_ip_addresses: 'ip',
  blacklist_user_emails: 'email',
  blacklist_usernames: 'name',
}

/** A moderator of a board is who holds one of its moderators' permissions; the first of them stands for all. */
function moderators(table: string, who: 'userID' | 'groupID', sign: '' | '-'): Reader {
  const moderates = `o.categoryName LIKE 'mod%' AND `
  return {
    entity: 'moderator',
    from: table,
    key: ['optionid', 'objectid', who.toLowerCase()],
    whole: true,
    rest: 'permissions; who moderates is read from the first of each board',
    sql: `SELECT ${source}, '${sign}' || (row_number() OVER (ORDER BY length(d.objectID), d.objectID, length(d.${who}), d.${who}))::text AS n, d.objectID AS board,
      d.${who} AS ${who === 'userID' ? 'member' : 'grp'} FROM ${table} d WHERE d._row IN (SELECT min(a._row) FROM ${table} a JOIN wcf1_acl_option o ON o.optionID = a.optionID
        WHERE ${moderates}a.optionValue = '1' GROUP BY a.objectID, a.${who})`,
  }
}

/** Accounts, groups, moderators and bans of WoltLab 4 to 6. */
export const people4: readonly Reader[] = [
  {
    entity: 'member',
    from: 'wcf1_user',
    key: ['userid'],
    sql: `SELECT ${account}, d.wbbPosts AS posts, l.languageCode AS language,
      CASE WHEN d.userID IN (SELECT t.userID FROM wcf1_user_to_group t JOIN wcf1_user_group g ON g.groupID = t.groupID WHERE g.groupType = '9') THEN 'founder'
        WHEN ${holds('admin.general.canUseAcp')} THEN 'administrator' WHEN ${holds('mod.board.%')} THEN 'moderator'
        WHEN d.userID IN (SELECT a.userID FROM wcf1_acl_option_to_user a JOIN wcf1_acl_option o ON o.optionID = a.optionID WHERE o.categoryName LIKE 'mod%' AND a.optionValue = '1') THEN 'moderator' END AS staff
      FROM wcf1_user d LEFT JOIN wcf1_user_option_value v ON v.userID = d.userID LEFT JOIN wcf1_language l ON l.languageID = d.languageID`,
    derive: accountDerived,
  },
  ...profiles,
  {
    entity: 'grp',
    from: 'wcf1_user_group',
    key: ['groupid'],
    sql: `SELECT ${source}, d.groupID AS id, ${worded('d.groupName')} AS name,
      CASE d.groupType WHEN '1' THEN 'everyone' WHEN '2' THEN 'guests' WHEN '3' THEN 'members' WHEN '9' THEN 'owners' END AS kind FROM wcf1_user_group d`,
  },
  {
    entity: 'grp_member',
    from: 'wcf1_user_to_group',
    key: ['userid', 'groupid'],
    sql: `SELECT ${source}, d.groupID AS grp, d.userID AS member, false AS leader, false AS pending FROM wcf1_user_to_group d`,
  },
  moderators('wcf1_acl_option_to_user', 'userID', ''),
  moderators('wcf1_acl_option_to_group', 'groupID', '-'),
  {
    entity: 'relation',
    from: 'wcf1_user_follow',
    key: ['userid', 'followuserid'],
    sql: `SELECT ${source}, d.userID AS member, d.followUserID AS other, 'friend' AS kind FROM wcf1_user_follow d`,
  },
  {
    entity: 'relation',
    from: 'wcf1_user_ignore',
    key: ['userid', 'ignoreuserid'],
    sql: `SELECT ${source}, d.userID AS member, d.ignoreUserID AS other, 'foe' AS kind FROM wcf1_user_ignore d`,
  },
  userBans,
  {
    entity: 'ban',
    from: 'wcf1_option',
    key: ['optionname'],
    none: 'settings of the software; some are read into the site',
    sql: `SELECT ${source}, d.optionName AS _name, d.optionValue AS _value FROM wcf1_option d`,
    each: ({ _name, _value }) => {
      const what = lists[_name ?? '']
      if (what === undefined) return []
      const values = new Set((_value ?? '').split(/[\r\n]+/).map((line) => line.trim()))
      return [...values]
        .filter((v) => v !== '')
        .slice(0, 5000)
        .map((value): Made => ({ id: `${what}:${value}`, [what]: value, exempt: false }))
    },
  },
  {
    entity: 'ban',
    from: 'wcf1_user_infraction_suspension',
    key: ['usersuspensionid'],
    sql: `SELECT ${source}, 'suspension:' || d.userSuspensionID AS id, d.userID AS member, u.username AS name, d.time AS at, d.expires AS until, d.reason,
      nullif(d.judgeID, '0') AS by, false AS exempt FROM wcf1_user_infraction_suspension d LEFT JOIN wcf1_user u ON u.userID = d.userID`,
  },
]
