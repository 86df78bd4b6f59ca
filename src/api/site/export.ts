import type { Pool } from 'pg'
import { defaultPolicy } from '../../dissemination/dissemination.ts'
import type { Source } from '../contract.ts'
import { operation } from '../queries/evidence.ts'
import { sites } from '../queries/forum.ts'
import { hashRanges } from './bytes.ts'
import type { Making } from './frame.ts'
import { h, pageOf, type Stamp } from './html.ts'
import { writeBoards, writeIndexes } from './lists.ts'
import { writeMailbox, writeMember } from './people.ts'
import { writeTopic } from './topics.ts'
import { manifestFile, openWriter } from './writer.ts'

/** What to write, and where. */
export interface SiteExport {
  readonly db: Pool
  readonly caseDir: string
  readonly outDir: string
  /** One site; all of them when left out. */
  readonly site?: number
  /** A day: the boards as they stood at its end. */
  readonly asOf?: string
  /** Private messages are left out unless they are asked for. */
  readonly messages: boolean
  /** The marking of case material, as the workbench shows it. */
  readonly marking: string
  readonly signal: AbortSignal
  readonly onStep?: (done: number, total: number, what: string) => void
}

/** What was written. */
export interface SiteExported {
  readonly sites: number
  readonly topics: number
  readonly members: number
  readonly files: number
  readonly bytes: number
  /** The SHA-256 of the list of files, which names the whole export. */
  readonly manifest: string
  readonly resumed: boolean
}

/**
 * Writes boards as static HTML that opens from a disc: no script, nothing from anywhere else, each item with the bytes it rests
 * on. The same case gives the same bytes; an export that was stopped goes on where it was.
 */
export async function exportSite(wanted: SiteExport): Promise<SiteExported> {
  const { db, signal } = wanted
  const all = (await sites(db)).filter((each) => wanted.site === undefined || each.site === wanted.site)
  if (all.length === 0)
    throw new Error(
      wanted.site === undefined
        ? 'The case holds no rebuilt board; run the pipeline first'
        : `The case holds no site ${wanted.site}`,
    )
  const asOf = wanted.asOf === undefined ? null : `${wanted.asOf}T23:59:59Z`
  const stamp = await stampOf(db, wanted.marking, asOf)
  const { rows } = await db.query<{ fingerprint: string }>('SELECT md5(fingerprint) AS fingerprint FROM api.prepared')
  const loaded = await db.query<{ of: string | null }>(
    `SELECT string_agg(hash_set::text, ' ' ORDER BY hash_set) AS of FROM media.hash_set WHERE removed_at IS NULL`,
  )
  const key = JSON.stringify([
    1,
    rows[0]?.fingerprint ?? '',
    loaded.rows[0]?.of ?? '',
    asOf,
    wanted.site ?? null,
    wanted.messages,
    stamp,
  ])
  const writer = openWriter(wanted.outDir, key)
  const counts = { topics: 0, members: 0 }
  for (const { site, title, key: name } of all) {
    const topics = await numbered(db, 'forum.topic', 'at', site, asOf)
    const members = await numbered(db, 'forum.member', 'joined_at', site, asOf)
    counts.topics += topics.size
    counts.members += members.size
    const total = topics.size + members.size * (wanted.messages ? 2 : 1)
    const step = (done: number, what: string): void => wanted.onStep?.(done, total, what)
    const provenance = await hashRanges(db, wanted.caseDir, await rangesOf(db, site, wanted.messages), signal, (path) =>
      step(0, `reading ${path}`),
    )
    const making: Making = {
      ...{ db, site, title: title ?? name, asOf, stamp, writer, provenance, topics, members, signal },
      onStep: () => undefined,
    }
    let done = 0
    const part = async (what: string, work: () => Promise<void>): Promise<void> => {
      signal.throwIfAborted()
      await writer.part(`${site} ${what}`, work)
      step(++done, what)
    }
    for (const [id, n] of topics) await part(`topic ${n}`, () => writeTopic(making, id))
    for (const [id, n] of members) await part(`member ${n}`, () => writeMember(making, id, wanted.messages))
    if (wanted.messages) for (const [id, n] of members) await part(`messages ${n}`, () => writeMailbox(making, id))
    await writer.part(`${site} lists`, async () => {
      await writeBoards(making)
      await writeIndexes(making)
    })
  }
  await writer.part('index', async () => {
    const list = all.map(
      (each) =>
        h`<li><a href="site-${each.site}/index.html">${each.title ?? each.key}</a> <span class="soft">${each.engine} ${each.version ?? ''}, ${each.members} members, ${each.topics} topics, ${each.posts} posts in the evidence</span></li>`,
    )
    const body = h`<ul>${list}</ul><h2>How to read this</h2><p>Each item ends with the bytes it rests on: exhibit, file, offset, length and their SHA-256. Pictures, embedded content and uploads are not shown: placeholders say their address or hash. Nothing in these pages asks a network for anything.</p><p>${wanted.messages ? 'Private messages are included.' : 'Private messages are not included.'} The file ${manifestFile} lists every page with its SHA-256; <code>sha256sum -c ${manifestFile}</code> checks them.</p>`
    writer.write('index.html', pageOf(stamp, '', 'Rebuilt boards', [], body))
  })
  const { resumed } = writer
  return { sites: all.length, ...counts, ...writer.finish(), resumed }
}

async function stampOf(db: Pool, marking: string, asOf: string | null): Promise<Stamp> {
  const found = await operation(db)
  const policy = await db.query<{ handling: string }>('SELECT handling FROM dissemination.policy')
  return {
    operation: found?.name ?? 'Case',
    exercise: found?.exercise ?? false,
    marking,
    handling: policy.rows[0]?.handling ?? defaultPolicy.handling,
    asOf,
  }
}

/** Ids in the order of their numbers, so that the same case numbers them alike. */
async function numbered(
  db: Pool,
  table: 'forum.topic' | 'forum.member',
  at: string,
  site: number,
  asOf: string | null,
): Promise<ReadonlyMap<string, number>> {
  const people = table === 'forum.member' ? `AND kind <> 'bot'` : ''
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE site = $1 ${people} AND ($2::timestamptz IS NULL OR ${at} IS NULL OR ${at} <= $2::timestamptz) ORDER BY length(id), id COLLATE "C"`,
    [site, asOf],
  )
  return new Map(rows.map((row, i) => [row.id, i + 1]))
}

async function rangesOf(
  db: Pool,
  site: number,
  messages: boolean,
): Promise<readonly Pick<Source, 'file' | 'offset' | 'length'>[]> {
  const tables = ['board', 'topic', 'post', 'member', 'post_version', ...(messages ? ['message'] : [])]
  const { rows } = await db.query<Pick<Source, 'file' | 'offset' | 'length'>>(
    tables
      .map(
        (table) =>
          `SELECT _file AS file, _offset::float8 AS "offset", _length AS length FROM forum.${table} WHERE site = $1`,
      )
      .join(' UNION '),
    [site],
  )
  return rows
}
