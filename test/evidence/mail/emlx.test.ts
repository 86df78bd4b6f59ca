import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { message } from '../../../src/evidence/containers/mail.ts'
import { usualMailLimits } from '../../../src/evidence/mail/message.ts'
import { lettersOf, openLetters } from '../../../src/evidence/mail/parts.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { letter, multipart } from '../../support/letters.ts'

const folder = temporaryFolder('emlx')
const headers = ['From: anna@rail.example', 'To: b@rail.example', 'Subject: roses']
const list = '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n</dict>\n</plist>\n'
const emlx = (text: string, stated = Buffer.byteLength(text)): Buffer => Buffer.from(`${stated}   \n${text}${list}`)

async function read(bytes: Buffer) {
  const path = join(folder, 'a.emlx')
  writeFileSync(path, bytes)
  const file = await openLetters(path, 'message', usualMailLimits)
  try {
    for await (const found of lettersOf(path, 'message', 0))
      return { ...found, text: (await file.read(found)).toString() }
    return null
  } finally {
    await file.close()
  }
}

test('a file of Apple Mail is its message, without the number before it and the list behind it', async () => {
  const text = letter({ headers, body: 'About roses.\n' })
  const bytes = emlx(text)
  expect(identifyHead(bytes, 'Messages/12.emlx')).toMatchObject({ source: 'mail', role: 'mail' })
  expect(await read(bytes)).toEqual({ offset: bytes.indexOf('From:'), length: text.length, envelope: null, text })
})

test('one that is cut off says so; where the number is damaged all that follows is the message', async () => {
  const text = letter({ headers, body: 'About roses and tulips.\n'.repeat(20) })
  const cut = emlx(text).subarray(0, 300)
  expect(await read(cut)).toMatchObject({
    missing: text.length - (300 - cut.indexOf('From:')),
    text: text.slice(0, 300 - cut.indexOf('From:')),
  })
  expect(await read(emlx(text, 17))).toMatchObject({ text: text + list })
  expect((await read(Buffer.from(text)))?.text).toBe(text)
})

test('one that carries files gives them', async () => {
  const parts = multipart([
    { headers: ['Content-Type: text/plain'], body: 'see there' },
    { headers: ['Content-Type: application/octet-stream; name=list.sql'], body: 'CREATE TABLE a (b int);' },
  ])
  const bytes = emlx(letter({ headers: [...headers, ...parts.headers], body: parts.body }))
  expect(identifyHead(bytes, '13.emlx').source).toBe('mail-with-files')
  const place = join(folder, '13.emlx')
  writeFileSync(place, bytes)
  const { signal } = new AbortController()
  const found: string[] = []
  for await (const entry of message.open({ place, name: '13.emlx', report: () => undefined, signal, seconds: 9 }))
    found.push(entry.path)
  expect(found).toEqual(['1-list.sql'])
})

test('a number alone makes no mail', () => {
  for (const text of ['12\n', '12\nroses and tulips\n', `${'1'.repeat(12)}\nFrom: a\nTo: b\nSubject: c\n`])
    expect(identifyHead(Buffer.from(text), 'x').source).not.toMatch(/mail/)
})
