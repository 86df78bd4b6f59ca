import { named } from '../derived.ts'
import type { ForumAdapter } from '../forum.ts'
import { source } from '../forum.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { payerFields, payment } from '../payments.ts'
import { tablesOf } from '../words.ts'
import { connected, groups, members, profiles } from '../xenforo/people.ts'
import { actions, changes, justice, logins, reactions, subscriptions } from '../xenforo/records.ts'
import { needs, nonEntities, optional, packed, site } from '../xenforo/tables.ts'
import { boards, extras, messages, posts, topics } from '../xenforo/talk.ts'
import { versions } from '../xenforo/versions.ts'

/** XenForo 2.0 to 2.3: log-ins that are remembered in a table of their own, changes of everything in one log. */
export const xenforo2: ForumAdapter = {
  engine: 'xenforo',
  name: 'xenforo2',
  versions: '2.0 to 2.3',
  about:
    'XenForo 2: members, boards, posts with their earlier versions, conversations, profile posts, attachments, polls, bans, warnings, reports, all addresses and logs.',
  needs,
  optional: {
    ...optional,
    ...tablesOf({
      xf_user_remember: 'remember_id user_id start_date expiry_date',
      xf_user_connected_account: 'user_id provider provider_key',
      xf_change_log: 'log_id content_type content_id edit_user_id edit_date field old_value new_value',
      xf_username_change: 'change_id user_id old_username new_username change_reason change_user_id change_date',
      xf_purchase_request:
        'purchase_request_id request_key user_id provider_id purchasable_type_id cost_amount cost_currency',
      xf_payment_provider_log:
        'provider_log_id purchase_request_key provider_id transaction_id subscriber_id log_type log_message log_details log_date',
    }),
  },
  marks: ['xf_user_remember.remember_id', 'xf_user_profile.website', 'xf_job.job_id', 'xf_change_log.log_id'],
  lacks: [
    'xf_user_authenticate.remember_key',
    'xf_user_profile.homepage',
    'xf_template_compiled',
    'xf_user_external_auth',
  ],
  packed,
  site,
  reads: [
    members,
    ...profiles,
    connected('xf_user_connected_account'),
    ...groups,
    boards,
    ...topics,
    ...posts,
    ...messages,
    ...extras,
    ...justice,
    ...logins,
    {
      entity: 'login',
      from: 'xf_user_remember',
      key: ['remember_id'],
      sql: `SELECT ${source}, d.remember_id AS id, 'persistent' AS kind, d.user_id AS member, d.start_date AS at, d.expiry_date AS until
        FROM xf_user_remember d`,
      derive: { id: named('persistent') },
    },
    ...actions,
    ...subscriptions,
    ...reactions,
    ...versions,
    changes('xf_change_log', 'content_id', `WHERE d.content_type = 'user'`),
    {
      entity: 'action',
      from: 'xf_username_change',
      key: ['change_id'],
      sql: `SELECT ${source}, 'name:' || d.change_id AS id, CASE WHEN d.change_user_id = d.user_id THEN 'user' ELSE 'admin' END AS kind,
        nullif(d.change_user_id, '0') AS member, d.change_date AS at, 'change username' AS operation, d.user_id AS about,
        jsonb_build_array(d.old_username, d.new_username, d.change_reason)::text AS data FROM xf_username_change d`,
    },
    {
      entity: 'action',
      from: 'xf_purchase_request',
      key: ['purchase_request_id'],
      sql: `SELECT ${source}, 'purchase:' || d.purchase_request_id AS id, 'user' AS kind, nullif(d.user_id, '0') AS member,
        concat_ws(' ', 'purchase', d.purchasable_type_id) AS operation, concat_ws(' ', d.cost_amount, d.cost_currency, d.provider_id) AS data
        FROM xf_purchase_request d`,
    },
    {
      entity: 'action',
      from: 'xf_payment_provider_log',
      key: ['provider_log_id'],
      sql: `SELECT ${source}, 'payment:' || d.provider_log_id AS id, 'other' AS kind, d.log_date AS at,
        concat_ws(' ', 'payment', d.provider_id, d.log_type) AS operation, concat_ws(' ', d.transaction_id, nullif(d.subscriber_id, ''), d.log_message) AS data,
        p.user_id AS member, d.log_details AS _details FROM xf_payment_provider_log d
        LEFT JOIN (SELECT request_key, min(nullif(user_id, '0')) AS user_id FROM xf_purchase_request GROUP BY 1) p ON p.request_key = d.purchase_request_key`,
      derive: { data: payment },
    },
    {
      entity: 'profile_field',
      from: 'xf_payment_provider_log',
      key: ['provider_log_id'],
      aside: true,
      sql: `SELECT ${source}, p.user_id AS member, d.provider_log_id AS _id, d.log_details AS _details FROM xf_payment_provider_log d
        JOIN (SELECT request_key, min(nullif(user_id, '0')) AS user_id FROM xf_purchase_request GROUP BY 1) p ON p.request_key = d.purchase_request_key
        WHERE p.user_id IS NOT NULL`,
      each: payerFields,
    },
  ],
  nonEntities,
  markup: xenforoMarkup,
}
