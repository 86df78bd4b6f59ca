import type { StoredBoard } from './board.ts'
import { rows } from './invision4-rows.ts'
import { bcrypt, tables } from './invision4-tables.ts'

/** Invision Community 4. */
export const invision4Board: StoredBoard = {
  adapter: 'invision4',
  version: '4.7.12',
  key: 'invision',
  title: 'Spoor & wissel',
  tables,
  rows,
  secrets: [
    bcrypt,
    'zout5',
    '0123456789abcdef0123456789abcdef',
    'toegangssleutel',
    'bordwachtwoord',
    'bijlagesleutel',
    'sessie_0123456789',
    'apparaatsleutel',
    'inlogsleutel',
    'bevestigsleutel',
  ],
}
