import type { Stage } from '../db/stage.ts'
import { attachments } from './attachments.ts'
import { uniteStage } from './elsewhere.ts'
import { permissions } from './permissions.ts'
import { rebuild } from './rebuild.ts'
import { recognise } from './recognise.ts'

/** The stages of this room: which boards there are, which of them are one, each of them rebuilt, who could see what, and its uploads. */
export const forumStages: readonly Stage[] = [recognise, uniteStage, rebuild, permissions, attachments]
