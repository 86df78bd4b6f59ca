import pg from 'pg'
import { type Address, clientOptions } from '../session.ts'
import { StoreError, words } from '../trouble.ts'

/** What a server says when it is knocked at. */
export type Probe =
  | { readonly is: 'ready' }
  /** It answers, but starts, recovers or stops just now. */
  | { readonly is: 'busy'; readonly reason: string }
  /** Something listens there and says nothing. */
  | { readonly is: 'silent' }
  /** Nothing listens there. */
  | { readonly is: 'absent' }
  /** It will never let us in. */
  | { readonly is: 'refused'; readonly error: StoreError }

/** Connects once and says how that went. */
export async function probe(address: Address, milliseconds: number): Promise<Probe> {
  const client = new pg.Client({
    ...clientOptions({ ...address, database: 'postgres' }),
    application_name: 'probe',
    connectionTimeoutMillis: milliseconds,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return { is: 'ready' }
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    // Sources: PostgreSQL manual, appendix A: cannot_connect_now; too_many_connections; class 28.
    if (code === '57P03') return { is: 'busy', reason: words(error).replace(/^the database system /, '') }
    if (code === '53300') return { is: 'ready' }
    if (['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(code)) return { is: 'absent' }
    if (!code.startsWith('28')) return { is: 'silent' }
    const next = 'End the other Holdfast that uses this case, or run as the same user.'
    return { is: 'refused', error: new StoreError({ place: String(address.host), reason: words(error), next }, error) }
  } finally {
    void client.end().catch(() => undefined)
  }
}
