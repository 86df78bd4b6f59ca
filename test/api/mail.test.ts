import type { ClientBase } from 'pg'
import { expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { smallCase } from './seed.ts'
import { time } from './seed-time.ts'
import { enter, insert, withApp } from './support.ts'

const own = withApp(async (db, caseDir) => {
  await smallCase(db, caseDir)
  await seized(db)
})

/** A mailbox of three messages, of which two concern a member, and the clock of the mailbox. */
async function seized(db: ClientBase): Promise<void> {
  const key = (n: number) => ({ exhibit: 1, file: 8, n })
  const place = (n: number) => ({ _file: 8, _offset: n * 10, _length: 10 })
  await insert(db, 'evidence.file', [{ file: 8, exhibit: 1, path: 'sent.mbox', source: 'mbox', size: 30 }])
  await insert(
    db,
    'evidence.mail_message',
    [1, 2, 3].map((n) => ({
      ...{ ...key(n), subject: `Part ${n}`, at: time(n), text: n === 2 ? 'the boiler' : 'none', form: 'plain' },
      ...{ masked: 0, marks: '{}', attachments: 0, ...place(n) },
    })),
  )
  await insert(
    db,
    'evidence.mail_address',
    [1, 2, 3].flatMap((n) => [
      { ...key(n), i: 1, role: 'from', name: 'The board', address: 'board@rail.example' },
      { ...key(n), i: 2, role: 'to', address: `reader-${n}@rail.example` },
    ]),
  )
  await insert(db, 'evidence.mail_hop', [{ ...key(1), hop: 1, header: 'received', by_host: 'mx.example', at: time(1) }])
  await insert(
    db,
    'forum.mail',
    [1, 2].map((n) => ({
      ...{ site: 1, mail: n, ...key(n), member: '2', direction: 'to', by_board: true, at: time(n), why: 'Told.' },
      ...{ notice: n === 1 ? 'activation' : 'reply', address: `reader-${n}@rail.example`, because: '{}', ...place(n) },
    })),
  )
  await insert(db, 'forum.clock', [
    {
      ...{ site: 1, n: 1, source: 'mail', exhibit: 1, file: 8, name: 'sent.mbox', reference: 'the board’s database' },
      ...{ verdict: 'skew', seconds: 90, spread: 1, pairs: 40, why: 'Because.' },
      pieces: JSON.stringify([{ from: time(0), to: time(9), seconds: 90, pairs: 40 }]),
    },
  ])
}

test('mail is listed newest first, of a board or of none, and found by its words', async () => {
  const visitor = await enter(own.app)
  const all = await visitor.read<contract.Page<contract.MailRow>>('/api/evidence/mail')
  expect(all.rows.map((r) => [r.subject, r.concerns.length])).toEqual([
    ['Part 3', 0],
    ['Part 2', 1],
    ['Part 1', 1],
  ])
  expect(all.total).toBe(3)
  const subjects = async (query: string) =>
    (await visitor.read<contract.Page<contract.MailRow>>(`/api/evidence/mail?${query}`)).rows.map((r) => r.subject)
  expect(await subjects('search=boiler')).toEqual(['Part 2'])
  expect(await subjects('search=reader-3')).toEqual(['Part 3'])
  expect(await subjects('notice=activation')).toEqual(['Part 1'])
  expect(await subjects('site=1')).toEqual(['Part 2', 'Part 1'])
  const first = await visitor.read<contract.Page<contract.MailRow>>('/api/evidence/mail?limit=2')
  expect(await subjects(`after=${encodeURIComponent(first.next ?? '')}`)).toEqual(['Part 1'])
  expect((await visitor.get('/api/evidence/mail?notice=other')).statusCode).toBe(400)
})

test('a message comes with its way and addresses, and both its times', async () => {
  const visitor = await enter(own.app)
  const letter = await visitor.read<contract.MailMessage>('/api/evidence/mail/8/1')
  expect(letter).toMatchObject({
    at: time(1).replace('.000', ''),
    corrected: { seconds: 90, why: 'Because.' },
    addresses: [{ role: 'from' }, { role: 'to' }],
    hops: [{ byHost: 'mx.example' }],
    concerns: [{ notice: 'activation', member: { site: 1, id: '2' }, trace: 'mail:1:1' }],
    source: { trace: 'letter:8:1' },
  })
  expect(Date.parse(letter.at!) - Date.parse(letter.corrected!.at)).toBe(90_000)
  expect((await visitor.get('/api/evidence/mail/8/9')).statusCode).toBe(404)
})

test('mail is among what a subject’s accounts did', async () => {
  const visitor = await enter(own.app)
  const subject = encodeURIComponent('subject:1:2')
  const events = await visitor.read<contract.Page<contract.TimelineEvent>>(
    `/api/identity/subjects/${subject}/timeline?kinds=mail`,
  )
  expect(events.rows.map((e) => [e.summary, e.source.trace])).toEqual([
    ['The board’s mail (reply) to reader-2@rail.example: Part 2', 'mail:1:2'],
    ['The board’s mail (activation) to reader-1@rail.example: Part 1', 'mail:1:1'],
  ])
})

test('an account has its mail, and the case its clocks', async () => {
  const visitor = await enter(own.app)
  const mine = await visitor.read<contract.Page<contract.MailRow>>('/api/forum/sites/1/members/2/mail')
  expect(mine.rows.map((r) => r.subject)).toEqual(['Part 2', 'Part 1'])
  expect((await visitor.read<contract.Page<contract.MailRow>>('/api/forum/sites/1/members/3/mail')).rows).toEqual([])
  const clocks = await visitor.read<readonly contract.Clock[]>('/api/evidence/clocks')
  expect(clocks).toMatchObject([
    { source: 'mail', verdict: 'skew', seconds: 90, exhibit: 'SB/1', pieces: [{ pairs: 40 }] },
  ])
})
