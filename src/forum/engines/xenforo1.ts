import type { ForumAdapter } from '../forum.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { reasons, tablesOf } from '../words.ts'
import { connected, groups, members, profiles } from '../xenforo/people.ts'
import { purchases } from '../xenforo/purchases.ts'
import { actions, changes, justice, logins, reactions, subscriptions } from '../xenforo/records.ts'
import { needs, nonEntities, optional, packed, site } from '../xenforo/tables.ts'
import { boards, extras, messages, posts, topics } from '../xenforo/talk.ts'
import { versions } from '../xenforo/versions.ts'

/** XenForo 1.1 to 1.5: a log of changes of accounts, and a key for remembered log-ins beside each password. */
export const xenforo1: ForumAdapter = {
  engine: 'xenforo',
  name: 'xenforo1',
  versions: '1.1 to 1.5',
  about:
    'XenForo 1: members, boards, posts with their earlier versions, conversations, profile posts, attachments, polls, bans, warnings, reports, all addresses and logs.',
  needs,
  optional: {
    ...optional,
    ...tablesOf({
      xf_user_external_auth: 'user_id provider provider_key',
      xf_user_change_log: 'log_id user_id edit_user_id edit_date field old_value new_value',
      xf_user_upgrade: 'user_upgrade_id title cost_amount cost_currency',
      xf_user_upgrade_active: 'user_upgrade_record_id user_id user_upgrade_id start_date',
      xf_user_upgrade_expired: 'user_upgrade_record_id user_id user_upgrade_id start_date',
      xf_user_upgrade_log:
        'user_upgrade_log_id user_upgrade_record_id processor transaction_id subscriber_id transaction_type message transaction_details log_date',
    }),
  },
  marks: [
    'xf_user_authenticate.remember_key',
    'xf_user_profile.homepage',
    'xf_template_compiled',
    'xf_user_external_auth',
    'xf_user_change_log',
  ],
  lacks: ['xf_user_remember', 'xf_user_profile.website', 'xf_job', 'xf_change_log', 'xf_user_connected_account'],
  packed,
  site,
  reads: [
    members,
    ...profiles,
    connected('xf_user_external_auth'),
    ...groups,
    boards,
    ...topics,
    ...posts,
    ...messages,
    ...extras,
    ...justice,
    ...logins,
    ...actions,
    ...subscriptions,
    ...reactions,
    ...versions,
    changes('xf_user_change_log', 'user_id'),
    ...purchases,
  ],
  nonEntities: { ...nonEntities, ...reasons({ 'read into other rows': 'xf_user_upgrade' }) },
  markup: xenforoMarkup,
}
