import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { digestOf } from '../../../src/db/digest.ts'
import { acquire } from '../../../src/evidence/acquire.ts'
import { usualMailLimits } from '../../../src/evidence/mail/message.ts'
import { mailStageWith } from '../../../src/evidence/mail.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { testClock } from '../../support/case.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { letter, mailbox, multipart, type Written } from '../../support/letters.ts'
import { run } from '../../support/mirror.ts'

const database = withDatabase()
const folder = temporaryFolder('mail')
const limits = { ...usualMailLimits, parts: 50, message: 4 << 20 }
// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await database.client.query(sql)).rows

const timetable = Buffer.from('a timetable, in bytes\x00\x01\xff', 'latin1')
const carrying: Written = (() => {
  const { headers, body } = multipart([
    {
      headers: ['Content-Type: text/plain; charset=iso-8859-7', 'Content-Transfer-Encoding: base64'],
      body: '097s4Qo=',
    },
    {
      headers: [
        'Content-Type: application/x-timetable; name="../../old: table.bin"',
        'Content-Disposition: attachment; filename="../../old table.bin"',
        'Content-Transfer-Encoding: base64',
      ],
      body: timetable.toString('base64'),
    },
  ])
  return {
    headers: [
      'Return-Path: <anna@rail.example>',
      'Received: from mx.rail.example (mx.rail.example [192.0.2.25]) by mail.board.example (Postfix) with ESMTP id 7 for <staff@board.example>; Fri, 1 Mar 2024 13:00:05 +0100 (CET)',
      'Received: from [198.51.100.7] (helo=home) by mx.rail.example with esmtpa (Exim 4.96) id 1x; Fri, 01 Mar 2024 12:00:01 +0000',
      'X-Originating-IP: [2001:db8::7]',
      'From: =?utf-8?Q?Anna_=C5=BDeleznice?= <Anna@Rail.example>',
      'To: "The staff" <staff@board.example>, Friends: bert@rail.example, carl@rail.example;',
      'Subject: =?utf-8?B?zqPOt868zrHPhM6/zrTPjM+EzrXPgg==?=',
      'Date: Fri, 1 Mar 2024 14:00:00 +0200',
      'Message-ID: <1.timetable@rail.example>',
      'X-Mailer: RailMail 2',
      ...headers,
    ],
    body,
  }
})()

const notice: Written = {
  headers: [
    'From: board@board.example',
    'To: anna@rail.example',
    'Subject: Welcome',
    'Date: Sat, 02 Mar 2024 08:00:00 -0000',
    'X-PHP-Originating-Script: 33:functions_messenger.php',
  ],
  body: 'Username: anna\nPassword: Kettle7Bridge\n\nhttp://board.example/ucp.php?mode=activate&u=5&k=2ABCDEFG9X\n',
}

beforeAll(async () => {
  mkdirSync(join(folder, 'seized/Maildir/cur'), { recursive: true })
  const put = (path: string, content: string | Buffer) => writeFileSync(join(folder, 'seized', path), content)
  put('Maildir/cur/1709380800.1.host:2,RS', letter(notice))
  put('carried.eml', letter(carrying))
  put('inbox', mailbox('mboxrd', [carrying, notice, { headers: notice.headers.slice(0, 3), body: '<p>none</p>' }]))
  const html = {
    headers: [...notice.headers, 'Content-Type: text/html'],
    body: '<p>Go <a href="http://board.example/member.php?action=activate&amp;uid=5&amp;code=Xy12ab34">here</a></p>',
  }
  put('html.eml', letter(html))
  const many = `${'--b-1\n\nx\n'.repeat(60)}`
  put('parts.eml', letter({ headers: [...notice.headers, 'Content-Type: multipart/mixed; boundary=b-1'], body: many }))
  put('cut.eml', letter({ headers: carrying.headers, body: carrying.body.slice(0, -40) }))
  await declareOperation(database.client, exercise, 'A. Examiner', testClock())
  await acquire(
    { path: join(folder, 'seized') },
    {
      db: database.client,
      caseDir: join(folder, 'case'),
      actor: 'A. Examiner',
      clock: testClock,
      signal: new AbortController().signal,
      tool: 'test',
    },
  )
  await run(database, [openStage, mailStageWith(limits)], 50_000, undefined, join(folder, 'case'))
}, 600_000)

const one = (path: string) => `(SELECT file FROM evidence.file WHERE path = '${path}')`

test('every message is read, with its bytes', async () => {
  expect(
    await rows(
      `SELECT f.path, s.form, s.folder, s.messages, s.partial FROM evidence.mail_store s JOIN evidence.file f USING (file) ORDER BY f.path COLLATE "C"`,
    ),
  ).toEqual([
    { path: 'Maildir/cur/1709380800.1.host:2,RS', form: 'message', folder: 'cur', messages: 1, partial: 0 },
    { path: 'carried.eml', form: 'message', folder: null, messages: 1, partial: 0 },
    { path: 'cut.eml', form: 'message', folder: null, messages: 1, partial: 1 },
    { path: 'html.eml', form: 'message', folder: null, messages: 1, partial: 0 },
    { path: 'inbox', form: 'mbox', folder: null, messages: 3, partial: 0 },
    { path: 'parts.eml', form: 'message', folder: null, messages: 1, partial: 1 },
  ])
  const [m] = await rows(`SELECT * FROM evidence.mail_message WHERE file = ${one('carried.eml')}`)
  expect(m).toMatchObject({
    message_id: '1.timetable@rail.example',
    stated: 'Fri, 1 Mar 2024 14:00:00 +0200',
    zone: 120,
    at: '2024-03-01T12:00:00Z',
    subject: 'Σηματοδότες',
    text: 'Σήμα',
    attachments: 1,
    marks: { 'x-mailer': ['RailMail 2'], 'x-originating-ip': ['[2001:db8::7]'] },
    _offset: 0,
  })
  const [boxed] = await rows(`SELECT * FROM evidence.mail_message WHERE file = ${one('inbox')} AND n = 2`)
  expect(boxed).toMatchObject({
    envelope_from: 'sender-1@rail.example',
    envelope_at: '2024-03-01T12:00:00Z',
    zone: null,
  })
  const flagged = await rows(`SELECT flags FROM evidence.mail_message WHERE flags IS NOT NULL`)
  expect(flagged).toEqual([{ flags: 'RS' }])
})

