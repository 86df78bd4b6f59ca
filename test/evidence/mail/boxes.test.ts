import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Letter, letters, unquoted } from '../../../src/evidence/mail/boxes.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { type BoxForm, mailbox, type Written } from '../../support/letters.ts'

const folder = temporaryFolder('boxes')
let files = 0

async function read(content: string | Buffer): Promise<readonly { readonly letter: Letter; readonly text: string }[]> {
  files += 1
  const path = join(folder, `${files}.mbox`)
  writeFileSync(path, content)
  const bytes = readFileSync(path)
  const found: { letter: Letter; text: string }[] = []
  for await (const letter of letters(path, 0))
    found.push({ letter, text: bytes.subarray(letter.offset, letter.offset + letter.length).toString() })
  return found
}

const headers = (i: number): readonly string[] => [
  `From: anna-${i}@rail.example`,
  `Subject: Signals ${i}`,
  'Date: Fri, 01 Mar 2024 12:00:00 +0000',
]
const body = `The 14:02 is late.

From here to the junction the line is single.

>From the old timetable: all trains stop.
>>From two of them.`

describe.each(['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2'] as const)('a mailbox of the form %s', (form: BoxForm) => {
  test('is parted where its messages are, and gives each as it was sent', async () => {
    const written: readonly Written[] = [1, 2, 3].map((i) => ({ headers: headers(i), body }))
    const found = await read(mailbox(form, written))
    expect(found.map((f) => /Subject: (.*)/.exec(f.text)?.[1])).toEqual(['Signals 1', 'Signals 2', 'Signals 3'])
    expect(found[1]!.letter.envelope).toBe('From sender-1@rail.example Fri Mar  1 12:00:00 2024')
    const sent = (form === 'mboxcl2' ? Buffer.from(found[0]!.text) : unquoted(Buffer.from(found[0]!.text))).toString()
    const text = sent.slice(sent.indexOf('\n\n') + 2).trimEnd()
    // What is quoted once and what was written with one mark are the same bytes in mboxo and mboxcl.
    expect(text).toBe(form === 'mboxo' || form === 'mboxcl' ? body.replaceAll(/^>(>*From )/gm, '$1') : body)
  })
})

test('a line of a text that looks like a separator separates only where it states a time and headers follow', async () => {
  const tricky = `From the signal box:\nSubject: none\n\nFrom anna@rail.example Fri Mar  1 12:00:00 2024\nand no header follows\n\nFrom day to day\n`
  const found = await read(
    `From a@rail.example Fri Mar  1 12:00:00 2024\nSubject: one\n\n${tricky}\nFrom - Sat Mar  2 12:00:00 2024\nX-Mozilla-Status: 0001\nSubject: two\n\nend\n`,
  )
  expect(found).toHaveLength(2)
  expect(found[0]!.text).toContain('From day to day')
})

test('separators without blank lines, with CR LF, and without a time before known headers are found', async () => {
  const lines = [
    'From a@rail.example Fri Mar  1 12:00:00 2024',
    'Subject: one',
    '',
    'text',
    'From b@rail.example Sat Mar  2 12:00:00 2024 +0100',
    'Subject: two',
    '',
    'text',
    '',
    'From ???@??? unknown',
    'Received: by mx.rail.example; Sat, 2 Mar 2024 12:00:00 +0000',
    'Subject: three',
    '',
    'text',
  ]
  for (const end of ['\n', '\r\n']) expect(await read(lines.join(end))).toHaveLength(3)
})

test('what stands before the first separator is a message of its own', async () => {
  const found = await read(`half of a text\n\nFrom a@rail.example Fri Mar  1 12:00:00 2024\nSubject: one\n\ntext\n`)
  expect(found.map((f) => f.letter.envelope)).toEqual([null, 'From a@rail.example Fri Mar  1 12:00:00 2024'])
})

test('messages around the edges of what is read at once are found whole', async () => {
  for (let shift = 0; shift < 40; shift += 1) {
    const pad = 'x'.repeat((1 << 20) - 120 + shift)
    const found = await read(
      mailbox('mboxrd', [
        { headers: headers(1), body: pad },
        { headers: headers(2), body: 'end' },
      ]),
    )
    expect(found.map((f) => /Subject: (.*)/.exec(f.text)?.[1])).toEqual(['Signals 1', 'Signals 2'])
  }
})
