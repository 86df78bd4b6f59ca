import type { AccessReader } from '../rights.ts'
import { discourse } from './discourse.ts'
import { mybb } from './mybb.ts'
import { phpbb } from './phpbb.ts'
import { punbb } from './punbb.ts'
import { smf } from './smf.ts'
import { vbulletin } from './vbulletin.ts'
import { xenforo } from './xenforo.ts'

/** How each software keeps who may see what; of one that is not here it is not known. */
export const accessReaders: readonly AccessReader[] = [phpbb, punbb, mybb, vbulletin, smf, xenforo, discourse]
