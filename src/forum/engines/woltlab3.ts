import type { ForumAdapter } from '../forum.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { people3 } from '../woltlab/people3.ts'
import { records3 } from '../woltlab/records3.ts'
import { needs3, nonEntities3, optional3, site3 } from '../woltlab/tables3.ts'
import { messages3, talk3 } from '../woltlab/talk3.ts'

/** WoltLab Burning Board 3: private messages with recipients, salted hashes, guest books. */
export const woltlab3: ForumAdapter = {
  engine: 'woltlab',
  numbered: true,
  name: 'woltlab3',
  versions: '3.0 to 3.1',
  about:
    'WoltLab Burning Board 3: members, boards, posts, guest books, private messages, attachments, polls, bans, warnings, reports, sessions and logs.',
  needs: needs3,
  optional: optional3,
  marks: ['wbb1_1_post.postid', 'wcf1_pm.pmid', 'wcf1_user.salt', 'wcf1_pm_to_user.pmid'],
  lacks: ['wbb1_post', 'wcf1_user_group', 'wcf1_conversation'],
  site: site3,
  reads: [...people3, ...talk3, ...messages3, ...records3],
  nonEntities: { ...nonEntities3, wcf1_option: 'settings of the software; some are read into the site' },
  markup: woltlabMarkup,
}
