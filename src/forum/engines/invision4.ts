import type { ForumAdapter } from '../forum.ts'
import { extras4, extraTables4 } from '../invision/extras4.ts'
import { gallery4, galleryTables } from '../invision/gallery4.ts'
import { people4 } from '../invision/members4.ts'
import { records4 } from '../invision/records4.ts'
import { needs, nonEntities, optional, site } from '../invision/tables4.ts'
import { talk4 } from '../invision/talk4.ts'
import { versions4 } from '../invision/versions4.ts'
import { invisionHtml } from '../markup/invision.ts'
import { together } from '../words.ts'

/** Invision Community 4 and 5: every application's tables under a name of its own. */
export const invision4: ForumAdapter = {
  engine: 'invision',
  name: 'invision4',
  versions: '4.0 to 5.0',
  about:
    'Invision Community 4 and 5: members, boards, posts with their earlier versions, conversations, status updates, attachments, polls, bans, warnings, reports, known devices and logs.',
  needs,
  optional: together(optional, extraTables4, galleryTables),
  marks: ['core_members.member_id', 'forums_posts.pid', 'forums_topics.tid', 'core_message_posts.msg_id'],
  lacks: ['core_members.user_id'],
  site,
  reads: [...people4, ...talk4, ...records4, ...versions4, ...extras4, ...gallery4],
  nonEntities,
  markup: invisionHtml,
}
