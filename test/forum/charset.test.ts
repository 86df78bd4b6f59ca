import { describe, expect, test } from 'vitest'
import { recodingFor } from '../../src/forum/charset.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { phpbb2Board } from '../conformance/boards/phpbb2.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedRow, type SeizedTables, seize } from '../support/mirror.ts'

/** Bytes as MySQL shows them in a table declared latin1. */
function west(bytes: Buffer): string {
  return new TextDecoder('windows-1252').decode(bytes)
}

/** Russian letters as windows-1251 writes them. */
function russian(text: string): string {
  const bytes = [...text].map((c) => {
    const code = c.codePointAt(0) ?? 0
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code
  })
  return west(Buffer.from(bytes))
}

const train = 'Поезд на станции'

describe('the character set a board wrote in', () => {
  test.each([
    ['windows-1251', [russian(train)], 'WIN1251'],
    ['Russian', [russian(train), russian('Модель')], 'WIN1251'],
    ['utf-8', [west(Buffer.from('één café, Поезд'))], 'UTF8'],
    ['iso-8859-2', [west(Buffer.from([0xb3, 0x6f, 0xb1]))], 'LATIN2'],
    // As it should be, or nothing to go by.
    ['windows-1251', [train], null],
    ['windows-1251', ['één café'], null],
    ['windows-1251', ['plain'], null],
    ['utf-8', ['één café'], null],
    ['utf-8', [train], null],
    ['iso-8859-1', ['één café'], null],
    ['klingon', [russian(train)], null],
    [null, [russian(train)], null],
  ])('%s: %j is read as %s', (said, samples, encoding) => {
    expect(recodingFor(said, samples)).toBe(encoding)
  })
})

describe('a board in another character set', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows
  const changed = (name: string, change: (row: SeizedRow) => SeizedRow) =>
    (phpbb2Board.tables[name] as readonly SeizedRow[]).map(change)

  test('is read in it, and the case says so', async () => {
    const tables: SeizedTables = {
      ...phpbb2Board.tables,
      phpbb_config: changed('phpbb_config', (row) =>
        row.config_name === 'default_lang'
          ? { ...row, config_value: 'russian' }
          : row.config_name === 'sitename'
            ? { ...row, config_value: russian('Форум') }
            : row,
      ),
      phpbb_users: changed('phpbb_users', (row) =>
        row.user_id === '3' ? { ...row, username: russian('Рита'), user_from: 'Utrecht' } : row,
      ),
      phpbb_topics: changed('phpbb_topics', (row) =>
        row.topic_id === '1' ? { ...row, topic_title: russian(train) } : row,
      ),
      phpbb_posts_text: changed('phpbb_posts_text', (row) =>
        row.post_id === '1' ? { ...row, post_text: `${russian('Да, поезд')} &#8364;5` } : row,
      ),
    }
    await seize(database.client, 1, tables)
    await run(database, forumStages)
    expect(await rows('SELECT title FROM forum.site')).toEqual([{ title: 'Форум' }])
    expect(await rows(`SELECT name, location FROM forum.member WHERE id = '3'`)).toEqual([
      { name: 'Рита', location: 'Utrecht' },
    ])
    expect(await rows(`SELECT title FROM forum.topic WHERE id = '1'`)).toEqual([{ title: train }])
    expect(await rows(`SELECT plain FROM forum.post WHERE id = '1'`)).toEqual([{ plain: 'Да, поезд €5' }])
    expect(await rows('SELECT severity, code FROM evidence.finding')).toEqual([
      { severity: 'note', code: 'recoded-text' },
    ])
    expect(await rows(`SELECT topic_title FROM mirror_1.phpbb_topics WHERE topic_id = '1'`)).toEqual([
      { topic_title: russian(train) },
    ])
  })
})
