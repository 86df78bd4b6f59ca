import type { Pool } from 'pg'
import { verdictSql } from '../../db/verdict-sql.ts'
import { shownBy, type TreeMarkup } from '../../forum/markup/shown.ts'
import { repaired } from '../../forum/repair.ts'
import type { Shown } from '../../model/shown.ts'
import { matcher } from '../../risk/match.ts'
import type { Attachment, MemberRef } from '../contract.ts'
import { type At, sourced } from './page.ts'

/** How much of a text a list carries; the text by itself carries `whole`. */
export const excerpt = 20_000
export const whole = 2_000_000

/** A member by id, or a guest by the name given, or nobody. */
export function ref(site: number, id: string | null, name: string | null): MemberRef {
  return { site, id, name }
}

/** The same, where nobody means null. */
export function refOrNull(site: number, id: string | null, name: string | null): MemberRef | null {
  return id === null && name === null ? null : { site, id, name }
}

/** How the texts of a site are shown: by the software that stored them. */
export async function showing(db: Pool, site: number): Promise<TreeMarkup> {
  const { rows } = await db.query<{ engine: string; adapter: string }>(
    'SELECT engine, adapter FROM forum.site WHERE site = $1',
    [site],
  )
  const found = rows[0]
  return shownBy(found === undefined ? '' : found.adapter.startsWith('phpbb20') ? found.adapter : found.engine)
}

/** A stored text with its characters repaired, as a tree. */
export function shownText(
  markup: TreeMarkup,
  text: string,
): { readonly shown: readonly Shown[]; readonly repaired: string | null } {
  const { text: now, how } = repaired(text)
  return { shown: markup(now), repaired: how }
}

let known: { readonly key: string; readonly find: (text: string) => readonly number[] } | null = null

/** Tells whether a text holds a term that the agency loaded, as the risk room finds it; such texts are shown folded. */
export async function folder(db: Pool): Promise<(plain: string) => boolean> {
  const { rows } = await db.query<{ term: string }>('SELECT DISTINCT term FROM risk.term ORDER BY term')
  if (rows.length === 0) return () => false
  const terms = rows.map((row) => row.term)
  const key = terms.join('\n')
  if (known?.key !== key) known = { key, find: matcher(terms).find }
  const { find } = known
  return (plain) => find(plain).length > 0
}

type AttachmentRaw = Omit<Attachment, 'owner' | 'source'> &
  At & { readonly owner: string | null; readonly ownerName: string | null }

/** What is read of an upload: never its bytes, nor where they lie. */
export const attachmentColumns = `f.id, f.site, f.owner, o.name AS "ownerName", f.post, f.message, f.name,
  f.media_type AS "mediaType", f.size, f.at, f.comment, f.orphan, f.md5, f.sha1, f.sha256,
  ${verdictSql('f')} AS sets, f._file, f._offset, f._length`
export const attachmentJoins = `LEFT JOIN forum.member o ON o.site = f.site AND o.id = f.owner`

/** An upload as a placeholder. */
export function attachment(raw: object): Attachment {
  const given = raw as AttachmentRaw
  const { owner, ownerName, ...rest } = sourced(`attachment:${given.site}:${given.id}`, given)
  return { ...rest, owner: ref(given.site, owner, ownerName) }
}

/** The uploads of many posts or messages, by the id of the place they hang on. */
export async function attachmentsOf(
  db: Pool,
  site: number,
  place: 'post' | 'message',
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Attachment[]>> {
  const byPlace = new Map<string, Attachment[]>()
  if (ids.length === 0) return byPlace
  const { rows } = await db.query<AttachmentRaw>(
    `SELECT ${attachmentColumns} FROM forum.attachment f ${attachmentJoins} WHERE f.site = $1 AND f.${place} = ANY ($2)
      ORDER BY length(f.id), f.id LIMIT 2000`,
    [site, ids],
  )
  for (const row of rows) {
    const key = row[place] ?? ''
    byPlace.set(key, [...(byPlace.get(key) ?? []), attachment(row)])
  }
  return byPlace
}
