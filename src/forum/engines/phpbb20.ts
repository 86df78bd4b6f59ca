import type { ForumAdapter } from '../forum.ts'
import { phpbb2Markup } from '../markup/dialects.ts'
import { people } from '../phpbb2/people.ts'
import { charset, needs, nonEntities, optional, site } from '../phpbb2/tables.ts'
import { messages, talk } from '../phpbb2/talk.ts'

/** phpBB 2: texts in tables of their own, addresses in hex, groups of one for permissions. */
export const phpbb20: ForumAdapter = {
  engine: 'phpbb',
  name: 'phpbb20',
  versions: '2.0',
  about:
    'phpBB 2.0: members, boards, posts, private messages, attachments of the usual modification, polls, bans and sessions.',
  needs,
  optional,
  marks: ['posts_text.bbcode_uid', 'privmsgs_text.privmsgs_bbcode_uid', 'users.user_level', 'groups.group_single_user'],
  lacks: ['users.user_form_salt', 'users.username_clean', 'posts.post_text', 'privmsgs_to'],
  charset,
  site,
  reads: [...people, ...talk, ...messages],
  nonEntities,
  markup: phpbb2Markup,
}
