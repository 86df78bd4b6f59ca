import { describe, expect, it } from 'vitest'
import { listable } from '../../src/evidence/plan-listed.ts'
import { mysqldumpSql } from '../../src/evidence/sources/mysqldump-sql.ts'

describe('what a plan of a server lists one by one', () => {
  const manuals = Array.from({ length: 3000 }, (_, n) => ({
    path: `p1/usr/share/man/man1/tool${n}.1.gz`,
    source: 'gzip',
    role: 'container' as const,
    state: 'live',
  }))
  const dump = { path: 'p1/var/backups/board.sql', source: 'mysqldump-sql', role: 'dump' as const, state: 'live' }
  const mail = { path: 'p1/var/mail/root', source: 'mbox', role: 'mail' as const, state: 'live' }
  const tar = { path: 'p1/root/old.tar.gz', source: 'gzip', role: 'container' as const, state: 'live' }
  const gone = { path: 'p1/home/w/x.gz', source: 'gzip', role: 'container' as const, state: 'deleted' }

  it('is not pushed out by thousands of packed manuals, which are counted', () => {
    const { shown, unlisted } = listable([...manuals, tar, mail, gone, dump])
    expect(shown.slice(0, 4)).toEqual([dump, mail, tar, gone])
    expect(shown).toHaveLength(54)
    expect(unlisted).toBe(2950)
  })
})

describe('a text that begins like a dump', () => {
  const told = (text: string): boolean => mysqldumpSql.detect(Buffer.from(text), 'x')

  it('is none where its lines only advise to use something', () => {
    expect(told('# Bird tables\n\nChoose a sheltered place.\nUse `oak` or `larch` for the posts.\n')).toBe(false)
    expect(told('# Changes\n\n- Use `def feed(a): ...;` for feeders\n  Use `include` to import\n')).toBe(false)
  })

  it('is one where it changes to a database', () => {
    expect(told('# Backup\nUSE `garden`;\n')).toBe(true)
    expect(told('-- by hand\nuse `garden` ;\n')).toBe(true)
  })
})
