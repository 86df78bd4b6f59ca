import type { Pool } from 'pg'

/** One consultation of something about a person: who, what, when, and why they say they did. */
export interface Consultation {
  readonly at: Date
  readonly who: string
  readonly what: string
  readonly why: string | null
}

/** Keeps consultations and writes them in batches, so that reading does not wait for writing. */
export interface AccessLog {
  readonly note: (consultation: Consultation) => void
  /** Writes what is kept; throws when the store refuses, and keeps it for the next time. */
  readonly flush: () => Promise<void>
  readonly close: () => Promise<void>
}

const batchDelay = 200
/** Beyond this many unwritten consultations nothing more may be read: what cannot be logged is not shown. */
const mostUnwritten = 2000

/** The access log of a case over its store; `report` hears of batches that could not be written. */
export function accessLog(pool: Pool, report: (error: unknown) => void): AccessLog {
  let kept: Consultation[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    const batch = kept.splice(0)
    if (batch.length === 0) return
    try {
      await pool.query(
        `INSERT INTO govern.access (at, who, what, why)
         SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[])`,
        [batch.map((c) => c.at), batch.map((c) => c.who), batch.map((c) => c.what), batch.map((c) => c.why)],
      )
    } catch (error) {
      kept = [...batch, ...kept]
      throw error
    }
  }
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const next = writing.then(write, write)
    writing = next.catch(() => undefined)
    return next
  }
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      flush().catch((error: unknown) => {
        report(error)
        later()
      })
    }, batchDelay).unref()
  }
  return {
    note(consultation) {
      if (kept.length >= mostUnwritten) throw new AccessLogFull()
      kept.push(consultation)
      later()
    },
    flush,
    async close() {
      await flush()
    },
  }
}

/** Nothing more may be consulted until the access log can be written again. */
export class AccessLogFull extends Error {
  constructor() {
    super('the access log cannot be written, so nothing more is shown')
    this.name = 'AccessLogFull'
  }
}
