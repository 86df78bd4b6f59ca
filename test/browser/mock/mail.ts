import type * as api from '../../../src/api/contract.ts'
import { at, member, sha, source } from './base.ts'

/** Mail of a club of railway modellers, and its clocks. */

const why = 'It was sent to the address of this account. A header names this board as its origin.'
const concern: api.MailConcern = {
  ...{ site: 1, siteKey: 'rail.example', member: member(1), direction: 'to', byBoard: true, notice: 'activation' },
  ...{ address: 'anna@home.example', ip: '203.0.113.9', why, because: [], trace: 'mail:1:1' },
}

export const rows: api.MailRow[] = Array.from({ length: 6 }, (_, n) => ({
  ...{ file: 7, n: n + 1, path: 'var/mail/sent.mbox', exhibit: 'HF/1', at: at(n), subject: `The hall, part ${n + 1}` },
  ...{ from: 'board@rail.example', to: ['anna@home.example'], more: n, attachments: n % 2 },
  concerns: n === 3 ? [] : [concern],
  corrected: n === 1 ? { at: at(n), seconds: 90, why: 'Notices show it to be ahead.' } : null,
  source: source(`letter:7:${n + 1}`, n),
}))

export const letter = (n: number): api.MailMessage => ({
  ...(rows[n - 1] ?? rows[0]!),
  ...{ messageId: '1@rail.example', stated: 'Fri, 1 Mar 2024 12:00:00 +0100', zone: 60, flags: 'RS', masked: 1 },
  ...{ text: 'http://rail.example/ucp.php?mode=activate&u=5&k=████████', form: 'plain', folded: n === 2 },
  addresses: [
    { role: 'from', name: 'The board', address: 'board@rail.example' },
    { role: 'to', name: null, address: 'anna@home.example' },
  ],
  hops: [
    {
      ...{ header: 'received', fromHost: 'web', fromAddress: '203.0.113.80', byHost: 'mx.home.example' },
      ...{ stated: 'Fri, 1 Mar 2024 12:00:01 +0100', at: at(0) },
    },
  ],
  files: [
    { name: 'plan.pdf', mediaType: 'application/pdf', size: 2048, sha256: sha('plan'), path: 'sent.mbox!/1-plan.pdf' },
  ],
})

const clock = (n: number, more: Partial<api.Clock>): api.Clock => ({
  ...{ site: 1, siteKey: 'rail.example', n, source: 'log', exhibit: 'HF/1', file: 9, name: 'logs/access.log' },
  ...{ reference: 'the board’s database', verdict: 'agrees', seconds: 1, spread: 1, pairs: 830, drift: null },
  ...{ pieces: [], zone: '+01:00, +02:00', why: '830 lines and the rows that they made agree to 1 seconds.' },
  ...more,
})
export const clocks: api.Clock[] = [
  clock(1, { source: 'database', name: 'the database of rail.example', reference: 'logs/access.log', zone: null }),
  clock(2, {}),
  clock(3, {
    ...{ name: 'logs/old.log', verdict: 'daylight-saving', seconds: 3600 },
    pieces: [
      { from: at(0), to: at(400), seconds: 3600, pairs: 20 },
      { from: at(401), to: at(900), seconds: 7200, pairs: 20 },
    ],
  }),
  clock(4, { source: 'mail', name: 'staff.mbox', verdict: 'unknown', seconds: null, spread: null, pairs: 0 }),
]
