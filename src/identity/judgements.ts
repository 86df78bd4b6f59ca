/** A row of the table of judgements. */
export interface Judgement {
  readonly judgement: number
  readonly persona_a: string
  readonly persona_b: string
  readonly verdict: 'positive' | 'negative' | 'unsure'
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly withdraws: number | null
}

/** The judgements that stand: not withdrawn, or withdrawn by a withdrawal that was itself taken back. */
export function standing<T extends { readonly judgement: number; readonly withdraws: number | null }>(
  rows: readonly T[],
): readonly T[] {
  const withdrawn = new Set<number>()
  for (const row of [...rows].sort((x, y) => y.judgement - x.judgement))
    if (row.withdraws !== null && !withdrawn.has(row.judgement)) withdrawn.add(row.withdraws)
  return rows.filter((row) => row.withdraws === null && !withdrawn.has(row.judgement))
}
