import type { StoredBoard } from './board.ts'
import { rows } from './discourse-rows.ts'
import { hash, tables } from './discourse-tables.ts'

/** Discourse, as its backup's COPY text gives it. */
export const discourseBoard: StoredBoard = {
  adapter: 'discourse',
  version: '20231101000000',
  key: 'discourse',
  title: 'Spoor & wissel',
  tables,
  rows,
  secrets: [
    hash,
    'zoutvaatje',
    'sessie_0123456789',
    'sessie_9876543210',
    'toegangssleutel',
    'uitnodigingscode',
    'opslagsleutel',
    'toegangsbewijs',
    'aanmeldbewijs',
    'bevestigingscode',
  ],
}
