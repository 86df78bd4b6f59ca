import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('small-copies')
const database = withDatabase()
const rows = async (sql: string) => (await database.client.query(sql)).rows
const legacy = (id: number, clean: string): string =>
  `${id}_${clean.replaceAll('.', '_')}${createHash('md5').update(clean).digest('hex')}`

/** A board of Simple Machines Forum 2.0, as small as it can be; pictures and their small copies are rows far apart. */
const dump = `-- MariaDB dump
CREATE TABLE \`smf_settings\` (\`variable\` varchar(255), \`value\` text);
INSERT INTO \`smf_settings\` VALUES ('smfVersion','2.0.15');
CREATE TABLE \`smf_members\` (\`id_member\` int, \`member_name\` varchar(80), \`date_registered\` int, \`real_name\` varchar(255), \`email_address\` varchar(255), \`member_ip\` varchar(255));
INSERT INTO \`smf_members\` VALUES (1,'rosa',1690000000,'Rosa','rosa@garden.example','192.0.2.1');
CREATE TABLE \`smf_topics\` (\`id_topic\` int, \`is_sticky\` int, \`id_board\` int, \`id_first_msg\` int);
CREATE TABLE \`smf_messages\` (\`id_msg\` int, \`id_topic\` int, \`poster_time\` int, \`id_member\` int, \`poster_name\` varchar(255), \`body\` text);
CREATE TABLE \`smf_personal_messages\` (\`id_pm\` int, \`deleted_by_sender\` int);
CREATE TABLE \`smf_attachments\` (\`id_attach\` int, \`id_thumb\` int, \`id_msg\` int, \`id_member\` int, \`attachment_type\` int, \`filename\` varchar(255), \`file_hash\` varchar(40), \`size\` int);
INSERT INTO \`smf_attachments\` VALUES (1,5,1,0,0,'rose.png','aaaa',9),(2,4,1,0,0,'old oak.v1.png','',3),(3,0,1,0,0,'elm.txt','bbbb',3),(4,0,1,0,3,'old oak.v1.png_thumb','',2),(5,0,1,0,3,'rose.png_thumb','cccc',5);
`

it('small copies with rows of their own are known, and what lies beside them is told', async () => {
  const box = join(folder, 'box')
  const files = join(box, 'www', 'attachments')
  mkdirSync(files, { recursive: true })
  writeFileSync(join(box, 'garden.sql'), dump)
  writeFileSync(join(files, '1_aaaa'), 'red roses')
  writeFileSync(join(files, legacy(2, 'old_oak.v1.png')), 'oak')
  writeFileSync(join(files, '3_bbbb'), 'elm')
  writeFileSync(join(files, legacy(4, 'old_oak.v1.png_thumb')), 'ok')
  writeFileSync(join(files, '5_cccc'), 'small')
  writeFileSync(join(files, '6_dddd'), 'forgotten')
  const caseDir = join(folder, 'case')
  mkdirSync(caseDir)
  await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
  const { signal } = new AbortController()
  await acquire(
    { path: box },
    { db: database.client, caseDir, actor: 'A', clock: () => new Date(0), signal, tool: 'test' },
  )
  await run(database, [openStage, mirrorStage, ...forumStages], 2, Number.POSITIVE_INFINITY, caseDir)
  expect(await rows('SELECT id, path FROM forum.attachment ORDER BY id')).toEqual([
    { id: '1', path: 'www/attachments/1_aaaa' },
    { id: '2', path: `www/attachments/${legacy(2, 'old_oak.v1.png')}` },
    { id: '3', path: 'www/attachments/3_bbbb' },
  ])
  const told = await rows(`SELECT code, detail FROM evidence.finding WHERE stage = 'forum.attachments'`)
  expect(told).toEqual([
    { code: 'upload-without-row', detail: expect.stringContaining('www/attachments/6_dddd (9 bytes') },
  ])
})
