import type { Stage } from '../db/stage.ts'
import { rebuild } from './rebuild.ts'
import { recognise } from './recognise.ts'

/** The stages of this room: which boards there are, then each of them rebuilt. */
export const forumStages: readonly Stage[] = [recognise, rebuild]
