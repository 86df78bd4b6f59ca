import { describe, expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { passwordScheme } from '../../src/model/password.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { passwordColumns, secretOf } from '../../src/unlock/unlock.ts'
import { boards } from '../conformance/engine-boards.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

const sha1 = 'd0be2dc421be4fcd0172e5afceea3970e2f3d940'

describe('schemes', () => {
  test.each([
    ['', null, null],
    ['5f4dcc3b5aa765d61d8327deb882cf99', null, 'md5'],
    [sha1, null, 'sha1'],
    [sha1, 'a1b2c3', 'sha1-salted'],
    [`$H$9${'a'.repeat(30)}`, null, 'phpass'],
    [`$2y$10$${'a'.repeat(53)}`, 'ignored', 'bcrypt'],
    [
      '$argon2id$v=19$m=65536,t=4,p=2$R2w2NHFlbXlMNG05MlllNQ$TH5384sIJ6n5tCjAstXe6CtHqyGMvteGl7S6t3m9NwU',
      null,
      'argon2id',
    ],
    ['tomaat', null, 'unknown'],
  ])('%s with salt %s is %s', (stored, salt, scheme) => {
    expect(passwordScheme(stored, salt)).toBe(scheme)
  })
})

test('a fingerprint is the same for the same password and salt only', () => {
  const one = secretOf('password', sha1, 'salt one')
  expect(one).toEqual(secretOf('password', sha1, 'salt one'))
  expect(one?.fingerprint).not.toBe(secretOf('password', sha1, 'salt two')?.fingerprint)
  expect(one?.fingerprint).not.toContain(sha1)
})

test('columns that only sound like passwords hold none', () => {
  const { columns, salt } = passwordColumns(['user_password', 'user_passchg', 'user_form_salt', 'salt'])
  expect(columns).toEqual(['user_password', 'user_passchg'])
  expect(salt).toBe('salt')
  expect(secretOf('user_passchg', '1700000000', null)).toBeNull()
  expect(secretOf('user_password', 'tomaat', null)).toMatchObject({ scheme: 'unknown', comparable: false })
})

test('a token is a password where a scheme stands beside it', () => {
  expect(passwordColumns(['userid', 'token', 'scheme']).columns).toEqual(['token'])
  expect(passwordColumns(['userid', 'token']).columns).toEqual([])
})

describe.each([
  ['phpbb31', 1],
  ['fluxbb', 1000],
] as const)('the secrets of a %s board, %i rows a batch', (adapter, batchRows) => {
  const database = withDatabase()

  test('are told by account, never by value', async () => {
    await seize(database.client, 1, boards.find((b) => b.adapter === adapter)!.tables)
    await run(database, [...forumStages, ...unlockStages], batchRows)
    const { rows } = await database.client.query('SELECT * FROM unlock.secret ORDER BY member, n')
    const withPassword = rows.filter((r) => r.n === 1)
    expect(withPassword.map((r) => r.member)).toEqual(['2', '3', '4'])
    const known = withPassword.filter((r) => r.comparable)
    expect(known.map((r) => r.member)).toEqual(['2', '3', '4'])
    expect(new Set(known.map((r) => r.fingerprint)).size).toBe(1)
    expect(rows.find((r) => r.member === '4')?._length).toBe(10)
    // The hash of a password that waits to be confirmed is one too; a new e-mail address there is none.
    const waiting = rows.filter((r) => r.n === 2).map((r) => r.member)
    expect(waiting).toEqual(adapter === 'fluxbb' ? ['4'] : [])
  })
})
