import { people } from '../discourse/people.ts'
import { records } from '../discourse/records.ts'
import { needs, nonEntities, optional, site } from '../discourse/tables.ts'
import { extras, messages, talk } from '../discourse/talk.ts'
import { versions } from '../discourse/versions.ts'
import type { ForumAdapter } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'

/** Discourse, from the tables of its PostgreSQL backup: private messages are topics, nothing is deleted but hidden. */
export const discourse: ForumAdapter = {
  engine: 'discourse',
  name: 'discourse',
  versions: '1.8 and later',
  about:
    'Discourse: members with all mailboxes, categories, topics, posts with their earlier versions, private messages, chat, uploads, polls, drafts, bans, warnings, flags, log-ins and every address.',
  needs,
  optional,
  marks: [
    'topic_allowed_users.topic_id',
    'posts.cooked',
    'user_histories.acting_user_id',
    'user_emails.normalized_email',
  ],
  lacks: ['posts.post_text', 'posts.discussion_id', 'users.user_id'],
  site,
  reads: [...people, ...talk, ...messages, ...extras, ...records, ...versions],
  nonEntities,
  markup: discourseMarkup,
}
