import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateSeizure, makeStory } from '../../../bench/data/generate.ts'
import { type OpenCase, openCase } from '../../../src/case.ts'
import { acquire } from '../../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { planAcquisition } from '../../../src/evidence/plan.ts'
import { verifyCase } from '../../../src/evidence/verify.ts'
import { runCase } from '../../../src/run.ts'
import { testClock } from '../../support/case.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { letter, mailbox, type Written } from '../../support/letters.ts'

const folder = temporaryFolder('whole-mail')
const seizure = join(folder, 'seizure', 'exhibit')
const signal = new AbortController().signal
const people = makeStory('XS', 5).population.members[1].slice(0, 8)
let open: OpenCase
let digest: string
// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await open.db.query(sql)).rows

/** What the board of the demonstration would have written to some of its members. */
const notices: readonly Written[] = people.map((who, i) => ({
  headers: [
    'From: "Lantern Junction" <stationmaster@lanternjunction.example>',
    `To: ${who.email}`,
    'Subject: You have a message',
    `Date: Fri, 0${i + 1} Mar 2024 12:00:00 +0000`,
    'X-Mailer: phpBB3',
    'X-phpBB-Origin: phpbb://www.lanternjunction.example',
  ],
  body: 'http://www.lanternjunction.example/ucp.php?i=pm&mode=view&f=0&p=1\n',
}))

beforeAll(async () => {
  await generateSeizure({ size: 'XS', seed: 5, outDir: join(folder, 'seizure') })
  mkdirSync(join(seizure, 'mail/cur'), { recursive: true })
  writeFileSync(join(seizure, 'mail/sent'), mailbox('mboxrd', notices))
  const answer = letter({
    headers: [
      'Received: from [198.51.100.77] by mx.home.example; Fri, 01 Mar 2024 13:00:00 +0000',
      `From: ${people[0]!.email}`,
      'To: stationmaster@lanternjunction.example',
      'Date: Fri, 01 Mar 2024 13:00:00 +0000',
    ],
    body: 'Thank you.\n',
  })
  appendFileSync(join(seizure, 'mail/cur/1.host:2,S'), answer)
  open = await openCase(join(folder, 'case'), { create: true })
  await declareOperation(open.db, exercise, 'A. Examiner', testClock())
  const common = { actor: 'A. Examiner', clock: testClock, signal }
  await acquire({ path: seizure }, { ...common, db: open.db, caseDir: open.caseDir, tool: 'test' })
  digest = (await runCase(open, common)).digest
}, 600_000)
afterAll(() => open?.close(), 60_000)

test('the plan counts the messages', async () => {
  expect((await planAcquisition(seizure, signal)).mail).toEqual({ messages: people.length + 1, exact: true })
})

test('a folder of dumps and mail is one case: what the board told whom, and what came back', async () => {
  expect(
    await rows(
      `SELECT by_board, direction, notice, count(*)::int AS n FROM forum.mail WHERE member IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2`,
    ),
  ).toEqual([
    { by_board: false, direction: 'from', notice: null, n: 1 },
    // The board's mailbox is that of its administrator's account.
    { by_board: false, direction: 'to', notice: null, n: 1 },
    { by_board: true, direction: 'to', notice: 'message', n: people.length },
  ])
  expect(
    await rows(
      `SELECT m.name, g.relation FROM artefacts.sighting g JOIN forum.member m USING (site) WHERE m.id = g.member AND g.value = '198.51.100.77'`,
    ),
  ).toEqual([{ name: people[0]!.username.replaceAll('&amp;', '&'), relation: 'wrote-from' }])
})

test('the case verifies, its ledger balances, and a second run comes to the same digest', async () => {
  expect((await verifyCase(open.caseDir)).faults).toEqual([])
  const again = await runCase(open, { actor: 'A. Examiner', clock: testClock, signal })
  expect([again.digest, again.ledger.balanced]).toEqual([digest, true])
})
