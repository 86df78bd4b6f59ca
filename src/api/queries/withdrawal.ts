/** How tables that are only appended to say that something was taken back. */
interface Withdrawn {
  readonly by: string
  readonly at: string
  readonly reason: string
}

interface Columns {
  readonly withdrawnBy: string | null
  readonly withdrawnAt: string | null
  readonly withdrawnReason: string | null
}

/** A row whose withdrawal still stands in three columns of their own. */
export type Withdrawable<Row extends { readonly withdrawn: Withdrawn | null }> = Omit<Row, 'withdrawn'> & Columns

/** Folds the three columns into one value. */
export function folded<Row extends { readonly withdrawn: Withdrawn | null }>(row: Withdrawable<Row>): Row {
  const { withdrawnBy: by, withdrawnAt: at, withdrawnReason: reason, ...rest } = row
  return { ...rest, withdrawn: by === null ? null : { by, at: at ?? '', reason: reason ?? '' } } as unknown as Row
}
