import { describe, expect, test } from 'vitest'
import { type Board, concernsOf, type Letter } from '../../../src/forum/mail/concern.ts'
import { linksOf, purposeOf } from '../../../src/forum/mail/notices.ts'
import { hostsOf } from '../../../src/forum/mail/read.ts'

const joined = Date.UTC(2024, 2, 1, 12) / 1000
const board: Board = {
  engine: 'phpbb',
  key: 'forum.rail.example',
  hosts: hostsOf(['forum.rail.example', 'https://www.rail.example/forum']),
  mailboxes: new Set(['board@post.example']),
  members: new Map([
    ['anna@home.example', [{ member: '5', kept: 'account', joinedAt: joined }]],
    ['bert@home.example', [{ member: '6', kept: 'log', joinedAt: joined - 9e6 }]],
  ]),
  isMember: (id) => id === '5' || id === '6',
}
const letter = (more: Partial<Letter> & { readonly from?: string; readonly to?: readonly string[] }): Letter => ({
  ...{ exhibit: 1, file: 1, n: 1, messageId: null, at: joined + 86_400 * 30, text: '', marks: {}, hops: [], alike: 1 },
  addresses: [
    { role: 'from', address: more.from ?? 'board@post.example' },
    ...(more.to ?? ['anna@home.example']).map((address) => ({ role: 'to', address })),
  ],
  ...more,
})
const phpbb = { 'x-mailer': ['phpBB3'], 'x-phpbb-origin': ['phpbb://forum.rail.example'] }
const link = (path: string) => `See\nhttps://forum.rail.example/${path}\n`

describe('what a board’s notices are for', () => {
  // Addresses as the mail templates of each software write them.
  const cases: readonly (readonly [notice: string, path: string])[] = [
    ['activation', 'ucp.php?mode=activate&u=5&k=████████'],
    ['password', 'user/reset_password?u=5&token=████████'],
    ['password', 'profile.php?id=5&action=change_pass&key=████████'],
    ['activation', 'member.php?action=activate&uid=5&code=████████'],
    ['password', 'member.php?action=resetpassword&uid=5&code=████████'],
    ['activation', 'index.php?action=activate;u=5;code=████████'],
    ['password', 'index.php?action=reminder;sa=setpassword;u=5;code=████████'],
    ['activation', 'register.php?a=act&u=5&i=████████'],
    ['password', 'login.php?a=pwd&u=5&i=████████'],
    ['activation', 'account-confirmation/anna.5/email?c=████████'],
    ['password', 'lost-password/anna.5/confirm?c=████████'],
    ['activation', 'u/activate-account/████████'],
    ['password', 'u/password-reset/████████'],
    ['password', 'entry/passwordreset/5/████████'],
    ['message', 'ucp.php?i=pm&mode=view&f=0&p=12'],
    ['message', 'private.php?action=read&pmid=12'],
    ['message', 'conversations/signals.12/'],
    ['message', 'index.php?action=pm'],
    ['reply', 'viewtopic.php?f=2&t=3&p=44#p44'],
    ['reply', 'showthread.php?tid=3&action=newpost'],
    ['reply', 'index.php?topic=3.msg44#new'],
    ['reply', 'threads/signals.3/unread'],
    ['reply', 't/signals/3/4'],
  ]
  test.each(cases)('%s: %s', (notice, path) => {
    expect(purposeOf(linksOf(link(path), board.hosts))).toBe(notice)
  })

  test('links to other places tell nothing', () => {
    expect(linksOf('https://garden.example/viewtopic.php?t=1', board.hosts)).toEqual([])
  })
})

describe('whom a message concerns', () => {
  test('what the board sent is told by its headers, and what it names is kept', () => {
    const found = concernsOf(board, letter({ marks: phpbb, text: link('viewtopic.php?f=2&t=3&p=44#p44') }))
    expect(found).toMatchObject([
      { member: '5', direction: 'to', byBoard: true, notice: 'reply', cause: { kind: 'post', id: '44' }, ip: null },
    ])
    expect(found[0]!.why).toContain('names this board')
  })

  test('the same headers of another board, or none, leave the board out of it', () => {
    const other = { ...phpbb, 'x-phpbb-origin': ['phpbb://garden.example'] }
    const from = 'board@garden.example'
    expect(concernsOf(board, letter({ marks: other, from }))).toMatchObject([{ byBoard: false, notice: null }])
    const person = concernsOf(board, letter({ from: 'staff@rail.example', text: 'Good morning.' }))
    expect(person).toMatchObject([{ member: '5', direction: 'to', byBoard: false, notice: null }])
    expect(person[0]!.why).toContain('a person may have written it')
  })

  test('right after a registration it is an activation; its headers state the address that registered', () => {
    const marks = {
      ...phpbb,
      'x-antiabuse': ['Board servername - forum.rail.example', 'User_id - 1', 'User IP - 192.0.2.7'],
    }
    const text = link('ucp.php?mode=activate&u=5&k=████████')
    expect(concernsOf(board, letter({ marks, text, at: joined + 4 }))).toMatchObject([
      { member: '5', notice: 'activation', ip: '192.0.2.7', relation: 'registered-from' },
    ])
    const later = concernsOf(board, letter({ marks, text: link('user/reset_password?u=5&token=████████') }))
    expect(later).toMatchObject([{ member: '5', notice: 'password', ip: null, relation: null }])
  })

  test('a member who had the board send a message is named by its headers', () => {
    const marks = { ...phpbb, 'x-antiabuse': ['User_id - 6', 'Username - Bert', 'User IP - 198.51.100.9'] }
    expect(concernsOf(board, letter({ marks }))).toMatchObject([
      { member: '5', direction: 'to' },
      { member: '6', direction: 'from', byBoard: true, ip: '198.51.100.9', relation: 'connected-from', address: null },
    ])
  })

  test('what a member wrote keeps the address of its first step, not those of mail servers or the board', () => {
    const hops = [
      { header: 'received', fromHost: 'mx.home.example', fromAddress: '192.0.2.25' },
      { header: 'received', fromHost: 'laptop', fromAddress: '198.51.100.7' },
    ]
    const from = 'Anna@Home.example'
    expect(concernsOf(board, letter({ from, to: ['board@post.example'], hops }))).toMatchObject([
      { member: '5', direction: 'from', byBoard: false, address: from, ip: '198.51.100.7', relation: 'wrote-from' },
    ])
    const web = [...hops, { header: 'x-originating-ip', fromHost: null, fromAddress: '203.0.113.4' }]
    expect(concernsOf(board, letter({ from, to: [], hops: web }))[0]!.ip).toBe('203.0.113.4')
    const own = [hops[0]!, { header: 'received', fromHost: 'www.rail.example', fromAddress: '192.0.2.80' }]
    expect(concernsOf(board, letter({ from, to: [], hops: own }))[0]!.ip).toBeNull()
  })

  test('circulars are told by how many are alike, and an address without an account is kept', () => {
    const to = ['gone@home.example', 'bert@home.example']
    const found = concernsOf(board, letter({ marks: phpbb, to, alike: 7, text: 'The hall is closed on Monday.' }))
    expect(found).toMatchObject([
      { member: null, address: 'gone@home.example', notice: 'mass' },
      { member: '6', notice: 'mass', why: expect.stringContaining('log') },
    ])
  })
})
