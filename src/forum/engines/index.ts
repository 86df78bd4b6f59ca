import type { ForumAdapter } from '../forum.ts'
import { discourse } from './discourse.ts'
import { flarum } from './flarum.ts'
import { fluxbb } from './fluxbb.ts'
import { invision2 } from './invision2.ts'
import { invision3 } from './invision3.ts'
import { invision4 } from './invision4.ts'
import { mybb16 } from './mybb16.ts'
import { mybb18 } from './mybb18.ts'
import { nodebb } from './nodebb.ts'
import { phpbb20 } from './phpbb20.ts'
import { phpbb30 } from './phpbb30.ts'
import { phpbb31 } from './phpbb31.ts'
import { punbb12 } from './punbb12.ts'
import { smf11 } from './smf11.ts'
import { smf20 } from './smf20.ts'
import { smf21 } from './smf21.ts'
import { vanilla } from './vanilla.ts'
import { vbulletin3 } from './vbulletin3.ts'
import { vbulletin4 } from './vbulletin4.ts'
import { vbulletin5 } from './vbulletin5.ts'
import { woltlab3 } from './woltlab3.ts'
import { woltlab4 } from './woltlab4.ts'
import { xenforo1 } from './xenforo1.ts'
import { xenforo2 } from './xenforo2.ts'

/** Every forum software that can be rebuilt; where two fit a board equally well, the first is taken. */
export const engines: readonly ForumAdapter[] = [
  ...[phpbb31, phpbb30, phpbb20, fluxbb, punbb12],
  ...[xenforo2, xenforo1],
  ...[invision4, invision3, invision2],
  ...[mybb18, mybb16],
  ...[vbulletin5, vbulletin4, vbulletin3],
  ...[smf21, smf20, smf11],
  ...[woltlab4, woltlab3],
  ...[vanilla],
  ...[flarum],
  ...[discourse],
  ...[nodebb],
]
