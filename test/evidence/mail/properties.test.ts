import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { letters, unquoted } from '../../../src/evidence/mail/boxes.ts'
import { readMessage, usualMailLimits } from '../../../src/evidence/mail/message.ts'
import { plainOf } from '../../../src/evidence/mail/plain.ts'
import { hopsOf } from '../../../src/evidence/mail/received.ts'
import { mailSecrets, withoutSecrets } from '../../../src/evidence/mail/secrets.ts'
import { isMail } from '../../../src/evidence/mail/tell.ts'
import { asctimeOf, mailTime } from '../../../src/evidence/mail/times.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { mailbox, multipart } from '../../support/letters.ts'
import { expectLinear } from '../../support/linear.ts'

const folder = temporaryFolder('mail-properties')
const limits = { ...usualMailLimits, text: 10_000 }

const whole = Buffer.from(
  mailbox(
    'mboxrd',
    Array.from({ length: 12 }, (_, i) => {
      const { headers, body } = multipart([
        {
          headers: ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
          body: `<p>Sign=C3=A1l ${i}</p>`,
        },
        { headers: ['Content-Type: message/rfc822'], body: 'Subject: inner\n\ntext' },
        {
          headers: ['Content-Type: application/zip; name=a.zip', 'Content-Transfer-Encoding: base64'],
          body: 'UEsDBAoAAAAAAA=='.repeat(40),
        },
      ])
      return {
        headers: [
          `From: =?utf-8?B?QW5uYQ==?= <anna-${i}@rail.example>`,
          'Received: from a ([192.0.2.1]) by b; Fri, 1 Mar 2024 12:00:00 +0100',
          `Subject: =?iso-8859-2?Q?P=F8=EDklad?= ${i}`,
          'Date: Fri, 1 Mar 2024 12:00:00 +0100',
          ...headers,
        ],
        body: `${body}\nFrom the box\n`,
      }
    }),
  ),
)

/** Reads a whole file as the stage does; gives how many bytes its messages and their From_ lines cover. */
async function read(bytes: Buffer): Promise<number> {
  const path = join(folder, 'box')
  writeFileSync(path, bytes)
  let covered = 0
  let last = 0
  for await (const letter of letters(path, 0)) {
    expect(letter.offset).toBeGreaterThanOrEqual(last)
    covered += letter.length + (letter.envelope === null ? 0 : letter.offset - last)
    last = letter.offset + letter.length
    const content = unquoted(bytes.subarray(letter.offset, last))
    const message = await readMessage(content, letter.length, limits)
    expect(message.parts.length).toBeLessThanOrEqual(limits.attachments)
    expect(JSON.stringify(message.text ?? '')).not.toContain('\\u0000')
  }
  return covered
}

/** Numbers that look like chance and are the same at every run (Park and Miller 1988). */
function chance(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (state * 48_271) % 2_147_483_647
    return state % most
  }
}

test('a mailbox that ends anywhere gives what is there, and every byte of it is some message’s', async () => {
  for (let end = 0; end <= whole.length; end += 97) expect(await read(whole.subarray(0, end))).toBe(end)
}, 600_000)

test('a mailbox with any bytes changed gives messages or findings, never an exception', async () => {
  const next = chance(7)
  for (let n = 0; n < 250; n++) {
    const bytes = Buffer.from(whole)
    for (let k = 0; k <= next(40); k++) bytes[next(bytes.length)] = next(4) === 0 ? 0x0a : next(256)
    expect(await read(bytes)).toBe(bytes.length)
  }
}, 600_000)

test('the readers of single headers take anything', () => {
  const next = chance(11)
  const alphabet = [
    'Mon, ',
    '1',
    ' Mar ',
    '2024',
    ':',
    '+0100',
    ' (x',
    '[',
    ']',
    ' by ',
    'from ',
    ';',
    '=?utf-8?Q?',
    '\ud83d',
    '=',
    '"',
    '<',
    '&amp',
    'k=',
    '\u0000',
  ]
  for (let n = 0; n < 10_000; n++) {
    const text = Array.from({ length: next(30) }, () => alphabet[next(alphabet.length)]).join('')
    const time = mailTime(text) ?? asctimeOf(text)
    if (time !== null) expect(Number.isFinite(time.at)).toBe(true)
    hopsOf([{ key: 'received', value: text }])
    plainOf(text)
    isMail(Buffer.from(text))
    for (const { start, end } of mailSecrets(text)) expect(end).toBeGreaterThan(start)
    expect(withoutSecrets(withoutSecrets(text).text).text.length).toBeLessThanOrEqual(
      withoutSecrets(text).text.length + 8,
    )
  }
})

test('a plain body says the same by the short way as by the long', async () => {
  const head = 'From: a@rail.example\r\nSubject: =?utf-8?Q?=C3=A1?=\r\nDate: Fri, 1 Mar 2024 12:00:00 +0100\r\n'
  const body = 'Sign\u00e1l\r\n\r\n-- \r\nAnna   \r\n.\r\n\r\n'
  for (const type of ['', 'Content-Type: text/plain; charset="UTF-8"\r\nContent-Transfer-Encoding: 8bit\r\n']) {
    const short = Buffer.from(`${head}${type}\r\n${type === '' ? body.replaceAll('\u00e1', 'a') : body}`)
    // A disposition is what sends a message the long way; it says nothing new.
    const long = Buffer.from(short.toString().replace('\r\n\r\n', '\r\nContent-Disposition: inline\r\n\r\n'))
    expect(await readMessage(short, short.length, limits)).toEqual(await readMessage(long, long.length, limits))
  }
})

test('times are read as programs write them', () => {
  const at = Date.UTC(2024, 2, 1, 11) / 1000
  for (const [text, zone] of [
    ['Fri, 1 Mar 2024 12:00:00 +0100', 60],
    ['Fri, 01 Mar 2024 12:00:00 +0100 (CET)', 60],
    ['1 Mar 24 06:00:00 EST', -300],
    ['Fri, 1 Mar 2024 11:00:00 GMT', 0],
    ['Fri, 1 Mar 2024 11:00:00 -0000', null],
    ['Fri Mar  1 12:00:00 2024 +0100', 60],
    ['Fri, 1-Mar-2024 11:00 UT', 0],
  ] as const)
    expect(mailTime(text), text).toEqual({ at, zone })
  for (const text of [
    '',
    'yesterday',
    'Fri, 31 Feb 2024 12:00:00 +0100',
    'Fri, 1 Mar 2024 29:00:00 +0000',
    '1 Mrz 2024 12:00:00',
  ])
    expect(mailTime(text), text).toBeNull()
})

test('work grows with the size of what is read', () => {
  const long = (part: string) => (size: number) => part.repeat(size)
  for (const part of [
    'From ',
    '>From x\n',
    '<a href=x>',
    'Password: ',
    '?k=abcd',
    '/confirm/',
    '1:',
    'contraseña ',
    'p',
  ])
    expectLinear(20_000, (size) => {
      const text = long(part)(size)
      plainOf(text)
      withoutSecrets(text)
      unquoted(Buffer.from(text))
      mailTime(text)
    })
})
