import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { pst } from '../../../src/evidence/containers/pst.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { mailbox } from '../../support/letters.ts'

const folder = temporaryFolder('pst')
const scratch = join(folder, 'scratch')
mkdirSync(scratch)
const place = join(folder, 'outlook.pst')
// What every such file begins with; no real mailbox is at hand, so a program stands in for readpst.
writeFileSync(place, Buffer.from('!BDN and nothing that readpst would take'))
afterEach(() => void vi.unstubAllEnvs())

/** A program of that name which writes what a mailbox of two folders becomes, and a link out of them. */
function standIn(name: string, script: string): void {
  const bin = join(folder, name)
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'readpst'), `#!/bin/sh\n${script}`)
  chmodSync(join(bin, 'readpst'), 0o755)
  vi.stubEnv('PATH', bin)
}

async function open() {
  const troubles: { readonly code: string; readonly detail: string }[] = []
  const found: { readonly path: string; readonly text: string }[] = []
  const signal = new AbortController().signal
  for await (const entry of pst.open({
    place,
    name: 'outlook.pst',
    report: (t) => troubles.push(t),
    signal,
    seconds: 20,
    scratch,
  })) {
    const parts: Buffer[] = []
    for await (const piece of entry.content ?? []) parts.push(Buffer.from(piece))
    found.push({ path: entry.path, text: Buffer.concat(parts).toString() })
  }
  return { found, troubles }
}

const box = mailbox('mboxrd', [{ headers: ['From: anna@rail.example', 'Subject: Signals'], body: 'text' }])

test('the mailboxes that readpst writes are taken, links and what lies around them are not', async () => {
  writeFileSync(join(folder, 'box'), box)
  standIn(
    'two',
    `while [ "$1" != -o ]; do shift; done
     /bin/mkdir -p "$2/Outlook/Inbox" "$2/Outlook/Sent Items"
     /bin/cp ${join(folder, 'box')} "$2/Outlook/Inbox/mbox"
     /bin/cp ${join(folder, 'box')} "$2/Outlook/Sent Items/mbox"
     /bin/ln -s /etc/hostname "$2/Outlook/mbox"
     test "$3" = ${place}`,
  )
  const { found, troubles } = await open()
  expect(found).toEqual([
    { path: 'Outlook/Inbox/mbox', text: box },
    { path: 'Outlook/Sent Items/mbox', text: box },
  ])
  expect(troubles).toEqual([])
  expect(readdirSync(scratch)).toEqual([])
})

test('what was written before the program failed is kept, and its words are told', async () => {
  writeFileSync(join(folder, 'box'), box)
  standIn(
    'fails',
    `while [ "$1" != -o ]; do shift; done; /bin/cp ${join(folder, 'box')} "$2/mbox"; echo "index is broken" >&2; exit 3`,
  )
  const { found, troubles } = await open()
  expect(found.map((f) => f.path)).toEqual(['mbox'])
  expect(troubles).toMatchObject([{ code: 'archive-damaged', detail: expect.stringContaining('index is broken') }])
  expect(readdirSync(scratch)).toEqual([])
})

test('without the program a finding names it', async () => {
  vi.stubEnv('PATH', join(folder, 'nowhere'))
  await expect(open()).rejects.toMatchObject({
    code: 'archive-no-program',
    message: expect.stringContaining('pst-utils'),
  })
})

test.skipIf(findProgram(['readpst']) === null)('the real program refuses what is no mailbox, in words', async () => {
  const { found, troubles } = await open()
  expect(found).toEqual([])
  expect(troubles).toMatchObject([{ code: 'archive-damaged' }])
})
