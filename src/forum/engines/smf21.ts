import type { ForumAdapter } from '../forum.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { messages } from '../smf/messages.ts'
import { groups, members, profile } from '../smf/people.ts'
import { records } from '../smf/records.ts'
import { needs, nonEntities, optional, site } from '../smf/tables.ts'
import { talk } from '../smf/talk.ts'

/** Simple Machines Forum 2.1: packed addresses, a history of log-ins, drafts, messengers as profile fields. */
export const smf21: ForumAdapter = {
  engine: 'smf',
  name: 'smf21',
  versions: '2.1',
  about:
    'Simple Machines Forum 2.1: members, boards, posts, drafts, private messages, attachments, polls, bans, warnings, reports, log-ins and logs.',
  needs,
  optional,
  marks: [
    'members.tfa_secret',
    'user_likes.like_time',
    'member_logins.id_login',
    'user_alerts.id_alert',
    'background_tasks.task_class',
  ],
  lacks: ['members.membername', 'members.icq', 'messages.postername', 'pm_recipients.labels'],
  packed: [
    ...[
      'members.member_ip',
      'members.member_ip2',
      'messages.poster_ip',
      'ban_items.ip_low',
      'ban_items.ip_high',
      'log_actions.ip',
    ],
    ...[
      'log_banned.ip',
      'log_errors.ip',
      'log_online.ip',
      'log_reported_comments.member_ip',
      'member_logins.ip',
      'member_logins.ip2',
    ],
  ],
  site,
  reads: [members, ...profile, ...groups, ...talk('.dat'), ...messages, ...records('packed')],
  nonEntities,
  markup: smfMarkup,
}
