import { type Reader, source } from '../forum.ts'
import { payerFields, payment } from '../payments.ts'

const bought = (state: 'active' | 'expired'): Reader => ({
  entity: 'action',
  from: `xf_user_upgrade_${state}`,
  key: ['user_upgrade_record_id'],
  sql: `SELECT ${source}, 'purchase:${state}:' || d.user_upgrade_record_id AS id, 'user' AS kind, nullif(d.user_id, '0') AS member, d.start_date AS at,
    'purchase user_upgrade' AS operation, concat_ws(' ', u.title, u.cost_amount, u.cost_currency) AS data
    FROM xf_user_upgrade_${state} d LEFT JOIN xf_user_upgrade u ON u.user_upgrade_id = d.user_upgrade_id`,
})

/** Upgrades of accounts that were paid for in version 1, and what the payment service told of each payment. */
export const purchases: readonly Reader[] = [
  bought('active'),
  bought('expired'),
  {
    entity: 'action',
    from: 'xf_user_upgrade_log',
    key: ['user_upgrade_log_id'],
    sql: `SELECT ${source}, 'payment:' || d.user_upgrade_log_id AS id, 'other' AS kind, coalesce(a.user_id, e.user_id) AS member, d.log_date AS at,
      concat_ws(' ', 'payment', d.processor, d.transaction_type) AS operation, concat_ws(' ', d.transaction_id, nullif(d.subscriber_id, ''), d.message) AS data,
      d.transaction_details AS _details FROM xf_user_upgrade_log d LEFT JOIN xf_user_upgrade_active a ON a.user_upgrade_record_id = d.user_upgrade_record_id
      LEFT JOIN xf_user_upgrade_expired e ON e.user_upgrade_record_id = d.user_upgrade_record_id`,
    derive: { data: payment },
  },
  {
    entity: 'profile_field',
    from: 'xf_user_upgrade_log',
    key: ['user_upgrade_log_id'],
    aside: true,
    sql: `SELECT ${source}, coalesce(a.user_id, e.user_id) AS member, d.user_upgrade_log_id AS _id, d.transaction_details AS _details FROM xf_user_upgrade_log d
      LEFT JOIN xf_user_upgrade_active a ON a.user_upgrade_record_id = d.user_upgrade_record_id
      LEFT JOIN xf_user_upgrade_expired e ON e.user_upgrade_record_id = d.user_upgrade_record_id WHERE coalesce(a.user_id, e.user_id) IS NOT NULL`,
    each: payerFields,
  },
]
