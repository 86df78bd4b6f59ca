import type { ForumAdapter } from '../forum.ts'
import { punbbMarkup } from '../markup/index.ts'
import { groups, members, moderators, profile } from '../punbb/people.ts'
import { bans, online, reports, subscriptions } from '../punbb/records.ts'
import { needs, nonEntities, optional, site } from '../punbb/tables.ts'
import { boards, posts, topics } from '../punbb/talk.ts'

/** FluxBB 1.4 and 1.5: topics know their first post, bans their maker, groups whether they moderate. */
export const fluxbb: ForumAdapter = {
  engine: 'fluxbb',
  name: 'fluxbb',
  versions: '1.4 to 1.5',
  about: 'FluxBB 1.4 and 1.5: members, boards, posts, bans, reports and who was online; it has no private messages.',
  needs,
  optional: {
    ...optional,
    bans: [...(optional.bans ?? []), 'ban_creator'],
    topics: ['first_post_id'],
  },
  marks: ['topics.first_post_id', 'bans.ban_creator', 'groups.g_mod_edit_users'],
  lacks: ['extensions', 'hotfixes', 'users.salt', 'groups.g_edit_subjects_interval'],
  site,
  reads: [
    members(
      `CASE WHEN d.group_id = '1' THEN 'administrator' WHEN coalesce(g.g_moderator, CASE WHEN d.group_id = '2' THEN '1' END) = '1' THEN 'moderator' END`,
    ),
    profile,
    ...groups,
    ...boards,
    moderators,
    topics(`LEFT JOIN (SELECT id, min(poster_id) AS poster_id FROM posts
      WHERE id IN (SELECT first_post_id FROM topics) GROUP BY id) p ON p.id = d.first_post_id`),
    posts,
    bans(`nullif(d.ban_creator, '0')`),
    reports,
    online,
    ...subscriptions,
  ],
  nonEntities,
  markup: punbbMarkup,
}
