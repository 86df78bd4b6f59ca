import { describe, expect, test } from 'vitest'
import { habitsOf } from '../../../src/forum/visits/habits.ts'
import { joinAddress } from '../../../src/forum/visits/join.ts'
import { openAnswers, openClocks, skewOf } from '../../../src/forum/visits/learn.ts'
import { pageOf, sessionName } from '../../../src/forum/visits/page.ts'
import type { Asked, Mark } from '../../../src/forum/visits/visits.ts'

const phpbb = habitsOf('phpbb')
const sid = '303c529a64cad4ed8b752f53081b85d9'

/** Lines as `[seconds, method, target, status, agent]`, numbered in order. */
function lines(
  habits: typeof phpbb,
  ...all: readonly (readonly [at: number, method: string, target: string, status?: number, agent?: number])[]
): Asked[] {
  return all.map(([at, method, target, status = 200, agent = 1], n) => {
    const [path, query = null] = target.split('?') as [string, string | undefined]
    const page = pageOf(habits, method, path, query)
    return { file: 1, n: n + 1, at, agent, status, bytes: 0, offset: n * 100, length: 99, page, marks: [] }
  })
}

const mark = (kind: Mark['kind'], id: string, member: string, at: number, more: Partial<Mark> = {}): Mark => ({
  ...{ kind, id, member, at, board: null, topic: null, about: null },
  ...more,
})
const redirects = (line: Asked): boolean => line.status === 302

/** Visits as `member: first-last how`. */
const told = (found: ReturnType<typeof joinAddress>): string[] =>
  found.visits.map((v) => `${v.member}: ${v.firstN}-${v.lastN} ${v.how}`)

