import type { Column, ColumnType } from '../../db/columns.ts'
import { type Failure, type Visit, ways } from './visits.ts'

function columns(types: Readonly<Record<string, ColumnType>>): readonly Column[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }))
}

const line = { _file: 'int4', _offset: 'int8', _length: 'int4' } as const

/** Columns of forum.visit. */
export const visitColumns = columns({
  ...{
    site: 'int4',
    visit: 'int4',
    member: 'text',
    ip: 'text',
    agent: 'text',
    first_at: 'timestamptz',
    last_at: 'timestamptz',
  },
  ...{
    requests: 'int4',
    how: 'text',
    why: 'text',
    because: 'text[]',
    exhibit: 'int4',
    first_n: 'int4',
    last_n: 'int4',
  },
  ...line,
})

/** Columns of forum.failed_login. */
export const failureColumns = columns({
  ...{
    site: 'int4',
    n: 'int4',
    at: 'timestamptz',
    ip: 'text',
    agent: 'text',
    member: 'text',
    login: 'text',
    why: 'text',
  },
  ...{ exhibit: 'int4', line: 'int4' },
  ...line,
})

const words = new Map<string, string>(ways)

/** A visit as a row of forum.visit. */
export function visitRow(site: number, visit: number, ip: string, v: Visit, exhibit: number, agent: string | null) {
  return {
    ...{
      site,
      visit,
      member: v.member,
      ip,
      agent,
      first_at: v.firstAt,
      last_at: v.lastAt,
      requests: v.requests,
      how: v.how,
    },
    why: `${words.get(v.how)}.`,
    because: v.because.map(([kind, id]) => `${kind}:${site}:${id}`),
    ...{ exhibit, first_n: v.firstN, last_n: v.lastN, _file: v.file, _offset: v.offset, _length: v.length },
  }
}

/** A failed log-in as a row of forum.failed_login. */
export function failureRow(site: number, n: number, ip: string, f: Failure, exhibit: number, agent: string | null) {
  const { line: l, member, login } = f
  const who =
    member === null ? 'Nothing tells who it was' : 'The same address and program were this account’s in the same visit'
  return {
    ...{
      site,
      n,
      at: l.at,
      ip,
      agent,
      member,
      login,
      exhibit,
      line: l.n,
      _file: l.file,
      _offset: l.offset,
      _length: l.length,
    },
    why: `The answer is not that of a log-in that works. ${who}.${login === null ? ' Only the log knows of it.' : ''}`,
  }
}
