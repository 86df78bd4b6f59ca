import type { StoredBoard } from './board.ts'
import { invision4Board } from './invision4.ts'
import { mybbBoards } from './mybb.ts'
import { vbulletinBoards } from './vbulletin.ts'
import { xenforoBoards } from './xenforo.ts'

/** Boards by the rows that must be read from them; those of phpBB 3 and PunBB are in `engine-boards.ts`. */
export const storedBoards: readonly StoredBoard[] = [
  invision4Board,
  ...xenforoBoards,
  ...mybbBoards,
  ...vbulletinBoards,
]