describe('lines of one address', () => {
  test('a post names the whole visit, a pause of half an hour ends it', () => {
    const asked = lines(
      phpbb,
      [0, 'GET', '/index.php'],
      [5, 'POST', '/posting.php?mode=reply&t=7', 302],
      [9, 'GET', '/viewtopic.php?p=3'],
      [4000, 'GET', '/index.php'],
    )
    const found = joinAddress(asked, [mark('post', '3', 'anna', 6, { topic: '7' })], redirects)
    expect(told(found)).toEqual(['anna: 1-3 post'])
    expect(found.visits[0]).toMatchObject({ requests: 3, because: [['post', '3']], offset: 100 })
    expect([...found.joined]).toEqual([[1, 3]])
  })

  test('the identifier of a session in an address names its account, another’s does not', () => {
    const asked = lines(
      phpbb,
      [0, 'GET', `/index.php?sid=${sid}`],
      [1, 'GET', '/x.php?sid=ffffffffffffffffffffffffffffffff'],
    )
    expect(told(joinAddress(asked, [mark('session', sessionName(sid), 'anna', -500)], redirects))).toEqual([
      'anna: 1-2 session',
    ])
    expect(told(joinAddress(asked.slice(1), [mark('session', sessionName(sid), 'anna', -500)], redirects))).toEqual([])
  })

  test('where one address takes log-ins and registrations, a registration is no log-in that failed', () => {
    const mybb = habitsOf('mybb')
    const asked = lines(mybb, [0, 'POST', '/member.php'], [40, 'GET', '/index.php'], [60, 'POST', '/member.php'])
    const found = joinAddress(asked, [mark('registration', '3', '3', 1)], () => false)
    expect(told(found)).toEqual(['3: 1-3 registration'])
    expect(found.failures.map(({ line }) => line.n)).toEqual([3])
    // The page the form stood on tells more than the address it was sent to.
    expect(pageOf(mybb, 'POST', '/member.php', 'action=register')?.kind).toBe('register')
  })

  test('the page to which a log-in leads names its account', () => {
    const smf = habitsOf('smf')
    const asked = lines(
      smf,
      [0, 'POST', '/index.php?action=login2', 302],
      [1, 'GET', '/index.php?action=login2;sa=check;member=7', 302],
      [2, 'GET', '/index.php?action=profile;u=9'],
    )
    expect(told(joinAddress(asked, [], redirects))).toEqual(['7: 1-3 own-page'])
  })

  test('two log-ins on one machine are two stretches; what stands before them is left open', () => {
    const asked = lines(
      phpbb,
      [0, 'GET', '/index.php'],
      [10, 'POST', '/ucp.php?mode=login', 302],
      [20, 'POST', '/posting.php?mode=post&f=2', 302],
      [30, 'GET', '/ucp.php?mode=logout&sid=1'],
      [31, 'GET', '/index.php'],
      [40, 'POST', '/ucp.php?mode=login', 302],
      [50, 'POST', '/posting.php?mode=post&f=2', 302],
    )
    const found = joinAddress(asked, [mark('post', '1', 'anna', 20), mark('post', '2', 'bert', 51)], redirects)
    expect(told(found)).toEqual(['anna: 2-4 post', 'bert: 6-7 post'])
    expect([...found.ambiguous]).toEqual([[1, 2]])
  })

  test('two members under one log-in: only the lines that rows name are joined', () => {
    const asked = lines(
      phpbb,
      [0, 'GET', '/index.php'],
      [10, 'POST', '/posting.php?mode=reply&t=1', 302],
      [50, 'POST', '/posting.php?mode=reply&t=2', 302],
      [60, 'GET', '/index.php'],
    )
    const found = joinAddress(asked, [mark('post', '1', 'anna', 10), mark('post', '2', 'bert', 50)], redirects)
    expect(told(found)).toEqual(['anna: 2-2 post', 'bert: 3-3 post'])
    expect([...found.ambiguous]).toEqual([[1, 2]])
  })

  test('two programs at the same second fit one post: nobody’s, unless the topic tells', () => {
    const same = lines(
      phpbb,
      [10, 'POST', '/posting.php?mode=reply&t=1', 302, 1],
      [10, 'POST', '/posting.php?mode=reply&t=2', 302, 2],
    )
    expect(told(joinAddress(same, [mark('post', '1', 'anna', 10)], redirects))).toEqual([])
    const marks = [mark('post', '1', 'anna', 10, { topic: '1' }), mark('post', '2', 'bert', 10, { topic: '2' })]
    expect(
      told(
        joinAddress(
          lines(
            phpbb,
            [10, 'POST', '/posting.php?mode=reply&t=1', 302, 1],
            [10, 'POST', '/posting.php?mode=reply&t=2', 302, 2],
          ),
          marks,
          redirects,
        ),
      ),
    ).toEqual(['anna: 1-1 post', 'bert: 2-2 post'])
  })

  test('a failed log-in is told, with the member of the visit if there is only one', () => {
    const asked = lines(
      phpbb,
      [0, 'POST', '/ucp.php?mode=login', 200],
      [9, 'POST', '/ucp.php?mode=login', 302],
      [10, 'GET', '/index.php'],
      [9000, 'POST', '/ucp.php?mode=login', 200],
    )
    const found = joinAddress(
      asked,
      [mark('session', 'session:x', 'anna', 9), mark('failed', 'failed:y', 'anna', 0)],
      redirects,
    )
    expect(found.failures.map((f) => [f.line.n, f.member, f.login])).toEqual([
      [1, 'anna', 'failed:y'],
      [4, null, null],
    ])
    expect(told(found)).toEqual(['anna: 1-3 log-in'])
  })

  test('one’s own pages tell only where nothing better does', () => {
    const fluxbb = habitsOf('fluxbb')
    const own = lines(fluxbb, [0, 'POST', '/profile.php?section=personal&id=14'], [1, 'GET', '/index.php'])
    expect(told(joinAddress(own, [], redirects))).toEqual(['14: 1-2 own-page'])
    const staff = lines(fluxbb, [0, 'POST', '/profile.php?section=personal&id=14'], [5, 'POST', '/post.php?tid=3', 302])
    expect(told(joinAddress(staff, [mark('post', '9', '2', 5, { topic: '3' })], redirects))).toEqual(['2: 1-2 post'])
  })

  test('an edit is matched by the post it names', () => {
    const asked = lines(
      phpbb,
      [10, 'POST', '/posting.php?mode=edit&f=1&p=5', 302],
      [12, 'POST', '/posting.php?mode=edit&f=1&p=6', 302, 2],
    )
    const marks = [mark('edit', '6', 'bert', 11, { about: '6' })]
    expect(told(joinAddress(asked, marks, redirects))).toEqual(['bert: 2-2 edit'])
  })
})

