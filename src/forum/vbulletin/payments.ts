import { type Reader, source } from '../forum.ts'
import { payerFields, payment } from '../payments.ts'

const ofInfo = `LEFT JOIN (SELECT paymentinfoid, min(nullif(userid, '0')) AS userid FROM paymentinfo GROUP BY 1) i ON i.paymentinfoid = d.paymentinfoid`

/** Subscriptions that accounts bought, what payment services told of each payment, and the applications that accounts came with. */
export const payments: readonly Reader[] = [
  {
    entity: 'action',
    from: 'subscriptionlog',
    key: ['subscriptionlogid'],
    sql: `SELECT ${source}, 'subscription:' || d.subscriptionlogid AS id, 'user' AS kind, nullif(d.userid, '0') AS member, d.regdate AS at,
      concat('purchase subscription ', d.subscriptionid) AS operation FROM subscriptionlog d`,
  },
  {
    entity: 'action',
    from: 'paymenttransaction',
    key: ['paymenttransactionid'],
    sql: `SELECT ${source}, 'payment:' || d.paymenttransactionid AS id, 'other' AS kind, i.userid AS member, d.dateline AS at,
      CASE d.state WHEN '2' THEN 'payment taken back' WHEN '1' THEN 'payment' ELSE 'payment failed' END AS operation,
      concat_ws(' ', d.transactionid, d.amount, d.currency) AS data, d.request AS _details FROM paymenttransaction d ${ofInfo}`,
    derive: { data: payment },
  },
  {
    entity: 'profile_field',
    from: 'paymenttransaction',
    key: ['paymenttransactionid'],
    aside: true,
    sql: `SELECT ${source}, i.userid AS member, d.paymenttransactionid AS _id, d.request AS _details FROM paymenttransaction d ${ofInfo} WHERE i.userid IS NOT NULL`,
    each: payerFields,
  },
  {
    entity: 'login',
    from: 'apiclient',
    key: ['apiclientid'],
    sql: `SELECT ${source}, 'application:' || d.apiclientid AS id, 'persistent' AS kind, nullif(d.userid, '0') AS member, d.dateline AS at,
      nullif(d.lastactivity, '0') AS until, d.initialipaddress AS ip,
      concat_ws(' ', nullif(d.clientname, ''), nullif(d.clientversion, ''), nullif(d.platformname, ''), nullif(d.platformversion, '')) AS agent FROM apiclient d`,
  },
  {
    // What was asked may hold a password: only what was called is told.
    entity: 'action',
    from: 'apilog',
    key: ['apilogid'],
    sql: `SELECT ${source}, 'application:' || d.apilogid AS id, 'user' AS kind, c.userid AS member, d.dateline AS at, d.ipaddress AS ip,
      concat_ws(' ', 'application', d.method) AS operation FROM apilog d
      LEFT JOIN (SELECT apiclientid, min(nullif(userid, '0')) AS userid FROM apiclient GROUP BY 1) c ON c.apiclientid = d.apiclientid`,
  },
]
