import { phpbb3Boards } from './classic/phpbb3.ts'
import { punbbBoards } from './classic/punbb.ts'
import type { EngineBoard } from './classic/table.ts'

export type { EngineBoard } from './classic/table.ts'

/** One board for each version of phpBB 3, FluxBB and PunBB that is read. */
export const boards: readonly EngineBoard[] = [...phpbb3Boards, ...punbbBoards]
