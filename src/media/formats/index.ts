import type { SetFormat } from '../media.ts'
import { list } from './list.ts'
import { rds, table } from './table.ts'
import { vics } from './vics.ts'

/** The forms in which hash sets are read, those with the clearest signs first; the first that recognises a file reads it. */
export const formats: readonly SetFormat[] = [vics, rds, table, list]
