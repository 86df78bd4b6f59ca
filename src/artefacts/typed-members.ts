import { copyOut } from '../db/decode.ts'
import type { StageContext } from '../db/stage.ts'
import type { Relation } from '../model/artefact.ts'
import type { Bytes, Sightings } from './artefacts.ts'
import type { OddValues } from './findings.ts'
import { kindNamed } from './kinds/index.ts'
import { literal, type PagedTable } from './pages.ts'
import { handleValue, serviceOfField } from './services.ts'

/** What the page reader asks of an account, in the order of `AccountRow`. */
export const accounts: PagedTable = {
  table: 'forum.member',
  id: 'id',
  columns: [
    ['email', 'text'],
    ['joined_at', 'timestamptz'],
    ['joined_from', 'text'],
    ['last_seen_at', 'timestamptz'],
    ['last_ip', 'text'],
    ['website', 'text'],
    ['handles', 'jsonb'],
    ['_file', 'int4'],
    ['_offset', 'int8'],
    ['_length', 'int4'],
  ],
}

type AccountRow = readonly [
  id: string,
  email: string | null,
  joinedAt: string | null,
  joinedFrom: string | null,
  lastSeenAt: string | null,
  lastIp: string | null,
  website: string | null,
  handles: Readonly<Record<string, string>>,
  ...bytes: Bytes,
]

/** A field of a profile. */
export interface Field {
  readonly field: string
  readonly value: string
  readonly bytes: Bytes
}

/** The profile fields of a page of accounts, by account. */
export async function fieldsOf(
  { db, unit }: StageContext,
  after: string | null,
  last: string,
): Promise<ReadonlyMap<string, readonly Field[]>> {
  const sql = `SELECT member, field, value, _file, _offset, _length FROM forum.profile_field
    WHERE site = ${unit}${after === null ? '' : ` AND member > ${literal(after)}`} AND member <= ${literal(last)}`
  const fields = new Map<string, Field[]>()
  for await (const rows of copyOut(db, sql, ['text', 'text', 'text', 'int4', 'int8', 'int4'])) {
    for (const [member, field, value, ...bytes] of rows as [string, string, string, ...Bytes][]) {
      const list = fields.get(member) ?? []
      list.push({ field, value, bytes })
      fields.set(member, list)
    }
  }
  for (const list of fields.values()) list.sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0))
  return fields
}

/** Numbers of an account's typed sightings; what a profile states counts on from the last. */
const numbers = { email: 1, mailDomain: 2, joinedFrom: 3, lastIp: 4, stated: 10, last: 99 } as const

/** Fields that hold a value of one kind, by the names forum software gives them. */
const kindOfField: Readonly<Record<string, string>> = {
  email: 'email',
  mail: 'email',
  website: 'url',
  homepage: 'url',
  www: 'url',
  url: 'url',
  phone: 'phone',
  telephone: 'phone',
  mobile: 'phone',
  whatsapp: 'phone',
  viber: 'phone',
  pgp: 'pgp-key',
  pgpkey: 'pgp-key',
  gpg: 'pgp-key',
  gpgkey: 'pgp-key',
  bitcoin: 'wallet',
  btc: 'wallet',
  monero: 'wallet',
  ethereum: 'wallet',
  wallet: 'wallet',
}

/** Whether a field's value is one selector rather than prose. */
export function isTypedField(field: string): boolean {
  return kindOfField[bare(field)] !== undefined || serviceOfField(field) !== null
}

function bare(field: string): string {
  return field
    .toLowerCase()
    .replace(/^(?:pf_|user_|phpbb_)+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Sightings from the columns and profile fields of one account. */
export function sightAccount(row: readonly unknown[], fields: readonly Field[], into: Sightings, odd: OddValues): void {
  const [id, mail, joinedAt, joinedFrom, lastSeenAt, lastIp, website, handles, ...bytes] = row as unknown as AccountRow
  const seen = new Set<string>()
  let next: number = numbers.stated
  const add = (
    n: number,
    kind: string,
    value: string | null,
    raw: string,
    relation: Relation,
    seenAt: string | null,
    at: Bytes,
  ) => {
    if (value === null || n > numbers.last || seen.has(`${kind} ${value} ${relation}`)) return false
    seen.add(`${kind} ${value} ${relation}`)
    into.add({ place: 'member', placeId: id, n, kind, value, raw, member: id, relation, seenAt, span: null, bytes: at })
    return true
  }
  const state = (kind: string, value: string | null, raw: string, at: Bytes) => {
    if (add(next, kind, value, raw, 'stated', null, at)) next++
  }
  if (mail !== null && mail.trim() !== '') {
    const value = normal('email', mail)
    if (value === null) odd.add('odd-email', 'E-mail address of an account that is none', mail, bytes)
    add(numbers.email, 'email', value, mail, 'registered-with', joinedAt, bytes)
    const host = value?.slice(value.indexOf('@') + 1) ?? ''
    add(numbers.mailDomain, 'domain', normal('domain', host), host, 'registered-with', joinedAt, bytes)
  }
  const address = (n: number, raw: string | null, what: string, relation: Relation, seenAt: string | null) => {
    if (raw === null || raw.trim() === '') return
    const value = normal('ip', raw)
    if (value === null) odd.add('odd-address', `${what} that is no IP address`, raw, bytes)
    add(n, 'ip', value, raw, relation, seenAt, bytes)
  }
  address(numbers.joinedFrom, joinedFrom, 'Address of a registration', 'registered-from', joinedAt)
  address(numbers.lastIp, lastIp, 'Last address of an account', 'connected-from', lastSeenAt)
  if (website !== null && website.trim() !== '') stateField('website', website, bytes, state)
  for (const { field, value, bytes: at } of fields) stateField(field, value, at, state)
  for (const service of Object.keys(handles).sort()) stateField(service, String(handles[service]), bytes, state)
}

function normal(kind: string, raw: string): string | null {
  return kindNamed(kind)!.normalise(raw)
}

type State = (kind: string, value: string | null, raw: string, at: Bytes) => void

function stateField(field: string, raw: string, at: Bytes, state: State): void {
  const kind = kindOfField[bare(field)]
  if (kind === 'url') stateUrl(raw, at, state)
  else if (kind !== undefined) state(kind, normal(kind, raw), raw, at)
  const service = serviceOfField(field)
  if (service === null) return
  state('handle', handleValue(service, raw), raw, at)
  // On these the handle is a mailbox of the same provider, and reachable as such.
  if (['msn', 'google', 'yahoo'].includes(service.name)) state('email', normal('email', raw), raw, at)
}

/** A website field often lacks the scheme. */
function stateUrl(raw: string, at: Bytes, state: State): void {
  const text = raw.trim()
  const value = normal('url', /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`)
  state('url', value, raw, at)
  if (value === null) return
  const host = new URL(value).hostname
  state('onion', normal('onion', host), host, at)
  state('domain', normal('domain', host), host, at)
  state('handle', normal('handle', value), raw, at)
  state('ip', normal('ip', host), host, at)
}