test('addresses and every step of the way are kept as stated', async () => {
  const of = one('carried.eml')
  expect(await rows(`SELECT role, name, address FROM evidence.mail_address WHERE file = ${of} ORDER BY i`)).toEqual([
    { role: 'from', name: 'Anna Železnice', address: 'Anna@Rail.example' },
    { role: 'to', name: 'The staff', address: 'staff@board.example' },
    { role: 'to', name: null, address: 'bert@rail.example' },
    { role: 'to', name: null, address: 'carl@rail.example' },
    { role: 'return-path', name: null, address: 'anna@rail.example' },
  ])
  expect(
    await rows(
      `SELECT hop, header, from_host, from_address, by_host, zone, at FROM evidence.mail_hop WHERE file = ${of} ORDER BY hop`,
    ),
  ).toEqual([
    {
      hop: 1,
      header: 'received',
      from_host: 'mx.rail.example',
      from_address: '192.0.2.25',
      by_host: 'mail.board.example',
      zone: 60,
      at: '2024-03-01T12:00:05Z',
    },
    {
      hop: 2,
      header: 'received',
      from_host: null,
      from_address: '198.51.100.7',
      by_host: 'mx.rail.example',
      zone: 0,
      at: '2024-03-01T12:00:01Z',
    },
    {
      hop: 3,
      header: 'x-originating-ip',
      from_host: null,
      from_address: '2001:db8::7',
      by_host: null,
      zone: null,
      at: null,
    },
  ])
})

test('what a message carries is a file of the exhibit, by no name of its own choosing', async () => {
  const sha256 = createHash('sha256').update(timetable).digest('hex')
  const found = await rows(
    `SELECT a.name, a.media_type, a.size::int AS size, a.sha256, f.path, f.sha256 AS unpacked FROM evidence.mail_attachment a JOIN evidence.file f ON f.file = a.derived ORDER BY f.path COLLATE "C"`,
  )
  const base = {
    name: '../../old table.bin',
    media_type: 'application/x-timetable',
    size: timetable.length,
    sha256,
    unpacked: sha256,
  }
  expect(found).toEqual([
    { ...base, path: 'carried.eml!/1-.._.._old table.bin' },
    expect.objectContaining({ path: 'cut.eml!/1-.._.._old table.bin' }),
    { ...base, path: 'inbox!/message-1/1-.._.._old table.bin' },
  ])
})

test('passwords and keys in texts are masked, and links show what they were for', async () => {
  const found = await rows('SELECT text, masked FROM evidence.mail_message WHERE masked > 0 ORDER BY file, n')
  expect(found.length).toBe(3)
  for (const { text } of found) expect(text).not.toMatch(/Kettle7Bridge|2ABCDEFG9X|Xy12ab34/)
  expect(found.some((f) => f.text.includes('ucp.php?mode=activate&u=5&k=████████'))).toBe(true)
  expect(found.some((f) => f.text.includes('member.php?action=activate&uid=5&code=████████'))).toBe(true)
})

test('what is beyond the limits or cut short gives findings, and its headers', async () => {
  expect(
    await rows(
      `SELECT code, severity, f.path FROM evidence.finding JOIN evidence.file f ON f.file = _file WHERE stage = 'mail' ORDER BY f.path`,
    ),
  ).toEqual([
    { code: 'mail-cut-short', severity: 'warning', path: 'cut.eml' },
    { code: 'mail-limit', severity: 'loss', path: 'parts.eml' },
  ])
  const [m] = await rows(`SELECT subject, text FROM evidence.mail_message WHERE file = ${one('parts.eml')}`)
  expect(m).toEqual({ subject: 'Welcome', text: null })
})

test('a run that was killed after any batch goes on to the same rows and findings', async () => {
  const stage = mailStageWith(limits)
  const findings = `SELECT severity, code, detail, _file, _offset, _length FROM evidence.finding WHERE stage = 'mail' ORDER BY _file, _offset, code`
  const before = [await digestOf(database.client, stage.writes), await rows(findings)]
  for (const stopAfter of [1, 2, 3, 5, 8]) {
    await database.client.query(`DELETE FROM evidence.stage_run WHERE stage = 'mail'`)
    const again = (stop?: number) => run(database, [openStage, stage], 1, stop, join(folder, 'case'))
    await expect(again(stopAfter)).rejects.toThrow('stopped by the test')
    await again()
    expect([await digestOf(database.client, stage.writes), await rows(findings)]).toEqual(before)
  }
})
