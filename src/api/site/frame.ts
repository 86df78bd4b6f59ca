import type { Pool } from 'pg'
import { verdictWords } from '../../model/verdict.ts'
import type { Attachment, MemberRef, Source } from '../contract.ts'
import type { ProvenanceOf } from './bytes.ts'
import { type Html, h, nothing, pageOf, type Stamp } from './html.ts'
import type { Writer } from './writer.ts'

/** What the pages of one site are made with. */
export interface Making {
  readonly db: Pool
  readonly site: number
  readonly title: string
  /** The end of the day as of which the board is written; null for all there is. */
  readonly asOf: string | null
  readonly stamp: Stamp
  readonly writer: Writer
  readonly provenance: ProvenanceOf
  /** Numbers of topics and members in the export: what evidence calls them never becomes the name of a file. */
  readonly topics: ReadonlyMap<string, number>
  readonly members: ReadonlyMap<string, number>
  readonly signal: AbortSignal
  readonly onStep: (done: number, total: number, what: string) => void
}

/** A number as a file is called. */
export function padded(n: number): string {
  return String(n).padStart(6, '0')
}

export function topicFile(n: number, page: number): string {
  return `topics/${padded(n)}-${page}.html`
}

/** Writes a page of a site; `path` is below the site's folder. */
export function put(making: Making, path: string, title: string, crumbs: readonly Html[], body: Html): void {
  const depth = path.split('/').length
  const way = [h`<a href="${'../'.repeat(depth - 1)}index.html">${making.title}</a>`, ...crumbs]
  making.writer.write(`site-${making.site}/${path}`, pageOf(making.stamp, '../'.repeat(depth), title, way, body))
}

/** A name that leads to its account's page, from a folder beside `members`. */
export function author(making: Making, of: MemberRef): Html {
  const n = of.id === null ? undefined : making.members.get(of.id)
  if (of.id === null) return h`${of.name ?? 'unknown'} <span class="tag">guest</span>`
  if (n === undefined) return h`${of.name ?? `member ${of.id}`}`
  return h`<a href="../members/${padded(n)}.html">${of.name ?? `member ${of.id}`}</a>`
}

/** A moment, or a dash where the evidence does not say. */
export function time(at: string | null): string {
  return at === null ? '—' : at.replace('T', ' ')
}

/** The line that says on which bytes an item rests. */
export function fromBytes({ provenance }: Making, source: Source, what: string): Html {
  const found = provenance(source)
  if (found === null) return h`<p class="from">${what}: its file is not in the case</p>`
  const place = `exhibit ${found.exhibit}, ${found.path}, offset ${source.offset}, ${source.length} bytes`
  return h`<p class="from">${what}: ${place}, ${found.sha256 === null ? 'bytes that could not be read' : `SHA-256 ${found.sha256}`}</p>`
}

/** Uploads as placeholders: name, type, size, hash, and what the hash sets say. */
export function uploads(of: readonly Attachment[]): Html {
  if (of.length === 0) return nothing
  const lines = of.map((each) => {
    const hash =
      each.sha256 !== null
        ? `SHA-256 ${each.sha256}`
        : each.md5 !== null
          ? `MD5 ${each.md5}`
          : 'its bytes are not in evidence'
    return h`<li><span class="placeholder">${each.name}</span> <span class="soft">${each.mediaType ?? 'type not stated'}, ${each.size === null ? 'size not stated' : `${each.size} bytes`}, ${hash}; set verdict: ${verdictWords(each.sets, (each.sha256 ?? each.sha1 ?? each.md5) !== null).join('; ')}</span></li>`
  })
  return h`<ul aria-label="Attachments">${lines}</ul>`
}

/** Links to the pages of a list. */
export function pageLinks(now: number, pages: number, href: (page: number) => string): Html {
  if (pages <= 1) return nothing
  const links = Array.from({ length: pages }, (_, i) => i + 1)
    .filter((n) => n === 1 || n === pages || Math.abs(n - now) <= 5 || n % 50 === 0)
    .map((n) => (n === now ? h`<strong>${n}</strong>` : h`<a href="${href(n)}">${n}</a>`))
  return h`<nav class="pages" aria-label="Pages">page ${links} of ${pages}</nav>`
}
