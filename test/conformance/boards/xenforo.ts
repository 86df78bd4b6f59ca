import { packed, packedSix, type StoredBoard, t, table } from './board.ts'
import { rows } from './xenforo-rows.ts'
import { bcrypt, xenforo } from './xenforo-tables.ts'

const profile = (field: string, extra: string, ...values: readonly string[]) =>
  table(
    `user_id dob_day dob_month dob_year signature location about ${field} ${extra}`,
    [2, 0, 0, 0, '', '', '', '', ...values.map(() => '')],
    [3, 5, 3, 1984, '[b]Groeten[/b]', 'Utrecht', 'Oude baan', 'http://rita.example/', ...values],
  )

const common = { key: 'spoor.example', title: 'Spoor & wissel' }
const secrets = [
  bcrypt,
  'd0be2dc421be4fcd0172e5afceea3970e2f3d940',
  'zoutvaatje',
  'geheime_sleutel',
  'geheim_token',
  'sessie_0123456789',
  'aabbccdd',
]

/** Boards of XenForo 2 and of XenForo 1. */
export const xenforoBoards: readonly StoredBoard[] = [
  {
    ...common,
    adapter: 'xenforo2',
    version: '2.2.12',
    tables: xenforo('2.2.12', {
      xf_user_profile: profile('website', 'custom_fields', '{"skype":"rail.rita"}'),
      xf_user_remember: table('remember_id user_id remember_key start_date expiry_date', [
        1,
        3,
        'herinner_sleutel',
        t + 5,
        t + 5000,
      ]),
      xf_user_connected_account: table('user_id provider provider_key extra_data', [3, 'github', '424242', 'x']),
      xf_ip_match: table('ip match_type create_user_id create_date reason', ['198.51.100.*', 'banned', 2, t + 71, '']),
      xf_ban_email: table('banned_email create_user_id create_date reason', ['*@reclame.example', 2, t + 72, '']),
      xf_change_log: table(
        'log_id content_type content_id edit_user_id edit_date field old_value new_value',
        [1, 'user', 3, 3, t + 63, 'email', 'oud@spoor.example', 'rita@spoor.example'],
        [2, 'node', 2, 2, t + 64, 'title', 'N', 'Schaal N'],
      ),
      xf_username_change: table(
        'change_id user_id old_username new_username change_reason change_user_id change_date',
        [1, 3, 'Rita', 'Rail_Rita', '', 3, t + 2],
      ),
      xf_job: table('job_id', [1]),
      xf_purchase_request: table(
        'purchase_request_id request_key user_id provider_id purchasable_type_id cost_amount cost_currency',
        [1, 'kk', 3, 'paypal', 'user_upgrade', '5.00', 'EUR'],
      ),
      xf_payment_provider_log: table(
        'provider_log_id purchase_request_key provider_id transaction_id subscriber_id log_type log_message log_details log_date',
        [
          ...[1, 'kk', 'paypal', 'TX1', '', 'payment', 'Payment received'],
          '{"txn_id":"TX1","payer_email":"rita@bank.example","first_name":"Rita","list":[1]}',
          t + 85,
        ],
      ),
    }),
    rows: rows('website', 1),
    secrets: [...secrets, 'herinner_sleutel'],
  },
  {
    ...common,
    adapter: 'xenforo1',
    version: '1.5.24',
    tables: xenforo('1.5.24', {
      xf_user_profile: profile('homepage', 'custom_fields', 'a:1:{s:5:"skype";s:9:"rail.rita";}'),
      xf_user_external_auth: table('user_id provider provider_key extra_data', [3, 'github', '424242', 'x']),
      xf_ip_match: table('ip match_type', ['198.51.100.*', 'banned']),
      xf_ban_email: table('banned_email', ['*@reclame.example']),
      xf_user_change_log: table(
        'log_id user_id edit_user_id edit_date field old_value new_value',
        [1, 3, 3, t + 63, 'email', 'oud@spoor.example', 'rita@spoor.example'],
        [2, 3, 2, t + 64, 'password', 'x', 'nieuw_wachtwoord'],
      ),
      xf_template_compiled: table('title', ['x']),
      // Failed log-ins had no number then; one address may fail twice within a second.
      xf_login_attempt: table(
        'login ip_address attempt_date',
        ['wissel_wim', packed('192.0.2.8'), t + 5],
        ['niemand', packedSix, t + 6],
        ['niemand', packedSix, t + 6],
      ),
      xf_user_upgrade: table('user_upgrade_id title cost_amount cost_currency', [1, 'Eerste klas', '5.00', 'eur']),
      xf_user_upgrade_active: table('user_upgrade_record_id user_id user_upgrade_id start_date', [7, 3, 1, t + 85]),
      xf_user_upgrade_log: table(
        'user_upgrade_log_id user_upgrade_record_id processor transaction_id subscriber_id transaction_type message transaction_details log_date',
        [
          ...[1, 7, 'paypal', 'TX1', '', 'payment', 'Payment received'],
          'a:3:{s:6:"txn_id";s:3:"TX1";s:11:"payer_email";s:17:"rita@bank.example";s:10:"first_name";s:4:"Rita";}',
          t + 85,
        ],
        [2, 0, 'paypal', 'TX2', '', 'error', 'Unknown', '', t + 86],
      ),
    }),
    rows: rows('homepage', 0),
    secrets: [...secrets, 'nieuw_wachtwoord'],
  },
]
