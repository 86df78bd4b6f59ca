import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { settingsStage } from '../../src/evidence/settings.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { traceToBytes } from '../../src/trace/bytes.ts'
import { configured } from '../../src/unlock/configured.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const folder = temporaryFolder('attachments')
const database = withDatabase()
const caseDir = join(folder, 'case')
const box = join(folder, 'box')
const rows = async (sql: string) => (await database.client.query(sql)).rows
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const name = (n: number): string => `2_${String(n).repeat(32)}`

/** A board of phpBB 3.3, as small as it can be. */
const dump = `-- MariaDB dump
CREATE TABLE \`gf_config\` (\`config_name\` varchar(255), \`config_value\` varchar(255));
INSERT INTO \`gf_config\` VALUES ('version','3.3.10'),('server_name','garden.example');
CREATE TABLE \`gf_users\` (\`user_id\` int, \`user_type\` int, \`user_ip\` varchar(40), \`user_regdate\` int, \`username\` varchar(255), \`user_password\` varchar(255), \`user_email\` varchar(100), \`user_form_salt\` varchar(32));
INSERT INTO \`gf_users\` VALUES (2,3,'192.0.2.1',1690000000,'Rosa','x','rosa@garden.example','s');
CREATE TABLE \`gf_topics\` (\`topic_id\` int, \`topic_visibility\` int, \`topic_title\` text);
CREATE TABLE \`gf_posts\` (\`post_id\` int, \`post_visibility\` int, \`post_text\` text);
CREATE TABLE \`gf_attachments\` (\`attach_id\` int, \`post_msg_id\` int, \`topic_id\` int, \`in_message\` int, \`poster_id\` int, \`is_orphan\` int, \`physical_filename\` varchar(255), \`real_filename\` varchar(255), \`attach_comment\` text, \`mimetype\` varchar(100), \`filesize\` int, \`filetime\` int);
INSERT INTO \`gf_attachments\` VALUES (1,1,1,0,2,0,'${name(1)}','rose.txt','','text/plain',9,1690000000),(2,1,1,0,2,0,'${name(2)}','oak.txt','','text/plain',5,1690000000),(3,1,1,0,2,0,'${name(3)}','elm.txt','','text/plain',3,1690000000);
`
const config = `<?php
// phpBB 3.3.x auto-generated configuration file
$dbms = 'phpbb\\\\db\\\\driver\\\\mysqli';
$dbname = 'garden';
$dbuser = "gardener";
$dbpasswd = 'sweet \\'pea\\'';
$table_prefix = 'gf_';
@define('PHPBB_INSTALLED', true);
`

describe('a folder with a board, its configuration and its uploads', () => {
  it('gives attachments their files, and says which have none and which files have no row', async () => {
    mkdirSync(join(box, 'www', 'files'), { recursive: true })
    writeFileSync(join(box, 'garden.sql'), dump)
    writeFileSync(join(box, 'www', 'config.php'), config)
    writeFileSync(join(box, 'www', 'files', name(1)), 'red roses')
    writeFileSync(join(box, 'www', 'files', `thumb_${name(1)}`), 'small')
    writeFileSync(join(box, 'www', 'files', name(2)), 'an old oak')
    writeFileSync(join(box, 'www', 'files', name(7)), 'a file that the database forgot')
    writeFileSync(join(box, 'www', 'files', '.htaccess'), 'deny')
    mkdirSync(caseDir)
    await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
    const { signal } = new AbortController()
    await acquire(
      { path: box },
      { db: database.client, caseDir, actor: 'A', clock: () => new Date(0), signal, tool: 'test' },
    )
    await run(
      database,
      [openStage, settingsStage, mirrorStage, ...forumStages, configured],
      2,
      Number.POSITIVE_INFINITY,
      caseDir,
    )
    expect(await rows('SELECT id, path, sha256 FROM forum.attachment ORDER BY id')).toEqual([
      { id: '1', path: `www/files/${name(1)}`, sha256: sha256('red roses') },
      { id: '2', path: `www/files/${name(2)}`, sha256: sha256('an old oak') },
      { id: '3', path: null, sha256: null },
    ])
    const told = await rows(
      `SELECT code, detail FROM evidence.finding WHERE stage = 'forum.attachments' ORDER BY batch, n`,
    )
    expect(told).toEqual([
      {
        code: 'attachment-differs',
        detail: `Attachment 2 (${name(2)}) has 10 bytes in www/files/${name(2)}, the database says 5.`,
      },
      { code: 'attachment-missing', detail: `Attachment 3 (${name(3)}) is not among the seized files.` },
      { code: 'upload-without-row', detail: expect.stringContaining(`www/files/${name(7)} (31 bytes`) },
    ])
  })

  it('gives the settings, and of secrets a fingerprint only', async () => {
    const found = await rows(
      'SELECT n, software, name, meaning, value, fingerprint IS NOT NULL AS secret FROM evidence.setting ORDER BY n',
    )
    expect(found.map((r) => [r.name, r.meaning, r.value, r.secret])).toEqual([
      ['dbms', 'database-kind', 'phpbb\\db\\driver\\mysqli', false],
      ['dbname', 'database', 'garden', false],
      ['dbuser', 'user', 'gardener', false],
      ['dbpasswd', 'password', null, true],
      ['table_prefix', 'prefix', 'gf_', false],
      ['PHPBB_INSTALLED', null, 'true', false],
    ])
    expect(await rows('SELECT name, meaning FROM unlock.configured')).toEqual([
      { name: 'dbpasswd', meaning: 'password' },
    ])
    const everything =
      JSON.stringify(await rows('SELECT * FROM evidence.setting')) +
      JSON.stringify(await rows('SELECT * FROM unlock.configured'))
    expect(everything).not.toContain('sweet')
    const file = (await rows(`SELECT file FROM evidence.file WHERE source = 'configuration'`))[0]!.file
    const shown = async (n: number) =>
      (await traceToBytes(database.client, caseDir, `setting:${file}:${n}`, () => new Date(0)))?.bytes[0]
    expect(await shown(2)).toMatchObject({ text: `$dbname = 'garden'`, matches: true, masked: 0 })
    expect((await shown(4))?.text).toMatch(/^\$dbpasswd =\*+$/)
  })

  it('without any upload in evidence says nothing of missing files', async () => {
    await database.client.query(`DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run; DELETE FROM evidence.setting; DELETE FROM unlock.configured;
      DELETE FROM evidence.file; DELETE FROM evidence.mirror_table; DELETE FROM evidence.exhibit; DROP SCHEMA mirror_1 CASCADE; DELETE FROM forum.attachment; DELETE FROM forum.member; DELETE FROM forum.site; DELETE FROM forum.completeness`)
    rmSync(join(box, 'www'), { recursive: true })
    const { signal } = new AbortController()
    await acquire(
      { path: box },
      { db: database.client, caseDir, actor: 'A', clock: () => new Date(0), signal, tool: 'test' },
    )
    await run(database, [openStage, mirrorStage, ...forumStages], 50_000, Number.POSITIVE_INFINITY, caseDir)
    expect(await rows(`SELECT code FROM evidence.finding WHERE code ~ 'attachment'`)).toEqual([])
    expect(await rows('SELECT count(*)::int AS n FROM forum.attachment')).toEqual([{ n: 3 }])
  })
})
