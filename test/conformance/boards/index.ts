import type { StoredBoard } from './board.ts'
import { discourseBoard } from './discourse.ts'
import { flarumBoard } from './flarum.ts'
import { invision2Board } from './invision2.ts'
import { invision3Board } from './invision3.ts'
import { invision4Board } from './invision4.ts'
import { mybbBoards } from './mybb.ts'
import { nodebbBoard } from './nodebb.ts'
import { phpbb2Board } from './phpbb2.ts'
import { smfBoards } from './smf.ts'
import { vanillaBoard } from './vanilla.ts'
import { vbulletinBoards } from './vbulletin.ts'
import { vbulletin5Board } from './vbulletin5.ts'
import { woltlab3Board } from './woltlab3.ts'
import { woltlab4Board } from './woltlab4.ts'
import { xenforoBoards } from './xenforo.ts'

/** Boards by the rows that must be read from them; those of phpBB 3 and PunBB are in `engine-boards.ts`. */
export const storedBoards: readonly StoredBoard[] = [
  nodebbBoard,
  discourseBoard,
  woltlab3Board,
  flarumBoard,
  vanillaBoard,
  woltlab4Board,
  invision2Board,
  invision3Board,
  invision4Board,
  ...xenforoBoards,
  ...mybbBoards,
  ...vbulletinBoards,
  vbulletin5Board,
  ...smfBoards,
  phpbb2Board,
]
