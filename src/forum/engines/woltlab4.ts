import type { ForumAdapter } from '../forum.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { people4 } from '../woltlab/members4.ts'
import { records4 } from '../woltlab/records4.ts'
import { needs, nonEntities, optional, site } from '../woltlab/tables.ts'
import { boards4, messages4 } from '../woltlab/talk4.ts'
import { versions4 } from '../woltlab/versions4.ts'

/** WoltLab Burning Board 4 and the forums of WoltLab Suite 3 to 6: conversations, a bin, a log of modifications. */
export const woltlab4: ForumAdapter = {
  engine: 'woltlab',
  numbered: true,
  name: 'woltlab4',
  versions: '4.0 to 6.1',
  about:
    'WoltLab Burning Board 4 and WoltLab Suite Forum 5 and 6: members, boards, posts with their earlier versions, conversations, comments on profiles, attachments, polls, bans, warnings, reports, sessions and logs.',
  needs,
  optional,
  marks: ['wbb1_post.postid', 'wcf1_conversation_message.messageid', 'wcf1_user_group.groupid'],
  lacks: ['wbb1_1_post', 'wcf1_pm', 'wcf1_user.salt', 'wcf1_group'],
  site,
  reads: [...people4, ...boards4, ...messages4, ...records4, ...versions4],
  nonEntities,
  markup: woltlabMarkup,
}
