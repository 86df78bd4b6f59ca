import type { ForumAdapter } from '../forum.ts'
import { punbbMarkup } from '../markup/index.ts'
import { groups, members, moderators, profile } from '../punbb/people.ts'
import { bans, online, reports, subscriptions } from '../punbb/records.ts'
import { needs, nonEntities, optional, site } from '../punbb/tables.ts'
import { boards, posts, topics } from '../punbb/talk.ts'

/** PunBB 1.2 to 1.4 and FluxBB 1.2, which grew from it: topics name who began them, and nothing else. */
export const punbb12: ForumAdapter = {
  engine: 'punbb',
  name: 'punbb12',
  versions: 'PunBB 1.2 to 1.4, FluxBB 1.2',
  about: 'PunBB 1.2 to 1.4 and FluxBB 1.2: members, boards, posts, bans, reports and who was online.',
  needs,
  optional: { ...optional, bans: [...(optional.bans ?? []), 'ban_creator'] },
  marks: ['groups.g_edit_subjects_interval', 'users.salt', 'users.use_avatar', 'users.save_pass', 'extensions.id'],
  lacks: ['topic_subscriptions'],
  site,
  reads: [
    members(
      `CASE WHEN d.group_id = '1' THEN 'administrator' WHEN coalesce(g.g_moderator, CASE WHEN d.group_id = '2' THEN '1' END) = '1' THEN 'moderator' END`,
    ),
    profile,
    ...groups,
    ...boards,
    moderators,
    // The account of a topic's earliest post; the number is padded so that text sorts as numbers do.
    topics(
      `LEFT JOIN (SELECT topic_id, split_part(min(lpad(id, 20, '0') || ' ' || poster_id), ' ', 2) AS poster_id FROM posts GROUP BY topic_id) p
        ON p.topic_id = d.id`,
      { whole: true },
    ),
    posts,
    bans(`nullif(d.ban_creator, '0')`),
    reports,
    online,
    ...subscriptions,
  ],
  nonEntities: {
    ...nonEntities,
    extension_hooks: 'code of extensions',
    extensions: 'extensions that are installed',
  },
  markup: punbbMarkup,
}
