import type { Stage } from '../db/stage.ts'
import { attachments } from './attachments.ts'
import { rebuild } from './rebuild.ts'
import { recognise } from './recognise.ts'

/** The stages of this room: which boards there are, each of them rebuilt, and its uploads. */
export const forumStages: readonly Stage[] = [recognise, rebuild, attachments]