describe('what the addresses say', () => {
  test.each([
    ['phpbb', 'POST', '/board/ucp.php?i=pm&mode=compose', 'message'],
    ['phpbb', 'POST', '/app.php/post/91/report', 'report'],
    ['fluxbb', 'POST', '/login.php?action=in', 'login'],
    ['fluxbb', 'GET', '/login.php?action=out&id=7&csrf_token=x', 'logout'],
    ['mybb', 'POST', '/newreply.php?tid=3&processed=1', 'write'],
    ['mybb', 'POST', '/member.php', 'login'],
    ['vbulletin', 'POST', '/login.php?do=login', 'login'],
    ['vbulletin', 'POST', '/newthread.php?do=postthread&f=4', 'write'],
    ['smf', 'POST', '/index.php?action=login2', 'login'],
    ['smf', 'POST', '/index.php?action=post2;start=0;board=3', 'write'],
    ['invision', 'POST', '/index.php?act=Login&CODE=01', 'login'],
    ['xenforo', 'POST', '/threads/narrow-gauge.12/add-reply', 'write'],
    ['xenforo', 'POST', '/login/login', 'login'],
    ['something', 'POST', '/forum/do-login', 'login'],
  ])('%s %s %s: %s', (engine, method, target, kind) => {
    const [path, query = null] = target.split('?') as [string, string | undefined]
    expect(pageOf(habitsOf(engine), method, path, query)?.kind).toBe(kind)
  })

  test('a page that tells nothing is passed over', () => {
    expect(pageOf(phpbb, 'GET', '/viewtopic.php', 't=5')).toBeNull()
    expect(pageOf(phpbb, 'GET', '/memberlist.php', 'mode=viewprofile&u=7')).toBeNull()
    expect(pageOf(phpbb, null, '\\x16\\x03', null)).toBeNull()
  })
})

describe('what is learned of a log', () => {
  test('a clock that is an hour ahead, one that is not, and one that nothing tells', () => {
    expect(
      skewOf(
        new Map([
          [3600, 40],
          [3601, 20],
          [0, 3],
          [-900, 1],
        ]),
      ),
    ).toBe(3600)
    expect(
      skewOf(
        new Map([
          [0, 10],
          [1, 5],
          [7200, 12],
        ]),
      ),
    ).toBe(0)
    expect(
      skewOf(
        new Map([
          [-217, 30],
          [5000, 2],
        ]),
      ),
    ).toBe(-217)
    expect(
      skewOf(
        new Map([
          [4000, 1],
          [300, 1],
        ]),
      ),
    ).toBeNull()
    const clocks = openClocks()
    const asked = lines(
      phpbb,
      ...Array.from({ length: 9 }, (_, i) => [i * 5000 + 7200, 'POST', '/posting.php?mode=reply', 302] as const),
    )
    clocks.see(
      asked,
      Array.from({ length: 9 }, (_, i) => mark('post', `${i}`, 'anna', i * 5000)),
    )
    expect(clocks.found().get(1)?.skew).toBe(7200)
  })

  test('which answer a log-in that works gets: by redirects, or by the size of the page', () => {
    const answers = openAnswers()
    const asked = lines(
      habitsOf('fluxbb'),
      [0, 'POST', '/login.php?action=in'],
      [9, 'POST', '/post.php?tid=3', 302],
    ).map((l) => ({ ...l, bytes: 961 }))
    answers.see(asked, [mark('post', '1', 'anna', 9, { topic: '3' })])
    const answer = answers.answer()
    const login = asked[0]!
    expect([961, 965, 5350].map((bytes) => answer({ ...login, bytes }))).toEqual([true, true, false])
    expect(answer({ ...login, status: 302 })).toBe(true)
    expect(answer({ ...login, status: 503 })).toBeNull()
    expect(openAnswers().answer()(login)).toBeNull()
  })
})
