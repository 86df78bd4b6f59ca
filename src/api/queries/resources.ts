import type { Pool } from 'pg'
import { fileVerdictSql } from '../../db/verdict-sql.ts'
import type { Held, Piece, Shown } from '../../model/shown.ts'
import { type SetVerdict, verdictWords } from '../../model/verdict.ts'
import type { Attachment } from '../contract.ts'

/** Placeholders of one page that are looked for; those behind them say only what they are called. */
const most = 300
/** Files of one name that are looked at. */
const alike = 20

/** A text with the uploads that hang on it. */
export interface Holding {
  readonly shown: readonly Shown[]
  readonly attachments: readonly Attachment[]
}

/** A seized file that could be what an address names. */
interface Candidate {
  readonly n: number
  readonly exhibit: number
  readonly path: string
  readonly size: number | null
  readonly sha256: string
  readonly sets: SetVerdict
}

/**
 * Finds the bytes behind placeholders: uploads among those of their post by name or number, pictures and embedded content by
 * their address where it is the board's own and the file was seized. What is not found says nothing.
 */
export async function holdResources(
  db: Pool,
  site: number,
  texts: readonly Holding[],
): Promise<readonly (readonly Shown[])[]> {
  const found = new Map<Piece, Held>()
  const remote: Piece[] = []
  for (const { shown, attachments } of texts)
    for (const piece of placeholders(shown)) {
      const upload =
        piece.is === 'upload' ? attachments.find((a) => a.name === piece.value || a.id === piece.value) : null
      if (upload?.sha256) found.set(piece, heldBy({ ...upload, path: upload.name, sha256: upload.sha256 }))
      if (piece.is === 'remote' && remote.length < most) remote.push(piece)
    }
  for (const [piece, held] of await files(db, site, remote)) found.set(piece, held)
  return found.size === 0 ? texts.map((each) => each.shown) : texts.map((each) => filled(each.shown, found))
}

function placeholders(shown: readonly Shown[], into: Piece[] = []): readonly Piece[] {
  for (const each of shown) {
    if (typeof each === 'string') continue
    if (each.is === 'remote' || each.is === 'upload') into.push(each)
    placeholders(each.of, into)
  }
  return into
}

function heldBy(of: Pick<Candidate, 'path' | 'size' | 'sha256' | 'sets'>): Held {
  return { path: of.path, size: of.size, sha256: of.sha256, verdict: verdictWords(of.sets, true).join('; ') }
}

async function files(db: Pool, site: number, pieces: readonly Piece[]): Promise<readonly (readonly [Piece, Held])[]> {
  if (pieces.length === 0) return []
  const { rows: sites } = await db.query<{ url: string | null; exhibit: number }>(
    'SELECT base_url AS url, exhibit FROM forum.site WHERE site = $1',
    [site],
  )
  const { url = null, exhibit = 0 } = sites[0] ?? {}
  const wanted = pieces.flatMap((piece) => {
    const parts = ownPath(piece.value ?? '', hostOf(url ?? ''))
    return parts === null ? [] : [{ piece, parts }]
  })
  if (wanted.length === 0) return []
  // Read by an index over paths from their ends (see reading.ts).
  const { rows } = await db.query<Candidate>(
    `SELECT w.n::int AS n, f.exhibit, f.path, f.stored_size AS size, f.sha256, ${fileVerdictSql('f')} AS sets
       FROM unnest($1::text[]) WITH ORDINALITY AS w(ending, n) CROSS JOIN LATERAL (
         SELECT * FROM evidence.file f WHERE reverse(right('/' || f.path, 400)) ~>=~ w.ending AND reverse(right('/' || f.path, 400)) ~<~ (w.ending || chr(1114111))
            AND f.sha256 IS NOT NULL ORDER BY f.file LIMIT ${alike}) f ORDER BY w.n, f.file`,
    [wanted.map(({ parts }) => [...`/${parts.slice(-2).join('/')}`.slice(-300)].reverse().join(''))],
  )
  return wanted.flatMap(({ piece, parts }, i) => {
    const best = theOne(
      rows.filter((row) => row.n === i + 1),
      parts,
      exhibit,
    )
    return best === null ? [] : [[piece, heldBy(best)] as const]
  })
}

function hostOf(url: string): string | null {
  try {
    return new URL(url.includes('://') ? url : `http://${url}`).hostname.replace(/^www\./, '') || null
  } catch {
    return null
  }
}

/** The parts of a path on the board itself, two at least; null where an address is somebody else's or names a script. */
function ownPath(address: string, host: string | null): readonly string[] | null {
  const isWhole = /^(?:https?:)?\/\//i.test(address)
  if (!isWhole && /^[a-z][a-z0-9+.-]*:/i.test(address)) return null
  if (isWhole && (host === null || hostOf(address.replace(/^\/\//, 'http://')) !== host)) return null
  const path = address.replace(/^(?:https?:)?\/\/[^/]*/i, '').replace(/[?#].*$/s, '')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  if (parts.length < 2 || /\.php$/i.test(parts.at(-1)!)) return null
  return parts.map(decoded)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The file that shares most of the path, the board's own exhibit first; null where two files do so equally. */
function theOne(candidates: readonly Candidate[], parts: readonly string[], exhibit: number): Candidate | null {
  const shared = ({ path }: Candidate): number => {
    const own = path.split('/')
    let n = 0
    while (n < parts.length && own[own.length - 1 - n] === parts[parts.length - 1 - n]) n++
    return n
  }
  const rank = (of: Candidate): number => shared(of) * 2 + (of.exhibit === exhibit ? 1 : 0)
  const top = Math.max(...candidates.map(rank))
  const best = candidates.filter((each) => rank(each) === top)
  return new Set(best.map((each) => each.sha256)).size === 1 ? best[0]! : null
}

function filled(shown: readonly Shown[], found: ReadonlyMap<Piece, Held>): readonly Shown[] {
  return shown.map((each) => {
    if (typeof each === 'string') return each
    const held = found.get(each)
    return { ...each, of: filled(each.of, found), ...(held === undefined ? {} : { held }) }
  })
}
