import { people, requests } from '../flarum/people.ts'
import { records } from '../flarum/records.ts'
import { needs, nonEntities, optional, site } from '../flarum/tables.ts'
import { extras, messages, talk } from '../flarum/talk.ts'
import { versions } from '../flarum/versions.ts'
import type { ForumAdapter } from '../forum.ts'
import { flarumMarkup } from '../markup/flarum.ts'

/** Flarum 1 and 2: tags instead of boards, events among the posts, everything else by extensions. */
export const flarum: ForumAdapter = {
  engine: 'flarum',
  name: 'flarum',
  versions: '1.0 to 2.0',
  about:
    'Flarum 1 and 2: members, tags, discussions, posts, private discussions and dialogues, and with common extensions uploads, polls, drafts, warnings, bans and logs.',
  needs,
  optional,
  marks: ['discussions.first_post_id', 'access_tokens.last_activity_at', 'posts.discussion_id'],
  lacks: ['posts.post_text', 'users.user_id', 'discussions.discussionid'],
  site,
  reads: [...people, ...talk, ...messages, ...extras, ...requests, ...records, ...versions],
  nonEntities,
  markup: flarumMarkup,
}
