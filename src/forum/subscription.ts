import { type Derivations, type Reader, source } from './forum.ts'

/** A table of what members asked to be told of, marked to find again or follow; its places are SQL over `d`, a row of it. */
export interface Watching {
  readonly from: string
  readonly key: readonly string[]
  readonly how: 'watch' | 'bookmark' | 'follow'
  readonly member: string
  readonly board?: string
  readonly topic?: string
  readonly post?: string
  /** Since when: UNIX seconds, or what `derive` makes them of. */
  readonly at?: string
  readonly derive?: Derivations
  readonly joins?: string
  /** Which rows are such, and what the others are. */
  readonly where?: readonly [sql: string, rest: string]
  /** The table as SQL writes it, where that differs. */
  readonly table?: string
  /** True where another reader accounts for the table. */
  readonly aside?: true
}

/** The reader of such a table: a row names a post, else a topic, else a board; 0 is none of them. */
export function subscription(w: Watching): Reader {
  const place = (sql: string | undefined): string => (sql === undefined ? 'NULL::text' : `nullif(${sql}, '0')`)
  const [board, topic, post] = [place(w.board), place(w.topic), place(w.post)]
  const kind = `CASE WHEN ${post} IS NOT NULL THEN 'post' WHEN ${topic} IS NOT NULL THEN 'topic' ELSE 'board' END`
  const id = `concat_ws(':', '${w.from}', ${w.key.map((column) => `d.${column}`).join(', ')})`
  return {
    entity: 'subscription',
    from: w.from,
    key: w.key,
    sql: `SELECT ${source}, ${id} AS id, ${place(w.member)} AS member, '${w.how}' AS how, ${kind} AS kind, ${board} AS board, ${topic} AS topic,
      ${post} AS post, ${w.at ?? 'NULL::text'} AS at
      FROM ${w.table ?? w.from} d ${w.joins ?? ''}${w.where ? ` WHERE ${w.where[0]}` : ''}`,
    ...(w.where && { rest: w.where[1] }),
    ...(w.derive && { derive: w.derive }),
    ...(w.aside && { aside: true }),
  }
}
