import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { letters, unquoted } from '../../../src/evidence/mail/boxes.ts'
import { readMessage, usualMailLimits } from '../../../src/evidence/mail/message.ts'
import { isMail } from '../../../src/evidence/mail/tell.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { letter, mailbox, multipart, type Written } from '../../support/letters.ts'
import { open, scratch } from './containers.ts'
import type { Form } from './forms.ts'

const written = (n: number): Written => {
  const inner = multipart(
    [
      { headers: ['Content-Type: text/plain; charset=utf-8'], body: `About roses ${n}\nFrom the shed\n` },
      {
        headers: ['Content-Type: text/html; charset=iso-8859-2', 'Content-Transfer-Encoding: quoted-printable'],
        body: `<p>R=F9=9E=ED ${n}<br>and <b>bulbs</b></p><!-- a note -->`,
      },
    ],
    'alternative',
    `in-${n}`,
  )
  const { headers, body } = multipart([
    inner,
    { headers: ['Content-Type: message/rfc822'], body: 'Subject: inner\nFrom: b@rail.example\n\ntext' },
    {
      headers: [
        `Content-Type: application/octet-stream; name*0="gar"; name*1="den.bin"`,
        'Content-Transfer-Encoding: base64',
      ],
      body: Buffer.alloc(500, n).toString('base64'),
    },
  ])
  return {
    headers: [
      `Return-Path: <anna-${n}@rail.example>`,
      'Received: from a.example (a.example [192.0.2.1])\n\tby b.example with ESMTP id 1; Fri, 1 Mar 2024 12:00:00 +0100',
      `From: =?utf-8?B?QW5uYQ==?= =?utf-8?Q?_R=C3=B6se?= <anna-${n}@rail.example>`,
      'To: "Board, the" <board@rail.example>, staff: a@rail.example, b@rail.example;',
      `Subject: =?iso-8859-2?Q?P=F8=EDklad?= ${n}`,
      `Date: Fri, 1 Mar 2024 12:00:${10 + n} +0100`,
      `Message-ID: <${n}@rail.example>`,
      ...headers,
    ],
    body,
  }
}
const many = Array.from({ length: 24 }, (_, n) => written(n))

/** Messages as the stage reads them: each whole, from its place in a file; every byte is some message's. */
function read(box: boolean): Form['read'] {
  return async (data, rng) => {
    let [things, told, covered] = [0, isMail(data) === null ? 1 : 0, 0]
    const message = async (bytes: Buffer): Promise<void> => {
      const limits = rng.chance(0.3)
        ? { ...usualMailLimits, text: 200, attachments: 2, parts: 4, headers: 2000 }
        : usualMailLimits
      const { parts, troubles, text } = await readMessage(bytes, bytes.length, limits)
      if (parts.length > limits.attachments || (text?.length ?? 0) > limits.text)
        throw new Error('a limit does not hold')
      told += troubles.length
      things++
    }
    if (!box) {
      if (data.length > 0) await message(data)
      return { things, told, digest: '' }
    }
    mkdirSync(scratch, { recursive: true })
    const place = join(scratch, 'letters')
    writeFileSync(place, data)
    for await (const { offset, length } of letters(place, 0)) {
      if (offset < covered || offset + length > data.length) throw new Error('a message lies in another')
      covered = offset + length
      await message(unquoted(data.subarray(offset, covered)))
    }
    if (covered !== data.length && data.length > 0) throw new Error(`${data.length - covered} bytes are no message's`)
    if (Buffer.compare(readFileSync(place), data) !== 0) throw new Error('the file was changed')
    return { things, told, digest: '' }
  }
}

const emlx = (text: string): Buffer => {
  const plist =
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n\t<key>date-received</key>\n\t<integer>1709290800</integer>\n\t<key>flags</key>\n\t<integer>8590195713</integer>\n</dict>\n</plist>\n'
  return Buffer.from(`${Buffer.byteLength(text)}\n${text}${plist}`)
}

const mailForm = (name: string, sample: Buffer, box: boolean): Form => ({ name, sample, told: false, read: read(box) })

/** Mailboxes and single messages. */
export const mailForms: readonly Form[] = [
  mailForm('a mailbox, mboxrd', Buffer.from(mailbox('mboxrd', many)), true),
  mailForm('a mailbox with lengths, mboxcl2', Buffer.from(mailbox('mboxcl2', many)), true),
  mailForm('a message, eml and Maildir', Buffer.from(letter(written(3))), false),
  mailForm('a message of Apple Mail, emlx', emlx(letter(written(5))), false),
  {
    name: 'telling mail',
    sample: Buffer.from(letter(written(4))),
    told: false,
    read: (data) => ({ things: identifyHead(data, 'cur/1:2,S').source === 'other' ? 0 : 1, told: 0, digest: '' }),
  },
  // No mailbox of Outlook is at hand: what begins like one, whose tables lead nowhere, is given to readpst.
  open('pst', findProgram(['readpst']) === null ? null : outlook(), { share: 0.02, slow: true, told: false }),
]

/** What a mailbox of Outlook begins with ([MS-PST], 2.2.2.6), and rubbish that is the same every time. */
function outlook(): Buffer {
  const bytes = Buffer.alloc(20_480)
  for (let i = 0, x = 7; i < bytes.length; i++) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = x >>> 24
  }
  bytes.write('!BDN', 0, 'latin1')
  bytes.write('SM', 8, 'latin1')
  bytes.writeUInt16LE(23, 10)
  bytes.writeUInt16LE(19, 12)
  bytes.fill(0, 14, 40)
  bytes.writeBigUInt64LE(BigInt(bytes.length), 184)
  bytes.writeBigUInt64LE(1024n, 224)
  bytes.writeBigUInt64LE(1536n, 240)
  return bytes
}
