import type { AccessReader } from '../rights.ts'
import { discourse } from './discourse.ts'
import { flarum } from './flarum.ts'
import { invision2, invision3, invision4 } from './invision.ts'
import { mybb } from './mybb.ts'
import { nodebb } from './nodebb.ts'
import { phpbb } from './phpbb.ts'
import { phpbb2 } from './phpbb2.ts'
import { punbb } from './punbb.ts'
import { smf } from './smf.ts'
import { vanilla } from './vanilla.ts'
import { vbulletin } from './vbulletin.ts'
import { vbulletin5 } from './vbulletin5.ts'
import { woltlab } from './woltlab.ts'
import { xenforo } from './xenforo.ts'

/** How each software keeps who may see what; of one that is not here it is not known. */
export const accessReaders: readonly AccessReader[] = [
  ...[phpbb, phpbb2, punbb, mybb, vbulletin, vbulletin5, smf, xenforo],
  ...[invision2, invision3, invision4, woltlab, vanilla, discourse, flarum, nodebb],
]
