import type { StoredBoard } from './board.ts'
import { rows } from './vanilla-rows.ts'
import { hash, tables } from './vanilla-tables.ts'

/** Vanilla. */
export const vanillaBoard: StoredBoard = {
  adapter: 'vanilla',
  version: null,
  key: 'vanilla',
  title: null,
  tables,
  rows,
  secrets: [
    hash,
    '0123456789abcdef0123456789abcdef',
    'willekeurig',
    'sessie_0123456789',
    'toegangssleutel',
    'uitnodigingscode',
    'oud_wachtwoord',
  ],
}
