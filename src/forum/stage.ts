import type { Stage } from '../db/stage.ts'
import { attachments } from './attachments.ts'
import { clockStage } from './clocks/stage.ts'
import { uniteStage } from './elsewhere.ts'
import { boardMail } from './mail/stage.ts'
import { permissions } from './permissions.ts'
import { rebuild } from './rebuild.ts'
import { recognise } from './recognise.ts'
import { versions } from './versions/stage.ts'

/** The stages of this room: which boards there are, which of them are one, each of them rebuilt, its earlier texts, who could see what, its uploads and its mail, and how its clocks compare. */
export const forumStages: readonly Stage[] = [
  recognise,
  uniteStage,
  rebuild,
  versions,
  permissions,
  attachments,
  boardMail,
  clockStage,
]
